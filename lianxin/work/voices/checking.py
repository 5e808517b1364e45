"""What a person looks at before a message may be released: links, adverts, shouting.

Nothing is refused or hidden here. Whoever moderates decides, on the listed grounds.
"""

import re
from itertools import groupby

from django.utils.translation import gettext as _

_ADDRESS = re.compile(r"https?://|www\.|[a-z0-9-]+\.(?:com|cn|net|top|xyz|vip|cc)\b", re.IGNORECASE)
_ADVERT = ("加微信", "加我微信", "办证", "贷款", "刷单", "返利", "代开发票", "彩票", "兼职日结")
_MOST_ALIKE = 10
_LEAST_TEXT = 4


def reason_to_check(text: str) -> str:
    """Why somebody should look first, in a few words; "" for an ordinary message."""
    if _ADDRESS.search(text):
        return _("含有网址")
    if any(word in text for word in _ADVERT):
        return _("可能是广告")
    if max((len(list(run)) for _one, run in groupby(text)), default=0) > _MOST_ALIKE:
        return _("同一字符重复过多")
    if len(re.findall(r"[\u4e00-\u9fff]", text)) < _LEAST_TEXT:
        return _("几乎没有文字")
    return ""
