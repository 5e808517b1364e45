"""Due dates and promise dates of matters, for someone's calendar."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Deadline, Proposer
from lianxin.engines.matters.reminders import OF_CLERK, OF_OFFICE, owed_deadlines
from lianxin.engines.matters.telling import private_words
from lianxin.foundation.notices.feeds import Entry
from lianxin.foundation.people.models import CLERKS, Account

P = Deadline.Purpose
MOST = 500


def entries_of(account: Account, since: date) -> Iterator[Entry]:
    """What this account, or its office, owes or is owed by a day, from `since` on.

    Offices see what they were handed, deputies when they are to judge and what
    they were promised, clerks what is to be handed over.
    """
    mine = Q(pk__in=[])
    if offices := account.office_ids():
        mine |= Q(purpose__in=[*OF_OFFICE, P.PROMISE], assignment__office__in=offices)
    if account.person_id:
        signed = Proposer.objects.filter(
            matter=OuterRef("matter"),
            person=account.person_id,
            state=Proposer.State.CONFIRMED,
        )
        mine |= Q(Exists(signed), purpose__in=[P.FEEDBACK, P.PROMISE])
    bodies = {grant.body_id for grant in account.current_grants if grant.role in CLERKS}
    if bodies:
        mine |= Q(purpose__in=OF_CLERK, matter__body__in=bodies)
    for deadline in owed_deadlines().filter(mine, due_on__gte=since).order_by("due_on")[:MOST]:
        matter = deadline.matter
        title = private_words(matter) if matter.is_confidential else matter.title
        yield Entry(
            _uid(deadline),
            deadline.due_on,
            _("%(what)s到期：%(title)s") % {"what": deadline.get_purpose_display(), "title": title},
            matter.get_absolute_url(),
        )


def _uid(deadline: Deadline) -> str:
    """The duty's name: an extension is another row, but the same entry with a later date."""
    if deadline.promise_id:
        return f"{deadline.purpose}-promise-{deadline.promise_id}"
    if deadline.assignment_id:
        return f"{deadline.purpose}-assignment-{deadline.assignment_id}"
    return f"{deadline.purpose}-matter-{deadline.matter_id}"
