"""The register of linked voters: who reads it, what is refused, spot checks, imports."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Role, Seat
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.sheets import read_table
from lianxin.work.links import workflow
from lianxin.work.links.calls import results_of
from lianxin.work.links.drawing import drawn
from lianxin.work.links.models import Contact, LinkedVoter
from lianxin.work.links.tests.factories import TODAY, make_voter, make_voters, seat_of
from lianxin.work.links.workflow.importing import WORDS
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)
from lianxin.work.voices.models import VoterMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def township(county):
    return make_township(county)


@pytest.fixture
def clerk(township):
    return make_clerk(township)


@pytest.fixture
def deputy(township):
    return make_deputy(township)


def test_the_deputy_and_the_bodys_clerk_see_the_register_and_nobody_else(
    county, township, clerk, deputy
):
    make_voter(deputy)
    seen = LinkedVoter.objects.visible_to
    assert seen(deputy).count() == seen(clerk).count() == 1
    for other in (
        make_deputy(township),
        make_clerk(county),
        make_account(Role.CHAIR, township),
        make_account(Role.PRESIDIUM_MEMBER, township),
        make_account(Role.AUDITOR, township),
        make_account(Role.SYSTEM_ADMIN, county),
    ):
        assert not seen(other).exists()

    Seat.objects.filter(person=deputy.person_id).update(state=Seat.State.SUSPENDED)
    assert not seen(deputy).exists()


def test_the_clerk_reads_with_a_reason_that_stays_on_the_ledger_and_names_no_voter(clerk, deputy):
    voter = make_voter(deputy, name="王示例")
    workflow.read_voter(voter, reason="", by=deputy)
    with pytest.raises(Refused, match="事由"):
        workflow.read_voter(voter, reason="核实", by=clerk)
    workflow.read_voter(voter, reason="抽查电话核实", by=clerk)

    readings = events_of(voter).filter(step="link.personal_data_read")
    assert [(one.actor, one.reason) for one in readings] == [(clerk, "抽查电话核实")]
    for event in Event.objects.all():
        told = f"{event.words}{event.reason}{event.before}{event.after}"
        assert "王示例" not in told
        assert "13800000001" not in told


def test_lists_and_pages_mask_the_voter_for_the_clerk_until_he_says_why(client, clerk, deputy):
    voter = make_voter(deputy, name="王示例")
    client.force_login(clerk)
    for address in (
        reverse("links:deputy", args=[voter.seat_id]),
        voter.get_absolute_url(),
        reverse("links:voter_contact", args=[voter.pk]),
        reverse("links:list"),
    ):
        page = client.get(address).content.decode()
        assert "王示例" not in page
        assert "13800000001" not in page
    assert "王某" in client.get(voter.get_absolute_url()).content.decode()

    shown = client.post(voter.get_absolute_url(), {"reason": "抽查电话核实"})
    assert "13800000001" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    # The form would show the data again, without a reason: it is the deputy's.
    assert client.get(reverse("links:voter_edit", args=[voter.pk])).status_code == 404

    client.force_login(deputy)
    assert "13800000001" in client.get(voter.get_absolute_url()).content.decode()


def test_ending_a_link_erases_the_data_and_keeps_the_counts(deputy, township):
    voter = make_voter(deputy)
    workflow.keep_in_touch(voter=voter, on=TODAY, way="visit", by=deputy, today=TODAY)
    with pytest.raises(Refused, match="为什么"):
        workflow.end_voter(voter, reason=" ", by=deputy, today=TODAY)

    workflow.end_voter(voter, reason="已迁出", by=deputy, today=TODAY)

    voter.refresh_from_db()
    assert (voter.name, voter.phone, voter.born) == ("", "", None)
    assert Contact.objects.kept().count() == 1
    with pytest.raises(WrongStatus):
        workflow.end_voter(voter, reason="已迁出", by=deputy, today=TODAY)
    with pytest.raises(Refused, match="已经删除"):
        workflow.read_voter(voter, reason="", by=deputy)
    with pytest.raises(WrongStatus):
        workflow.keep_in_touch(voter=voter, on=TODAY, way="visit", by=deputy, today=TODAY)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"born": 2010}, "18"),
        ({"name": ""}, "姓名"),
        ({"agreed_on": date(2026, 3, 12)}, "同意"),
        ({"since": date(2026, 3, 12)}, "今天"),
        ({"persons": 0}, "至少是 1"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(deputy, values, words):
    with pytest.raises(Refused, match=words):
        make_voter(deputy, **values)


def test_a_voter_entered_again_otherwise_and_anothers_register_are_refused(township, deputy):
    pressed_twice = make_voter(deputy), make_voter(deputy)
    assert pressed_twice[0] == pressed_twice[1]
    with pytest.raises(Refused, match="已经登记"):
        make_voter(deputy, address="另一处")
    with pytest.raises(PermissionDenied):
        make_voter(deputy, name="选民乙", by=make_deputy(township))


def test_an_opinion_becomes_the_voters_message_once_however_often_it_is_sent(deputy, township):
    voter = make_voter(deputy)
    told = {
        "voter": voter,
        "on": TODAY,
        "way": "visit",
        "opinion": "村口路灯不亮，晚上走路不方便。",
        "post_key": "abc123abc123",
        "by": deputy,
        "today": TODAY,
    }
    first = workflow.keep_in_touch(**told)
    again = workflow.keep_in_touch(**told)

    assert first.contact == again.contact
    message = first.contact.message
    assert message is not None
    assert (message.channel, message.deputy) == ("visit", deputy.person)
    assert not hasattr(message, "contact")
    assert first.code

    named = workflow.keep_in_touch(
        **told | {"post_key": "def456def456", "names_voter": True, "way": "call"}
    )
    assert named.contact.message.contact.phone == "13800000001"
    assert named.contact.message.channel == "phone"


def test_a_contact_pressed_twice_shows_the_code_again_and_another_is_another(client, deputy):
    voter = make_voter(deputy)
    client.force_login(deputy)
    address = reverse("links:voter_contact", args=[voter.pk])
    told = {"on": localdate(), "way": "visit", "opinion": "路灯不亮。", "post_key": "k" * 32}

    first, again = (client.post(address, told, follow=True) for _press in range(2))

    assert VoterMessage.objects.count() == 1
    assert all("查询码" in page.content.decode() for page in (first, again))
    client.post(address, told | {"opinion": "水压不够。"})
    assert VoterMessage.objects.count() == 2


def test_a_contact_of_tomorrow_or_before_the_link_is_refused(deputy):
    voter = make_voter(deputy)
    for day, words in ((date(2026, 3, 12), "还没有到"), (date(2026, 3, 1), "从 2026-03-11 开始")):
        with pytest.raises(Refused, match=words):
            workflow.keep_in_touch(voter=voter, on=day, way="visit", by=deputy, today=TODAY)


def test_a_draw_can_be_drawn_again_from_its_seed_and_pool(township, clerk, deputy):
    with pytest.raises(Refused, match="没有可抽的人"):
        workflow.draw_check(township, size=3, by=clerk, today=TODAY)
    make_voters(deputy, 12)
    check = workflow.draw_check(township, size=5, by=clerk, today=TODAY)
    other = workflow.draw_check(township, size=5, by=clerk, today=TODAY)

    found = list(check.calls.values_list("voter_id", flat=True))
    assert found == drawn(check.seed, reversed(check.pool), 5)
    assert check.seed != other.seed
    assert events_of(check).get(step="link.draw").after["seed"] == check.seed
    with pytest.raises(Refused, match="1 至 100"):
        workflow.draw_check(township, size=0, by=clerk, today=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.draw_check(township, size=1, by=deputy, today=TODAY)
    # SHA-256 of 「00:1」, 「00:2」, 「00:3」, from the smallest, by any other tool.
    assert drawn("00", [1, 2, 3, 3], 3) == [1, 3, 2]


def test_the_rate_counts_those_reached_and_keeps_the_answers(township, clerk, deputy):
    make_voters(deputy, 4)
    check = workflow.draw_check(township, size=4, by=clerk, today=TODAY)
    calls = list(check.calls.all())
    with pytest.raises(Refused, match="怎么说"):
        workflow.record_call(calls[0], result="not_confirmed", by=clerk, today=TODAY)
    for call, result in zip(calls, ("confirmed", "confirmed", "not_reached"), strict=False):
        workflow.record_call(call, result=result, by=clerk, today=TODAY)
    workflow.record_call(
        calls[3], result="not_confirmed", words="没有来过。", by=clerk, today=TODAY
    )

    results = results_of([check])[check.pk]
    assert (results.confirmed, results.reached, results.percent) == (2, 3, 67)
    assert (results.not_reached, results.open) == (1, 0)


CSV = """联系选民登记表
姓名,年龄,文化,家庭住址,工作单位,联系电话,家庭人口
王示例,45,高中,柳溪村1组,务农,13800000001,4
李示例,十七,初中,柳溪村2组,,13800000002,
,50,小学,柳溪村3组,,13800000003,
赵示例,17,初中,柳溪村3组,,13800000004,
钱示例,60,小学,柳溪村3组,,12,
=HYPERLINK("x"),40,,,,13800000005,
王示例,45,高中,柳溪村1组,务农,13800000001,4
"""


def test_an_import_takes_the_rows_that_fit_and_says_why_the_others_do_not(deputy, township):
    def run():
        table = read_table(BytesIO(CSV.encode()), filename="登记表.csv", words=WORDS)
        return workflow.import_voters(
            seat_of(deputy), table, agreed_on=TODAY, by=deputy, today=TODAY
        )

    report = run()

    reasons = {one.row: one.reason for one in report.refused}
    assert (report.created, report.unchanged) == (2, 1)
    assert "不是数字" in reasons[4]
    assert "没有姓名" in reasons[5]
    assert "18" in reasons[6]
    assert "12" in reasons[7]
    household = LinkedVoter.objects.get(name="王示例")
    age = 45 + localdate().year - TODAY.year
    assert (household.kind, household.persons, household.age) == ("household", 4, age)
    assert run().created == 0

    table = read_table(BytesIO(b"a,b\n1,2\n"), filename="x.csv")
    with pytest.raises(Refused, match="姓名"):
        workflow.import_voters(seat_of(deputy), table, agreed_on=TODAY, by=deputy, today=TODAY)


def test_the_import_page_keeps_what_is_right_and_lists_what_is_not(client, deputy):
    client.force_login(deputy)
    address = reverse("links:voters_import", args=[seat_of(deputy).pk])
    upload = BytesIO(CSV.encode())
    upload.name = "登记表.csv"
    page = client.post(address, {"file": upload, "agreed_on": "2026-03-11"})
    assert "第 4 行" in page.content.decode()
    broken = BytesIO(b"\x00\x01\x02")
    broken.name = "登记表.xlsx"
    page = client.post(address, {"file": broken, "agreed_on": "2026-03-11"})
    assert page.status_code == 422


def test_another_deputys_pages_do_not_exist_for_a_deputy(client, township, deputy):
    voter = make_voter(deputy)
    client.force_login(make_deputy(township))
    for address in (
        voter.get_absolute_url(),
        reverse("links:deputy", args=[voter.seat_id]),
        reverse("links:voter_end", args=[voter.pk]),
        reverse("links:voter_new", args=[voter.seat_id]),
    ):
        assert client.get(address).status_code == 404
