"""Where a suggestion stands, in the words of the deputy who raised it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Matter

S = Matter.Status
# How far along the line 已提交 … 办结 each status is.
_REACHED = {
    S.DRAFT: 0,
    S.COSIGNING: 0,
    S.RETURNED: 0,
    S.SUBMITTED: 1,
    S.PRESIDIUM: 1,
    S.ACCEPTED: 2,
    S.ASSIGNED: 4,
    S.REWORK: 4,
    S.CONCILIATION: 6,
    S.REPLIED: 5,
    S.TRACKING: 6,
    S.JUDGED: 6,
    S.CLOSED: 7,
    S.ARCHIVED: 7,
}


@dataclass(frozen=True)
class Stage:
    """One station on the way; `state` is done, now or ahead."""

    name: str
    state: str
    on: date | None = None

    @property
    def words(self) -> str:
        return {"done": _("已完成"), "now": _("正在进行"), "ahead": _("还没到")}[self.state]


def stages(matter) -> list[Stage]:
    """The stations from 已提交 to 办结; empty for what left the way.

    matter: for a merged one pass the one it was merged into.
    """
    if matter.status not in _REACHED:
        return []
    reached = _REACHED[matter.status]
    line = [
        (_("已提交"), matter.submitted_on),
        (_("已受理"), matter.accepted_on),
        (_("已交办"), matter.assigned_on),
        (_("办理中"), None),
        (_("已答复"), matter.replied_on),
        (_("已评价"), None),
        (_("办结"), matter.closed_on),
    ]
    # 办理中 is the only station that lasts: one is in it, not past it.
    now = 3 if reached == 4 else reached
    return [
        Stage(
            name,
            "done" if place < now else "now" if place == now else "ahead",
            on if place < reached else None,
        )
        for place, (name, on) in enumerate(line)
    ]


def next_step(matter, *, invited: str = "") -> str:
    """One sentence: who does what next, and by when.

    invited: names of co-signers who have not answered.
    """
    words = _WORDS.get(matter.status)
    if words is None:
        return ""
    return words(matter, invited)


def _by(matter) -> str:
    return _("应在 %s 前") % f"{matter.due_on:%Y-%m-%d}" if matter.due_on else _("将")


def _clerk(matter) -> str:
    if matter.body.kind == "township_congress":
        return _("%s人大主席团") % matter.body.short_name
    if matter.body.is_street:
        return _("%s人大工委") % matter.body.short_name
    return _("%s人大常委会") % matter.body.short_name


def _office(matter) -> str:
    return str(matter.lead_office or _("承办单位"))


def _assigned(matter, invited):
    extended = _("（已批延期）") if matter.is_extended else ""
    words = _("%(office)s%(by)s答复您%(extended)s。")
    return words % {"office": _office(matter), "by": _by(matter), "extended": extended}


def _cosigning(matter, invited):
    if invited:
        return _("等%s确认联名，确认后您就可以提交。") % invited
    return _("联名代表都已答复，请您提交。")


def _replied(matter, invited):
    if matter.due_on:
        return _("请您在 %s 前评价答复。") % f"{matter.due_on:%Y-%m-%d}"
    return _("请您评价答复。")


def _tracking(matter, invited):
    if matter.waiting_for == Matter.WaitingFor.DEPUTY:
        return _("承办单位说承诺的事已办好，请您再评价。")
    words = _("%(office)s%(by)s兑现答复中的承诺，兑现后请您再评价。")
    return words % {"office": _office(matter), "by": _by(matter)}


_WORDS = {
    S.DRAFT: lambda m, i: _("请写好后提交。"),
    S.COSIGNING: _cosigning,
    S.RETURNED: lambda m, i: _("请按退回的理由修改，再提交一次。"),
    S.PRESIDIUM: lambda m, i: _("由大会主席团决定是否列入议程，或者转为建议办理。"),
    S.SUBMITTED: lambda m, i: (
        _("%(clerk)s审查，%(by)s交办承办单位。") % {"clerk": _clerk(m), "by": _by(m)}
    ),
    S.ACCEPTED: lambda m, i: (
        _("%(clerk)s%(by)s交办承办单位，交办前会与您联系。") % {"clerk": _clerk(m), "by": _by(m)}
    ),
    S.ASSIGNED: _assigned,
    S.REPLIED: _replied,
    S.REWORK: lambda m, i: (
        _("您不满意的意见已转达。%(office)s重新办理，%(by)s再次答复您。")
        % {"office": _office(m), "by": _by(m)}
    ),
    S.CONCILIATION: lambda m, i: _("%s正在组织协调，结果会告诉您。") % _clerk(m),
    S.TRACKING: _tracking,
    S.JUDGED: lambda m, i: _("%s验收后办结。") % _clerk(m),
    S.CLOSED: lambda m, i: _("已经办结。如果答复的事没有做到，可以向人大工作人员反映。"),
    S.ARCHIVED: lambda m, i: _("已经办结归档。"),
    S.REFUSED: lambda m, i: _("不作为建议办理，已转为代表来信。"),
    S.WITHDRAWN: lambda m, i: _("已撤回，不再办理。"),
    S.SPLIT: lambda m, i: _("已分成几件分别办理，请在列表中查看各件。"),
    S.ON_AGENDA: lambda m, i: _("主席团已决定列入大会议程，由大会审议。"),
}
