"""Figures of petitions: T09 to T11. Cases, visits and persons stand apart, never added up.

The lists are need-to-know. Those who oversee a body, sit on its presidium or audit it may
know the numbers of whole months, not narrowed to a topic or place: what stands in a work
report. What accuses the reader is in no number of theirs either.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Matter
from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.petitions.kind import accusing
from lianxin.work.petitions.models import Clock, Petition

ROOM = _("信访")
S = Matter.Status
C = Petition.Channel
CLOSED = (S.CLOSED, S.ARCHIVED)
SHORTEST = 27
"""Days between the first and the last of the shortest month: fewer tell of single cases."""
APART = _("件、批、人次分别统计，不能相加")

SORTS: dict[str, tuple[Any, Any, Any, Q]] = {
    "registered": (_("信访登记"), _("件"), _("登记的信访事项，不论来源；信访人撤回的不计"), Q()),
    "letters": (_("来信"), _("件"), _("来信，一封登记一件"), Q(channel=C.LETTER)),
    "visits": (_("来访批次"), _("批"), _("来访，同来的算一批"), Q(channel=C.VISIT)),
    "calls": (_("来电"), _("件"), _("来电登记的"), Q(channel=C.PHONE)),
    "network": (_("网上信访"), _("件"), _("网上提出的"), Q(channel=C.NETWORK)),
    "from_above": (
        _("上级转交"),
        _("件"),
        _("在上级提出、由上级转交下来的（越级上访按此统计）"),
        Q(channel=C.HIGHER),
    ),
    "closed": (_("信访办结"), _("件"), _("已办结的，含归档"), Q(status__in=CLOSED)),
}


def register_figures() -> None:
    catalogue.register(
        *(_of_cases(name) for name in SORTS),
        Figure(
            "petitions.visitors",
            _("来访人次"),
            _("人次"),
            _("来访批次中各批的人数之和，同一人再来再计"),
            room=ROOM,
            records=_visits,
            measure=_persons,
            amount="number_of_persons",
            row=row_of_petition,
            excludes=APART,
            statistic="T09",
            day="submitted_on",
            known_to=known_to,
        ),
        Figure(
            "petitions.due",
            _("应当办结的信访"),
            _("件"),
            _("已办结的，和办结期限已到的；含上级转交的，不予受理的不计"),
            room=ROOM,
            records=_due,
            row=row_of_petition,
            day="submitted_on",
            known_to=known_to,
        ),
        Figure(
            "petitions.closed_rate",
            _("信访办结率"),
            "%",
            _("已办结 ÷ 应当办结（含上级转交的）"),
            room=ROOM,
            numerator="petitions.closed",
            denominator="petitions.due",
            statistic="T10",
        ),
        Figure(
            "petitions.from_above_rate",
            _("越级上访占比"),
            "%",
            _("上级转交的件 ÷ 全部信访登记"),
            room=ROOM,
            numerator="petitions.from_above",
            denominator="petitions.registered",
            statistic="T11",
        ),
    )


def _of_cases(name: str) -> Figure:
    label, unit, formula, condition = SORTS[name]

    def records(scope: Scope) -> QuerySet:
        return cases(scope).filter(condition)

    return Figure(
        f"petitions.{name}",
        label,
        unit,
        formula,
        room=ROOM,
        records=records,
        row=row_of_petition,
        parts={"topic": (_("类别"), _topics)},
        excludes=APART if name in ("letters", "visits") else "",
        statistic={"letters": "T09", "visits": "T09", "from_above": "T11"}.get(name, ""),
        day="submitted_on",
        known_to=known_to,
    )


def cases(scope: Scope) -> QuerySet[Petition]:
    """Petitions received in the days asked for: those the account sees, or for the number all."""
    found = Petition.objects.filter(
        body__in=scope.bodies(), submitted_on__range=(scope.since, scope.until)
    ).exclude(status__in=[S.DRAFT, S.WITHDRAWN])
    if scope.public:
        return found.none()
    if scope.user is not None:
        if scope.is_whole:
            found = found.exclude(Exists(accusing(scope.user).filter(petition_id=OuterRef("pk"))))
        else:
            found = found.visible_to(scope.user)
    if topic := scope.narrowed.get("topic"):
        found = found.filter(topic=topic)
    return found.select_related("body").defer("text")


def known_to(scope: Scope) -> bool:
    """Whether the reader may know a number without the list behind it."""
    if scope.narrowed or (scope.until - scope.since).days < SHORTEST or scope.user is None:
        return False
    user, body = scope.user, scope.body
    return user.has_role(Role.PRESIDIUM_MEMBER, body=body) or user.oversees(
        body, *CLERKS, Role.CHAIR, Role.AUDITOR
    )


def _visits(scope: Scope) -> QuerySet[Petition]:
    return cases(scope).filter(channel=C.VISIT)


def _persons(found: QuerySet) -> int:
    return found.order_by().aggregate(number=Sum("number_of_persons"))["number"] or 0


def _due(scope: Scope) -> QuerySet[Petition]:
    clocks = Clock.objects.filter(
        petition=OuterRef("pk"),
        purpose=Clock.Purpose.FINISH,
        due_on__lte=min(scope.until, localdate()),
    )
    return cases(scope).filter(Q(status__in=CLOSED) | (~Q(status=S.REFUSED) & Exists(clocks)))


def row_of_petition(petition: Petition) -> Row:
    return Row(
        words=f"{petition.number} {petition.title}".strip(),
        url=reverse("petitions:detail", args=[petition.pk]),
        on=petition.submitted_on,
        body=petition.body.short_name,
        amount=petition.number_of_persons if petition.channel == C.VISIT else 1,
        note=f"{petition.get_channel_display()}；{petition.status_words}",
    )


def _topics(scope: Scope) -> dict[str, Any]:
    seen = cases(scope).exclude(topic="").order_by()
    return {one: one for one in sorted(seen.values_list("topic", flat=True).distinct()[:200])}
