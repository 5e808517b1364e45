"""Telling a deputy's suggestion from a political consultative conference proposal (政协提案).

Both look alike on paper and are handled by the same offices, but they are another organ's: among
deputies' suggestions they would spoil every rate.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _

_CONFERENCE = re.compile(r"政协|政治协商会议")
_PROPOSAL = re.compile(r"提案")
_MEMBER = re.compile(r"(?<!常委会)(?<!委员会)委员(?!会|长)")
# 「政协第九届二次会议」 counts sessions as 「二次」; congresses write 「第二次」.
_CONFERENCE_COUNT = re.compile(r"届[一二三四五六七八九十0-9]{1,3}次")
_OURS = re.compile(r"人大|代表建议|议案")
UNDECIDED = re.compile(r"不明|存疑|待核")


class Verdict(StrEnum):
    OURS = "ours"
    DOUBTFUL = "doubtful"
    """Registered, with a warning that a person must decide."""

    CONFERENCE = "conference"
    """Refused."""


class Judgement(NamedTuple):
    verdict: Verdict
    field: str = ""
    reason: str = ""


def judge(
    *, kind: str = "", session: str = "", number: str = "", title: str = "", proposers: str = ""
) -> Judgement:
    """Whose paper this is, by its own words; the strongest sign is named.

    A kind that says 人大代表建议 outweighs a title that says 提案, which clerks also write
    carelessly, but not a session of 政协.
    """
    if UNDECIDED.search(kind):
        return Judgement(
            Verdict.DOUBTFUL,
            "kind",
            _(
                "种类写的是“{kind}”。已按代表建议登记，并在材料来源中注明待核；"
                "请核对原件，如是政协提案，请在该件页面办理撤回。"
            ).format(kind=kind),
        )
    for field, text in (
        ("session", session),
        ("kind", kind),
        ("number", number),
        ("proposers", proposers),
    ):
        if _CONFERENCE.search(text):
            return _conference(field, text, _("写有“政协”"))
    if _PROPOSAL.search(kind):
        return _conference("kind", kind, _("写的是“提案”"))
    if _MEMBER.search(proposers):
        return _conference("proposers", proposers, _("写的是“委员”"))
    if _CONFERENCE.search(title) and _PROPOSAL.search(title):
        return _conference("title", title, _("称“政协提案”"))
    says_ours = bool(_OURS.search(kind) or _OURS.search(session))
    counts_as_conference = bool(_CONFERENCE_COUNT.search(session))
    if re.search(r"提案(的?答复|办理)?$", title):
        if not says_ours:
            return _conference("title", title, _("称“提案”"))
        return Judgement(
            Verdict.DOUBTFUL,
            "title",
            _("标题称“提案”，种类却是“{kind}”。已登记，请核对原件。").format(kind=kind or session),
        )
    if counts_as_conference and not says_ours:
        return Judgement(
            Verdict.DOUBTFUL,
            "session",
            _(
                "会次“{session}”的写法像政协会议（人大写作“第二次会议”）。已登记，请核对原件。"
            ).format(session=session),
        )
    return Judgement(Verdict.OURS)


def _conference(field: str, text: str, sign: str) -> Judgement:
    shown = text if len(text) <= 30 else text[:29] + "…"
    return Judgement(
        Verdict.CONFERENCE,
        field,
        _(
            "“{text}”{sign}，是政协提案，不是代表建议，没有导入。"
            "如确是代表建议，请改正后再导入；政协提案请由政协系统办理。"
        ).format(text=shown, sign=sign),
    )
