"""Plain rules over a suggestion's words: what the writer should think over."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _


class Advice(NamedTuple):
    """Something to think over before submitting; it never stops the writer."""

    words: str
    article: str


CASE = re.compile(
    r"(立案|判决|裁定|开庭|起诉|上诉|执行异议|强制执行|羁押|取保候审|逮捕|仲裁裁决|本案|该案)"
)
TENDER = re.compile(r"(招标|投标|中标|标段|竞标|评标)")
FAMILY = re.compile(r"(本人|我家|我儿子|我女儿|我丈夫|我妻子|我的亲属)")
SEVERAL = re.compile(r"(?m)^\s*(?:[一二三四五六七八九]、|[(（][一二三四五六七八九][)）])")


def advice_on(title: str, text: str) -> list[Advice]:
    """What a careful clerk would say on reading it.

    Source: 代表法 (2025), art. 59; lists of not acceptable matters
    (浙江 art. 6, 山东 art. 6, 重庆 art. 9); 一事一议 (河南 arts. 9-10).
    """
    whole = f"{title}\n{text}"
    found = []
    if match := CASE.search(whole):
        found.append(
            Advice(
                _("文中有“%s”。代表不干预具体司法案件；如是具体案件，请改为反映普遍性问题。")
                % match.group(),
                _("代表法（2025）第五十九条"),
            )
        )
    if match := TENDER.search(whole):
        found.append(
            Advice(
                _("文中有“%s”。代表不干预招标投标；如涉及具体项目的招投标，请删去。")
                % match.group(),
                _("代表法（2025）第五十九条"),
            )
        )
    if match := FAMILY.search(whole):
        found.append(
            Advice(
                _("文中有“%s”。解决本人及亲属个人问题的，不作为代表建议提出。") % match.group(),
                _("重庆市代表建议规定第九条等"),
            )
        )
    if len(SEVERAL.findall(text)) >= 4:
        found.append(
            Advice(
                _("文中分了好几条。建议一事一议；如是几件不同的事，请分开提出。"),
                _("河南省代表建议办理规定第九条等"),
            )
        )
    if len(text.strip()) < 20:
        found.append(
            Advice(
                _("内容较短。请写明事由和具体建议，便于承办单位办理。"),
                _("代表法（2025）第二十四条：应当明确具体，注重反映实际情况和问题"),
            )
        )
    return found
