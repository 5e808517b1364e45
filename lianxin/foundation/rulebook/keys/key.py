"""What a rulebook key is, and the words for its parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.rulebook.values import Kind, Value, display

Words = str | Promise


class Direction(StrEnum):
    """Which way a value is stricter, so that a looser one can be refused."""

    LESS = "less"
    """A shorter period, a smaller number is stricter."""
    MORE = "more"
    """A larger number is stricter."""
    FIXED = "fixed"
    """The law's number may not be changed either way."""
    NONE = "none"


class RuleClass(StrEnum):
    NATIONAL = "N"
    LOCAL = "L"
    PRACTICE = "P"
    VERIFY = "V"


CLASS_NAMES: dict[str, Words] = {
    RuleClass.NATIONAL: _("国家法律"),
    RuleClass.LOCAL: _("地方规定"),
    RuleClass.PRACTICE: _("工作惯例"),
    RuleClass.VERIFY: _("待核实"),
}

START_EVENTS: dict[str, Words] = {
    "handover": _("交办之日"),
    "receipt": _("承办单位收到之日"),
    "submission": _("收到代表建议之日"),
    "acceptance": _("受理之日"),
    "return_received": _("收到退办报告之日"),
    "reply_received": _("代表收到答复之日"),
    "redo_asked": _("提出重新办理之日"),
    "session_end": _("大会闭会之日"),
    "session_start": _("会议举行之日"),
    "meeting_end": _("常委会闭会之日"),
    "opinions_received": _("收到审议意见之日"),
    "report_sent": _("报告转交之日"),
    "published": _("公布之日"),
    "filed": _("收到备案材料之日"),
    "registered": _("备案登记之日"),
    "opinion_received": _("收到书面审查意见之日"),
    "appointed": _("任命通知公布之日"),
    "election_day": _("选举日"),
    "promised": _("作出承诺或者上次报告之日"),
    "last_meeting": _("上次会议之日"),
    "reception": _("接待日"),
    "card_issued": _("发出征求意见卡之日"),
    "voter_answered": _("选民得到答复之日"),
    "petition_received": _("收到信访事项之日"),
    "referral_received": _("收到转送、交办之日"),
    "period_end": _("原期限届满之日"),
    "answer_received": _("收到书面答复之日"),
    "review_received": _("收到复查、复核请求之日"),
    "publicised": _("公示之日"),
    "recorded": _("活动记录之日"),
}

GROUPS: dict[str, Words] = {
    "suggestion": _("代表建议"),
    "motion": _("代表议案"),
    "township": _("乡镇人大会议"),
    "presidium": _("主席团"),
    "street": _("街道人大工委"),
    "deputy": _("代表活动"),
    "station": _("家站点"),
    "interpellation": _("质询"),
    "supervision": _("监督"),
    "filing": _("备案审查"),
    "appointment": _("任免与宣誓"),
    "budget": _("预算"),
    "election": _("选举"),
    "petition": _("信访"),
    "message": _("选民留言"),
    "reception": _("接待选民"),
    "opinion": _("征求意见"),
    "link": _("双联"),
    "honour": _("评选表彰"),
}


@dataclass(frozen=True)
class Key:
    """One thing a rule can say.

    unit: the usual unit; a value may bring another of its kind.
    rolls: whether a last day that is a rest day moves, unless the caller says
        otherwise: yes for organs' deadlines, no for election timetables.
    alias_of: this key has no value of its own and always follows another.
    """

    name: str
    group: str
    kind: Kind
    title: Words
    used_in: Words
    unit: str | None = None
    direction: Direction = Direction.NONE
    start_event: str = ""
    rolls: bool = False
    alias_of: str = ""
    choices: Mapping[str, Words] = field(default_factory=dict)

    def display(self, value: Value, unit: str | None) -> str:
        """A value of this key as a clerk reads it: 3 个月, 提前 7 日."""
        return display(self.kind, value, unit, self.choices)


def period(name, title, used_in, *, start, unit="day", direction=Direction.LESS, **more) -> Key:
    """A deadline of an organ: rolls, and shorter is stricter unless said otherwise."""
    group = more.pop("group", name.split(".")[0])
    options = {"rolls": True, "start_event": start, "unit": unit, "direction": direction} | more
    return Key(name, group, Kind.PERIOD, title, used_in, **options)


def before(name, title, used_in, *, start, direction=Direction.MORE, group=None) -> Key:
    """Days before an event; never moved, because later would break the law."""
    return Key(
        name,
        group or name.split(".")[0],
        Kind.BEFORE,
        title,
        used_in,
        unit="day",
        direction=direction,
        start_event=start,
    )


def key(name, kind, title, used_in, *, group=None, **more) -> Key:
    """Anything else a rule can say; its group is the first part of its name unless given."""
    return Key(name, group or name.split(".")[0], kind, title, used_in, **more)
