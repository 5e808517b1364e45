"""Who sees a petition, and that the accused do not, wherever they look."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.queries import visible_q
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.papers import workflow as papers
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.people.models import Role
from lianxin.foundation.people.permissions import may
from lianxin.foundation.search.models import Document
from lianxin.work.petitions import workflow
from lianxin.work.petitions.kind import accusing
from lianxin.work.petitions.models import Petition
from lianxin.work.petitions.permissions import Permission
from lianxin.work.petitions.tests.factories import TODAY, WHO, House
from lianxin.work.suggestions.tests.factories import make_account, make_clerk, make_township

pytestmark = pytest.mark.django_db
TITLE = "反映水务局违规收费"


@pytest.fixture
def house():
    return House()


@pytest.fixture
def accusation(house):
    """An accusation of the water office and of the chair by name, sent to the discipline organ."""
    petition = house.petition(
        title=TITLE,
        sort="accusation",
        accused=[{"office": house.office}, {"name": "林主任", "post": "主任"}],
    )
    workflow.refer(
        petition,
        organ="禾望县纪委监委",
        responsible="信访室",
        due_on=date(2026, 4, 1),
        by=house.clerk,
        today=TODAY,
    )
    return petition


def pages_of(petition):
    referral = petition.referrals.get()
    return [
        reverse("petitions:detail", args=[petition.pk]),
        reverse("petitions:petitioners", args=[petition.pk]),
        reverse("petitions:step", args=[petition.pk, "close"]),
        reverse("petitions:referral_step", args=[referral.pk, "answer"]),
    ]


@pytest.mark.parametrize("who", ["handler", "chair"])
def test_the_accused_find_nothing_wherever_they_look(client, house, accusation, who):
    accused = getattr(house, who)
    client.force_login(accused)

    assert not Petition.objects.visible_to(accused).exists()
    assert not Matter.objects.filter(visible_q(accused)).exists()
    for address in pages_of(accusation):
        assert client.get(address).status_code == 404, address
    for address in (
        reverse("desk:home"),
        reverse("suggestions:list"),
        reverse("search:search", query={"q": "违规收费"}),
        reverse("notices:list"),
    ):
        assert TITLE not in client.get(address).content.decode(), address
    assert not Notice.objects.filter(account=accused).exists()
    assert not may(accused, Permission.MANAGE, accusation)


def test_the_chair_named_as_accused_gets_an_empty_list_and_table(client, house, accusation):
    client.force_login(house.chair)

    page = client.get(reverse("petitions:list"))
    table = client.get(reverse("petitions:list"), {"as": "xlsx"})
    figures = client.get(reverse("petitions:figures"), {"year": "2026"})

    assert accusation.number not in page.content.decode()
    assert accusation.number not in _cells(table)
    assert "纪委" not in figures.content.decode()
    assert figures.context["whole"][0].cases == 0


def test_the_trail_hides_petitions_from_the_accused(client, house, accusation):
    client.force_login(house.chair)

    trail = client.get(reverse("reports:trail")).content.decode()

    assert "纪委监委" not in trail


def test_an_accused_office_that_turns_up_later_loses_sight_or_must_give_it_back(house):
    petition = house.referred()
    assert Petition.objects.visible_to(house.handler).exists()

    with pytest.raises(workflow.Refused, match="请先收回"):
        workflow.name_accused(petition, accused=[{"office": house.office}], by=house.clerk)
    workflow.take_back(petition.referrals.get(), reason="换人", by=house.clerk, today=TODAY)
    workflow.name_accused(petition, accused=[{"office": house.office}], by=house.clerk)

    assert not Petition.objects.visible_to(house.handler).exists()


def test_the_successor_of_an_accused_office_is_kept_out_too(house):
    house.office.merged_into, house.office.closed_on = house.other_office, TODAY
    house.office.save()
    petition = house.petition(accused=[{"office": house.office}, {"name": " 许示例 "}])

    assert accusing(house.other_handler).get(office=house.office).petition == petition
    assert not Petition.objects.visible_to(house.clerk).exists()
    assert Petition.objects.visible_to(house.chair).get() == petition


def test_only_the_own_clerks_the_office_and_the_spokesperson_see_it(house):
    petition = house.referred()
    workflow.attach_spokesperson(petition, person=house.deputy.person, agrees=False, by=house.clerk)
    township = make_township(house.body)
    local = workflow.register(
        township,
        channel="letter",
        title="反映村务不公开",
        text="三年没有公开账目。",
        by=make_clerk(township),
        today=TODAY,
    ).petition
    others = [
        house.other_handler,
        make_account(Role.AUDITOR, house.body),
        make_account(Role.PRESIDIUM_MEMBER, house.body),
        make_account(Role.SUPERVISION_OFFICE, house.body),
        make_account(Role.SYSTEM_ADMIN, house.body),
    ]

    for seer in (house.clerk, house.chair, house.handler, house.deputy):
        assert list(Petition.objects.visible_to(seer)) == [petition], seer
        assert not Matter.objects.visible_to(seer).filter(pk=local.pk).exists()
    for other in others:
        assert not Matter.objects.visible_to(other).filter(Q(kind="petition")).exists(), other


def test_reading_who_raised_it_needs_a_reason_and_stands_in_the_ledger(client, house):
    petition = house.referred()
    address = reverse("petitions:petitioners", args=[petition.pk])
    client.force_login(house.clerk)

    detail = client.get(petition.get_absolute_url()).content.decode()
    asked = client.post(address, {"reason": "核实"})
    shown = client.post(address, {"reason": "电话告知受理情况"})

    assert not any(value in detail for value in WHO.values())
    assert asked.status_code == 409
    assert WHO["name"] not in asked.content.decode()
    assert WHO["phone"] in shown.content.decode()
    event = events_of(petition).last()
    assert (event.step, event.reason) == ("petition.personal_data_read", "电话告知受理情况")
    assert not any(WHO["name"] in one.words for one in events_of(petition))


def test_the_office_reads_who_raised_it_only_with_consent(house):
    closed = house.referred()
    opened = house.referred(shares_with_office=True)

    with pytest.raises(PermissionDenied):
        workflow.read_petitioners(closed, reason="上门核实情况", by=house.handler)
    people = workflow.read_petitioners(opened, reason="上门核实情况", by=house.handler)

    assert [one.name for one in people] == [WHO["name"]]


def test_the_spokesperson_reads_progress_without_the_text_unless_the_petitioner_agreed(
    client, house
):
    petition = house.referred()
    client.force_login(house.deputy)
    pages = []
    for agrees in (False, True):
        workflow.attach_spokesperson(
            petition, person=house.deputy.person, agrees=agrees, by=house.clerk
        )
        pages.append(client.get(petition.get_absolute_url()).content.decode())

    assert "五十亩地" not in pages[0]
    assert "办理中" in pages[0]
    assert "五十亩地" in pages[1]
    assert not any(WHO["name"] in page for page in pages)


def test_the_table_counts_and_names_nobody_and_its_leaving_is_recorded(client, house):
    petition = house.petition(number_of_persons=3)
    client.force_login(house.clerk)

    cells = _cells(client.get(reverse("petitions:list"), {"as": "xlsx"}))

    assert petition.number in cells
    assert "3" in cells
    assert not any(value in cells for value in WHO.values())
    client.force_login(house.handler)
    workflow.accept(petition, way="opinion", told_on=TODAY, by=house.clerk, today=TODAY)
    step = {"office": house.office, "responsible": "周科长", "due_on": date(2026, 4, 1)}
    workflow.refer(petition, by=house.clerk, today=TODAY, **step)
    assert client.get(reverse("petitions:list"), {"as": "xlsx"}).status_code == 403


def _cells(response):
    sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).active
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]


def test_papers_of_a_petition_do_not_exist_for_the_accused_nor_for_the_search(client, house):
    petition = house.referred(accused=[{"name": "林主任"}])
    second = make_clerk(house.body, name="赵示例")
    house.body.document_prefix = "禾人常"
    house.body.save()
    referral = petition.referrals.get()
    client.force_login(house.clerk)

    def draft(kind, source):
        return client.post(reverse("papers:create"), {"kind": kind, "source": source.pk})

    assert draft("petition_acceptance", petition).status_code == 302
    assert draft("petition_referral", referral).status_code == 302
    notice, letter = Paper.objects.order_by("pk")
    shown = client.get(reverse("papers:pdf", args=[notice.pk]))
    papers.issue(letter, by=house.clerk, today=TODAY)

    assert notice.addressee == WHO["name"]
    assert shown.status_code == 200
    assert [one.step for one in events_of(petition)].count("petition.personal_data_read") == 1
    assert not Document.objects.filter(kind="paper").exists()
    assert WHO["name"] not in str(letter.fields)
    assert list(Paper.objects.visible_to(house.handler)) == [letter]
    assert Paper.objects.visible_to(second).count() == 2
    workflow.name_accused(petition, accused=[{"account": second}], by=house.clerk)
    assert not Paper.objects.visible_to(second).exists()
    client.force_login(second)
    assert client.get(reverse("papers:detail", args=[notice.pk])).status_code == 404
    assert draft("petition_acceptance", petition).status_code == 404
