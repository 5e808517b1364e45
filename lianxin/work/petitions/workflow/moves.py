"""The table of a petition's moves, and what every step does after its own work."""

from datetime import date

from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Matter
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import WrongStatus
from lianxin.work.petitions import clocks
from lianxin.work.petitions.models import Petition, Referral
from lianxin.work.petitions.permissions import Permission

S = Matter.Status
W = Matter.WaitingFor
P = clocks.Purpose
R = Referral.Status

# step: (statuses it may start from, status it leads to).
MOVES: dict[str, tuple[frozenset[str], str]] = {
    "accept": (frozenset({S.SUBMITTED}), S.ACCEPTED),
    "decline": (frozenset({S.SUBMITTED}), S.REFUSED),
    "hand_back": (frozenset({S.SUBMITTED}), S.RETURNED),
    "refer": (frozenset({S.SUBMITTED, S.ACCEPTED, S.ASSIGNED}), S.ASSIGNED),
    "come_back": (frozenset({S.ASSIGNED}), S.ACCEPTED),
    "come_back_undecided": (frozenset({S.ASSIGNED}), S.SUBMITTED),
    "reply": (frozenset({S.ACCEPTED, S.ASSIGNED}), S.REPLIED),
    "convert": (frozenset({S.SUBMITTED, S.ACCEPTED}), S.CLOSED),
    "close": (frozenset({S.ACCEPTED, S.ASSIGNED, S.REPLIED}), S.CLOSED),
    "reopen": (frozenset({S.REPLIED, S.CLOSED, S.ARCHIVED}), S.ACCEPTED),
    "archive": (frozenset({S.CLOSED, S.REFUSED, S.RETURNED, S.WITHDRAWN}), S.ARCHIVED),
    "withdraw": (frozenset({S.SUBMITTED, S.ACCEPTED, S.ASSIGNED}), S.WITHDRAWN),
}
UNDER_WAY = frozenset({S.SUBMITTED, S.ACCEPTED, S.ASSIGNED, S.REPLIED})
# In which status whom a petition waits for, and which clocks say until when.
WAITING: dict[str, tuple[str, tuple[str, ...]]] = {
    S.SUBMITTED: (W.CLERK, (P.DECISION,)),
    S.ACCEPTED: (W.CLERK, (P.FINISH,)),
    S.ASSIGNED: (W.OFFICE, (P.FINISH,)),
    S.REPLIED: (W.CLERK, ()),
}


def managed(petition: Petition, by) -> None:
    """Raise PermissionDenied unless `by` manages the petition."""
    require(by, Permission.MANAGE, petition)


def move(petition: Petition, name: str) -> None:
    """Change the status, or raise WrongStatus when someone else was first."""
    sources, target = MOVES[name]
    changed = Matter.objects.filter(pk=petition.pk, status__in=sources).update(status=target)
    if not changed:
        petition.refresh_from_db(fields=["status"])
        raise _wrong(petition)
    petition.status = target


def need_status(petition: Petition, *statuses: str) -> None:
    """Raise WrongStatus unless the petition, read and locked anew, is in one of `statuses`."""
    locked = Matter.objects.select_for_update().filter(pk=petition.pk)
    petition.status = locked.values_list("status", flat=True).get()
    if petition.status not in statuses:
        raise _wrong(petition)


def _wrong(petition: Petition) -> WrongStatus:
    return WrongStatus(
        _("本件现在的状态是“%(status)s”，不能办理这一步。请刷新页面，按当前状态办理。")
        % {"status": petition.status_words}
    )


def note(petition: Petition, by, step: str, words: str, **details):
    """One event on the petition's timeline; `words` never name the petitioner."""
    return record(by, f"petition.{step}", petition, words, **details)


def refresh(petition: Petition) -> None:
    """Write anew the columns that repeat what the records say; the last act of each step."""
    waiting, purposes = WAITING.get(petition.status, ("", ()))
    reviewing = clocks.running(petition, P.REVIEW, P.REEXAMINATION).exists()
    if reviewing:
        waiting, purposes = W.CLERK, (P.REVIEW, P.REEXAMINATION)
    wanted = (*purposes, P.REPORT) if petition.status in UNDER_WAY else purposes
    found = list(clocks.running(petition, *wanted)) if wanted else []
    days: list[date] = [clock.due_on for clock in found]
    referrals = list(Referral.objects.in_force().filter(petition=petition))
    owed = [one for one in referrals if one.status in (R.SENT, R.RECEIVED, R.OBJECTED)]
    if petition.status == S.ASSIGNED:
        days += [one.due_on for one in owed]
        if not owed or any(one.status == R.OBJECTED for one in owed):
            # Everyone has answered, or somebody asks: the next word is the clerk's.
            waiting = W.CLERK
    finish = next((clock for clock in found if clock.purpose == P.FINISH), None)
    values = {
        "waiting_for": waiting,
        "due_on": min(days, default=None),
        "is_extended": bool(finish and finish.is_extended),
        "assigned_on": min((one.referred_on for one in referrals), default=None),
        "lead_office_id": next((one.office_id for one in referrals if one.office_id), None),
        "replied_on": petition.opinions.order_by("pk").values_list("issued_on", flat=True).last(),
        "version": petition.version + 1,
    }
    Matter.objects.filter(pk=petition.pk).update(**values)
    for name, value in values.items():
        setattr(petition, name, value)
