"""Figures of this room: cases and visits by number alone; what they are about is never shown.

Who oversees a body may know how many there were in a month or longer, for the work report;
the lists stay with those for whom the cases exist.
"""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.foundation.people.models import CLERKS, Role, Seat
from lianxin.work.care.models import RightsCase, Visit

ROOM = _("代表权益保障与关爱")
SHORTEST = 27
"""Days between the first and the last of the shortest month: fewer tell of single cases."""


def _seen(found: Any, scope: Scope) -> Any:
    if scope.public:
        return found.none()
    if scope.user is None or scope.is_whole:
        return found
    return found.visible_to(scope.user)


def known_to(scope: Scope) -> bool:
    """Clerks, chairs and auditors of the body and above it, not narrowed, a month at least."""
    if scope.narrowed or (scope.until - scope.since).days < SHORTEST or scope.user is None:
        return False
    return scope.user.oversees(scope.body, *CLERKS, Role.CHAIR, Role.AUDITOR)


def opened(scope: Scope) -> QuerySet[RightsCase]:
    found = RightsCase.objects.filter(
        body__in=scope.bodies(), opened_on__range=(scope.since, scope.until)
    ).select_related("body")
    return _seen(found, scope)


def closed(scope: Scope) -> QuerySet[RightsCase]:
    found = RightsCase.objects.filter(
        body__in=scope.bodies(), closed_on__range=(scope.since, scope.until)
    ).select_related("body")
    return _seen(found, scope)


def judged(scope: Scope) -> QuerySet[RightsCase]:
    return closed(scope).exclude(content="")


def content(scope: Scope) -> QuerySet[RightsCase]:
    return closed(scope).filter(content__in=("content", "basically"))


def visits(scope: Scope) -> Any:
    found = (
        Visit.objects.kept()
        .filter(body__in=scope.bodies(), on__range=(scope.since, scope.until))
        .select_related("body")
        .annotate(total_cents=F("money") + F("goods_value"))
    )
    if reason := scope.narrowed.get("reason"):
        found = found.filter(reason=reason)
    return _seen(found, scope)


def with_money(scope: Scope) -> QuerySet[Visit]:
    return visits(scope).filter(total_cents__gt=0)


def cared_for(scope: Scope) -> QuerySet[Seat]:
    """Seats of those visited, each once."""
    found = visits(scope).filter(seat=OuterRef("pk")).order_by()
    return (
        Seat.objects.filter(Exists(found))
        .select_related("person", "body")
        .order_by("person__stroke_key", "pk")
    )


def _money(found: QuerySet) -> int:
    return found.order_by().aggregate(total=Sum(F("money") + F("goods_value")))["total"] or 0


def row_of_case(case: RightsCase) -> Row:
    return Row(
        case.number,
        case.get_absolute_url(),
        case.opened_on,
        case.body.short_name,
        note=str(case.get_state_display()),
    )


def row_of_visit(visit: Visit) -> Row:
    return Row(
        str(visit.get_reason_display()),
        visit.get_absolute_url(),
        visit.on,
        visit.body.short_name,
        visit.total,
        str(visit.get_source_display()) if visit.total else "",
    )


def row_of_seat(seat: Seat) -> Row:
    return Row(seat.person.name, body=seat.body.short_name)


def register_figures() -> None:
    cases, times = _("件"), _("次")
    catalogue.register(
        Figure(
            "care.opened",
            _("受理的代表权益保障事项"),
            cases,
            _("期间内受理的，按受理日期；名单只列编号"),
            ROOM,
            opened,
            row=row_of_case,
            known_to=known_to,
        ),
        Figure(
            "care.closed",
            _("办结的代表权益保障事项"),
            cases,
            _("期间内办结的，按办结日期，不论何时受理；名单只列编号"),
            ROOM,
            closed,
            row=row_of_case,
            known_to=known_to,
        ),
        Figure(
            "care.judged",
            _("代表评价过结果的权益保障事项"),
            cases,
            _("期间内办结、代表已经评价的"),
            ROOM,
            judged,
            row=row_of_case,
            known_to=known_to,
        ),
        Figure(
            "care.content",
            _("代表满意和基本满意的权益保障事项"),
            cases,
            _("期间内办结、代表评价为满意或者基本满意的"),
            ROOM,
            content,
            row=row_of_case,
            known_to=known_to,
        ),
        Figure(
            "care.content_rate",
            _("权益保障满意率"),
            "%",
            _("满意和基本满意的，除以代表评价过的；没有评价的不计"),
            ROOM,
            numerator="care.content",
            denominator="care.judged",
        ),
        Figure(
            "care.visits",
            _("慰问走访代表"),
            times,
            _("期间内登记的慰问走访，一次算一次；作废的不计"),
            ROOM,
            visits,
            row=row_of_visit,
            known_to=known_to,
            parts={"reason": (_("事由"), lambda scope: dict(Visit.Reason.choices))},
        ),
        Figure(
            "care.deputies",
            _("慰问走访到的代表"),
            _("人"),
            _("期间内慰问走访过的代表，一人多次只算一人"),
            ROOM,
            cared_for,
            row=row_of_seat,
            known_to=known_to,
        ),
        Figure(
            "care.money",
            _("慰问钱物"),
            _("元"),
            _("慰问金和慰问品价值之和"),
            ROOM,
            with_money,
            measure=_money,
            amount="total_cents",
            row=row_of_visit,
            known_to=known_to,
            is_money=True,
            day="on",
        ),
    )
