"""On which grounds an account sees voters' messages; each is enough.

Stricter than for suggestions: a deputy reads what reached him or his station,
never whatever else his congress got.
"""

from typing import Any

from django.apps import apps
from django.db.models import Q

from lianxin.engines.matters.models import Assignment, Proposer
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.stations.models import Station

WATCHING_ROLES = (Role.AUDITOR, Role.PRESIDIUM_MEMBER)


def grounds(user) -> list[Q]:
    """Conditions on VoterMessage.

    A message in confidence is left to its receivers, the body's own clerk and
    chair, and the office that handles it.
    """
    found: list[Any] = []
    # Read first: a database walks the index of a few ids, but not of what it has yet to find.
    if kept := Station.ids_of_staff(user):
        found.append(Q(station__in=kept))
    if user.person_id:
        attached = _ids(Station.objects.of_deputy(user.person_id))
        found.append(Q(deputy_id=user.person_id))
        if attached:
            found.append(Q(deputy__isnull=True, station__in=attached))
        raised = Proposer.objects.filter(person_id=user.person_id).exclude(state="declined")
        found.append(Q(became__in=raised.values("matter_id")))
    for grant in user.current_grants:
        at = Q(body_id=grant.body_id)
        if grant.role in CLERKS or grant.role == Role.CHAIR:
            found.append(at)
            found.append(Q(higher_body_id=grant.body_id))
            if grant.body.parent_id is None:
                found.append(Q(county_id=grant.body_id, is_confidential=False))
        elif grant.role in WATCHING_ROLES:
            county = grant.role == Role.AUDITOR and grant.body.parent_id is None
            found.append((Q(county_id=grant.body_id) if county else at) & Q(is_confidential=False))
        elif grant.role == Role.SUPERVISION_OFFICE:
            found.append(at & Q(assigned_on__isnull=False, is_confidential=False))
        elif grant.role == Role.LIAISON:
            found.append(Q(created_by_id=user.pk))
    if offices := user.office_ids():
        handled = Assignment.objects.active().filter(office_id__in=offices)
        found.append(Q(pk__in=handled.values("matter_id")))
    return [one for place, one in enumerate(found) if one not in found[:place]]


def _ids(stations) -> list[int]:
    return list(stations.order_by().values_list("pk", flat=True))


def matter_grounds(user) -> list[Q]:
    """The same as conditions on Matter."""
    messages = apps.get_model("voices", "VoterMessage")
    return [Q(pk__in=messages.objects.filter(one).values("pk")) for one in grounds(user)]
