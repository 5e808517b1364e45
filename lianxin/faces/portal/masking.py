"""Covering personal numbers in texts before the public reads them.

The office that publishes is still the one who checks; this catches what slips
through (个人信息保护法 arts. 28, 51).
"""

import re

NUMBERS = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[0-9Xx]"  # 身份证
    r"|1[3-9]\d(?:[ -]?\d{4}){2}"  # 手机
    r"|0\d{2,3}[- ]\d{7,8}"  # 固定电话
    r"|[3-6]\d{15,18}"  # 银行卡
    r")(?![0-9A-Za-z])"
)


def mask(text: str) -> str:
    """`text` with identity, telephone and bank numbers covered."""
    return NUMBERS.sub(lambda found: _covered(found.group()), text)


def _covered(number: str) -> str:
    return number[:3] + "*" * (len(number) - 3)
