"""Who sees which cards, boxes, sessions and surveys; their figures."""

from collections import Counter
from typing import Any

from django.db import models
from django.db.models import Count, Max, Prefetch, Q

from lianxin.foundation.people.models import CLERKS, Role

WHOLE_BODY = (*CLERKS, Role.CHAIR, Role.PRESIDIUM_MEMBER, Role.AUDITOR)


def _of_body(user) -> Q | None:
    """What whole-body roles see, by `body`; None for whoever has none."""
    seen = None
    for grant in user.current_grants:
        if grant.role in WHOLE_BODY:
            one = Q(body__in=grant.body.ids_within())
            seen = one if seen is None else seen | one
    return seen


def _stations(user, *, with_deputies: bool) -> Q:
    from lianxin.work.stations.models import Station

    seen = Q(station__in=Station.ids_of_staff(user))
    if with_deputies and user.person_id:
        seen |= Q(station__in=Station.objects.of_deputy(user.person_id).values("pk"))
    return seen


class CardRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rounds of the bodies one works for as a whole; deputies see their own card instead."""
        seen = _of_body(user) if user.is_authenticated else None
        return self.none() if seen is None else self.filter(seen)

    def for_list(self):
        """With `issued` and `returned`, the two parts of the return rate."""
        return self.select_related("body").annotate(
            issued=Count("cards"),
            returned=Count("cards", filter=Q(cards__returned_on__isnull=False)),
        )


class CardQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those of the bodies one works for as a whole."""
        from lianxin.work.opinions.models import CardRound

        if not user.is_authenticated:
            return self.none()
        seen = Q(round__in=CardRound.objects.visible_to(user).values("pk"))
        if user.person_id:
            seen |= Q(seat__person_id=user.person_id)
        return self.filter(seen)

    def for_list(self):
        return self.select_related(
            "round__body", "seat__person", "seat__district", "entered_by"
        ).order_by("seat__person__stroke_key", "pk")


def own_cards(user):
    """A deputy's cards, those still to be returned first."""
    from lianxin.work.opinions.models import Card

    if not user.person_id:
        return Card.objects.none()
    return (
        Card.objects.filter(seat__person_id=user.person_id)
        .select_related("round__body", "seat__person")
        .order_by("-round__year", "-round__quarter", "pk")
    )


class BoxQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Boxes of one's stations and bodies; a liaison sees those of the body's villages."""
        if not user.is_authenticated:
            return self.none()
        seen = _stations(user, with_deputies=True)
        if (whole := _of_body(user)) is not None:
            seen |= whole
        for grant in user.current_grants:
            if grant.role == Role.LIAISON:
                seen |= Q(body_id=grant.body_id, station__isnull=True)
        return self.filter(seen)

    def in_use(self):
        return self.filter(closed_on__isnull=True)

    def for_list(self):
        """With `last_on`, `times` and `slips`: when last opened, how often, how many slips."""
        from django.db.models import IntegerField, OuterRef, Subquery, Sum
        from django.db.models.functions import Coalesce

        from lianxin.work.opinions.models import Opening

        slips = (
            Opening.objects.filter(box=OuterRef("pk"))
            .order_by()
            .values("box")
            .annotate(number=Sum("count"))
            .values("number")
        )
        return (
            self.select_related("body", "station", "village")
            .annotate(
                last_on=Max("openings__on"),
                times=Count("openings"),
                slips=Coalesce(Subquery(slips, output_field=IntegerField()), 0),
            )
            .order_by("body__path", "place", "pk")
        )


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sessions of one's stations and bodies, and those one's office is invited to."""
        from lianxin.work.opinions.models import Session

        if not user.is_authenticated:
            return self.none()
        seen = _stations(user, with_deputies=True)
        if (whole := _of_body(user)) is not None:
            seen |= whole
        for grant in user.current_grants:
            if grant.role in (Role.LIAISON, Role.DEPUTY):
                seen |= Q(body_id=grant.body_id, station__isnull=True)
        if offices := user.office_ids():
            invited = Session.objects.filter(guests__in=offices)
            seen |= Q(pk__in=invited.values("pk"))
        return self.filter(seen)

    def for_list(self):
        return (
            self.select_related("body", "station")
            .prefetch_related("guests")
            .annotate(raised=Count("opinions"))
            .order_by("-on", "-pk")
        )


class SurveyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Surveys of one's stations and bodies; answers name nobody."""
        if not user.is_authenticated:
            return self.none()
        seen = _stations(user, with_deputies=True)
        if (whole := _of_body(user)) is not None:
            seen |= whole
        for grant in user.current_grants:
            if grant.role in (Role.LIAISON, Role.DEPUTY):
                seen |= Q(body_id=grant.body_id, station__isnull=True)
        return self.filter(seen)

    def for_list(self):
        return self.select_related("body", "station").annotate(
            filled=Count("responses"),
            on_paper=Count("responses", filter=Q(responses__is_paper=True)),
        )


def opinions_of(card_or_round):
    """Opinions of a card or of a whole round, with all that a row shows."""
    from lianxin.work.opinions.models import Card, CardOpinion
    from lianxin.work.voices.models import Answer

    where = (
        {"card": card_or_round}
        if isinstance(card_or_round, Card)
        else {"card__round": card_or_round}
    )
    return (
        CardOpinion.objects.filter(**where)
        .select_related("office", "message__lead_office", "message__body", "card__seat__person")
        .prefetch_related(Prefetch("message__answers", Answer.objects.order_by("pk")))
        .order_by("office__name", "pk")
    )


def percentages(counts: list[int], total: int) -> list[str]:
    """Percent of `total` to one decimal place, as shown.

    Where the counts add up to the total, the percentages add up to 100.0: what rounding
    leaves over goes to those that lost most by it.
    """
    if not total:
        return ["—"] * len(counts)
    parts = [divmod(count * 1000, total) for count in counts]
    tenths = [whole for whole, _rest in parts]
    if sum(counts) == total:
        by_loss = sorted(range(len(counts)), key=lambda place: (-parts[place][1], place))
        for place in by_loss[: 1000 - sum(tenths)]:
            tenths[place] += 1
    else:
        tenths = [(count * 2000 + total) // (2 * total) for count in counts]
    return [f"{one // 10}.{one % 10}%" for one in tenths]


def results_of(survey) -> list[dict[str, Any]]:
    """Counts of each question, with percentages and widths of bars, in three queries.

    Percent of those who answered the question; in a question of several choices they
    do not add up. `paper`: how many of each came from paper sheets.
    """
    from lianxin.work.opinions.models import Picked, Question

    questions = list(survey.questions.order_by("order"))
    rows = (
        Picked.objects.filter(response__survey=survey, option__isnull=False)
        .order_by()
        .values_list("question", "option", "response__is_paper")
        .annotate(number=Count("pk"))
    )
    counted: Counter = Counter()
    paper: Counter = Counter()
    for question, option, is_paper, number in rows:
        counted[question, option] += number
        if is_paper:
            paper[question, option] += number
    answered = dict(
        Picked.objects.filter(response__survey=survey)
        .order_by()
        .values_list("question")
        .annotate(number=Count("response", distinct=True))
    )
    found = []
    for question in questions:
        total = answered.get(question.pk, 0)
        counts = [counted[question.pk, place] for place in range(len(question.choices))]
        most = max(counts, default=0)
        shares = percentages(counts, total)
        points = sum((place + 1) * number for place, number in enumerate(counts))
        found.append(
            {
                "question": question,
                "answered": total,
                "rows": [
                    {
                        "label": label,
                        "count": counts[place],
                        "paper": paper[question.pk, place],
                        "percent": shares[place],
                        "width": counts[place] * 1000 // most if most else 0,
                    }
                    for place, label in enumerate(question.choices)
                ],
                "mean": f"{points / total:.2f}"
                if question.kind == Question.Kind.SCALE and total
                else "",
            }
        )
    return found


def problems_of(survey) -> list[dict[str, Any]]:
    """群众最关心的问题: what was picked in the questions that rank, most picked first.

    Equal counts share a place. Raises nothing; empty where no question ranks.
    """
    rows = [
        row | {"question": one["question"], "answered": one["answered"]}
        for one in results_of(survey)
        if one["question"].ranks_problems
        for row in one["rows"]
        if row["count"]
    ]
    rows.sort(key=lambda row: -row["count"])
    place = 0
    for index, row in enumerate(rows):
        if not index or rows[index - 1]["count"] != row["count"]:
            place = index + 1
        row["place"] = place
    return rows


def sees_rounds(user) -> bool:
    """Whether the list of rounds holds anything for `user` to see."""
    return user.has_role(*WHOLE_BODY)
