"""The pages of returns: what a county and a township see and do there."""

import zipfile
from io import BytesIO
from types import SimpleNamespace

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from lianxin.foundation.people.models import Role
from lianxin.work.returns import workflow
from lianxin.work.returns.models import Filing, Return, Task
from lianxin.work.returns.tests.factories import (
    FIGURE,
    NUMBER,
    TEXT,
    TODAY,
    make_return,
    make_workbook,
    receive,
    upload,
)
from lianxin.work.suggestions.tests.factories import make_account, make_county, make_township

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-10 09:00:00+08:00", tick=False):
        yield


@pytest.fixture
def of():
    county = make_county()
    first = make_township(county)
    clerk = make_account(Role.COUNTY_CLERK, county)
    one = make_account(Role.TOWNSHIP_CLERK, first)
    receive(first, by=one)
    asked = make_return(county, by=clerk, lines=[FIGURE, NUMBER, TEXT])
    return SimpleNamespace(county=county, first=first, clerk=clerk, one=one, asked=asked)


def address(name, *args):
    return reverse(f"returns:{name}", args=args)


def page(client, name, *args):
    return client.get(address(name, *args)).content.decode()


def asked_of(of) -> Filing:
    workflow.ask(of.asked, [of.first], by=of.clerk, today=TODAY)
    return of.asked.filings.get()


def test_a_county_makes_a_return_and_asks_it(client, of):
    client.force_login(of.clerk)
    typed = {
        "title": "年度报表",
        "since": "2026-01-01",
        "until": "2026-12-31",
        "due_on": "2026-12-20",
        "text": "",
    }
    assert client.post(address("new"), typed).status_code == 302
    made = Return.objects.get(title="年度报表")
    line = {**NUMBER, "figure": "", "help": ""}
    assert client.post(address("line_new", made.pk), line).status_code == 302
    wrong = client.post(address("line_new", made.pk), {**line, "code": "培训"})
    assert wrong.status_code == 409
    assert "小写字母" in wrong.content.decode()
    assert client.post(address("ask", made.pk), {"bodies": []}).status_code == 409
    assert client.post(address("ask", made.pk), {"bodies": [of.first.pk]}).status_code == 302
    assert "已布置" in page(client, "detail", made.pk)


def test_a_township_finds_its_return_filled_in_and_signs_it(client, of):
    filing = asked_of(of)
    client.force_login(of.one)
    assert "代表工作半年报表" in page(client, "list")
    fields = {line.code: line.pk for line in of.asked.lines.all()}
    form = page(client, "fill", filing.pk)
    assert f'name="value-{fields["tasks"]}"' in form
    assert 'value="1"' in form
    typed = {f"value-{fields['tasks']}": "4", f"value-{fields['trained']}": "650"}
    refused = client.post(address("fill", filing.pk), typed)
    assert refused.status_code == 409
    assert 'value="4"' in refused.content.decode()
    typed |= {f"note-{fields['tasks']}": "含口头交办", f"text-{fields['remarks']}": "=1+1"}
    assert client.post(address("fill", filing.pk), typed).status_code == 302
    assert "与系统计算不同" in page(client, "filing", filing.pk)
    sent = client.post(
        address("send", filing.pk), {"signed_by": "周主席", "signed_on": "2026-06-10"}
    )
    assert sent.status_code == 302
    assert "周主席" in page(client, "filing", filing.pk)


def test_what_is_not_sent_is_the_township_s_own_affair(client, of):
    filing = asked_of(of)
    workflow.fill(
        filing,
        {of.asked.lines.get(code="trained").pk: {"value": 123456}},
        by=of.one,
    )
    client.force_login(of.clerk)
    assert "123456" not in page(client, "filing", filing.pk)
    assert client.get(address("fill", filing.pk)).status_code == 403
    neighbour = make_township(of.county, code="other", name="石桥镇")
    client.force_login(make_account(Role.TOWNSHIP_CLERK, neighbour))
    assert client.get(address("filing", filing.pk)).status_code == 404
    assert client.get(address("detail", of.asked.pk)).status_code == 404


def _send_all(of, filing):
    lines = {line.code: line.pk for line in of.asked.lines.all()}
    values: dict[int, dict] = {
        lines["tasks"]: {"value": None},
        lines["trained"]: {"value": 650},
        lines["remarks"]: {"text": "=1+1"},
    }
    workflow.fill(filing, values, by=of.one)
    workflow.send(filing, signed_by="周主席", signed_on=TODAY, by=of.one, today=TODAY)


def test_the_whole_return_comes_in_the_county_s_own_layout(client, of):
    filing = asked_of(of)
    client.force_login(of.clerk)
    hostile = upload(b"%PDF-1.7 not a workbook")
    assert client.post(address("layout", of.asked.pk), {"file": hostile}).status_code == 409
    unknown = upload(make_workbook({"A1": "{{ someone_else }}"}))
    refused = client.post(address("layout", of.asked.pk), {"file": unknown})
    assert "someone_else" in refused.content.decode()
    cells = {"A1": "{{ unit }}", "B1": "{{ tasks }}", "B2": "{{ trained }}", "B3": "{{ remarks }}"}
    layout = upload(make_workbook(cells))
    assert client.post(address("layout", of.asked.pk), {"file": layout}).status_code == 302
    _send_all(of, filing)
    answer = client.get(address("export", of.asked.pk))
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        names = archive.namelist()
        sums = load_workbook(BytesIO(archive.read(names[0]))).active
        own = load_workbook(BytesIO(archive.read(names[2]))).active
    assert [sums["B1"].value, sums["B2"].value] == [1, 650]
    assert own["A1"].value == "柳溪镇人民代表大会"
    assert own["B3"].data_type == "s"
    assert client.get(address("layout_file", of.asked.pk, 1)).status_code == 302


def test_without_a_layout_a_plain_table_comes(client, of):
    filing = asked_of(of)
    _send_all(of, filing)
    client.force_login(of.one)
    answer = client.get(address("version_file", filing.pk, 1))
    sheet = load_workbook(BytesIO(answer.content)).active
    assert [one.value for one in sheet[3]][:3] == ["培训人次", 650, "人次"]
    assert client.get(address("version_file", filing.pk, 9)).status_code == 404


def test_the_sums_say_who_has_not_sent_and_what_differs(client, of):
    filing = asked_of(of)
    client.force_login(of.clerk)
    assert "柳溪镇" in page(client, "sums", of.asked.pk)
    _send_all(of, filing)
    text = page(client, "sums", of.asked.pk)
    assert "一致" in text
    assert "/figures/returns.tasks/" in text


def test_what_was_sent_back_counts_until_it_is_sent_again_and_says_so(client, of):
    filing = asked_of(of)
    _send_all(of, filing)
    client.force_login(of.clerk)
    assert "还没有重报" not in page(client, "detail", of.asked.pk)
    workflow.send_back(filing, reason="漏计七月", by=of.clerk)
    assert "已报的有 1 个退回或者更正，还没有重报" in page(client, "detail", of.asked.pk)
    sums = page(client, "sums", of.asked.pk)
    assert "还没有报齐" in sums
    assert "数字是上次报的）：柳溪镇" in sums


def test_lists_cost_a_fixed_number_of_queries(client, of, django_assert_max_num_queries):
    asked_of(of)
    client.force_login(of.clerk)
    with django_assert_max_num_queries(30) as few:
        page(client, "list")
    for number in range(4):
        more = make_return(of.county, by=of.clerk, lines=[NUMBER], title=f"第{number}张")
        workflow.ask(more, [of.first], by=of.clerk, today=TODAY)
        receive(of.first, by=of.one, title=f"第{number}件")
    with django_assert_max_num_queries(len(few)):
        page(client, "list")
    with django_assert_max_num_queries(30):
        page(client, "tasks")


def test_the_register_is_kept_on_its_pages(client, of):
    client.force_login(of.one)
    typed = {
        "kind": "report",
        "whom": "party",
        "title": "向党委专题汇报",
        "received_on": "2026-06-01",
        "due_on": "2026-06-09",
        "owner": "",
    }
    assert client.post(address("task_new"), typed).status_code == 302
    task = Task.objects.get(kind="report")
    assert "过了期限" in page(client, "tasks")
    assert client.post(address("task_take", task.pk), {"owner": "刘秘书"}).status_code == 302
    paper = upload("汇报".encode(), "汇报.txt")
    done = {"reported_on": "2026-06-10", "result": "已汇报", "file": paper}
    assert client.post(address("task_report", task.pk), done).status_code == 302
    assert "汇报.txt" in page(client, "task", task.pk)
    client.force_login(make_account(Role.DEPUTY, of.first))
    assert client.get(address("task", task.pk)).status_code == 404
