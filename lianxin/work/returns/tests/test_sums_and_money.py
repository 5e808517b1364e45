"""Lines of money, of sums, of a part of a figure, and beside the year before."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from lianxin.foundation.people.models import Role
from lianxin.foundation.refusals import Refused
from lianxin.work.returns import amounts, workflow
from lianxin.work.returns.computing import cells, roll_up
from lianxin.work.returns.exporting import version_file
from lianxin.work.returns.tests.factories import FIGURE, NUMBER, TODAY, make_return, receive
from lianxin.work.suggestions.tests.factories import make_account, make_county, make_township

pytestmark = pytest.mark.django_db
COST = {"code": "cost", "label": "活动经费", "kind": "number", "money": "wan"}
GIFTS = {"code": "gifts", "label": "捐资", "kind": "number", "money": "wan"}
TOTAL = {"code": "total", "label": "合计投入", "kind": "sum", "addends": ["cost", "gifts"]}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-10 09:00:00+08:00", tick=False):
        yield


@pytest.fixture
def of():
    county = make_county()
    first = make_township(county)
    second = make_township(county, code="hewang-shiqiao", name="石桥镇")
    clerk = make_account(Role.COUNTY_CLERK, county)
    one, other = (make_account(Role.TOWNSHIP_CLERK, body) for body in (first, second))
    return SimpleNamespace(
        county=county, first=first, second=second, clerk=clerk, one=one, other=other
    )


def asked_of(of, lines, bodies=None, **values):
    asked = make_return(of.county, by=of.clerk, lines=lines, **values)
    workflow.ask(asked, bodies or [of.first], by=of.clerk, today=TODAY)
    return asked


def fill(asked, filing, by, **values):
    pk = {line.code: line.pk for line in asked.lines.all()}
    typed = {
        pk[code]: value if isinstance(value, dict) else {"value": value}
        for code, value in values.items()
    }
    workflow.fill(filing, typed, by=by)


def send(filing, by):
    return workflow.send(filing, signed_by="周主席", signed_on=TODAY, by=by, today=TODAY)


def test_money_is_kept_in_fen_and_rounded_only_where_it_is_shown():
    assert amounts.cents(Decimal("4.95005"), "wan") == 4_950_050
    assert amounts.words(4_950_000, "wan") == "4.95 万元"
    assert amounts.words(4_950_050, "wan") == "约 4.95 万元（49500.50 元）"
    assert amounts.words(4_955_000, "wan") == "约 4.96 万元（49550 元）"
    assert amounts.words(-4_955_000, "wan") == "约 -4.96 万元（-49550 元）"
    assert amounts.words(4_950_050, "yuan") == "49500.50 元"
    assert amounts.in_sheet(4_955_000, "wan") == 4.96
    assert amounts.in_sheet(7, "") == 7
    with pytest.raises(Refused, match="最多到分"):
        amounts.cents(Decimal("0.0000005"), "wan")


def test_a_sum_is_added_up_from_fen_and_never_typed(of):
    asked = asked_of(of, [COST, GIFTS, TOTAL], [of.first, of.second])
    filing, filing2 = asked.filings.order_by("body__path")
    fill(asked, filing, of.one, cost=4_954_900)
    assert cells(filing)[2].value is None
    with pytest.raises(Refused, match="还没有填：捐资、合计投入"):
        send(filing, of.one)
    total = asked.lines.get(code="total")
    workflow.fill(
        filing,
        {asked.lines.get(code="gifts").pk: {"value": 4_954_900}, total.pk: {"value": 1}},
        by=of.one,
    )
    assert cells(filing)[2].value == 9_909_800
    # 4.95 and 4.95 are shown, and 9.91: what was added are the 分.
    assert [one.get("value") for one in send(filing, of.one).values][2] == 9_909_800
    assert total.words(9_909_800) == "约 9.91 万元（99098 元）"
    fill(asked, filing2, of.other, cost=0, gifts=200)
    send(filing2, of.other)
    assert [one.sent for one in roll_up(asked)] == [4_954_900, 4_955_100, 9_910_000]
    book = load_workbook(BytesIO(version_file(filing.versions.get()))).active
    assert [[cell.value for cell in row][:3] for row in book.iter_rows(min_row=2, max_row=4)] == [
        ["活动经费", 4.95, "万元"],
        ["捐资", 4.95, "万元"],
        ["合计投入", 9.91, "万元"],
    ]


def test_a_total_of_its_own_must_be_what_its_lines_add_up_to_or_say_why(of):
    lines = [
        {**NUMBER, "code": "economy", "label": "经济"},
        {**NUMBER, "code": "schools", "label": "教育"},
        {**NUMBER, "code": "all", "label": "全部", "addends": ["economy", "schools"]},
    ]
    asked = asked_of(of, lines)
    filing = asked.filings.get()
    fill(asked, filing, of.one, economy=13, schools=28, all=29)
    with pytest.raises(Refused, match=r"“全部”报 29 人次，各项 13 人次 \+ 28 人次 合计 41 人次"):
        send(filing, of.one)
    fill(asked, filing, of.one, all=41)
    assert send(filing, of.one).values[2]["value"] == 41
    workflow.correct(filing, reason="另有其他", by=of.one)
    fill(asked, filing, of.one, all={"value": 43, "note": "其他类 2 人次没有列项"})
    assert send(filing, of.one).values[2]["note"] == "其他类 2 人次没有列项"


def test_a_sum_adds_other_numbers_of_one_unit_and_never_itself(of):
    asked = make_return(of.county, by=of.clerk, lines=[COST, GIFTS, TOTAL])
    total = asked.lines.get(code="total")
    assert (total.money, total.unit) == ("wan", "万元")
    grand = {**TOTAL, "code": "grand", "addends": ["total"]}
    workflow.add_line(asked, by=of.clerk, **grand)
    with pytest.raises(Refused, match="用到了这一项自己"):
        workflow.change_line(total, by=of.clerk, addends=["grand"])
    total.refresh_from_db()
    for wrong, words in (
        ({**grand, "code": "x", "addends": []}, "请选择由哪些项目相加"),
        ({**grand, "code": "x", "addends": ["nobody"]}, "别的数字项目"),
        ({**NUMBER, "code": "x", "addends": ["cost"]}, "金额只能与金额相加"),
        ({**NUMBER, "code": "cost_last"}, "留给报表"),
    ):
        with pytest.raises(Refused, match=words):
            workflow.add_line(asked, by=of.clerk, **wrong)
    with pytest.raises(Refused, match="合计投入”由这一项相加"):
        workflow.drop_line(asked.lines.get(code="cost"), by=of.clerk)
    workflow.change_line(asked.lines.get(code="cost"), by=of.clerk, code="spent")
    assert asked.lines.get(code="total").addends == ["spent", "gifts"]
    with pytest.raises(Refused, match="不是金额"):
        workflow.add_line(asked, by=of.clerk, **{**FIGURE, "code": "y", "money": "yuan"})


def test_a_line_counts_a_part_of_its_figure_and_opens_that_part(of):
    for whom in ("party", "congress"):
        task = receive(of.first, by=of.one, kind="report", whom=whom)
        workflow.report(task, reported_on=date(2026, 5, 1), result="已汇报", by=of.one, today=TODAY)
    asked = make_return(of.county, by=of.clerk, lines=[{**FIGURE, "figure": "returns.reports_up"}])
    line = asked.lines.get()
    with pytest.raises(Refused, match="没有这个分项"):
        workflow.narrow_line(line, narrowed={"whom": "nobody"}, by=of.clerk)
    workflow.narrow_line(line, narrowed={"whom": "party"}, by=of.clerk)
    assert "同级党委" in line.narrowed_words
    workflow.ask(asked, [of.first], by=of.clerk, today=TODAY)
    only = cells(asked.filings.get())[0]
    assert only.computed == 1
    assert "part-whom=party" in only.url
    other = make_return(of.county, by=of.clerk, lines=[NUMBER])
    with pytest.raises(Refused, match="不分项"):
        workflow.narrow_line(other.lines.get(), narrowed={}, by=of.clerk)


def test_the_year_before_stands_beside_with_the_difference(of):
    before = make_return(of.county, by=of.clerk, lines=[NUMBER])
    workflow.change_return(
        before, since=date(2025, 1, 1), until=date(2025, 5, 31), compares=False, by=of.clerk
    )
    workflow.ask(before, [of.first], by=of.clerk, today=TODAY)
    old = before.filings.get()
    fill(before, old, of.one, trained=40)
    send(old, of.one)
    workflow.receive(
        of.first,
        title="去年的事",
        kind="task",
        whom="congress",
        received_on=date(2025, 3, 1),
        due_on=None,
        owner="",
        by=of.one,
        today=TODAY,
    )
    receive(of.first, by=of.one)
    receive(of.first, by=of.one, title="又一件")
    asked = asked_of(of, [FIGURE, NUMBER, COST], compares=True)
    filing = asked.filings.get()
    fill(asked, filing, of.one, trained=62, cost=100)
    assert [(one.value, one.last, one.change) for one in cells(filing)] == [
        (2, 1, 1),
        (62, 40, 22),
        (100, None, None),
    ]
    with pytest.raises(Refused, match="还没有填：上级交办"):
        send(filing, of.one)
    fill(asked, filing, of.one, tasks=None)
    version = send(filing, of.one)
    assert [one["last"] for one in version.values] == [1, 40, None]
    assert [(one.last, one.change) for one in roll_up(asked)] == [(1, 1), (40, 22), (None, None)]
    with pytest.raises(Refused, match="上年同期栏不能再改"):
        workflow.change_return(asked, compares=False, by=of.clerk)


def test_the_pages_type_money_in_its_unit_and_show_the_year_before(client, of):
    asked = make_return(of.county, by=of.clerk, lines=[COST, GIFTS, FIGURE], compares=True)
    client.force_login(of.clerk)
    address = reverse("returns:line_new", args=[asked.pk])
    typed = {"code": "total", "label": "合计投入", "kind": "sum", "addends": ["cost", "gifts"]}
    assert client.post(address, typed).status_code == 302
    workflow.ask(asked, [of.first], by=of.clerk, today=TODAY)
    filing = asked.filings.get()
    client.force_login(of.one)
    pk = {line.code: line.pk for line in asked.lines.all()}
    fields = {f"value-{pk['cost']}": "4.95005", f"value-{pk['gifts']}": "1"}
    fill_url = reverse("returns:fill", args=[filing.pk])
    assert client.post(fill_url, {f"value-{pk['cost']}": "4.950051111"}).status_code == 422
    assert client.post(fill_url, fields).status_code == 302
    page = client.get(filing.get_absolute_url()).content.decode()
    assert "约 5.95 万元（59500.50 元）" in page
    assert "上年同期" in page
    assert 'value="4.95005"' in client.get(fill_url).content.decode()
    send(filing, of.one)
    assert "约 4.95 万元" in client.get(filing.get_absolute_url()).content.decode()
    client.force_login(of.clerk)
    assert "59500.5" in client.get(reverse("returns:sums", args=[asked.pk])).content.decode()
