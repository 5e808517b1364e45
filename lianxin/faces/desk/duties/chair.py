"""The desk of chairs and presidium members: motions, key matters, what is late."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.lateness import lateness
from lianxin.engines.matters.models import Matter
from lianxin.faces.desk.duties import MOST_SHOWN, Count, Duty, Part
from lianxin.faces.desk.duties.clerk import (
    date_counts,
    date_numbers,
    late_duties,
    list_url,
    status_numbers,
)
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.suggestions.inbox import thresholds
from lianxin.work.suggestions.kind import SUGGESTION_KINDS

S = Matter.Status
UNDER_WAY = [S.ACCEPTED, S.ASSIGNED, S.REPLIED, S.REWORK, S.CONCILIATION, S.TRACKING, S.JUDGED]


def parts(account, today: date) -> list[Part]:
    clerked = {body.pk for body in account.bodies_as(*CLERKS)}
    bodies = [
        body
        for body in account.bodies_as(Role.CHAIR, Role.PRESIDIUM_MEMBER)
        if body.pk not in clerked
    ]
    if not bodies:
        return []
    chaired = {body.pk for body in account.bodies_as(Role.CHAIR)}
    marks = {body.pk: thresholds(body, today) for body in bodies}
    # Members of the presidium do not read what is confidential; the chair does.
    seen = Q(is_confidential=False) | Q(body__in=chaired)
    numbers = status_numbers(bodies, seen)
    dates = date_numbers(bodies, today, marks, seen)
    everything = [
        *_motions(bodies, seen, chaired),
        *_key_matters(bodies, seen, today, marks),
        *late_duties(bodies, today, marks, seen),
    ]
    return [
        Part(
            _("%s人大") % body.short_name,
            duties=[duty for pk, duty in everything if pk == body.pk],
            counts=[
                Count(
                    _("议案待决定"),
                    numbers[body.pk].get(S.PRESIDIUM, 0),
                    list_url(body, status=S.PRESIDIUM),
                ),
                *date_counts(body, dates),
                Count(
                    _("待办结"),
                    numbers[body.pk].get(S.JUDGED, 0),
                    list_url(body, status=S.JUDGED),
                ),
            ],
            links=[(_("重点督办件"), list_url(body, key="on"))],
        )
        for body in bodies
    ]


def _motions(bodies, seen, chaired):
    """Motions before the presidium; the chair records the decision, members read."""
    found = (
        Matter.objects.filter(seen, body__in=bodies, status=S.PRESIDIUM)
        .order_by("pk")
        .values_list("pk", "body_id", "title")
    )
    for pk, body, title in found[: MOST_SHOWN * len(bodies)]:
        yield (
            body,
            Duty(
                f"matter-{pk}",
                title,
                _("议案等主席团决定"),
                _("登记决定") if body in chaired else _("看议案"),
                reverse("suggestions:detail", args=[pk]),
            ),
        )


def _key_matters(bodies, seen, today, marks):
    """Key matters (重点督办) in hand, the nearest date first.

    Asked for by `is_key` alone, which has an index of few rows; their status
    and order are seen to here.
    """
    found = (
        Matter.objects.filter(seen, kind__in=SUGGESTION_KINDS, body__in=bodies, is_key=True)
        .order_by()
        .values_list(
            "pk", "body_id", "title", "status", "due_on", "waiting_for", "key_leader", named=True
        )
    )
    in_hand = sorted(
        (row for row in found if row.status in UNDER_WAY),
        key=lambda row: (row.due_on or date.max, row.pk),
    )
    for row in in_hand[: MOST_SHOWN * len(bodies)]:
        mark = marks[row.body_id]
        yield (
            row.body_id,
            Duty(
                f"matter-{row.pk}",
                row.title,
                _("重点督办，%s领衔") % row.key_leader,
                _("登记督办"),
                reverse("suggestions:supervise", args=[row.pk]),
                row.due_on,
                lateness(
                    row.due_on,
                    today,
                    waiting_for=row.waiting_for,
                    soon_days=mark.soon,
                    serious_days=mark.serious,
                ),
            ),
        )
