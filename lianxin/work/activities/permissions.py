"""Who may organise activities, write down who came, and answer for himself."""

from enum import StrEnum

from lianxin.foundation.people.models import CLERKS, Role, Seat
from lianxin.foundation.people.permissions import Rule, is_clerk, register
from lianxin.work.stations.models import Station


class Permission(StrEnum):
    ORGANISE = "activity.organise"
    """Plan, change, announce, invite, cancel (record: an Activity, saved or not)."""

    RECORD = "activity.record"
    """Take the list, write down what was done, settle objections."""

    TELL = "activity.tell"
    """Tell of a deputy's own act (record: an unsaved Activity with `told_by`)."""

    ACCEPT = "activity.accept"
    """Accept or refuse what a deputy told of himself; never one's own."""

    OWN = "activity.own"
    """Sign up, ask leave, check in by code (record: an Attendance, saved or not)."""

    ANSWER = "activity.answer"
    """Agree or object to what was recorded of oneself; nobody does it for another."""

    SPEAK = "activity.speak"
    """Add an opinion heard: whoever records, and who took part."""

    RULES = "activity.rules"
    """Keep rules of recurrence (record: an ActivityRule)."""

    IMPORT = "activity.import"
    """Bring in the ledger of a body's past activities (record: a Body)."""

    PUBLISH = "activity.publish"
    """Put a recorded activity on the public pages in words of its own, or take it off."""

    KINDS = "activity.kinds"
    """Keep a body's own kinds (record: a Body or an OwnKind)."""


def leads_group(by, record) -> bool:
    """Leader or deputy leader (组长、副组长) of the group that holds it."""
    return record.group_id is not None and leads(by, record.group_id)


def leads(by, group_id: int) -> bool:
    return any(
        grant.role == Role.GROUP_LEADER and grant.group_id == group_id
        for grant in by.current_grants
    )


def is_station_staff(by, record) -> bool:
    """站长, 副站长 or 联络员 of exactly the station where it is held."""
    return (
        record.station_id is not None
        and Station.objects.of_staff(by).filter(pk=record.station_id).exists()
    )


def is_told_by(by, record) -> bool:
    """The deputy himself, or a clerk or liaison of the body who writes for him (代录)."""
    if record.told_by_id is None:
        return False
    return by.person_id == record.told_by_id or by.has_role(*CLERKS, Role.LIAISON, body=record.body)


def is_other_clerk(by, record) -> bool:
    return is_clerk(by, record) and by.person_id != record.told_by_id


def leads_the_teller(by, record) -> bool:
    """Leads the group of the deputy who told, and is not that deputy."""
    if record.told_by_id is None or by.person_id == record.told_by_id:
        return False
    groups = Seat.objects.live().filter(person_id=record.told_by_id, group__isnull=False)
    return any(leads(by, group) for group in groups.values_list("group_id", flat=True))


def is_whose(by, attendance) -> bool:
    return by.person_id is not None and attendance.seat.person_id == by.person_id


def organises(by, attendance) -> bool:
    """The organiser signs up and excuses those who telephone."""
    return any(rule(by, attendance.activity) for rule in RECORDERS)


def took_part(by, activity) -> bool:
    if by.person_id is None:
        return False
    if activity.told_by_id == by.person_id:
        return True
    return activity.attendances.filter(
        seat__person_id=by.person_id, state__in=("invited", "coming", "present")
    ).exists()


ORGANISERS: list[Rule] = [is_clerk, leads_group]
RECORDERS: list[Rule] = [*ORGANISERS, is_station_staff]

register(
    {
        Permission.ORGANISE: ORGANISERS,
        Permission.RECORD: RECORDERS,
        Permission.TELL: [is_told_by],
        Permission.ACCEPT: [is_other_clerk, leads_the_teller],
        Permission.OWN: [is_whose, organises],
        Permission.ANSWER: [is_whose],
        Permission.SPEAK: [*RECORDERS, took_part],
        Permission.RULES: ORGANISERS,
        Permission.IMPORT: [is_clerk],
        Permission.PUBLISH: [is_clerk],
        Permission.KINDS: [is_clerk],
    }
)
