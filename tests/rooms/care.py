"""Records and pages of deputies' rights and care."""

from collections.abc import Iterable
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.foundation.people.models import Seat
from lianxin.work.care import workflow
from lianxin.work.care.models import CareOfficer, LibertyRequest, RightsCase
from tests.browser.visits import Visit

ARGUMENTS = {
    ("care:case", "pk"): "case",
    ("care:read", "pk"): "case",
    ("care:contact_new", "pk"): "case",
    ("care:close", "pk"): "case",
    ("care:judge", "pk"): "closed",
    ("care:reopen", "pk"): "closed",
    ("care:withdraw", "pk"): "case",
    ("care:paper", "pk"): "case",
    ("care:submit", "pk"): "liberty",
    ("care:decide", "pk"): "liberty",
    ("care:answer", "pk"): "liberty",
    ("care:visit", "pk"): "visit",
    ("care:visit_withdraw", "pk"): "visit",
    ("care:officer_end", "pk"): "officer",
}
NO_PAGES = {
    "care:reopen": "a form's target",
    "care:withdraw": "a form's target",
    "care:paper": "a form's target",
    "care:officer_end": "a form's target",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """A case that the deputy opened, one closed, a request of an organ, a visit, an officer."""
    body, today = suggestion.body, localdate()
    seat = Seat.objects.in_office().filter(person=deputy.person_id).first()
    assert seat is not None

    def opened(kind, text):
        case = workflow.open_case(body, seat, kind=kind, text=text, by=clerk, today=today)
        workflow.note_contact(
            case, on=today, whom="employer", way="call", words="已沟通。", by=clerk, today=today
        )
        return case

    closed = opened("employer", "单位不准假（示例）")
    workflow.close_case(closed, result="resolved", outcome="已准假。", by=clerk, today=today)
    liberty = RightsCase.objects.create(
        body=body,
        year=today.year,
        serial=900,
        seat=seat,
        kind="liberty",
        text="来文（示例）",
        opened_on=today,
        opened_by=clerk,
    )
    LibertyRequest.objects.create(
        case=liberty, measure="arrest", organ="公安局", received_on=today, needs_consent=True
    )
    return SimpleNamespace(
        case=opened("hardship", "住院（示例）"),
        closed=closed,
        liberty=liberty,
        visit=workflow.log_visit(
            body, seat, on=today, reason="illness", others="示例主席", by=clerk, today=today
        ),
        officer=CareOfficer.objects.create(
            body=body, account=clerk, named_on=today, named_by=clerk
        ),
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    body = {"body": str(of.case.body_id)}
    yield Visit("care:list", clerk)
    yield Visit("care:list", clerk, query={"state": "withdrawn"})
    yield Visit("care:mine", deputy)
    yield Visit("care:ask", deputy)
    yield Visit("care:case_new", clerk, query=body)
    yield Visit("care:case", clerk, (of.case.pk,))
    yield Visit("care:case", clerk, (of.liberty.pk,))
    yield Visit("care:case", deputy, (of.closed.pk,))
    yield Visit("care:read", clerk, (of.case.pk,))
    yield Visit("care:contact_new", clerk, (of.case.pk,))
    yield Visit("care:close", clerk, (of.case.pk,))
    yield Visit("care:judge", deputy, (of.closed.pk,))
    yield Visit("care:liberty_new", clerk, query=body)
    yield Visit("care:submit", clerk, (of.liberty.pk,))
    yield Visit("care:decide", clerk, (of.liberty.pk,))
    yield Visit("care:answer", clerk, (of.liberty.pk,))
    yield Visit("care:visits", clerk)
    yield Visit("care:visit_new", clerk, query=body)
    yield Visit("care:visit", clerk, (of.visit.pk,))
    yield Visit("care:visit", deputy, (of.visit.pk,))
    yield Visit("care:visit_withdraw", clerk, (of.visit.pk,))
    yield Visit("care:contacts", clerk)
    yield Visit("care:contacts", clerk, query={"only": "all"})
    yield Visit("care:officers", clerk)
