"""Who is told of a work report: those who are to remark, those who write, those who may read it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.ledger import chain
from lianxin.foundation.notices.kinds import Kind, register
from lianxin.foundation.notices.telling import holders, tell_of
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.work_reports.models import Report

ASKED, REMARKED, BACK, SIGNED, OUT = (
    "work_report.asked",
    "work_report.remarked",
    "work_report.back",
    "work_report.signed",
    "work_report.out",
)
DISCUSSING = (Role.CHAIR, Role.PRESIDIUM_MEMBER)


def register_notices() -> None:
    register(
        Kind(ASKED, gettext_lazy("工作报告征求意见")),
        Kind(REMARKED, gettext_lazy("对工作报告提出了意见")),
        Kind(BACK, gettext_lazy("工作报告退回修改"), is_urgent=True),
        Kind(SIGNED, gettext_lazy("工作报告已签发")),
        Kind(OUT, gettext_lazy("工作报告已公布")),
    )
    chain.listen(hear)


def hear(event, report, _about) -> None:
    """What follows an event: kind, roles at the report's body, words, why."""
    told = STEPS.get(event.step)
    if told is None or not isinstance(report, Report):
        return
    kind, roles, words, why = told
    tell_of(
        event,
        holders([report.body_id], roles),
        kind,
        str(words) % {"title": report.title, "reason": event.reason},
        why=str(why),
        about=report,
        outside=_("本级人大工作报告有新的进展，请登录查看。"),
    )


WRITING = gettext_lazy("您负责起草本级工作报告。")
STEPS = {
    "work_report.lay_before": (
        ASKED,
        DISCUSSING,
        gettext_lazy("请对“%(title)s”（送审稿）提出意见，可以逐节写。"),
        gettext_lazy("报告送主席团征求意见，您在主席团。"),
    ),
    "work_report.comment": (
        REMARKED,
        CLERKS,
        gettext_lazy("“%(title)s”收到一条意见，请处理。"),
        WRITING,
    ),
    "work_report.send_back": (
        BACK,
        CLERKS,
        gettext_lazy("“%(title)s”退回修改：%(reason)s"),
        WRITING,
    ),
    "work_report.sign": (
        SIGNED,
        CLERKS,
        gettext_lazy("“%(title)s”已签发，文字和数字已固定。大会通过后请登记，再公布。"),
        WRITING,
    ),
    "work_report.publish": (
        OUT,
        (*DISCUSSING, *CLERKS, Role.DEPUTY),
        gettext_lazy("“%(title)s”已公布，数字可以点开看。"),
        gettext_lazy("这是您所在的人大的报告。"),
    ),
}
"""Step → kind of notice, who is told, in which words, and why."""
