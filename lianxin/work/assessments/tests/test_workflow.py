"""Schemes and rounds: what counts, what each step does, and what it refuses."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Scope, figure
from lianxin.foundation.people.models import Body
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.assessments import workflow
from lianxin.work.assessments.conditions import answer, quarters_of
from lianxin.work.assessments.models import Item, Mark, Round, Scheme, Sheet
from lianxin.work.assessments.queries import works_here
from lianxin.work.assessments.shipped import schemes
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_county,
    make_deputy,
    make_street,
    make_township,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 10)
DATA = Path(__file__).parents[4] / "tests" / "data" / "form_templates.json"
FORMS = {one["id"]: one for one in json.loads(DATA.read_text(encoding="utf-8"))["items"]}
MEDIA = "市以上媒体采用不少于 7 篇，其中文字稿件不少于 3 篇"


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def town(county):
    return make_township(county)


@pytest.fixture
def clerk(county):
    return make_clerk(county)


@pytest.fixture
def town_clerk(town):
    return make_clerk(town)


def in_use(county, clerk, key="items24") -> Scheme:
    scheme = workflow.copy_shipped(county, key, by=clerk)
    workflow.put_in_use(scheme, by=clerk)
    return scheme


def opened(county, clerk, key="items24") -> Round:
    return workflow.open_round(
        in_use(county, clerk, key),
        year=2026,
        self_by=TODAY + timedelta(days=10),
        by=clerk,
        today=TODAY,
    )


def mark_of(sheet, name) -> Mark:
    return sheet.marks.select_related("sheet__round__scheme", "sheet__body", "item").get(
        item__name=name
    )


def checked_all(sheet, by) -> None:
    """The body answers everything that people must answer, and sends."""
    for mark in sheet.marks.select_related("sheet__round", "sheet__body", "item"):
        if mark.looks_met is None or mark.is_by_proof:
            typed = {
                place: one["at_least"]
                for place, one in enumerate(mark.item.conditions)
                if "typed" in one
            }
            workflow.check(mark, typed=typed, is_met=True, proof="见工作台账", by=by, today=TODAY)
    workflow.send(sheet, by=by, today=TODAY)


def reviewed_all(sheet, by) -> None:
    for mark in sheet.marks.select_related("sheet__round__body", "sheet__body", "item"):
        awarded = mark.item.points if mark.looks_met else 0
        workflow.review(mark, awarded=awarded, mode="check", by=by)


def test_a_township_has_24_items_and_a_street_20(county, town, clerk):
    street = make_street(county)
    period = opened(county, clerk)
    assert {one.body: one.marks.count() for one in period.sheets.all()} == {town: 24, street: 20}
    areas = [one["area"] for one in schemes()["items24"]["items"]]
    assert [areas.count(one) for one in ("基础工作", "监督", "代表工作", "自身建设", "宣传")] == [
        7,
        4,
        5,
        5,
        3,
    ]
    omitted = [one["name"] for one in schemes()["items24"]["items"] if "omitted_by_streets" in one]
    sheet = period.sheets.get(body=street)
    assert not sheet.marks.filter(item__name__in=omitted).exists()
    assert (sheet.points, len(omitted)) == (20, 4)
    # Basics lose their first three, supervision its first.
    left = list(sheet.marks.filter(item__area="基础工作").values_list("item__order", flat=True))
    assert left == [4, 5, 6, 7]


@pytest.mark.parametrize(
    ("all_of_them", "written", "met"), [(7, 3, True), (7, 2, False), (6, 3, False)]
)
def test_seven_in_the_media_of_which_three_written_meet_the_line(
    county, town, clerk, town_clerk, all_of_them, written, met
):
    sheet = opened(county, clerk).sheets.get(body=town)
    mark = mark_of(sheet, MEDIA)
    assert mark.looks_met is False
    typed = {0: all_of_them, 1: written}
    with pytest.raises(Refused, match="写明凭什么记录"):
        workflow.check(mark, typed=typed, by=town_clerk, today=TODAY)
    workflow.check(mark, typed=typed, proof="采用稿件清单", by=town_clerk, today=TODAY)
    mark.refresh_from_db()
    assert mark.looks_met is met
    assert mark.is_by_proof


def test_points_missing_or_not_adding_up_to_the_stated_total_are_refused(county, clerk):
    scheme = workflow.copy_shipped(county, "points100", by=clerk)
    item = scheme.items.select_related("scheme__body").get(order=1)
    item.points = None
    workflow.save_item(item, by=clerk)
    with pytest.raises(Refused, match="没有写不等于 0 分"):
        workflow.put_in_use(scheme, by=clerk)
    item.points = 10
    workflow.save_item(item, by=clerk)
    with pytest.raises(Refused, match="合计 95 分，写明的总分是 100 分，相差 5 分"):
        workflow.put_in_use(scheme, by=clerk)
    item.points = 15
    workflow.save_item(item, by=clerk)
    workflow.put_in_use(scheme, by=clerk)
    with pytest.raises(WrongStatus, match="复制一份修改稿"):
        workflow.save_item(item, by=clerk)
    copy = workflow.copy_scheme(scheme, by=clerk)
    assert copy.items.count() == scheme.items.count() == 8
    with pytest.raises(Refused, match="最后一等从 0 起"):
        workflow.change_scheme(copy, name="x", total=100, grades=[["优秀", 90]], by=clerk)


def test_the_printed_forms_are_there_with_their_numbers(county, clerk):
    assert len(FORMS["F01"]["items"]) == 13
    assert sum(one[2] for one in FORMS["F01"]["items"]) == FORMS["F01"]["total"] == 100
    assert len(schemes()["ten_targets"]["items"]) == len(FORMS["F09"]["items"])
    assert len(schemes()["yearly7"]["items"]) == len(FORMS["F10"]["items"])
    for key in schemes():
        scheme = workflow.copy_shipped(county, key, by=clerk)
        # F05 prints neither items nor caps: the county writes them before it may be used.
        assert bool(workflow.shortcomings(scheme)) == bool(schemes()[key].get("bonus"))
        for one in scheme.items.all():
            for condition in one.conditions:
                if "figure" in condition:
                    assert figure(condition["figure"]).is_rate == ("percent" in condition)


def fake_figure(monkeypatch, values, **more):
    """A figure whose value depends on the first day asked for."""

    class Counted(Figure):
        def value(self, scope):
            return values[scope.since]

    one = Counted("test.held", "小组活动", "次", "", room="", **more)
    monkeypatch.setitem(catalogue._figures, "test.held", one)
    return one


@pytest.mark.parametrize(("fourth", "met"), [(1, True), (0, False)])
def test_once_a_quarter_means_every_quarter_that_began(monkeypatch, county, town, fourth, met):
    firsts = [date(2026, month, 1) for month in (1, 4, 7, 10)]
    fake_figure(monkeypatch, dict(zip(firsts, (1, 2, 1, fourth), strict=True)))
    condition = {"figure": "test.held", "at_least": 1, "every": "quarter"}
    scope = Scope(town, date(2026, 1, 1), TODAY)
    found = answer(condition, scope)
    assert (found.met, found.value, found.is_computed) == (met, fourth, True)
    assert f"1、2、1、{fourth}" in found.shown
    assert found.url.startswith("/figures/test.held/")
    assert [last for _first, last in quarters_of(date(2026, 1, 1), date(2026, 5, 6))] == [
        date(2026, 3, 31),
        date(2026, 5, 6),
    ]


def test_a_rate_is_compared_by_integers_and_nothing_due_holds_nothing_against_a_body(
    monkeypatch, town
):
    scope = Scope(town, date(2026, 1, 1), TODAY)
    whole = {"test.above": 94, "test.below": 99}

    class Counted(Figure):
        def value(self, scope):
            return whole[self.key]

    for key in whole:
        monkeypatch.setitem(catalogue._figures, key, Counted(key, key, "件", "", room=""))
    rate = Figure(
        "test.rate", "率", "%", "", room="", numerator="test.above", denominator="test.below"
    )
    monkeypatch.setitem(catalogue._figures, "test.rate", rate)
    condition = {"figure": "test.rate", "percent": 95}
    # 94 of 99 is 94.9…: not 95.
    assert answer(condition, scope).met is False
    assert answer(condition, scope).shown == "不到 95%（94/99）"
    # Written as the list behind it writes it, half up.
    whole["test.above"], whole["test.below"] = 10, 16
    assert answer(condition, scope).shown == "63%（10/16）"
    whole["test.below"] = 0
    assert answer(condition, scope).met is True
    # A figure that a room no longer offers is never quietly met.
    assert answer({"figure": "gone.one", "at_least": 1}, scope).met is None


def test_a_round_from_the_self_check_through_an_objection_to_grades(
    county, town, clerk, town_clerk
):
    other = make_township(county, code="hewang-hetao", name="河套镇")
    other_clerk = make_clerk(other)
    period = opened(county, clerk, "yearly7")
    sheet = period.sheets.select_related("round__scheme", "round__body", "body").get(body=town)
    far = period.sheets.select_related("round__scheme", "round__body", "body").get(body=other)
    with pytest.raises(PermissionDenied):
        workflow.send(sheet, by=other_clerk, today=TODAY)
    mark = mark_of(sheet, "信息报送不少于 6 篇（条）")
    with pytest.raises(PermissionDenied):
        workflow.review(mark, awarded=1, mode="check", by=town_clerk)
    with pytest.raises(WrongStatus, match="待自评"):
        workflow.review(mark, awarded=1, mode="check", by=clerk)
    checked_all(sheet, town_clerk)
    workflow.send(far, by=other_clerk, today=TODAY)
    with pytest.raises(WrongStatus, match="已自评"):
        workflow.check(mark, typed={0: 9}, proof="x", by=town_clerk, today=TODAY)

    mark.refresh_from_db()
    with pytest.raises(Refused, match="最多 1 分"):
        workflow.review(mark, awarded=2, mode="check", by=clerk)
    with pytest.raises(Refused, match="选择考评方式"):
        workflow.review(mark, awarded=1, mode="", by=clerk)
    with pytest.raises(Refused, match="请写明理由"):
        workflow.review(mark, awarded=0, mode="check", by=clerk)
    with pytest.raises(Refused, match="还有单位没有考评完"):
        workflow.tell(period, by=clerk, today=TODAY)
    reviewed_all(sheet, clerk)
    reviewed_all(far, clerk)
    workflow.review(
        mark_of(sheet, "信息报送不少于 6 篇（条）"),
        awarded=0,
        mode="visit",
        words="采用信息只有 4 条",
        by=clerk,
    )
    workflow.tell(period, by=clerk, today=TODAY)

    # Objection, answer, and no end before the day.
    mark = mark_of(sheet, "信息报送不少于 6 篇（条）")
    with pytest.raises(Refused, match="异议的理由"):
        workflow.object_to(mark, words=" ", by=town_clerk, today=TODAY)
    workflow.object_to(mark, words="漏算县人大网采用的 3 条", by=town_clerk, today=TODAY)
    late = TODAY + timedelta(days=8)
    with pytest.raises(Refused, match="已过，不能再提出"):
        workflow.object_to(
            mark_of(sheet, "主席、副主席联系村 3 个"),
            words="晚了",
            by=town_clerk,
            today=late,
        )
    with pytest.raises(Refused, match="过后才能评定"):
        workflow.settle(period, by=clerk, today=TODAY)
    with pytest.raises(Refused, match="还有异议没有答复：柳溪镇"):
        workflow.settle(period, by=clerk, today=late)
    workflow.answer_dispute(mark, awarded=1, words="经核对属实", by=clerk)
    mark.refresh_from_db()
    assert mark.dispute == Mark.Dispute.UPHELD
    workflow.settle(period, by=clerk, today=late)
    workflow.publish(period, by=clerk, today=late)
    sheets = {one.body: one for one in Sheet.objects.filter(round=period)}
    assert (sheets[town].awarded or 0) > (sheets[other].awarded or 0)
    assert sheets[other].grade == "需改进"

    scope = Scope(town, date(2026, 1, 1), date(2026, 12, 31), user=town_clerk)
    assert figure("assessments.awarded").value(scope) == sheets[town].awarded
    assert figure("assessments.points").value(scope) == 7


def test_a_body_reads_its_own_sheet_and_not_anothers(county, town, clerk, town_clerk):
    other = make_clerk(make_township(county, code="hewang-hetao", name="河套镇"))
    opened(county, clerk)
    assert {one.body for one in Sheet.objects.visible_to(town_clerk)} == {town}
    assert Sheet.objects.visible_to(clerk).count() == 2
    assert Round.objects.visible_to(other).count() == 1
    deputy = make_deputy(town)
    assert not Sheet.objects.visible_to(deputy).exists()
    assert not works_here(deputy)
    draft = workflow.copy_shipped(county, "yearly7", by=clerk)
    assert not Scheme.objects.visible_to(town_clerk).filter(pk=draft.pk).exists()
    with pytest.raises(PermissionDenied):
        workflow.copy_shipped(county, "yearly7", by=town_clerk)
    with pytest.raises(PermissionDenied):
        workflow.copy_shipped(town, "yearly7", by=town_clerk)


def test_a_round_needs_bodies_and_days_to_come(county, clerk):
    scheme = in_use(county, clerk)
    with pytest.raises(Refused, match="下面没有乡镇"):
        workflow.open_round(scheme, year=2026, self_by=TODAY, by=clerk, today=TODAY)
    make_township(county)
    with pytest.raises(Refused, match="不能早于今天"):
        workflow.open_round(
            scheme, year=2026, self_by=TODAY - timedelta(days=1), by=clerk, today=TODAY
        )
    workflow.open_round(scheme, year=2026, self_by=TODAY, by=clerk, today=TODAY)
    with pytest.raises(Refused, match="已经开展考评"):
        workflow.open_round(scheme, year=2026, self_by=TODAY, by=clerk, today=TODAY)
    assert Body.objects.count() == 2
    assert Item.objects.count() == 24
