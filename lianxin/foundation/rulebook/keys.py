"""The catalogue of rulebook keys: what each is, what it takes, where it is used.

Values live in `profiles/*.yaml` and in `RuleSetting`; this file holds none.
"""

import difflib
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

    @property
    def group_title(self) -> Words:
        return GROUPS[self.group]

    def display(self, value: Value, unit: str | None) -> str:
        """A value of this key as a clerk reads it: 3 个月, 提前 7 日."""
        return display(self.kind, value, unit, self.choices)


def _period(name, title, used_in, *, start, unit="day", direction=Direction.LESS, **more) -> Key:
    """A deadline of an organ: rolls, and shorter is stricter unless said otherwise."""
    group = more.pop("group", name.split(".")[0])
    options = {"rolls": True, "start_event": start, "unit": unit, "direction": direction} | more
    return Key(name, group, Kind.PERIOD, title, used_in, **options)


def _before(name, title, used_in, *, start, direction=Direction.MORE, group=None) -> Key:
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


def _key(name, kind, title, used_in, *, group=None, **more) -> Key:
    return Key(name, group or name.split(".")[0], kind, title, used_in, **more)


_SUGGESTION = (
    _period(
        "suggestion.reply",
        _("代表建议答复期限"),
        _("交办、答复期限、按期答复率"),
        start="handover",
        unit="month",
    ),
    _period(
        "suggestion.reply_complex",
        _("涉及面广、处理难度大的代表建议答复期限"),
        _("交办、延期审批、答复期限"),
        start="handover",
        unit="month",
    ),
    _period(
        "suggestion.extension_max",
        _("延期答复的最长期限"),
        _("延期审批"),
        start="handover",
        unit="month",
        alias_of="suggestion.reply_complex",
    ),
    _period(
        "suggestion.handover",
        _("闭会期间建议的交办期限"),
        _("审核、交办"),
        start="submission",
        unit="workday",
    ),
    _period("suggestion.acknowledge", _("受理通知期限"), _("审核、告知代表"), start="acceptance"),
    _period(
        "suggestion.return",
        _("承办单位提出退办的期限"),
        _("退办"),
        start="handover",
        unit="workday",
    ),
    _period(
        "suggestion.reassign",
        _("重新交办期限"),
        _("退办后的重新交办"),
        start="return_received",
        unit="workday",
    ),
    _period(
        "suggestion.assist",
        _("协办意见送主办单位的期限"),
        _("主办、协办"),
        start="receipt",
        unit="month",
    ),
    _period(
        "suggestion.contact_deputy",
        _("首次联系代表的期限"),
        _("承办、首次联系率"),
        start="receipt",
        unit="workday",
    ),
    _period(
        "suggestion.feedback",
        _("代表反馈意见的期限"),
        _("评价、反馈率"),
        start="reply_received",
        unit="workday",
        direction=Direction.NONE,
    ),
    _period(
        "suggestion.redo",
        _("不满意件重新办理的期限"),
        _("重新办理"),
        start="redo_asked",
        unit="month",
    ),
    _key(
        "suggestion.withdraw_until",
        Kind.CHOICE,
        _("代表可以撤回建议的时间"),
        _("撤回"),
        choices={"assignment": _("交办以前"), "any_time": _("随时")},
    ),
    _key(
        "suggestion.numbering",
        Kind.CHOICE,
        _("建议编号的起编范围"),
        _("编号"),
        choices={
            "session": _("每次会议重新起编，闭会期间另编"),
            "year": _("每年重新起编"),
            "body": _("连续编号"),
        },
    ),
    _key(
        "suggestion.result_letters",
        Kind.LETTERS,
        _("办理结果分类与字母"),
        _("答复、承诺台账、办成率"),
    ),
    _key("suggestion.year_report", Kind.STATEMENT, _("办理情况年度报告"), _("年度报告")),
    _key(
        "suggestion.due_soon_days",
        Kind.NUMBER,
        _("到期前多少天提示“将到期”"),
        _("工作台、建议列表"),
        unit="day",
    ),
    _key(
        "suggestion.seriously_late_days",
        Kind.NUMBER,
        _("超过期限多少天为“严重超期”"),
        _("工作台、建议列表"),
        unit="day",
    ),
    _key(
        "suggestion.remind_first_days",
        Kind.NUMBER,
        _("到期前多少天第一次提醒"),
        _("通知提醒"),
        unit="day",
    ),
    _key(
        "suggestion.remind_again_days",
        Kind.NUMBER,
        _("到期前多少天再次提醒"),
        _("通知提醒"),
        unit="day",
    ),
    _key(
        "suggestion.remind_late_every_days",
        Kind.NUMBER,
        _("超期后每隔多少天提醒一次"),
        _("通知提醒"),
        unit="day",
    ),
    _key(
        "suggestion.escalate_head_days",
        Kind.NUMBER,
        _("超期多少天报承办单位负责人"),
        _("超期上报"),
        unit="day",
    ),
    _key(
        "suggestion.escalate_supervision_days",
        Kind.NUMBER,
        _("超期多少天报政府督查室"),
        _("超期上报"),
        unit="day",
    ),
    _key(
        "suggestion.escalate_congress_days",
        Kind.NUMBER,
        _("超期多少天报人大主席（主任）和人大办"),
        _("超期上报"),
        unit="day",
    ),
    _key(
        "suggestion.rate_min_n",
        Kind.NUMBER,
        _("少于多少件时提示比率不稳"),
        _("台账、统计"),
        unit="case",
    ),
    _period(
        "suggestion.promise_report_months",
        _("承诺事项进展报告的间隔"),
        _("承诺台账"),
        start="promised",
        unit="month",
    ),
    _key(
        "suggestion.basically_counts_as_satisfied",
        Kind.FLAG,
        _("“基本满意”计入满意率"),
        _("满意率"),
    ),
    _key("suggestion.partial_counts_as_solved", Kind.FLAG, _("“部分解决”计入办成率"), _("办成率")),
)

_STATIONS = (
    _key(
        "station.staff_head",
        Kind.NUMBER,
        _("每站站长人数"),
        _("家站点人员、缺额提示"),
        unit="person",
    ),
    _key(
        "station.staff_deputy_head",
        Kind.NUMBER,
        _("每站副站长人数"),
        _("家站点人员、缺额提示"),
        unit="person",
    ),
    _key(
        "station.staff_liaison",
        Kind.NUMBER,
        _("每站联络员人数"),
        _("家站点人员、缺额提示"),
        unit="person",
    ),
    _key("station.stars_enabled", Kind.FLAG, _("评定星级联络站"), _("家站点星级")),
)

_MEETINGS = (
    _key(
        "motion.cosigners",
        Kind.NUMBER,
        _("代表联名提出议案的人数"),
        _("议案"),
        unit="person",
        direction=Direction.FIXED,
    ),
    _key(
        "township.sessions_per_year",
        Kind.SESSIONS,
        _("乡镇人大会议每年次数"),
        _("会议、年度计划"),
        direction=Direction.MORE,
    ),
    _key(
        "township.session_min_days",
        Kind.NUMBER,
        _("乡镇人大会议会期至少天数"),
        _("会议"),
        unit="day",
        direction=Direction.MORE,
    ),
    _before("township.notice_days", _("乡镇人大会议通知"), _("会议通知"), start="session_start"),
    _key("presidium.size", Kind.RANGE, _("主席团组成人数"), _("主席团名单")),
    _key(
        "presidium.meet_every",
        Kind.INTERVAL,
        _("闭会期间主席团会议间隔"),
        _("会议、年度计划"),
        unit="month",
        direction=Direction.LESS,
        start_event="last_meeting",
    ),
    _key(
        "presidium.extra_meeting_by",
        Kind.NUMBER,
        _("提议临时召集主席团会议的人数"),
        _("会议"),
        unit="person",
        direction=Direction.LESS,
    ),
    _key(
        "street.meet_every",
        Kind.INTERVAL,
        _("街道人大工委会议间隔"),
        _("会议、年度计划"),
        unit="quarter",
        direction=Direction.LESS,
        start_event="last_meeting",
    ),
    _key(
        "street.residents_body_per_year",
        Kind.NUMBER,
        _("街道居民议事会议每年次数"),
        _("会议、年度计划"),
        unit="time",
        direction=Direction.MORE,
    ),
    _key(
        "group.activities_per_year",
        Kind.NUMBER,
        _("代表小组每年活动次数"),
        _("代表小组、年度计划"),
        group="deputy",
        unit="time",
        direction=Direction.MORE,
    ),
    _key(
        "duty_days_per_year",
        Kind.NUMBER,
        _("代表每年执行职务的时间"),
        _("履职档案"),
        group="deputy",
        unit="day",
        direction=Direction.MORE,
    ),
    _period(
        "inspection.feedback",
        _("视察、调研报告的反馈期限"),
        _("视察、专题调研"),
        start="report_sent",
        unit="month",
        group="deputy",
    ),
    _key(
        "interpellation.township",
        Kind.NUMBER,
        _("乡镇人大代表联名提出质询案的人数"),
        _("质询"),
        unit="person",
        direction=Direction.LESS,
    ),
    _period(
        "interpellation.late_reply",
        _("情况复杂的质询案会后答复期限"),
        _("质询"),
        start="session_end",
        unit="month",
    ),
)

_COUNTY = (
    _period(
        "supervision.opinions_out",
        _("审议意见交办期限"),
        _("听取专项工作报告、执法检查"),
        start="meeting_end",
    ),
    _period(
        "supervision.reply",
        _("审议意见研究处理情况报告期限"),
        _("听取专项工作报告、执法检查"),
        start="opinions_received",
        unit="month",
    ),
    _period(
        "supervision.reply_audit",
        _("预算执行和审计的审议意见报告期限"),
        _("预算、审计监督"),
        start="opinions_received",
        unit="month",
    ),
    _period("filing.days", _("规范性文件报送备案期限"), _("备案审查"), start="published"),
    _period("filing.form_check", _("备案材料形式审查期限"), _("备案审查"), start="filed"),
    _period("filing.review", _("主动审查期限"), _("备案审查"), start="registered"),
    _period(
        "filing.maker_reply",
        _("制定机关书面处理意见期限"),
        _("备案审查"),
        start="opinion_received",
    ),
    _key("filing.annual_list", Kind.DAY, _("年度文件目录报送日"), _("备案审查")),
    _before(
        "appointment.papers",
        _("任免案材料提交"),
        _("人事任免"),
        start="session_start",
    ),
    _period(
        "oath.by_appointing_organ",
        _("任命机关组织宪法宣誓的期限"),
        _("宪法宣誓"),
        start="appointed",
        unit="workday",
        group="appointment",
    ),
    _before(
        "budget.township_draft",
        _("乡镇预算草案初步方案送主席团"),
        _("预算审查"),
        start="session_start",
    ),
)

_ELECTION = (
    _before(
        "election.late_registration",
        _("选民补登、更正的最后时间"),
        _("选民登记"),
        start="election_day",
        direction=Direction.LESS,
    ),
    _key(
        "election.primary_min_turnout",
        Kind.FRACTION,
        _("预选参加人数的最低比例"),
        _("候选人预选"),
        direction=Direction.MORE,
    ),
    _key(
        "election.proxy_same_district",
        Kind.FLAG,
        _("受委托投票人限本选区选民"),
        _("委托投票"),
    ),
    _key(
        "election.after_second_round",
        Kind.CHOICE,
        _("另行选举后名额仍不足"),
        _("另行选举"),
        choices={"no_more": _("不再选举"), "vacant": _("暂时空缺")},
    ),
    _before(
        "byelection.list",
        _("补选公布选民名单"),
        _("补选"),
        start="election_day",
        group="election",
    ),
    _before(
        "byelection.candidates",
        _("补选公布代表候选人名单"),
        _("补选"),
        start="election_day",
        group="election",
    ),
    _before(
        "byelection.formal",
        _("补选公布正式代表候选人名单"),
        _("补选"),
        start="election_day",
        group="election",
    ),
    _key("election.committee_size", Kind.RANGE, _("选举委员会组成人数"), _("选举机构")),
)

_RECEPTION = (
    _before(
        "reception.notice",
        _("接待日公告"),
        _("接待排班、接待日公告"),
        start="reception",
    ),
)

_MESSAGE = (
    _key(
        "message.answer",
        Kind.NUMBER,
        _("收到留言后多少小时内回应（当场答复或者转办）"),
        _("选民留言、留言提醒"),
        unit="hour",
        direction=Direction.LESS,
    ),
    _period(
        "message.office",
        _("承办单位答复留言的期限"),
        _("选民留言、待办件"),
        start="handover",
        unit="workday",
    ),
    _period(
        "message.redo",
        _("选民不满意的留言重新办理的期限"),
        _("选民留言、待办件"),
        start="redo_asked",
        unit="workday",
    ),
    _period(
        "message.feedback",
        _("选民评价的期限，过后按未评价办结"),
        _("选民留言"),
        start="voter_answered",
        direction=Direction.NONE,
    ),
    _key(
        "message.topic_cases",
        Kind.NUMBER,
        _("同一类别三个月内多少件可以列为监督选题"),
        _("留言分析"),
        unit="case",
    ),
)

_OPINION = (
    _period(
        "card.round",
        _("征求意见卡收回的期限"),
        _("征求意见卡"),
        start="card_issued",
        direction=Direction.NONE,
        group="opinion",
    ),
    _key(
        "box.opening",
        Kind.NUMBER,
        _("意见箱最长多少日开一次"),
        _("意见箱"),
        group="opinion",
        unit="day",
        direction=Direction.LESS,
    ),
    _key(
        "session.answer",
        Kind.NUMBER,
        _("听政日、恳谈会上没有当场答复的意见，多少日内答复"),
        _("听政日、民生茶室、民主恳谈"),
        group="opinion",
        unit="day",
        direction=Direction.LESS,
    ),
)

_PETITION = (
    _period(
        "petition.decision",
        _("书面告知信访人是否受理的期限"),
        _("信访登记、受理告知"),
        start="petition_received",
    ),
    _period(
        "petition.objection",
        _("对误转的信访事项提出异议的期限"),
        _("信访转办、退回"),
        start="referral_received",
        unit="workday",
    ),
    _period(
        "petition.finish",
        _("信访事项办结期限"),
        _("信访受理、办理、督办"),
        start="acceptance",
    ),
    _period(
        "petition.extension",
        _("信访事项延长办理的最长期限"),
        _("信访延期"),
        start="period_end",
    ),
    # Of the petitioner, not of an organ: a longer time is the kinder one.
    _period(
        "petition.review_request",
        _("信访人请求复查的期限"),
        _("信访复查"),
        start="answer_received",
        direction=Direction.MORE,
    ),
    _period("petition.review", _("提出复查意见的期限"), _("信访复查"), start="review_received"),
    _period(
        "petition.reexamination_request",
        _("信访人请求复核的期限"),
        _("信访复核"),
        start="answer_received",
        direction=Direction.MORE,
    ),
    _period(
        "petition.reexamination",
        _("提出复核意见的期限（听证时间除外）"),
        _("信访复核"),
        start="review_received",
    ),
    _period(
        "petition.office",
        _("承办单位办理转办信访事项的期限"),
        _("信访转办"),
        start="handover",
    ),
    _key(
        "petition.representatives",
        Kind.NUMBER,
        _("多人走访推选代表的最多人数"),
        _("信访登记"),
        unit="person",
        direction=Direction.LESS,
    ),
    _key(
        "petition.topic_cases",
        Kind.NUMBER,
        _("同类信访列为监督选题的件数"),
        _("信访分析"),
        unit="case",
    ),
)

_LINKS = (
    _key(
        "link.voters",
        Kind.NUMBER,
        _("每名代表联系选民人数"),
        _("双联、履职档案"),
        unit="person",
        direction=Direction.MORE,
    ),
    _key(
        "link.households",
        Kind.NUMBER,
        _("每名代表联系户数"),
        _("双联、履职档案"),
        unit="household",
        direction=Direction.MORE,
    ),
    _key(
        "link.contacts_per_year",
        Kind.NUMBER,
        _("每名代表每年联系选民次数"),
        _("双联、履职档案"),
        unit="time",
        direction=Direction.MORE,
    ),
    _key(
        "link.member_deputies",
        Kind.NUMBER,
        _("主席团成员（常委会组成人员）每人联系代表人数"),
        _("双联"),
        unit="person",
        direction=Direction.MORE,
    ),
    _key(
        "link.government_deputies",
        Kind.NUMBER,
        _("政府领导每人联系代表人数"),
        _("双联"),
        unit="person",
        direction=Direction.MORE,
    ),
    _key(
        "link.chair_villages",
        Kind.NUMBER,
        _("主席（主任）、副职每人联系的村、乡镇、站点数"),
        _("双联"),
        unit="place",
        direction=Direction.MORE,
    ),
    _key(
        "link.leader_contacts_per_quarter",
        Kind.NUMBER,
        _("领导每季度联系代表和村的次数"),
        _("双联"),
        unit="time",
        direction=Direction.MORE,
    ),
)
_GROUPS = (
    _key(
        "group.activities_per_quarter",
        Kind.NUMBER,
        _("代表小组每季度活动次数"),
        _("代表小组、年度计划"),
        group="deputy",
        unit="time",
        direction=Direction.MORE,
    ),
    _key(
        "group.members",
        Kind.NUMBER,
        _("组成代表小组的代表人数"),
        _("代表小组"),
        group="deputy",
        unit="person",
        direction=Direction.FIXED,
    ),
)
_HONOURS = (
    _period(
        "honour.publicity",
        _("表彰名单公示期"),
        _("评选表彰"),
        start="publicised",
        unit="workday",
        direction=Direction.MORE,
    ),
)
_APPRAISALS = (
    _key(
        "deputy.report",
        Kind.NUMBER,
        _("代表每届向选民述职的次数"),
        _("述职计划、述职覆盖"),
        unit="time",
        direction=Direction.MORE,
    ),
    _key(
        "appraisal.edge_up",
        Kind.FLAG,
        _("测评正好 80%、50% 的归入高一档"),
        _("述职测评定等次"),
        group="deputy",
    ),
)
_ACTIVITIES = (
    # Of the deputy, not of an organ: a longer time is the kinder one.
    _period(
        "activity.objection_days",
        _("代表对活动记录提出异议的期限"),
        _("代表活动、履职档案"),
        start="recorded",
        direction=Direction.MORE,
        group="deputy",
    ),
    _key(
        "fund.per_deputy",
        Kind.NUMBER,
        _("代表活动经费标准（每名代表每年）"),
        _("活动经费"),
        group="deputy",
        unit="yuan",
        direction=Direction.MORE,
    ),
    _key(
        "fund.counts_whole_year",
        Kind.FLAG,
        _("年度中任职不满一年的代表，按整年计入经费预算"),
        _("活动经费"),
        group="deputy",
    ),
)
_DUTY = (
    _key(
        "duty.receptions_per_year",
        Kind.NUMBER,
        _("每名代表每年参加选民接待日次数"),
        _("履职档案"),
        group="deputy",
        unit="time",
        direction=Direction.MORE,
    ),
    _key(
        "duty.visits_per_year",
        Kind.NUMBER,
        _("每名代表每年进社区（村）联系群众次数"),
        _("履职档案"),
        group="deputy",
        unit="time",
        direction=Direction.MORE,
    ),
    _key(
        "duty.published",
        Kind.FLAG,
        _("公布代表履职情况"),
        _("公开页面的代表页"),
        group="deputy",
    ),
    _key(
        "duty.points",
        Kind.FLAG,
        _("按记录计算代表履职积分"),
        _("履职档案、积分"),
        group="deputy",
    ),
)

KEYS: dict[str, Key] = {
    key.name: key
    for key in (
        *_SUGGESTION,
        *_MEETINGS,
        *_STATIONS,
        *_COUNTY,
        *_ELECTION,
        *_RECEPTION,
        *_LINKS,
        *_GROUPS,
        *_HONOURS,
        *_ACTIVITIES,
        *_APPRAISALS,
        *_DUTY,
        *_MESSAGE,
        *_OPINION,
        *_PETITION,
    )
}


class UnknownKey(LookupError):
    """No such key; the text names those that look like it."""

    def __init__(self, name: str):
        near = difflib.get_close_matches(name, KEYS, n=3, cutoff=0.5)
        hint = f"是不是要找：{'、'.join(near)}？" if near else "运行 lianxin rule --list 查看全部。"
        super().__init__(f"没有名为“{name}”的规则。{hint}")


def key_named(name: str) -> Key:
    """The key, or UnknownKey with suggestions."""
    try:
        return KEYS[name]
    except KeyError:
        raise UnknownKey(name) from None
