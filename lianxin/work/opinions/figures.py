"""Figures of opinion cards, listening days and surveys."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.work.opinions.models import (
    Card,
    CardOpinion,
    Response,
    Session,
    SessionOpinion,
    Survey,
)

ROOM = _("征求意见")


def register_figures() -> None:
    catalogue.register(
        Figure(
            "opinions.cards",
            _("发出征求意见卡"),
            _("张"),
            _("这段时间发给代表的征求意见卡，一人一季度一张"),
            room=ROOM,
            records=cards,
            row=row_of_card,
            day="round__opened_on",
        ),
        Figure(
            "opinions.cards_returned",
            _("收回征求意见卡"),
            _("张"),
            _("其中已经收回的，写“没有意见”的也计"),
            room=ROOM,
            records=returned,
            row=row_of_card,
            day="round__opened_on",
        ),
        Figure(
            "opinions.return_rate",
            _("征求意见卡收回率"),
            "%",
            _("收回的 ÷ 发出的"),
            room=ROOM,
            numerator="opinions.cards_returned",
            denominator="opinions.cards",
        ),
        Figure(
            "opinions.card_opinions",
            _("卡上意见"),
            _("条"),
            _("这段时间的征求意见卡上写的意见"),
            room=ROOM,
            records=card_opinions,
            row=row_of_card_opinion,
        ),
        Figure(
            "opinions.sessions",
            _("听政日、恳谈等"),
            _("次"),
            _("已经举行的听政日、民生茶室、民主恳谈、部门进家站点；安排了没有举行的不计"),
            room=ROOM,
            records=sessions,
            row=row_of_session,
            parts={"kind": (_("形式"), lambda scope: dict(Session.Kind.choices))},
            day="on",
        ),
        Figure(
            "opinions.session_voters",
            _("听政、恳谈到会群众"),
            _("人次"),
            _("已经举行的听政日、恳谈等登记的到会群众人数之和"),
            room=ROOM,
            records=sessions,
            measure=_voters,
            amount="voters",
            row=_row_of_voters,
            day="on",
        ),
        Figure(
            "opinions.session_opinions",
            _("听政、恳谈意见"),
            _("条"),
            _("已经举行的听政日、恳谈等记下的意见"),
            room=ROOM,
            records=session_opinions,
            row=row_of_session_opinion,
            day="session__on",
        ),
        Figure(
            "opinions.surveys",
            _("问卷调查"),
            _("次"),
            _("这段时间开始的问卷调查，起草中的不计"),
            room=ROOM,
            records=surveys,
            row=row_of_survey,
            day="opens_on",
        ),
        Figure(
            "opinions.survey_answers",
            _("问卷回收"),
            _("份"),
            _("这段时间开始的问卷调查收到的答卷，含代录的纸质问卷"),
            room=ROOM,
            records=answers,
            row=row_of_answer,
        ),
    )


def _seen(found: Any, scope: Scope) -> Any:
    if scope.public:
        return found.none()
    return found if scope.user is None else found.visible_to(scope.user)


def cards(scope: Scope) -> QuerySet[Card]:
    found = Card.objects.filter(
        round__body__in=scope.bodies(), round__opened_on__range=(scope.since, scope.until)
    )
    return _seen(found, scope).select_related("round__body", "seat__person")


def returned(scope: Scope) -> QuerySet[Card]:
    return cards(scope).filter(returned_on__isnull=False)


def card_opinions(scope: Scope) -> QuerySet[CardOpinion]:
    return CardOpinion.objects.filter(card__in=cards(scope).order_by().values("pk")).select_related(
        "message", "card__round__body", "office"
    )


def sessions(scope: Scope) -> QuerySet[Session]:
    found = Session.objects.filter(
        body__in=scope.bodies(),
        on__range=(scope.since, scope.until),
        state__in=[Session.State.HELD, Session.State.CLOSED],
    )
    if "kind" in scope.narrowed:
        found = found.filter(kind=scope.narrowed["kind"])
    return _seen(found, scope).select_related("body", "station")


def session_opinions(scope: Scope) -> QuerySet[SessionOpinion]:
    held = sessions(scope).order_by().values("pk")
    return SessionOpinion.objects.filter(session__in=held).select_related(
        "message", "session__body"
    )


def surveys(scope: Scope) -> QuerySet[Survey]:
    found = Survey.objects.filter(
        body__in=scope.bodies(), opens_on__range=(scope.since, scope.until)
    ).exclude(state=Survey.State.DRAFT)
    return _seen(found, scope).select_related("body")


def answers(scope: Scope) -> QuerySet[Response]:
    asked = surveys(scope).order_by().filter(pk=OuterRef("survey_id"))
    return Response.objects.filter(Exists(asked)).select_related("survey__body")


def _voters(found: QuerySet) -> int:
    return found.order_by().aggregate(number=Sum("voters"))["number"] or 0


def row_of_card(card: Card) -> Row:
    return Row(
        words=f"{card.seat.person.name}：{card.round}",
        url=card.get_absolute_url(),
        on=card.returned_on or card.round.opened_on,
        body=card.round.body.short_name,
        note=str(_("已收回") if card.is_returned else _("还没有收回")),
    )


def row_of_card_opinion(opinion: CardOpinion) -> Row:
    return Row(
        words=opinion.message.title,
        url=opinion.card.get_absolute_url(),
        on=opinion.card.returned_on,
        body=opinion.card.round.body.short_name,
        note=opinion.office.name if opinion.office else "",
    )


def row_of_session(session: Session) -> Row:
    return Row(
        words=str(session),
        url=session.get_absolute_url(),
        on=session.on,
        body=session.body.short_name,
        note=session.where,
    )


def _row_of_voters(session: Session) -> Row:
    row = row_of_session(session)
    return Row(row.words, row.url, row.on, row.body, amount=session.voters or 0, note=row.note)


def row_of_session_opinion(opinion: SessionOpinion) -> Row:
    return Row(
        words=opinion.message.title,
        url=opinion.session.get_absolute_url(),
        on=opinion.session.on,
        body=opinion.session.body.short_name,
        note=str(opinion.session),
    )


def row_of_survey(survey: Survey) -> Row:
    return Row(
        words=survey.title,
        url=survey.get_absolute_url(),
        on=survey.opens_on,
        body=survey.body.short_name,
        note=str(survey.get_state_display()),
    )


def row_of_answer(answer: Response) -> Row:
    """An answer names nobody: only the survey it belongs to."""
    return Row(
        words=answer.survey.title,
        url=answer.survey.get_absolute_url(),
        body=answer.survey.body.short_name,
        note=str(_("纸质") if answer.is_paper else _("网上")),
    )
