"""Invented names for the demo's people."""

import random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝"
)
MALE = "建国志强明军伟勇海波德才永福安平春生长林立新树根文斌少华学东家旺正祥开山守信大川"
FEMALE = "秀英玉兰桂花丽娟晓燕美玲春梅雪琴淑珍红霞彩云素芳巧玉月娥金凤慧敏小青惠民文静"
# Rare characters that a roster must survive.
RARE = ["何㛃", "𠮷春生", "买买提·艾力"]


def invent(rng: random.Random, taken: set[str], *, is_woman: bool) -> str:
    """A name not yet taken."""
    pool = FEMALE if is_woman else MALE
    while True:
        given = "".join(rng.sample(pool, rng.choice([1, 2, 2, 2])))
        name = rng.choice(SURNAMES) + given
        if name not in taken:
            taken.add(name)
            return name
