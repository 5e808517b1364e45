"""Pages: registering at a table, steps as buttons, counters that open their lists."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.work.petitions import workflow
from lianxin.work.petitions.models import Petition, Referral
from lianxin.work.petitions.queries import by_code, figures, progress
from lianxin.work.petitions.tests.factories import TODAY, WHO, House, answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


def test_eighteen_letters_and_twenty_six_visits_of_57_persons_are_three_figures(client, house):
    for _serial in range(18):
        house.petition(channel="letter")
    for serial in range(26):
        persons = 32 if serial == 0 else 1
        group = {"is_group": True, "representatives": 5} if serial == 0 else {}
        house.petition(channel="visit", number_of_persons=persons, topic="水利", **group)

    found = figures(Petition.objects.visible_to(house.clerk), 2026)
    client.force_login(house.clerk)
    page = client.get(reverse("petitions:figures"), {"year": "2026"}).content.decode()

    counted = {one.query["channel"]: (one.cases, one.persons) for one in found.by_channel}
    assert counted == {"letter": (18, 18), "visit": (26, 57)}
    assert (found.whole.cases, found.whole.persons) == (44, 75)
    for counter in (found.whole, *found.by_channel, *found.by_month, *found.by_topic):
        listed = client.get(reverse("petitions:list"), counter.query)
        assert listed.context["page"].count == counter.cases, counter
    assert "群众反映集中的问题" in page


def test_a_visit_is_registered_on_one_page_and_the_code_is_shown_once(client, house):
    client.force_login(house.clerk)
    typed = {
        "channel": "visit",
        "received_on": localdate(),
        "number_of_persons": "1",
        "title": "反映路灯不亮",
        "text": "村口三盏灯不亮。",
        "sort": "claim",
        "name": WHO["name"],
        "phone": WHO["phone"],
        "accused_office": house.office.pk,
    }

    unfit = client.post(reverse("petitions:register"), typed | {"title": ""})
    group = {"is_group": "on", "number_of_persons": "9", "representatives": "6"}
    refused = client.post(reverse("petitions:register"), typed | group)
    kept = client.post(reverse("petitions:register"), typed, follow=True)

    assert unfit.status_code == 422
    assert WHO["name"] in unfit.content.decode()
    assert refused.status_code == 409
    assert "第二十条第三款" in refused.content.decode()
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", kept.content.decode())
    assert code is not None
    petition = by_code(code.group().lower().replace("-", " "))
    assert petition == Petition.objects.get()
    assert petition.accused.get().office == house.office
    assert code.group() not in client.get(petition.get_absolute_url()).content.decode()


def test_a_step_page_refuses_in_words_and_keeps_what_was_typed(client, house):
    petition = house.petition(today=localdate())
    workflow.accept(petition, way="opinion", told_on=localdate(), by=house.clerk, today=localdate())
    client.force_login(house.clerk)
    address = reverse("petitions:step", args=[petition.pk, "refer"])
    typed = {"office": house.office.pk, "request": "请现场核实。"}

    refused = client.post(address, typed)
    done = client.post(
        address,
        typed | {"responsible": "周科长", "due_on": localdate() + timedelta(days=20)},
    )

    assert refused.status_code == 409
    assert "责任人" in refused.content.decode()
    assert "请现场核实。" in refused.content.decode()
    assert done.status_code == 302
    referral = Referral.objects.get()
    client.force_login(house.handler)
    page = client.get(petition.get_absolute_url()).content.decode()
    assert reverse("petitions:referral_step", args=[referral.pk, "receive"]) in page
    assert reverse("petitions:step", args=[petition.pk, "close"]) not in page


def test_an_office_does_not_open_what_another_office_was_handed(client, house):
    petition = house.referred()
    referral = petition.referrals.get()
    other = workflow.refer(
        petition,
        office=house.other_office,
        responsible="吴站长",
        due_on=date(2026, 4, 10),
        by=house.clerk,
        today=TODAY,
    )
    client.force_login(house.other_handler)

    def status(one, step):
        return client.get(reverse("petitions:referral_step", args=[one.pk, step])).status_code

    assert status(other, "answer") == 200
    assert status(referral, "answer") == 404
    assert status(other, "take_back") == 403
    assert "周科长" not in client.get(petition.get_absolute_url()).content.decode()


def test_the_list_costs_the_same_queries_for_three_as_for_one(
    client, house, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(house.clerk)
    house.referred()
    address = reverse("petitions:list")
    client.get(address)
    with django_assert_max_num_queries(25) as first:
        client.get(address)
    house.referred()
    house.referred()

    with django_assert_num_queries(len(first)):
        assert client.get(address).context["page"].count == 3


def test_the_desk_tells_the_keeper_the_office_and_the_spokesperson_what_they_owe(client, house):
    undecided = house.petition()
    petition = house.referred()
    workflow.attach_spokesperson(petition, person=house.deputy.person, agrees=True, by=house.clerk)

    def desk(account):
        client.force_login(account)
        return client.get(reverse("desk:home")).content.decode()

    assert undecided.get_absolute_url() in desk(house.clerk)
    assert petition.get_absolute_url() in desk(house.handler)
    assert reverse("petitions:step", args=[petition.pk, "record_contact"]) in desk(house.deputy)
    assert petition.get_absolute_url() not in desk(house.other_handler)


def test_behind_the_code_stands_the_progress_and_one_judgement(house):
    petition, code = house.register()
    workflow.accept(petition, way="opinion", told_on=TODAY, by=house.clerk, today=TODAY)
    opinion = answer(petition, by=house.clerk)

    workflow.grade(opinion, grade="dissatisfied", words="渠还没通。", today=TODAY)
    with pytest.raises(workflow.Refused, match="已经评价"):
        workflow.grade(opinion, grade="satisfied", today=TODAY)

    found = by_code(code)
    assert found is not None
    shown = progress(found)
    assert shown.status == "已书面答复"
    assert [words for _day, words in shown.steps][-1] == "信访人评价：不满意"
    assert by_code("AAAA-BBBB-CCCC") is None
    assert by_code("' or 1=1") is None


@pytest.mark.parametrize("name", ["accept", "refer", "decline", "withdraw", "turn_into_suggestion"])
def test_every_step_page_opens_for_the_clerk(client, house, name):
    petition = house.petition()
    client.force_login(house.clerk)

    assert client.get(reverse("petitions:step", args=[petition.pk, name])).status_code == 200
