"""Covering personal data in texts before the public reads them.

Whoever publishes is still the one who checks; this catches what slips
through (个人信息保护法 arts. 28, 51).
"""

import re

NUMBERS = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[0-9Xx]"  # 身份证
    r"|(?:\+?86[- ]?)?1[3-9]\d(?:[ -]?\d{4}){2}"  # 手机
    r"|0\d{2,3}[- ]\d{7,8}"  # 固定电话
    r"|[3-6]\d{15,18}"  # 银行卡
    r")(?![0-9A-Za-z])"
)
# How people name themselves in a message; a surname and one or two more characters.
_NAMED = re.compile(
    r"(?P<lead>我叫|我是(?=[\u4e00-\u9fa5]{2,3}[，,。；;、\s（(])|我的名字(?:叫|是)|本人(?:叫|姓名)?[：: ]?|"
    r"(?:姓名|联系人|反映人|投诉人|留言人|署名)[：: ]\s*)"
    r"(?P<name>[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛"
    r"奚范彭郎鲁韦昌马苗凤花方俞任袁柳唐罗薛伍余米贝姚孟顾尹江钟丁田邓石崔吉龚程邢裴陆荣翁段雷黎史贺"
    r"倪汤殷毕郝安常傅卞齐元康伯管卢莫房解应宗丘邱高夏蔡樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣"
    r"贲邓郁单杭洪包诸左石崔吉钮龚侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶司韶郜黎"
    r"蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛"
    r"寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广"
    r"禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯"
    r"盖益桓公肖][\u4e00-\u9fa5]{1,2})(?=[，,。；;、：:！!？?（(\s]|今年|家住|住在|现住|是|$)"
)


def mask(text: str) -> str:
    """`text` with identity, telephone and bank numbers covered."""
    return NUMBERS.sub(lambda found: _covered(found.group()), text)


def mask_voice(text: str) -> str:
    """What a voter wrote, with numbers and the names he gives himself covered."""
    return _NAMED.sub(
        lambda found: f"{found['lead']}{found['name'][0]}{'某' * (len(found['name']) - 1)}",
        mask(text),
    )


def mask_name(name: str) -> str:
    """张三 → 张某, of whatever length: the public sees that someone signed, not who."""
    name = name.strip()
    return f"{name[0]}{'某' * min(max(len(name) - 1, 1), 2)}" if name else ""


def _covered(number: str) -> str:
    return number[:3] + "*" * (len(number) - 3)
