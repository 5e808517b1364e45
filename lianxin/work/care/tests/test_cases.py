"""A rights case from the deputy's asking to what he thinks of the result; who sees it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse

from lianxin.foundation.figures.catalogue import Scope, figure
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.ledger.hiding import hidden_from
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.people.models import Role
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.search.models import Document
from lianxin.work.care import workflow
from lianxin.work.care.models import RightsCase
from lianxin.work.care.tests.factories import (
    SECRET,
    TODAY,
    coordinated,
    make_case,
    make_house,
)
from lianxin.work.suggestions.tests.factories import make_account, make_deputy

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_house()


def test_a_deputy_asks_for_help_and_says_at_the_end_whether_he_is_content(house):
    case = make_case(house)
    assert case.number == "权益〔2026〕1号"

    coordinated(case, by=house.clerk)
    workflow.close_case(case, result="resolved", outcome="已补发。", by=house.chair, today=TODAY)
    workflow.judge(case, content="content", by=house.deputy, today=TODAY)

    case.refresh_from_db()
    assert (case.state, case.result, case.content) == ("closed", "resolved", "content")
    with pytest.raises(Refused, match="已经评价过"):
        workflow.judge(case, content="content", by=house.deputy, today=TODAY)


def test_what_was_not_spoken_of_with_anyone_is_not_closed(house):
    case = make_case(house)

    with pytest.raises(Refused, match="还没有协调"):
        workflow.close_case(case, result="resolved", outcome="好了", by=house.clerk, today=TODAY)

    with pytest.raises(Refused, match="代表本人会看到"):
        workflow.close_case(
            coordinated(case, by=house.clerk),
            result="resolved",
            outcome=" ",
            by=house.clerk,
            today=TODAY,
        )


def test_who_is_not_content_says_why_and_the_case_is_taken_up_again(house):
    case = coordinated(make_case(house), by=house.clerk)
    workflow.close_case(case, result="partly", outcome="补了一半。", by=house.clerk, today=TODAY)
    with pytest.raises(Refused, match="写明哪里没有解决"):
        workflow.judge(case, content="not_content", by=house.deputy, today=TODAY)
    with pytest.raises(Refused, match="没有表示不满意"):
        workflow.reopen(case, by=house.clerk, today=TODAY)

    workflow.judge(case, content="not_content", words="还差一天", by=house.deputy, today=TODAY)
    workflow.reopen(case, by=house.clerk, today=TODAY)

    case.refresh_from_db()
    assert (case.state, case.result, case.content) == ("coordinated", "", "")
    assert events_of(case).get(step="care.reopen").before["words"] == "还差一天"


def test_only_the_deputy_asks_judges_and_takes_back(house):
    with pytest.raises(PermissionDenied):
        workflow.ask_for_help(
            house.town, house.seat, kind="other", text="x", by=house.clerk, today=TODAY
        )
    case = make_case(house)
    with pytest.raises(PermissionDenied):
        workflow.withdraw_case(case, by=house.clerk, today=TODAY)

    workflow.withdraw_case(case, by=house.deputy, today=TODAY)

    with pytest.raises(WrongStatus, match="已撤回"):
        coordinated(case, by=house.clerk)


def test_help_asked_for_with_a_button_pressed_twice_is_one_case(house):
    assert make_case(house) == make_case(house)
    assert events_of(make_case(house)).count() == 1
    assert make_case(house, kind="other") != make_case(house)


def test_a_deputy_cannot_choose_what_an_organ_asks_nor_another_place(house):
    with pytest.raises(Refused, match="不由代表提出"):
        make_case(house, kind="liberty")
    with pytest.raises(Refused, match="请写明发生了什么"):
        workflow.ask_for_help(
            house.town, house.seat, kind="other", text=" ", by=house.deputy, today=TODAY
        )
    with pytest.raises(Refused, match="不归所选机构"):
        workflow.open_case(
            house.town, house.county_seat, kind="other", text="x", by=house.clerk, today=TODAY
        )


def test_what_is_about_the_own_chair_goes_to_the_county(house):
    case = make_case(house, kind="retaliation", body=house.county)

    seen = RightsCase.objects.filter(pk=case.pk)
    assert seen.visible_to(house.county_clerk).exists()
    assert not seen.visible_to(house.chair).exists()
    assert not seen.visible_to(house.clerk).exists()


WHO = {
    "deputy": True,
    "clerk": True,
    "other": True,
    "chair": True,
    "county_clerk": False,
    "auditor": False,
    "member": False,
    "colleague": False,
    "presidium": False,
}


@pytest.mark.parametrize(("who", "sees"), WHO.items())
def test_the_case_exists_for_its_keepers_and_its_deputy_alone(client, house, who, sees):
    case = coordinated(make_case(house), by=house.clerk)
    house.colleague = make_deputy(house.town)
    house.presidium = make_account(Role.PRESIDIUM_MEMBER, house.town)
    client.force_login(getattr(house, who))

    pages = [reverse(f"care:{name}", args=[case.pk]) for name in ("case", "read", "contact_new")]
    answers = [client.get(url) for url in pages]

    assert (answers[0].status_code == 200) is sees
    if who != "deputy":
        assert not any(SECRET in one.content.decode() for one in answers)
    if not sees:
        assert {one.status_code for one in answers} == {404}
    else:
        is_kept = who != "deputy"
        assert [one.status_code for one in answers[1:]] == ([200, 200] if is_kept else [403, 403])
        assert (SECRET in answers[0].content.decode()) is (who == "deputy")


def test_once_the_chair_named_an_officer_the_other_clerks_see_nothing(client, house):
    case = make_case(house)
    with pytest.raises(PermissionDenied):
        workflow.name_officer(house.town, house.clerk, by=house.clerk, today=TODAY)
    with pytest.raises(Refused, match="本级人大工作人员"):
        workflow.name_officer(house.town, house.deputy, by=house.chair, today=TODAY)

    workflow.name_officer(house.town, house.clerk, by=house.chair, today=TODAY)

    seen = RightsCase.objects.filter(pk=case.pk)
    assert [seen.visible_to(one).exists() for one in (house.clerk, house.chair)] == [True, True]
    assert not seen.visible_to(house.other).exists()
    client.force_login(house.other)
    assert client.get(reverse("care:list")).status_code == 403
    with pytest.raises(PermissionDenied):
        coordinated(case, by=house.other)

    workflow.end_officer(house.town.care_officers.get(), by=house.chair, today=TODAY)
    assert seen.visible_to(house.other).exists()


def test_reading_takes_a_reason_and_the_deputy_sees_who_read(client, house):
    case = make_case(house)
    client.force_login(house.clerk)
    url = reverse("care:read", args=[case.pk])

    short = client.post(url, {"reason": "看"})
    read = client.post(url, {"reason": "与单位核对工资情况"})

    assert (short.status_code, SECRET in short.content.decode()) == (409, False)
    assert SECRET in read.content.decode()
    assert "no-store" in read.headers["Cache-Control"]
    event = events_of(case).get(step="care.personal_data_read")
    assert (event.actor, event.reason) == (house.clerk, "与单位核对工资情况")
    client.force_login(house.deputy)
    assert "与单位核对工资情况" in client.get(case.get_absolute_url()).content.decode()
    with pytest.raises(PermissionDenied):
        workflow.read_case(case, reason="想看看内容", by=house.auditor)


def test_notices_trail_and_search_tell_no_name_and_nothing_of_the_matter(house):
    name = house.seat.person.name
    case = coordinated(make_case(house), by=house.clerk)
    workflow.close_case(case, result="resolved", outcome=SECRET, by=house.clerk, today=TODAY)

    told = Notice.objects.filter(kind__startswith="care.")
    words = "".join(f"{one.words}{one.outside}{one.why}" for one in told)
    assert told.filter(account=house.deputy).count() == 2
    assert {one.account for one in told} == {
        house.deputy,
        house.clerk,
        house.other,
        house.chair,
    }
    for secret in (name, SECRET, "工资"):
        assert secret not in words
        assert not events_of(case).filter(words__contains=secret).exists()
    assert not Document.objects.filter(
        Q(title__contains=SECRET) | Q(text__contains=SECRET)
    ).exists()

    trail = Event.objects.filter(record_type="care.rightscase")
    assert trail.exists()
    seen = {
        who: trail.exclude(hidden_from(getattr(house, who))).exists()
        for who in ("chair", "county_clerk", "auditor")
    }
    assert seen == {"chair": True, "county_clerk": False, "auditor": False}


def test_the_record_is_drawn_by_a_keeper_and_its_drawing_is_a_reading(client, house):
    case = coordinated(make_case(house), by=house.clerk)
    workflow.name_officer(house.town, house.clerk, by=house.chair, today=TODAY)
    shown, button = reverse("care:case", args=[case.pk]), "生成一页记录"
    client.force_login(house.chair)
    assert button not in client.get(shown).content.decode()
    client.force_login(house.clerk)
    assert button in client.get(shown).content.decode()

    answer = client.post(reverse("care:paper", args=[case.pk]))

    paper = Paper.objects.get(kind="rights_case")
    assert answer.url == paper.get_absolute_url()
    assert events_of(case).filter(step="care.personal_data_read").count() == 1
    for who in ("other", "county_clerk", "auditor", "deputy"):
        assert not Paper.objects.visible_to(getattr(house, who)).filter(pk=paper.pk).exists()
    client.force_login(house.other)
    assert client.post(reverse("care:paper", args=[case.pk])).status_code == 404


def test_the_list_asks_as_many_queries_for_one_case_as_for_five(
    client, house, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_case(house)
    client.force_login(house.clerk)
    url = reverse("care:list")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for kind in ("obstruction", "retaliation", "speech", "other"):
        make_case(house, kind=kind)
    with django_assert_num_queries(len(few)):
        page = client.get(url, {"state": "open"}).content.decode()

    assert "权益〔2026〕5号" in page
    assert SECRET not in page


def test_figures_count_and_list_numbers_and_a_rate_of_those_asked(house):
    for content in ("content", "not_content", ""):
        case = coordinated(make_case(house), by=house.clerk)
        workflow.close_case(case, result="resolved", outcome="好了", by=house.clerk, today=TODAY)
        if content:
            workflow.judge(case, content=content, words="说明", by=house.deputy, today=TODAY)
    scope = Scope(house.town, TODAY.replace(month=1, day=1), TODAY, user=house.clerk)

    assert figure("care.opened").value(scope) == 3
    assert figure("care.content_rate").sides(scope) == (1, 2)
    other = Scope(house.town, TODAY.replace(month=1, day=1), TODAY, user=house.auditor)
    counted = figure("care.opened")
    assert counted.value(other) == 3
    assert counted.records is not None
    assert counted.row is not None
    assert not counted.records(other).exists()
    row = counted.row(counted.records(scope).first())
    assert house.seat.person.name not in f"{row.words}{row.note}"


def test_the_pages_from_asking_to_the_judgement(client, house):
    client.force_login(house.deputy)
    asked = {"kind": "employer", "text": SECRET, "body": house.town.pk}
    unfit = client.post(reverse("care:ask"), {**asked, "kind": "liberty"})
    client.post(reverse("care:ask"), asked)
    case = RightsCase.objects.get()
    client.force_login(house.clerk)
    close = reverse("care:close", args=[case.pk])
    early = client.post(close, {"result": "resolved", "outcome": "单位已补发"})
    client.post(
        reverse("care:contact_new", args=[case.pk]),
        {"on": TODAY.replace(year=2099), "whom": "employer", "way": "call", "words": "x"},
    )
    client.post(
        reverse("care:contact_new", args=[case.pk]),
        {"on": case.opened_on, "whom": "employer", "way": "call", "words": "同意补发"},
    )
    client.post(close, {"result": "resolved", "outcome": "单位已补发"})
    client.force_login(house.deputy)
    client.post(reverse("care:judge", args=[case.pk]), {"content": "basically"})

    assert (unfit.status_code, SECRET in unfit.content.decode()) == (422, True)
    assert (early.status_code, "单位已补发" in early.content.decode()) == (409, True)
    case.refresh_from_db()
    assert (case.state, case.content, case.contacts.count()) == ("closed", "basically", 1)
    assert case.number in client.get(reverse("care:mine")).content.decode()
