"""Urging, supervising, leaders' appointments, the deputy as spokesperson."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters.workflow.moves import save_or_refuse
from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.petitions import notices
from lianxin.work.petitions.models import (
    Accused,
    Appointment,
    Petition,
    Pressing,
    Referral,
    SpokespersonContact,
)
from lianxin.work.petitions.permissions import Permission
from lianxin.work.petitions.workflow.moves import UNDER_WAY, S, managed, need_status, note, refresh


@transaction.atomic
def urge(referral, *, words: str, by, today: date) -> Pressing:
    """Urge whoever holds it (催办); once a day is enough."""
    petition = referral.petition
    managed(petition, by)
    if referral.status not in (Referral.Status.SENT, Referral.Status.RECEIVED):
        raise WrongStatus(_("%s现在没有待办的事，不需要催办。") % referral.receiver)
    if referral.pressings.filter(kind=Pressing.Kind.URGE, pressed_on=today).exists():
        raise Refused(_("今天已经催办过%s，不必重复。") % referral.receiver)
    pressing = save_or_refuse(
        Pressing(
            petition=petition,
            referral=referral,
            kind=Pressing.Kind.URGE,
            pressed_on=today,
            words=words.strip() or _("请按期办理并反馈结果。"),
            pressed_by=by,
        )
    )
    note(petition, by, "urge", _("催办%s") % referral.receiver, reason=pressing.words)
    notices.urged(referral, today)
    return pressing


@transaction.atomic
def supervise(petition, *, words: str, people: str, pressed_on: date, by, today: date) -> Pressing:
    """Log one act of supervising the handling (督办)."""
    managed(petition, by)
    need_status(petition, *UNDER_WAY)
    if pressed_on > today:
        raise Refused(_("督办日期不能晚于今天。"))
    if not words.strip() or not people.strip():
        raise Refused(_("请写明督办情况和参加人员。"))
    pressing = save_or_refuse(
        Pressing(
            petition=petition,
            kind=Pressing.Kind.SUPERVISE,
            pressed_on=pressed_on,
            words=words,
            people=people,
            pressed_by=by,
        )
    )
    note(petition, by, "supervise", _("督办"), reason=words)
    return pressing


@transaction.atomic
def flag_old_case(petition, *, reason: str, by) -> None:
    """Name it a hard or long-standing case (积案), for a leader to take up (S-027)."""
    managed(petition, by)
    need_status(petition, *UNDER_WAY, S.CLOSED)
    if not reason.strip():
        raise Refused(_("列为积案的，请写明疑难、复杂在哪里。"))
    petition.is_old_case, petition.old_case_reason = True, reason.strip()
    petition.save(update_fields=["is_old_case", "old_case_reason"])
    note(petition, by, "flag_old_case", _("列为积案"), reason=reason)


@transaction.atomic
def appoint(
    petition, *, leader: str, meets_on: date, place: str, by, instruction: str = ""
) -> Appointment:
    """Arrange that a leader receives the petitioner (约访), with the leader's note if any."""
    managed(petition, by)
    need_status(petition, *UNDER_WAY, S.CLOSED)
    if Accused.objects.filter(petition=petition, name=leader.strip()).exists():
        raise Refused(
            _("%s是被反映的人员，应当回避。请另请一位领导。") % leader,
            article=_("信访工作条例第二十八条第三款"),
        )
    appointment = save_or_refuse(
        Appointment(
            petition=petition,
            leader=leader.strip(),
            meets_on=meets_on,
            place=place,
            instruction=instruction,
        )
    )
    note(
        petition,
        by,
        "appoint",
        _("约定 %(day)s 由%(leader)s约访") % {"day": meets_on, "leader": appointment.leader},
        reason=instruction,
    )
    return appointment


@transaction.atomic
def hold_appointment(
    appointment, *, outcome: str, is_settled: bool, by, today: date, instruction: str = ""
) -> None:
    """Write down how the appointment went; a settled case is no long-standing one any more."""
    petition = appointment.petition
    managed(petition, by)
    if appointment.meets_on > today:
        raise Refused(_("约访定在 %(day)s，还没有到。") % {"day": appointment.meets_on})
    if not outcome.strip():
        raise Refused(_("请写明约访结果。"))
    changed = Appointment.objects.filter(pk=appointment.pk, is_held=False).update(
        is_held=True,
        is_settled=is_settled,
        outcome=outcome,
        instruction=instruction or appointment.instruction,
    )
    if not changed:
        raise WrongStatus(_("这次约访已有人登记结果。请刷新页面。"))
    if is_settled and petition.is_old_case:
        petition.is_old_case = False
        petition.save(update_fields=["is_old_case"])
    words = _("%s约访，矛盾化解") if is_settled else _("%s约访")
    note(petition, by, "hold_appointment", words % appointment.leader, reason=outcome)
    appointment.refresh_from_db()


@transaction.atomic
def attach_spokesperson(petition: Petition, *, person, agrees: bool, by) -> None:
    """Make a deputy the petitioner's spokesperson (信访代言人).

    agrees: the petitioner lets the deputy know how to reach them; otherwise
        the deputy sees the progress alone.
    Raises Refused for one who is no deputy in office, or is accused.
    Source: systems.md S-026.
    """
    managed(petition, by)
    need_status(petition, *UNDER_WAY)
    seats = Seat.objects.filter(person=person, state__in=Seat.LIVE)
    if not seats.filter(body__in=[petition.body_id, petition.body.parent_id]).exists():
        raise Refused(_("%s不是本级在职代表，不能担任代言人。") % person.name)
    accused = Accused.objects.filter(petition=petition)
    if accused.filter(person=person).exists() or accused.filter(name=person.name).exists():
        raise Refused(
            _("%s是被反映的人员，不能担任代言人。") % person.name,
            article=_("信访工作条例第二十八条第三款"),
        )
    petition.spokesperson, petition.shares_with_spokesperson = person, agrees
    petition.save(update_fields=["spokesperson", "shares_with_spokesperson"])
    refresh(petition)
    note(petition, by, "attach_spokesperson", _("由%s代表担任信访代言人") % person.name)
    notices.made_spokesperson(petition)


@transaction.atomic
def record_contact(
    petition, *, contacted_on: date, way: str, words: str, by, today: date
) -> SpokespersonContact:
    """The spokesperson writes down a contact with the petitioner, or the clerk does for them."""
    require(by, Permission.SPEAK, petition)
    if petition.spokesperson_id is None:
        raise Refused(_("本件还没有代言人。请先确定代言人。"))
    if contacted_on > today:
        raise Refused(_("联系日期不能晚于今天。"))
    if not words.strip():
        raise Refused(_("请写明联系情况。"))
    contact = save_or_refuse(
        SpokespersonContact(
            petition=petition,
            person=petition.spokesperson,
            contacted_on=contacted_on,
            way=way,
            words=words,
            recorded_by=by,
        )
    )
    own = by is not None and by.person_id == petition.spokesperson_id
    note(
        petition,
        by,
        "record_contact",
        _("代言人联系信访人"),
        behalf=None if own else petition.spokesperson,
    )
    return contact
