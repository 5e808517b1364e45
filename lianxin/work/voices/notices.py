"""Who is told of a voter's message: its receiver at once, the clerk when the clock has run out."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.models import Assignment, Matter
from lianxin.engines.matters.telling import (
    Kind,
    Word,
    chairs_of,
    clerks_of,
    on,
    people_of,
    register_pages,
)
from lianxin.foundation.notices import kinds
from lianxin.foundation.people.models import Account
from lianxin.work.stations.models import Staff
from lianxin.work.voices.kind import message_of
from lianxin.work.voices.models import VoterMessage

MESSAGE = Matter.Kind.MESSAGE
PAGES = {
    "receive": "voices:office",
    "reply": "voices:office",
    "contact": "voices:office",
    "inbox": "suggestions:inbox",
    "answer": "voices:answer",
    "conciliate": "voices:conciliate",
    "decide": "voices:decide_return",
}
WHY_RECEIVER = gettext_lazy("这条留言由您收。")
WHY_CLERK = gettext_lazy("您是本级人大工作人员。")


def receivers_of(message: VoterMessage) -> list[Account]:
    """The deputy of the message; else who keeps its station, a liaison first; else the clerk."""
    if message.route == VoterMessage.Route.HIGHER and message.higher_body_id:
        return clerks_of(message.higher_body)
    if message.deputy_id:
        found = list(Account.objects.filter(person=message.deputy_id, is_active=True))
        if found:
            return found
    if message.station_id:
        staff = Staff.objects.on().filter(station=message.station_id, account__is_active=True)
        liaisons = [
            one.account for one in staff.filter(post=Staff.Post.LIAISON).select_related("account")
        ]
        found = [one for one in liaisons if one] or [
            one.account for one in staff.select_related("account") if one.account
        ]
        if found:
            return found
    return clerks_of(message.body)


@on("message.post")
def posted(_event, matter, _about) -> Iterator[Word]:
    message = message_of(matter)
    yield Word(
        receivers_of(message),
        "message.received",
        _("选民留言：{title}，请在 24 小时内回应"),
        str(WHY_RECEIVER),
        ("answer", message),
    )


@on("message.add_words")
def added(_event, matter, _about) -> Iterator[Word]:
    message = message_of(matter)
    yield Word(
        receivers_of(message),
        "message.received",
        _("选民对留言作了补充：{title}"),
        str(WHY_RECEIVER),
    )


@on("message.pass_up")
def passed_up(_event, matter, _about) -> Iterator[Word]:
    message = message_of(matter)
    yield Word(
        receivers_of(message),
        "message.received",
        _("下级转来选民留言：{title}，请答复"),
        str(WHY_CLERK),
        ("answer", message),
    )


@on("message.come_back", "message.ask_again")
def back(event, matter, _about) -> Iterator[Word]:
    message = message_of(matter)
    yield Word(
        receivers_of(message),
        "message.back",
        f"{event.words}：{{title}}",
        str(WHY_RECEIVER),
        ("answer", message),
    )


@on("message.grade")
def graded(_event, matter, answer) -> Iterator[Word]:
    message = message_of(matter)
    told = receivers_of(message)
    for item in message.assignments.active().exclude(role=Assignment.Role.ASSIST):
        told += people_of(item.office_id)
    yield Word(
        told,
        "message.graded",
        _("选民对{title}的答复评价：%s") % answer.get_grade_display(),
        _("这是对您或者您单位答复的评价。"),
    )


@on("message.escalate")
def escalated(_event, matter, _about) -> Iterator[Word]:
    message = message_of(matter)
    yield Word(
        [*clerks_of(message.body), *chairs_of(message.body)],
        "message.back",
        _("选民再次不满意，请组织协调：{title}"),
        str(WHY_CLERK),
        ("conciliate", message),
    )


@on("message.become_suggestion")
def became(_event, matter, _about) -> Iterator[Word]:
    message = message_of(matter)
    deputies = Account.objects.filter(person__proposed__matter=message.became_id, is_active=True)
    yield Word(
        list(deputies),
        "message.received",
        _("选民留言已整理为建议草稿：{title}，请修改后提交"),
        _("您是提出这件建议的代表。"),
    )


@on("matter.issue_reply", kind=MESSAGE)
def replied(_event, matter, reply) -> Iterator[Word]:
    message = message_of(matter)
    yield Word(
        receivers_of(message),
        "message.answered",
        _("%s已答复选民：{title}") % reply.assignment.office,
        str(WHY_RECEIVER),
    )


@on("matter.ask_return", kind=MESSAGE)
def return_asked(_event, matter, request) -> Iterator[Word]:
    message = message_of(matter)
    yield Word(
        receivers_of(message),
        "message.back",
        _("%s退回：{title}，请审核后另行办理") % request.assignment.office,
        str(WHY_RECEIVER),
        ("decide", message),
    )


@on("matter.redo", kind=MESSAGE)
def redone(_event, matter, item) -> Iterator[Word]:
    yield Word(
        people_of(item.office_id),
        "message.back",
        _("选民不满意，请%s重新办理：{title}") % item.office,
        _("您是承办单位经办人或者负责人。"),
        ("reply", item),
    )


def register_notices() -> None:
    register_pages(MESSAGE, PAGES)
    kinds.register(
        Kind("message.received", gettext_lazy("新的选民留言"), is_urgent=True),
        Kind("message.late", gettext_lazy("留言超时未回应"), is_urgent=True),
        Kind("message.back", gettext_lazy("留言退回和重新办理"), is_urgent=True),
        Kind("message.answered", gettext_lazy("承办单位答复了留言")),
        Kind("message.graded", gettext_lazy("选民评价")),
    )
