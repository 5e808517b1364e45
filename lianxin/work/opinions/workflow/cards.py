"""The quarter's cards: issued to every deputy, returned, handed on to departments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Office, Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.rules import due
from lianxin.foundation.saving import locked, save
from lianxin.work.opinions.models import Card, CardOpinion, CardRound
from lianxin.work.opinions.permissions import Permission
from lianxin.work.opinions.workflow.common import note
from lianxin.work.voices import workflow as voices
from lianxin.work.voices.models import VoterMessage


@dataclass(frozen=True)
class Said:
    """One opinion as written on a card. office: about whom; None for the government as a whole."""

    text: str
    office: Office | None = None


@transaction.atomic
def open_round(
    body, *, year: int, quarter: int, by, today: date, topic: str = "", due_on: date | None = None
) -> CardRound:
    """Issue one card to each deputy in office.

    due_on: by when they come back; the rulebook's `card.round` unless said.
    Raises Refused for a quarter that has its cards, or where nobody is in office.
    """
    issued = CardRound(
        body=body,
        year=year,
        quarter=quarter,
        topic=topic.strip(),
        opened_on=today,
        due_on=due_on or due("card.round", today, body=body).due,
        by=by,
    )
    require(by, Permission.ISSUE_CARDS, issued)
    if issued.due_on < today:
        raise Refused(_("收回期限不能早于今天。请改一个日期。"))
    save(issued)
    seats = list(Seat.objects.in_office().filter(body=body))
    if not seats:
        raise Refused(_("本级没有在任代表，不能发卡。请先登记代表名册。"))
    Card.objects.bulk_create(Card(round=issued, seat=seat) for seat in seats)
    note(
        by,
        "open_round",
        issued,
        _("发放%(round)s %(number)d 张") % {"round": issued, "number": len(seats)},
        after={"issued": len(seats), "due_on": issued.due_on.isoformat()},
    )
    return issued


@transaction.atomic
def return_card(
    card: Card, *, said: Sequence[Said] = (), has_none: bool = False, by, today: date
) -> Card:
    """The card comes back: with opinions, each a matter of its own, or with 「没有意见」.

    by: the deputy, or the clerk who types a paper card (代录).
    Raises Refused for a card with neither or with both, WrongStatus for one that is
    back already or whose round is over.
    """
    require(by, Permission.RETURN_CARD, card)
    row = locked(card)
    if row.is_returned:
        raise WrongStatus(_("这张卡已经收回。要补充意见的，请写代表建议或者留言。"))
    if card.round.closed_on is not None:
        raise WrongStatus(_("这一季的征求意见卡已经结束。意见请写在下一季的卡上，或者写代表建议。"))
    written = [one for one in said if one.text.strip()]
    if has_none and written:
        raise Refused(_("写了意见，又勾选了“没有意见”。请只留一样。"))
    if not has_none and not written:
        raise Refused(_("请至少写一条意见；确实没有的，请勾选“没有意见”。"))
    person = card.seat.person
    is_own = by.person_id == person.pk
    card.returned_on, card.has_none = today, has_none
    card.is_paper, card.entered_by = not is_own, by
    card.save(update_fields=["returned_on", "has_none", "is_paper", "entered_by"])
    for one in written:
        posted = voices.post(
            body=card.body,
            text=one.text,
            channel=VoterMessage.Channel.CARD,
            today=today,
            by=by,
            behalf=None if is_own else person,
        )
        CardOpinion.objects.create(card=card, office=one.office, message=posted.message)
    words = _("交回征求意见卡，没有意见") if has_none else _("交回征求意见卡，意见 %d 条")
    note(
        by,
        "return_card",
        card,
        words if has_none else words % len(written),
        behalf=None if is_own else person,
    )
    return card


@transaction.atomic
def hand_on(opinion: CardOpinion, *, office=None, by, today: date):
    """Hand an opinion to the department it is about, or to `office`; its reply period begins."""
    require(by, Permission.ISSUE_CARDS, opinion.card.round)
    office = office or opinion.office
    if office is None:
        raise Refused(_("这条意见没有写是对哪个部门的。请打开留言，选择承办单位再交办。"))
    return voices.hand_to_office(opinion.message, office, by=by, today=today)


@transaction.atomic
def close_round(issued: CardRound, *, by, today: date) -> None:
    """No more cards are taken in; what is outstanding stays on the list."""
    require(by, Permission.ISSUE_CARDS, issued)
    if locked(issued).closed_on is not None:
        raise WrongStatus(_("这一季的征求意见卡已经结束，不用再办。"))
    issued.closed_on = today
    issued.save(update_fields=["closed_on"])
    cards = issued.cards.all()
    returned = cards.filter(returned_on__isnull=False).count()
    note(
        by,
        "close_round",
        issued,
        _("结束%(round)s，收回 %(returned)d 张，发出 %(issued)d 张")
        % {"round": issued, "returned": returned, "issued": cards.count()},
    )
