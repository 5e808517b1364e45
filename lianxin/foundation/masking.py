"""Covering personal data in texts before the public reads them.

Whoever publishes is still the one who checks; this catches what slips
through (个人信息保护法 arts. 28, 51).
"""

import re

# What people put between digits, seen or not seen.
_GAP = r"[ \t\u00a0\u3000\u200b-\u200d\u2060\ufeff.·・_\-\u2010-\u2015－]"
_BEFORE, _AFTER = r"(?<![0-9])(?<![0-9]\.)", r"(?![0-9])"


def _spaced(*parts: str) -> str:
    """Digits one by one, each perhaps with a gap before it."""
    return f"{_GAP}{{0,2}}".join(parts)


def _grouped(*sizes: int, first: str) -> str:
    """A telephone number in groups: gaps stand between them, nowhere else.

    Any grouping would take "15000-200000" for one.
    """
    whole = first + "[0-9]" * (sizes[0] - len(first.replace("[3-9]", "x")))
    return f"{_GAP}{{0,3}}".join([whole, *(f"[0-9]{{{size}}}" for size in sizes[1:])])


_D = "[0-9]"
_IDENTITY = _spaced(
    "[1-9]", *[_D] * 5, "(?:1{gap}9|2{gap}0)", *[_D] * 2, "(?:0{gap}[1-9]|1{gap}[0-2])",
    "(?:[0-2]{gap}[0-9]|3{gap}[01])", *[_D] * 3, "[0-9Xx]",
).replace("{gap}", f"{_GAP}{{0,2}}")  # fmt: skip
_MOBILE = "|".join(
    [
        *(
            _grouped(*sizes, first="1[3-9]")
            for sizes in ((11,), (3, 4, 4), (4, 4, 3), (4, 3, 4), (3, 3, 5), (3, 8), (7, 4))
        ),
        # Every digit by itself.
        "1" + "".join(f"{_GAP}{{1,3}}{one}" for one in ("[3-9]", *[_D] * 9)),
    ]
)
_LABEL = (
    r"(?:电话|座机|手机|联系方式|联系号码|固话|家电|宅电|[Tt][Ee][Ll]|[Pp]hone)"
    r"[号码为是:：.\s（(]{0,4}"
)
# Eleven figures may be a sum; a round one.
_NO_SUM = r"(?!(?<=00)\s?(?:元|万元|亿元|平方|立方|吨|公里))"
NUMBERS = re.compile(
    f"{_BEFORE}(?:{_IDENTITY}){_AFTER}"  # 身份证
    r"|(?<![0-9A-Za-z])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z.])"
    rf"|{_BEFORE}(?:[（(]?\+?(?:00)?86[)）]?{_GAP}{{0,2}})?"
    rf"(?:[（(]1[3-9]\d[)）]\d{{8}}|{_MOBILE}){_AFTER}{_NO_SUM}"  # 手机
    rf"|{_BEFORE}[（(]?0(?:10|2\d|[3-9]\d\d)[)）]?{_GAP}{{0,3}}[2-9]\d{{2,3}}{_GAP}?\d{{4}}{_AFTER}"
    r"|(?<![0-9A-Za-z])[3-6]\d{15,18}(?![0-9A-Za-z])|(?<![0-9])62\d{14,17}(?![0-9])"  # 银行卡
    r"|(?<![0-9])62\d\d(?P<gap>[ -])\d{4}(?P=gap)\d{4}(?P=gap)\d{4}(?:(?P=gap)\d{1,3})?(?![0-9])"
)
# Of fewer digits: only where it is said what they are.
_LABELLED = re.compile(
    rf"(?P<lead>{_LABEL})(?P<kept>[2-9]\d{{2,3}}{_GAP}?\d{{4}}){_AFTER}"
    r"|(?P<lead2>(?:[Qq][Qq]|微信|[Ww]e[Cc]hat|[Vv][Xx])[号群码为是:：\s]{0,4})"
    r"(?P<kept2>[A-Za-z0-9][A-Za-z0-9_-]{4,19})(?![A-Za-z0-9_-])"
    r"|(?P<lead3>)(?P<kept3>[A-Za-z0-9][A-Za-z0-9_.+-]*)(?=@[A-Za-z0-9-]+\.[A-Za-z])"
)
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ＋．", "0123456789Xx+.")
_IN_WORDS = re.compile("[零〇○一二三四五六七八九幺]{11,18}")
_CHARACTERS = str.maketrans("零〇○一二三四五六七八九幺", "0001234567891")
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
    """`text` with identity, telephone and bank numbers covered, however they are written.

    Also the names of accounts at QQ and WeChat and before the @ of an address.
    Days, sums, lines of buses, numbers of houses and of papers stay.
    """
    narrow = text.translate(_WIDE)
    covered = list(text)
    for found in NUMBERS.finditer(narrow):
        _cover(covered, *found.span())
    for found in _LABELLED.finditer(narrow):
        name = "kept" if found["kept"] else "kept2" if found["kept2"] else "kept3"
        _cover(covered, *found.span(name))
    for found in _IN_WORDS.finditer(text):
        if NUMBERS.fullmatch(found.group().translate(_CHARACTERS)):
            _cover(covered, *found.span())
    return "".join(covered)


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


def _cover(characters: list[str], start: int, end: int) -> None:
    """Leave the beginning: whoever wrote it knows it again."""
    start += 3 if end - start > 6 else 1
    characters[start:end] = "*" * (end - start)
