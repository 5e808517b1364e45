"""Papers in the search: who finds them, and what of them."""

from datetime import date

import pytest

from lianxin.foundation.papers import workflow
from lianxin.foundation.papers.kinds import Kind, register
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import Sheet, paragraph
from lianxin.foundation.people.models import Role
from lianxin.foundation.people.tests.factories import county, office, township, with_role
from lianxin.foundation.search.query import search

TODAY = date(2026, 3, 11)


def compose(data) -> Sheet:
    return Sheet(title="", blocks=[paragraph(data["title"])], issuer="禾望县人大")


def kind(key, **details):
    return Kind(
        key=key,
        name="寻找函",
        model="people.body",
        data_of=lambda record, by: {"title": "关于寻找柳溪村石板桥的函"},
        compose=compose,
        has_signature=False,
        **details,
    )


OPEN, CLOSED = kind("found_open"), kind("found_closed", is_closed=True)
OF_OFFICE = Kind(
    key="found_office",
    name="寻找单位函",
    model="people.office",
    data_of=lambda record, by: {"title": "关于寻找柳溪村石板桥的复函"},
    compose=compose,
    about_of=lambda record: record.body,
    office_of=lambda record: record,
    has_signature=False,
)


@pytest.fixture
def world(db):
    """Papers of a county, a township and an office; everyone who could look for them."""
    register(OPEN, CLOSED, OF_OFFICE)
    top = county()
    town = township(top)
    bureau = office(top)
    handler = with_role(Role.OFFICE_HANDLER, top, "周经办", office=bureau)
    clerks = {
        top: with_role(Role.COUNTY_CLERK, top, "陈办事"),
        town: with_role(Role.TOWNSHIP_CLERK, town, "何办事"),
    }
    for body, clerk in clerks.items():
        workflow.issue(workflow.draft(OPEN, body, by=clerk, today=TODAY), by=clerk, today=TODAY)
        workflow.draft(CLOSED, body, by=clerk, today=TODAY)
        hidden = workflow.draft(OPEN, body, by=clerk, today=TODAY)
        Paper.objects.filter(pk=hidden.pk).update(is_confidential=True)
        hidden.refresh_from_db()
        workflow.redraw(hidden, body, by=clerk)
    letters = [workflow.draft(OF_OFFICE, bureau, by=handler, today=TODAY) for _place in range(2)]
    workflow.issue(letters[0], by=handler, today=TODAY)
    people = [handler, *clerks.values()]
    people.append(with_role(Role.OFFICE_HANDLER, top, "别处的", office=office(top, "水利局")))
    for role in (Role.CHAIR, Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SUPERVISION_OFFICE):
        people += [with_role(role, body, f"{role}{body.pk}") for body in (top, town)]
    return people


def test_everyone_finds_exactly_the_papers_that_are_visible(world):
    sizes = set()
    for account in world:
        account.forget_grants()
        seen = set(Paper.objects.visible_to(account).values_list("pk", flat=True))
        found = search("柳溪村石板桥", user=account, kinds=["paper"])
        assert {one.object_id for one in found.documents} == seen, account.name
        sizes.add(len(seen))
    assert len(sizes) > 3, "the accounts should not all see the same"


def test_a_paper_is_found_by_its_number_title_and_addressee(world):
    clerk = world[1]
    draft = Paper.objects.filter(body__parent=None, office=None, status="drafting").latest("pk")
    workflow.change(
        draft,
        title="关于清理河道的函",
        addressee="县水利局",
        copies="",
        by=clerk,
        remarks="限期办结",
    )

    for words in ("清理河道", "县水利局", "限期办结"):
        found = search(words, user=clerk, kinds=["paper"])
        assert draft.pk in {one.object_id for one in found.documents}, words
