"""What each step of a matter tells, and whom; the telling itself is in `telling`."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.judges import judges_of, leading_judges
from lianxin.engines.matters.models import Assignment, Matter, Proposer
from lianxin.engines.matters.telling import (
    WHY_CLERK,
    WHY_DEPUTY,
    WHY_OFFICE,
    Word,
    accounts_of,
    chairs_of,
    clerks_of,
    handling,
    on,
    people_of,
    proposing,
)
from lianxin.foundation.notices import kinds

Kind = kinds.Kind


@on("matter.assign", "matter.add_offices")
def assigned(event, matter, _about) -> Iterator[Word]:
    found = matter.assignments.filter(status=Assignment.Status.ASSIGNED).select_related("office")
    for item in found:
        words = _("新交办：{title}，%(office)s%(role)s") % {
            "office": item.office,
            "role": item.get_role_display(),
        }
        if item.due_on:
            words += _("，期限 %s") % item.due_on
        yield Word(
            people_of(item.office_id),
            "matter.assigned",
            words,
            str(WHY_OFFICE),
            ("receive", item),
            once=f"assigned:{item.pk}",
        )
    if event.step == "matter.assign":
        names = "、".join(str(item.office) for item in found)
        yield Word(
            proposing(matter),
            "matter.moved",
            _("{title}已交办%s") % names,
            str(WHY_DEPUTY),
            ("follow", matter),
        )


@on("matter.ask_return")
def return_asked(_event, matter, request) -> Iterator[Word]:
    yield Word(
        clerks_of(matter.body),
        "matter.returned",
        _("%s申请退办：{title}，请审核") % request.assignment.office,
        str(WHY_CLERK),
        ("decide_return", request.assignment),
    )


@on("matter.decide_return")
def return_decided(_event, matter, request) -> Iterator[Word]:
    item = request.assignment
    agreed = request.__class__.objects.get(pk=request.pk).decision == "agreed"
    words = _("已同意%s退办：{title}") if agreed else _("没有同意%s退办：{title}，请继续办理")
    yield Word(
        people_of(item.office_id),
        "matter.returned",
        words % item.office,
        _("您的单位申请了退办。"),
        None if agreed else ("reply", item),
    )


@on("matter.take_back")
def taken_back(_event, matter, item) -> Iterator[Word]:
    yield Word(
        people_of(item.office_id),
        "matter.returned",
        _("{title}已改派，%s不再承办") % item.office,
        str(WHY_OFFICE),
        ("inbox", None),
    )


@on("matter.ask_extension")
def extension_asked(_event, matter, extension) -> Iterator[Word]:
    yield Word(
        clerks_of(matter.body),
        "matter.extension",
        _("%(office)s申请延期至 %(day)s：{title}，请审批")
        % {"office": extension.assignment.office, "day": extension.asked_until},
        str(WHY_CLERK),
        ("decide_extension", extension.assignment),
    )


@on("matter.decide_extension")
def extension_decided(_event, matter, extension) -> Iterator[Word]:
    item = extension.assignment
    agreed = extension.__class__.objects.get(pk=extension.pk).decision == "agreed"
    words = _("同意%(office)s延期至 %(day)s：{title}") if agreed else _("没有同意延期：{title}")
    words %= {"office": item.office, "day": extension.asked_until}
    yield Word(
        people_of(item.office_id),
        "matter.extension",
        words,
        _("您的单位申请了延期。"),
        ("reply", item),
    )
    if agreed:
        yield Word(
            proposing(matter), "matter.extension", words, str(WHY_DEPUTY), ("follow", matter)
        )


@on("matter.issue_reply")
def replied(_event, matter, reply) -> Iterator[Word]:
    office = reply.assignment.office
    if reply.is_opinion:
        leads = matter.assignments.active().filter(role=Assignment.Role.LEAD)
        for lead in leads:
            yield Word(
                people_of(lead.office_id),
                "matter.replied",
                _("%s已提出协办意见：{title}") % office,
                _("您的单位是主办单位，统一答复代表。"),
                ("reply", lead),
            )
        return
    yield Word(
        accounts_of(judges_of(matter)),
        "matter.replied",
        _("%s已书面答复：{title}，请评价") % office,
        str(WHY_DEPUTY),
        ("judge", reply),
    )
    yield Word(
        clerks_of(matter.body),
        "matter.replied",
        _("%s已书面答复：{title}") % office,
        _("您是本级人大工作人员，答复抄送人大办。"),
    )


@on("matter.judge")
def judged(_event, matter, evaluation) -> Iterator[Word]:
    words = _("代表对{title}的答复评价：%s") % evaluation.get_result_display()
    yield Word(
        people_of(evaluation.reply.assignment.office_id),
        "matter.judged",
        words,
        _("这是对您单位答复的评价。"),
    )
    if evaluation.overall == "dissatisfied":
        yield Word(
            clerks_of(matter.body), "matter.judged", words, _("代表不满意的，由人大办跟踪。")
        )


@on("matter.redo")
def redone(_event, matter, item) -> Iterator[Word]:
    words = _("代表不满意，请%s重新办理：{title}") % item.office
    if item.due_on:
        words += _("，期限 %s") % item.due_on
    yield Word(
        people_of(item.office_id), "matter.rework", words, str(WHY_OFFICE), ("contact", item)
    )


@on("matter.escalate")
def escalated(_event, matter, _item) -> Iterator[Word]:
    words = _("代表再次不满意，请组织协调评估：{title}")
    yield Word(
        clerks_of(matter.body),
        "matter.escalated",
        words,
        str(WHY_CLERK),
        ("conciliate", matter),
    )
    yield Word(
        chairs_of(matter.body),
        "matter.escalated",
        words,
        _("您是主席（主任），协调评估由人大组织。"),
        ("conciliate", matter),
    )


@on("matter.remind")
def pressed(event, matter, reminder) -> Iterator[Word]:
    item = reminder.assignment
    is_tracking = matter.status == Matter.Status.TRACKING
    yield Word(
        people_of(item.office_id),
        "matter.pressed",
        _("催办：{title}，请%s抓紧办理") % item.office,
        _("这件建议在督促办理，您是承办单位经办人或者负责人。"),
        ("promises", None) if is_tracking else ("reply", item),
        inside=_("。%(who)s：%(words)s") % {"who": event.actor_name, "words": reminder.words}
        if reminder.words
        else "",
    )


@on("matter.remind_deputies")
def judgement_asked(_event, matter, _reminder) -> Iterator[Word]:
    for reply, judges in unjudged(matter):
        yield Word(
            accounts_of(judges),
            "matter.pressed",
            _("请评价对{title}的答复"),
            _("您是领衔代表，答复等您评价。"),
            ("judge", reply),
        )


def unjudged(matter) -> list[tuple[Any, list[Proposer]]]:
    """Issued answers of the present round, with the lead deputies whose judgement is missing."""
    waited_for = leading_judges(judges_of(matter))
    found = []
    for item in matter.assignments.answering().select_related("office"):
        reply = item.replies.filter(state="issued", round=item.round).last()
        if reply is None:
            continue
        judged_by = set(reply.evaluations.values_list("person_id", flat=True))
        if missing := [one for one in waited_for if one.person_id not in judged_by]:
            found.append((reply, missing))
    return found


@on("matter.supervise", "matter.set_key")
def supervised(event, matter, _about) -> Iterator[Word]:
    is_key = event.step == "matter.set_key"
    yield Word(
        handling(matter),
        "matter.pressed",
        _("列为重点督办：{title}") if is_key else _("开展督办：{title}"),
        str(WHY_OFFICE),
        inside=f"。{event.words}",
    )


@on("matter.report_promise", "matter.explain_promise")
def promise_told(event, matter, _promise) -> Iterator[Word]:
    is_report = event.step == "matter.report_promise"
    words = (
        _("承诺事项有新进展：{title}") if is_report else _("承诺事项未能兑现，已说明原因：{title}")
    )
    yield Word(proposing(matter), "matter.promise", words, str(WHY_DEPUTY), ("follow", matter))


@on("matter.keep_promise")
def promise_kept(_event, matter, promise) -> Iterator[Word]:
    yield Word(
        accounts_of(leading_judges(judges_of(matter))),
        "matter.promise",
        _("承诺事项已兑现，请再次评价：{title}"),
        str(WHY_DEPUTY),
        ("judge_promise", promise),
    )


@on("matter.judge_promise")
def promise_judged(event, matter, promise) -> Iterator[Word]:
    yield Word(
        people_of(promise.reply.assignment.office_id),
        "matter.promise",
        f"{event.words}：{{title}}",
        _("这是对您单位所作承诺的评价。"),
        ("promises", None),
    )


@on("matter.finish_look_back")
def looked_back(event, matter, _look_back) -> Iterator[Word]:
    if matter.status != Matter.Status.REWORK:
        return
    for item in matter.assignments.answering().select_related("office"):
        yield Word(
            people_of(item.office_id),
            "matter.rework",
            _("回头看发现不属实，请%s重新办理：{title}") % item.office,
            str(WHY_OFFICE),
            ("contact", item),
            once=f"event:{event.pk}:{item.pk}",
        )


@on("matter.close", "matter.close_without_feedback")
def closed(_event, matter, _about) -> Iterator[Word]:
    if matter.status == Matter.Status.CLOSED:
        yield Word(
            proposing(matter),
            "matter.moved",
            _("{title}已办结"),
            str(WHY_DEPUTY),
            ("follow", matter),
        )


def register_kinds() -> None:
    """The kinds of notice that every kind of matter shares."""
    kinds.register(
        Kind("matter.assigned", gettext_lazy("新交办"), is_urgent=True),
        Kind("matter.returned", gettext_lazy("退办和改派")),
        Kind("matter.extension", gettext_lazy("延期申请和决定")),
        Kind("matter.replied", gettext_lazy("答复和协办意见")),
        Kind("matter.judged", gettext_lazy("代表评价")),
        Kind("matter.rework", gettext_lazy("重新办理"), is_urgent=True),
        Kind("matter.escalated", gettext_lazy("转协调评估"), is_urgent=True),
        Kind("matter.pressed", gettext_lazy("催办和督办"), is_urgent=True),
        Kind("matter.promise", gettext_lazy("承诺事项")),
        Kind("matter.moved", gettext_lazy("办理进程")),
        Kind("matter.due", gettext_lazy("到期提醒")),
        Kind("matter.late", gettext_lazy("超期提醒"), is_urgent=True),
        Kind("matter.overdue", gettext_lazy("超期上报"), is_urgent=True),
    )
