"""The demo county's documents: of each kind some on file, some just issued, some on the way."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.apps import apps

from lianxin.foundation.ledger.chain import happening_at
from lianxin.foundation.papers import workflow
from lianxin.foundation.papers.kinds import Kind, all_kinds
from lianxin.foundation.papers.models import Paper

# From a record to the body it belongs to.
TO_BODY = {
    "matters.matter": "body",
    "matters.assignment": "matter__body",
    "matters.reply": "assignment__matter__body",
    "matters.contact": "assignment__matter__body",
    "matters.returnrequest": "assignment__matter__body",
    "matters.extension": "assignment__matter__body",
    "matters.reminder": "assignment__matter__body",
    "matters.supervision": "matter__body",
    "opinions.card": "round__body",
    "petitions.opinion": "petition__body",
    "petitions.petition": "body",
    "petitions.referral": "petition__body",
    "receptions.announcement": "body",
    "receptions.reception": "body",
    "receptions.visitorrecord": "reception__body",
}
MOST_LOOKED_AT = 60


def draw_up(stage) -> None:
    """Papers of every kind the county's records have something for, on the last day played.

    Newest first: the first record's paper is filed, the second's issued, the
    third's still waits for someone. One number is declared void.
    """
    for kind in all_kinds():
        for source, carry in zip(_sources(kind, stage.place.county), COURSES, strict=False):
            stage.moment = stage.next_moment()
            with happening_at(stage.moment):
                carry(_Desk(stage, kind, source))
    numbered = Paper.objects.filter(kind="reminder_letter", status=Paper.Status.ISSUED).last()
    if numbered is not None:
        with happening_at(stage.next_moment()):
            workflow.void(
                numbered,
                reason="编号后发现主送单位有误，另行发文。",
                by=stage.people.clerks[numbered.body_id],
                today=stage.last_day,
            )


def _sources(kind: Kind, county) -> list[Any]:
    if kind.model == "people.body":
        return [county] if kind.fits(county) else []
    # What comes later on the stage draws its own papers then.
    if kind.model not in TO_BODY:
        return []
    to_body = TO_BODY.get(kind.model)
    if to_body is None:
        # Of a room that comes to life later: it has no records yet.
        return []
    found = apps.get_model(kind.model).objects.filter(**{to_body: county})
    # A kind may be drawn from few of many records: letters only from replies that were issued.
    fitting = (record for record in found.order_by("-pk")[:MOST_LOOKED_AT] if kind.fits(record))
    return [record for _place, record in zip(COURSES, fitting, strict=False)]


class _Desk:
    """Who does what with one paper, in the issuer's house."""

    def __init__(self, stage, kind: Kind, source):
        self.kind, self.source = kind, source
        self.today: date = stage.last_day
        people, office, body = stage.people, kind.office_of(source), kind.body_of(source)
        self.drafter = people.handlers[office.pk] if office else people.clerks[body.pk]
        self.signer = people.heads[office.pk] if office else people.chairs[body.pk]

    def draft(self) -> Paper:
        return workflow.draft(self.kind, self.source, by=self.drafter, today=self.today)

    def issue(self) -> Paper:
        paper = self.draft()
        if self.kind.has_signature:
            workflow.send_for_review(paper, by=self.drafter)
            workflow.sign(paper, by=self.signer, today=self.today)
        workflow.issue(paper, by=self.drafter, today=self.today)
        return paper


def _filed(desk: _Desk) -> None:
    workflow.file(desk.issue(), by=desk.drafter, today=desk.today)


def _issued(desk: _Desk) -> None:
    desk.issue()


def _waiting(desk: _Desk) -> None:
    paper = desk.draft()
    if desk.kind.has_signature:
        workflow.send_for_review(paper, by=desk.drafter)


COURSES: tuple[Callable[[_Desk], None], ...] = (_filed, _issued, _waiting)
