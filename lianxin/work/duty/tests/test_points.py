"""Points: off by default, computed from records, a lost figure refused, a gap told."""

from datetime import date

import pytest
from django.urls import reverse

from lianxin.foundation.people.models import Role, Seat
from lianxin.foundation.refusals import Refused
from lianxin.foundation.rulebook.workflow import set_rule
from lianxin.work.duty import workflow
from lianxin.work.duty.models import Band, PointItem, Scheme
from lianxin.work.duty.scoring import (
    band_of,
    gaps_in,
    is_used,
    missing_in,
    points_of,
    score,
    scores_at,
    shown,
)
from lianxin.work.duty.shipped import point_templates
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_suggestion,
    make_township,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def town():
    return make_township(make_county())


@pytest.fixture
def clerk(town):
    return make_clerk(town)


@pytest.fixture
def used(town, clerk):
    set_rule(town, "duty.points", True, by=clerk, on=date(2026, 1, 1), source="主席团决定（示例）")


def start(town, clerk, template):
    return workflow.start_scheme(town, template=template, by=clerk, today=TODAY)


def test_points_are_off_until_the_body_decides_otherwise(town, clerk):
    assert not is_used(town, TODAY)
    with pytest.raises(Refused, match="没有启用积分"):
        start(town, clerk, "F07")


def test_a_scheme_that_lost_its_figures_is_refused_and_says_which(town, clerk, used):
    scheme = start(town, clerk, "F02")

    with pytest.raises(Refused) as refusal:
        workflow.put_scheme_in_force(scheme, by=clerk, today=TODAY)

    assert len(missing_in(scheme)) == 13
    assert "书面提出议案建议：缺次数（件数）、分值" in str(refusal.value)
    assert "不能当作 0 分" in str(refusal.value)
    assert Scheme.objects.get().state == Scheme.State.DRAFT


def test_the_complete_one_adds_up_to_a_hundred_and_is_taken(town, clerk, used):
    scheme = start(town, clerk, "F01")

    assert sum(item.base for item in scheme.items.all()) == scheme.total == 1000
    workflow.put_scheme_in_force(scheme, by=clerk, today=TODAY)
    with pytest.raises(Refused):
        workflow.put_scheme_in_force(start(town, clerk, "F01"), by=clerk, today=TODAY)


@pytest.mark.parametrize(
    ("number", "points"), [(0, 0), (1, 0), (2, 50), (3, 100), (4, 150), (5, 200)]
)
def test_three_suggestions_are_ten_points_and_one_more_or_fewer_five(number, points):
    """F01: 书面提出议案建议3条 10 分，每增减1条增减5分。"""
    item = PointItem(base_number=3, base=100, each=50, each_less=50)

    assert points_of(item, number) == points


def test_a_cap_holds_and_leave_takes_off():
    assert points_of(PointItem(base_number=1, base=30, each=30, cap=60), 5) == 60
    assert points_of(PointItem(base_number=1, base=-10, each=-10), 3) == -30
    assert points_of(PointItem(base_number=1, base=30, each=30), 0) == 0


def test_seventy_nine_and_a_half_is_a_gap_of_the_rule_and_not_guessed(town, clerk, used):
    scheme = start(town, clerk, "F04")
    bands = list(scheme.bands.all())

    assert [shown(one) for one in (795, 790, 800)] == ["79.5", "79", "80"]
    assert band_of(bands, 795) is None
    assert band_of(bands, 790).label == "履职较好"
    assert band_of(bands, 800).label == "履职好"
    assert band_of(bands, 599).label == "履职差"
    (gap,) = gaps_in(bands)
    assert "高于 79 分、不到 80 分" in gap
    item = PointItem(scheme=scheme, base_number=1, base=795, sources=["suggestions.led"])
    item.save()
    assert "79.5 分不在任何等次里" in score(scheme, lambda _key: 1).gap_words


def test_bands_without_a_gap_say_nothing():
    bands = [Band(label="好", at_least=800), Band(label="一般", at_most=799)]

    assert gaps_in(bands) == []


def test_points_come_from_records_and_uncounted_items_are_named(town, clerk, used):
    account = make_deputy(town)
    make_suggestion(town, deputy=account)
    make_suggestion(town, deputy=account)
    scheme = start(town, clerk, "F07")
    workflow.put_scheme_in_force(scheme, by=clerk, today=TODAY)

    by_person = {seat.person_id: one for seat, one in scores_at(scheme, date(2026, 1, 1), TODAY)}

    assert by_person[account.person_id].points == 60
    assert [item.label for item in by_person[account.person_id].uncounted][-1] == "人代会请假半天"


def test_points_are_seen_by_the_deputy_and_the_office_alone(client, town, clerk, used):
    account = make_deputy(town)
    scheme = start(town, clerk, "F07")
    workflow.put_scheme_in_force(scheme, by=clerk, today=TODAY)
    seat = Seat.objects.get(person=account.person)
    file = reverse("duty:file", args=[seat.pk])
    seen = {}
    for name, who in (
        ("own", account),
        ("office", clerk),
        ("county", make_clerk(town.parent)),
        ("colleague", make_deputy(town)),
    ):
        client.force_login(who)
        page = client.get(file, {"period": "2026"})
        seen[name] = "不排名、不公布" in page.content.decode()
        seen[f"{name} scheme"] = client.get(scheme.get_absolute_url()).status_code

    assert [name for name, yes in seen.items() if yes is True] == ["own", "office"]
    assert seen["office scheme"] == 200
    assert {seen[f"{name} scheme"] for name in ("own", "colleague", "county")} <= {403, 404}


def test_every_template_can_be_started(town, clerk, used):
    for key, template in point_templates().items():
        assert start(town, clerk, key).items.count() == len(template.items)


def test_points_are_a_tab_for_those_who_keep_them_and_for_no_auditor(client, town, clerk):
    for account, is_shown in ((clerk, True), (make_account(Role.AUDITOR, town), False)):
        client.force_login(account)
        page = client.get(reverse("duty:list")).content.decode()
        assert (f'href="{reverse("duty:schemes")}"' in page) is is_shown
