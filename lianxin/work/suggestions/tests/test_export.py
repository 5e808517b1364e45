"""The list as a spreadsheet: the same rows in the same order, for everyone what they may see."""

from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.engines.matters.models import Matter
from lianxin.foundation.people.models import Role
from lianxin.foundation.sheets import exports
from lianxin.foundation.tasks.models import Job
from lianxin.foundation.tasks.testing import run_waiting_jobs
from lianxin.work.suggestions.tests.factories import (
    Story,
    make_account,
    make_clerk,
    make_county,
    make_township,
)
from lianxin.work.suggestions.tests.test_list_page import copies


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def story(county):
    """One suggestion in hand at an office, and a township's own."""
    story = Story(county).submit().accept().assign()
    copies(story, 24)
    town = make_township(county)
    Story(town, title="关于镇区路灯的建议").submit()
    return story


def opened(response):
    content = b"".join(response.streaming_content)
    return openpyxl.load_workbook(BytesIO(content)).worksheets[0]


def column(sheet, heading):
    place = [cell.value for cell in sheet[3]].index(heading)
    return [row[place].value for row in sheet.iter_rows(min_row=4)]


def export(client, user, name="suggestions:list", **query):
    client.force_login(user)
    response = client.get(reverse(name, query=query | {"as": "xlsx"}))
    assert response.status_code == 200
    return opened(response)


def pages(client, user, **query):
    """Titles of all pages of the list, as the reader turns them."""
    client.force_login(user)
    url = reverse("suggestions:list", query=query)
    titles = []
    while url:
        context = client.get(url).context
        titles += [row.matter.title for row in context["rows"]]
        older = context["page"].older_url
        url = older and reverse("suggestions:list") + older
    return titles


@pytest.mark.parametrize("who", ["clerk", "chair", "office", "deputy", "auditor", "township"])
@pytest.mark.parametrize("query", [{}, {"status": "assigned"}, {"q": "桥"}, {"sort": "number"}])
def test_the_table_holds_the_rows_of_all_pages_in_their_order(client, county, story, who, query):
    user = {
        "clerk": lambda: make_clerk(county),
        "chair": lambda: make_account(Role.CHAIR, county),
        "auditor": lambda: make_account(Role.AUDITOR, county),
        "office": lambda: make_account(Role.OFFICE_HEAD, county, office=story.office),
        "deputy": lambda: story.deputy,
        "township": lambda: make_clerk(Matter.objects.exclude(body=county).first().body),
    }[who]()

    sheet = export(client, user, **query)

    assert column(sheet, "标题") == pages(client, user, **query)


def test_the_page_links_the_table_with_its_filter(client, county, story):
    client.force_login(make_clerk(county))

    page = client.get(reverse("suggestions:list", query={"q": "桥", "status": "assigned"}))

    assert 'href="?q=%E6%A1%A5&amp;status=assigned&amp;as=xlsx"' in page.text


def test_the_layout_is_that_of_an_official_ledger(client, county, story):
    sheet = export(client, make_clerk(county))

    assert sheet["A1"].value == "代表建议台账"
    assert sheet["A2"].value == f"填报单位：{county.name}"
    assert [cell.value for cell in sheet[3]][:2] == ["序号", "机构"]
    assert [cell.value for cell in sheet[3]][-2:] == ["编号(系统)", "版本(系统)"]
    assert column(sheet, "序号") == list(range(1, sheet.max_row - 2))
    assert sheet.freeze_panes == "D4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$3:$3"
    dates = [value for value in column(sheet, "交办日期") if value]
    assert {type(value).__name__ for value in dates} == {"datetime"}


def test_a_title_that_looks_like_a_formula_stays_text(client, county, story):
    Matter.objects.filter(pk=story.suggestion.pk).update(title='=HYPERLINK("http://x","点我")')

    sheet = export(client, make_clerk(county))

    place = column(sheet, "标题").index('=HYPERLINK("http://x","点我")')
    title = sheet.cell(4 + place, 5)
    assert (title.data_type, title.quotePrefix) == ("s", True)


def test_a_deputy_without_a_place_at_the_office_gets_no_inbox(client, county, story):
    client.force_login(story.deputy)

    assert client.get(reverse("suggestions:inbox") + "?as=xlsx").status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_rows(client, county, story):
    clerk = make_clerk(county)
    client.force_login(clerk)
    url = reverse("suggestions:list", query={"as": "xlsx"})
    opened(client.get(url))
    with CaptureQueriesContext(connection) as few:
        opened(client.get(url))
    copies(story, 30)

    with CaptureQueriesContext(connection) as many:
        opened(client.get(url))

    assert len(many) == len(few) <= 25


def test_a_long_list_is_written_by_a_job_for_whoever_asked(client, county, story, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 10)
    clerk, other = make_clerk(county), make_clerk(county)
    client.force_login(clerk)

    response = client.get(reverse("suggestions:list", query={"as": "xlsx", "q": "桥"}))
    again = client.get(reverse("suggestions:list", query={"as": "xlsx", "q": "桥"}))
    (job,) = run_waiting_jobs()

    assert response.url == again.url == reverse("tasks:job", args=[job.pk])
    assert job.state == Job.State.DONE, job.error
    assert job.result is not None
    assert job.result["words"] == "“代表建议台账”共 25 行，已写好。"
    stored = job.file
    assert stored.original_name.startswith("代表建议台账")
    url = reverse("files:download", args=[stored.pk])
    sheet = openpyxl.load_workbook(BytesIO(b"".join(client.get(url).streaming_content)))
    assert len(column(sheet.worksheets[0], "标题")) == 25
    client.force_login(other)
    assert client.get(url).status_code == 404


def test_a_cancelled_job_leaves_no_file(client, county, story, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 10)
    monkeypatch.setattr("lianxin.foundation.sheets.listing.STEP", 5)
    client.force_login(make_clerk(county))
    client.get(reverse("suggestions:list", query={"as": "xlsx"}))
    monkeypatch.setattr(Job, "progress", lambda job, done, total: _cancelled(job, done))

    (job,) = run_waiting_jobs()

    assert (job.state, job.file) == (Job.State.CANCELLED, None)


def _cancelled(job, done):
    Job.objects.filter(pk=job.pk).update(cancel_asked=True, done=done)
    job.raise_if_cancelled()
