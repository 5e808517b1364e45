"""Figures of this room: T15 to T17. Lists behind them name deputies, never a voter."""

from datetime import date

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.calendars.remembering import remembered
from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.foundation.people.models import Body, Seat
from lianxin.work.links.deeds import page_of, words_of
from lianxin.work.links.models import Contact, LinkedVoter, SpotCall
from lianxin.work.links.queries import bodies_overseen
from lianxin.work.links.standing import deputies_standing

ROOM = gettext_lazy("双联")


def _bodies(scope: Scope) -> QuerySet[Body]:
    """Bodies counted that the reader oversees; a register's totals are no one else's."""
    found = Body.objects.filter(pk__in=scope.bodies())
    if scope.public:
        return found.none()
    return found if scope.user is None else found & bodies_overseen(scope.user)


def voters(scope: Scope) -> QuerySet[LinkedVoter]:
    return (
        LinkedVoter.objects.on(scope.until)
        .filter(body__in=_bodies(scope))
        .select_related("seat__person", "body", "village")
    )


def households(scope: Scope) -> QuerySet[LinkedVoter]:
    return voters(scope).exclude(kind=LinkedVoter.Kind.VOTER)


def helped(scope: Scope) -> QuerySet[LinkedVoter]:
    return voters(scope).filter(kind=LinkedVoter.Kind.HELPED)


def row_of_voter(voter: LinkedVoter) -> Row:
    place = f"（{voter.village.name}）" if voter.village else ""
    return Row(
        words=_("%(deputy)s的%(kind)s%(place)s")
        % {
            "deputy": voter.seat.person.name,
            "kind": voter.get_kind_display(),
            "place": place,
        },
        url=reverse("links:deputy", args=[voter.seat_id]),
        on=voter.since,
        body=voter.body.short_name,
    )


def row_of_helped(voter: LinkedVoter) -> Row:
    row = row_of_voter(voter)
    return Row(row.words, row.url, row.on, row.body, amount=voter.persons)


def _persons(found: QuerySet) -> int:
    return found.order_by().aggregate(number=Sum("persons"))["number"] or 0


def in_duty(scope: Scope) -> QuerySet[Seat]:
    return _seats(scope, only_met=False)


def with_quota(scope: Scope) -> QuerySet[Seat]:
    return _seats(scope, only_met=True)


def _seats(scope: Scope, *, only_met: bool) -> QuerySet[Seat]:
    found = [
        seat
        for body in _bodies(scope)
        for seat, is_met in _standing(body, scope.until)
        if is_met or not only_met
    ]
    seats = Seat.objects.filter(pk__in=found).select_related("person", "body")
    return seats.order_by("person__stroke_key", "pk")


def _standing(body: Body, day: date) -> list[tuple[int, bool]]:
    """Seats in duty, and whether each has its links; read once for both sides of the rate."""
    return remembered(
        ("links standing", body.pk, day),
        lambda: [
            (one.seat.pk, one.is_met)
            for one in deputies_standing(body, day)
            if one.seat is not None
        ],
    )


def row_of_seat(seat: Seat) -> Row:
    return Row(
        words=seat.person.name,
        url=reverse("links:deputy", args=[seat.pk]),
        body=seat.body.short_name,
    )


def contacts(scope: Scope) -> QuerySet[Contact]:
    return (
        Contact.objects.kept()
        .between(scope.since, scope.until)
        .filter(body__in=_bodies(scope), seat__isnull=False)
        .select_related("seat__person", "voter__village", "body")
    )


def visits(scope: Scope) -> QuerySet[Contact]:
    return contacts(scope).filter(way=Contact.Way.VISIT)


def row_of_contact(contact: Contact) -> Row:
    return Row(
        words=f"{contact.seat.person.name if contact.seat else ''}：{words_of(contact)}",
        url=page_of(contact),
        on=contact.on,
        body=contact.body.short_name,
    )


def checked(scope: Scope) -> QuerySet[SpotCall]:
    return SpotCall.objects.filter(
        draw__body__in=_bodies(scope),
        called_on__gte=scope.since,
        called_on__lte=scope.until,
        result__in=(SpotCall.Result.CONFIRMED, SpotCall.Result.NOT_CONFIRMED),
    ).select_related("draw__body", "voter__seat__person")


def confirmed(scope: Scope) -> QuerySet[SpotCall]:
    return checked(scope).filter(result=SpotCall.Result.CONFIRMED)


def row_of_call(call: SpotCall) -> Row:
    return Row(
        words=_("抽查%(deputy)s联系的选民：%(result)s")
        % {"deputy": call.voter.seat.person.name, "result": call.get_result_display()},
        url=call.draw.get_absolute_url(),
        on=call.called_on,
        body=call.draw.body.short_name,
    )


PERSON, TIMES, HOMES = gettext_lazy("人"), gettext_lazy("次"), gettext_lazy("户")


def register_figures() -> None:
    catalogue.register(
        Figure(
            "links.voters",
            gettext_lazy("联系选民数"),
            PERSON,
            gettext_lazy("截止日在册的联系选民；户主算一人，已结束联系的不算"),
            ROOM,
            voters,
            row=row_of_voter,
            statistic="T15",
        ),
        Figure(
            "links.deputies",
            gettext_lazy("应当联系选民的代表"),
            gettext_lazy("名"),
            gettext_lazy("截止日在任、没有暂停执行职务的代表"),
            ROOM,
            in_duty,
            row=row_of_seat,
            statistic="T15",
        ),
        Figure(
            "links.deputies_met",
            gettext_lazy("联系选民达标的代表"),
            gettext_lazy("名"),
            gettext_lazy(
                "联系选民数、联系户数都不少于规定的代表；当年任职不满一年的按任职天数折算"
            ),
            ROOM,
            with_quota,
            row=row_of_seat,
            statistic="T15",
        ),
        Figure(
            "links.rate",
            gettext_lazy("双联达标率"),
            "%",
            gettext_lazy("联系选民达标的代表除以应当联系选民的代表"),
            ROOM,
            numerator="links.deputies_met",
            denominator="links.deputies",
            statistic="T15",
        ),
        Figure(
            "links.contacts",
            gettext_lazy("代表联系选民次数"),
            TIMES,
            gettext_lazy("期间内登记的联系记录，一次算一次；作废的不算"),
            ROOM,
            contacts,
            row=row_of_contact,
            statistic="T16",
        ),
        Figure(
            "links.visits",
            gettext_lazy("走访户次"),
            gettext_lazy("户次"),
            gettext_lazy("期间内方式为个别走访的联系记录，一户走访一次算一户次"),
            ROOM,
            visits,
            row=row_of_contact,
            statistic="T16",
        ),
        Figure(
            "links.checked",
            gettext_lazy("抽查接通人数"),
            PERSON,
            gettext_lazy("期间内抽查并接通、结果为相符或者不相符的选民；未接通的不算"),
            ROOM,
            checked,
            row=row_of_call,
            statistic="T16",
        ),
        Figure(
            "links.confirmed",
            gettext_lazy("抽查相符人数"),
            PERSON,
            gettext_lazy("期间内抽查结果为相符的选民"),
            ROOM,
            confirmed,
            row=row_of_call,
            statistic="T16",
        ),
        Figure(
            "links.confirmed_rate",
            gettext_lazy("抽查符合率"),
            "%",
            gettext_lazy("抽查相符人数除以抽查接通人数"),
            ROOM,
            numerator="links.confirmed",
            denominator="links.checked",
            statistic="T16",
        ),
        Figure(
            "links.households",
            gettext_lazy("联系户数"),
            HOMES,
            gettext_lazy("截止日在册的联系户和帮带户"),
            ROOM,
            households,
            row=row_of_voter,
            statistic="T16",
        ),
        Figure(
            "links.helped_households",
            gettext_lazy("帮带户数"),
            HOMES,
            gettext_lazy("截止日在册的帮带户"),
            ROOM,
            helped,
            row=row_of_voter,
            statistic="T17",
        ),
        Figure(
            "links.helped_persons",
            gettext_lazy("帮带人数"),
            PERSON,
            gettext_lazy("截止日在册的帮带户的家庭人口之和"),
            ROOM,
            helped,
            measure=_persons,
            row=row_of_helped,
            statistic="T17",
        ),
    )
