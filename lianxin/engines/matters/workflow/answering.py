"""The written answer: drafted in the office, signed, issued; assisting opinions before it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters import clocks
from lianxin.engines.matters.kinds import Judges, kind_of
from lianxin.engines.matters.models import (
    Assignment,
    Contact,
    Deadline,
    Matter,
    Promise,
    Reply,
    ReplyItem,
)
from lianxin.engines.matters.permissions import Permission
from lianxin.engines.matters.results import result_letter
from lianxin.engines.matters.workflow.moves import (
    Refused,
    WrongStatus,
    move,
    need_status,
    note,
    refresh,
    save_or_refuse,
)
from lianxin.foundation.people.permissions import may, require

IN_HAND = (Matter.Status.ASSIGNED, Matter.Status.REWORK)
Purpose = Deadline.Purpose
REPLY_FIELDS = (
    "result_class",
    "document_no",
    "signatory",
    "text",
    "contact",
    "contact_phone",
    "is_public",
)


class AssistMissing(Refused):
    """A lead office answers only when every assisting opinion is in."""


class DeputyNotContacted(Refused):
    """The law wants the deputy heard before he is answered."""


class PromiseMissing(Refused):
    """A reply that plans rather than solves must carry a date."""


@transaction.atomic
def save_reply(
    assignment,
    *,
    by,
    today: date,
    items: Sequence[dict] = (),
    promises: Sequence[dict] = (),
    **fields,
) -> Reply:
    """Keep a draft of the reply (or assisting opinion); nobody outside the office sees it.

    items: dicts of request, outcome, answer (逐条答复).
    promises: dicts of text, due_on.
    fields: REPLY_FIELDS.
    """
    require(by, Permission.HANDLE, assignment)
    _need_unanswered(assignment)
    reply, _created = Reply.objects.get_or_create(assignment=assignment, round=assignment.round)
    if reply.state != Reply.State.DRAFT:
        raise WrongStatus(_("这次答复已经发出，不能再改。"))
    for name in REPLY_FIELDS:
        if name in fields:
            setattr(reply, name, fields[name])
    if not may(by, Permission.SIGN, assignment):
        # What the head has been given to sign must not change under his pen.
        reply.to_sign_on = None
    reply.letter = result_letter(assignment.matter.body, reply.result_class, today).letter
    save_or_refuse(reply)
    reply.items.all().delete()
    for item in items:
        save_or_refuse(ReplyItem(reply=reply, **item))
    reply.promises.all().delete()
    for promise in promises:
        save_or_refuse(
            Promise(reply=reply, county=assignment.matter.county, promised_on=today, **promise)
        )
    return reply


@transaction.atomic
def send_for_signature(reply, *, by, today: date) -> Reply:
    """Lay a finished draft before the head of the office (送签).

    Refused while a part is missing that the head could not sign without. It
    leaves no event: the timeline is read by deputies, and a draft is not theirs.
    """
    assignment = reply.assignment
    require(by, Permission.HANDLE, assignment)
    _need_unanswered(assignment)
    if reply.is_opinion:
        _need(reply.text, _("请写明协办意见。"))
    else:
        _check_reply(reply, assignment, assignment.matter, today, signed=False)
    changed = Reply.objects.filter(pk=reply.pk, state=Reply.State.DRAFT).update(to_sign_on=today)
    if not changed:
        raise WrongStatus(_("这份答复已经发出，不必再送签。"))
    reply.to_sign_on = today
    return reply


@transaction.atomic
def withdraw_draft(reply, *, by):
    """Throw a draft away."""
    require(by, Permission.HANDLE, reply.assignment)
    if reply.state != Reply.State.DRAFT:
        raise WrongStatus(_("答复已经发出，不能删除。"))
    reply.delete()


@transaction.atomic
def issue_reply(reply, *, by, today: date) -> Reply:
    """Send the reply to the deputies, or the assisting opinion to the lead office.

    Raises AssistMissing while an assisting opinion is open,
    DeputyNotContacted without any contact on record, PromiseMissing where the
    result class needs a dated promise, Refused where a part is missing.
    Source: 代表法 (2025), art. 51 para. 2; 河南 arts. 18-21; 重庆 arts. 22-23.
    """
    assignment = reply.assignment
    matter = assignment.matter
    require(by, Permission.SIGN, assignment)
    _need_unanswered(assignment)
    if reply.is_opinion:
        _need(reply.text, _("请写明协办意见。"))
    else:
        _check_reply(reply, assignment, matter, today)
    changed = Reply.objects.filter(pk=reply.pk, state=Reply.State.DRAFT).update(
        state=Reply.State.ISSUED, issued_on=today
    )
    if not changed:
        raise WrongStatus(_("这份答复已经发出，不必重复发出。"))
    reply.state, reply.issued_on = Reply.State.ISSUED, today
    assignment.status, assignment.answered_on = Assignment.Status.ANSWERED, today
    assignment.save(update_fields=["status", "answered_on"])
    for purpose in (Purpose.ASSIST, Purpose.REPLY, Purpose.REDO, Purpose.CONTACT):
        clocks.meet(matter, purpose, today, assignment=assignment)
    clocks.stop(matter, today, purpose=Purpose.RETURN, assignment=assignment)
    reply.promises.update(promised_on=today)
    for promise in reply.promises.all():
        Deadline.objects.create(
            matter=matter,
            assignment=assignment,
            promise=promise,
            purpose=Purpose.PROMISE,
            started_on=today,
            due_on=promise.due_on,
            rule={"source": _("承办单位答复中的承诺")},
        )
    if (
        not reply.is_opinion
        and not matter.assignments.answering().open().exists()
        and not (
            matter.assignments.answering().filter(status=Assignment.Status.RETURN_ASKED).exists()
        )
    ):
        move(matter, "reply")
        clocks.start(matter, Purpose.FEEDBACK, today)
    refresh(matter)
    attached = reply.attachments.select_related("file")
    words = _("%s向主办单位提出协办意见") if reply.is_opinion else _("%s书面答复代表")
    if kind_of(matter).judges is Judges.VOTER and not reply.is_opinion:
        words = _("%s答复")
    note(
        matter,
        by,
        "issue_reply",
        words % assignment.office,
        after={
            "document_no": reply.document_no,
            "result": reply.get_result_class_display(),
            "letter": reply.letter,
            "signatory": reply.signatory,
            "attachments": [item.file.original_name for item in attached],
        },
        about=reply,
    )
    return reply


def _check_reply(reply, assignment, matter, today, *, signed=True):
    """Everything an answer needs; what the head adds on signing only when `signed`."""
    _need(reply.text, _("请写明答复内容。"))
    _need(reply.result_class, _("请选择办理结果类别。"))
    kind = kind_of(matter)
    if signed and kind.is_official:
        _need(reply.document_no, _("请填写答复函文号。"))
        _need_unused_number(reply, assignment)
        _need(
            reply.signatory,
            _("答复应当由主要负责人审定签发，不能以内设机构名义。请填写签发人。"),
        )
    waiting = (
        matter.assignments.active()
        .filter(role=Assignment.Role.ASSIST)
        .exclude(status=Assignment.Status.ANSWERED)
    )
    if assignment.role == Assignment.Role.LEAD and waiting.exists():
        names = "、".join(str(item.office) for item in waiting.select_related("office"))
        raise AssistMissing(
            _("%(names)s还没有提出协办意见。协办意见到齐后，主办单位再统一答复；可先催办。")
            % {"names": names}
        )
    if kind.hears_deputy and not Contact.objects.filter(assignment__matter=matter).exists():
        raise DeputyNotContacted(
            _("答复前应当与代表联系沟通，充分听取意见。请先登记联系或者面商，再答复。"),
            article=_("代表法（2025）第五十一条第二款"),
        )
    meaning = result_letter(matter.body, reply.result_class, today)
    promises = list(reply.promises.all())
    if kind.is_official and meaning.needs_promise and not promises:
        raise PromiseMissing(
            _("“%(label)s”的答复应当写明承诺事项和完成时限。请补充承诺。")
            % {"label": reply.get_result_class_display()}
        )
    if any(promise.due_on <= today for promise in promises):
        raise Refused(_("承诺的完成时限应当晚于今天。请改正。"))


def _need_unused_number(reply, assignment):
    """One letter, one number: the same office has not sent another under it."""
    other = (
        Reply.objects.filter(document_no=reply.document_no, assignment__office=assignment.office_id)
        .filter(state=Reply.State.ISSUED)
        .exclude(pk=reply.pk)
        .select_related("assignment__matter")
        .first()
    )
    if other is not None:
        raise Refused(
            _("文号“%(number)s”已用于对“%(title)s”的答复。请核对后填写这份答复函自己的文号。")
            % {"number": reply.document_no, "title": other.assignment.matter.title}
        )


def _need(value, message):
    if not str(value).strip():
        raise Refused(message)


def _need_unanswered(assignment):
    need_status(assignment.matter, *IN_HAND)
    assignment.refresh_from_db(fields=["status", "round"])
    if assignment.status not in {Assignment.Status.ASSIGNED, Assignment.Status.RECEIVED}:
        raise WrongStatus(
            _("承办状态现在是“%(status)s”，不能办理这一步。请刷新页面。")
            % {"status": assignment.get_status_display()}
        )
