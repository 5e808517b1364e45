"""Who reads a suggestion's papers besides those who issue them."""

from django.db.models import Q

from lianxin.engines.matters.models import (
    Assignment,
    Extension,
    Matter,
    Proposer,
    Reminder,
    ReturnRequest,
)
from lianxin.engines.matters.queries import visible_q
from lianxin.foundation.people.models import Role
from lianxin.work.suggestions.kind import SUGGESTION_KINDS

SENT = Q(status__in=("issued", "filed"))
MATTER = "matters.matter"
# Of one office's own step: the letter that hands over, urges, decides.
OF_ONE_OFFICE = {
    "matters.assignment": Assignment.objects.all(),
    "matters.reminder": Reminder.objects.all(),
    "matters.returnrequest": ReturnRequest.objects.all(),
    "matters.extension": Extension.objects.all(),
}
FOR_ALL_OFFICES = ("handover_sheet", "supervision_sheet", "opinion_letter", "reply_letter")
FOR_DEPUTIES = ("reply_letter", "meeting_record")
FOR_WATCHERS = ("handover_sheet", "reminder_letter", "supervision_sheet", "reply_letter")


def readable(user) -> Q:
    """Issued papers that reach `user` through a suggestion: as its office, its deputy, its watcher.

    Offices read what went to all of them, and of what concerns one office only
    their own; deputies the answers to what they raised, also where it was
    merged; presidium and supervision office how work is pressed on.
    """
    found = Q(pk__in=[])
    if offices := user.office_ids():
        mine = Assignment.objects.active().filter(office_id__in=offices)
        found |= Q(
            kind__in=FOR_ALL_OFFICES, about_type=MATTER, about_id__in=mine.values("matter_id")
        )
        for label, records in OF_ONE_OFFICE.items():
            own = mine if label == "matters.assignment" else records.filter(assignment__in=mine)
            found |= Q(source_type=label, source_id__in=own.values("pk"))
    if user.person_id:
        raised = Proposer.objects.filter(person_id=user.person_id, state=Proposer.State.CONFIRMED)
        merged = raised.filter(matter__merged_into__isnull=False)
        found |= Q(kind__in=FOR_DEPUTIES, about_type=MATTER) & (
            Q(about_id__in=raised.values("matter_id"))
            | Q(about_id__in=merged.values("matter__merged_into_id"))
        )
    if user.has_role(Role.PRESIDIUM_MEMBER, Role.SUPERVISION_OFFICE):
        seen = Matter.objects.filter(visible_q(user, SUGGESTION_KINDS), kind__in=SUGGESTION_KINDS)
        found |= Q(
            kind__in=FOR_WATCHERS,
            about_type=MATTER,
            is_confidential=False,
            about_id__in=seen.values("pk"),
        )
    return SENT & found
