"""An exported table comes back: what was changed in it is shown cell by cell, applied row by row."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.engines.matters.models import Matter
from lianxin.faces.setup import revising
from lianxin.faces.setup.models import ImportBatch
from lianxin.foundation.ledger.chain import verify
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Person, Role, Seat
from lianxin.foundation.people.workflow import change_person
from lianxin.foundation.tasks.models import Job
from lianxin.foundation.tasks.testing import run_waiting_jobs
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.tests.factories import (
    TODAY,
    Story,
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_office,
    make_township,
)
from lianxin.work.suggestions.workflow import register_existing
from lianxin.work.suggestions.workflow.history import Handling, Paper


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def clerk(county):
    return make_clerk(county)


@pytest.fixture
def signed_in(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def old(county, clerk):
    """Three suggestions registered from papers, answered by one office."""
    office = make_office(county, "县交通运输局")
    return [
        register_existing(
            county,
            Paper(
                title=f"关于修建第 {place} 座桥的建议",
                number=f"{place:04}",
                number_scope="s:printed:2021",
                year=2021,
                topic="交通",
                submitted_on=date(2021, 3, 1),
                proposers=[make_deputy(county).person],
                source="旧台账",
                handlings=[
                    Handling(
                        office,
                        assigned_on=date(2021, 3, 10),
                        due_on=date(2021, 6, 10),
                        replied_on=date(2021, 6, 1),
                        result_class="solved",
                        letter="A",
                        reply_text="已建成。",
                    )
                ],
                is_closed=True,
            ),
            by=clerk,
            today=TODAY,
        )
        for place in range(1, 4)
    ]


def taken(client, name, **query):
    """The list as it leaves, opened for changing."""
    response = client.get(reverse(name, query=query | {"as": "xlsx"}))
    assert response.status_code == 200
    return openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))


def cell(book, heading, row):
    sheet = book.worksheets[0]
    place = [one.value for one in sheet[3]].index(heading)
    return sheet.cell(4 + row, place + 1)


def row_with(book, heading, value):
    sheet = book.worksheets[0]
    return next(row for row in range(sheet.max_row - 3) if cell(book, heading, row).value == value)


def brought_back(client, book, body, kind="deputies"):
    file = BytesIO()
    book.save(file)
    upload = SimpleUploadedFile("改好的表.xlsx", file.getvalue())
    response = client.post(
        reverse("setup:import"), {"kind": kind, "body": body.code, "file": upload}
    )
    assert response.status_code == 302, response.text
    return ImportBatch.objects.latest("pk")


def applied(client, batch, *rows, which="chosen"):
    url = reverse("setup:import_apply", args=[batch.token])
    response = client.post(url, {"which": which, "row": rows}, follow=True)
    batch.refresh_from_db()
    return response


def differing(batch):
    batch.refresh_from_db()
    return revising.rows_of(batch)


@pytest.mark.parametrize("name", ["suggestions:list", "setup:deputies", "setup:offices"])
def test_a_table_that_nobody_changed_says_nothing_new(signed_in, county, old, name):
    Story(county).submit().accept().assign()
    Person.objects.update(born="1975-03", phone="13800000000", post="＝一级、=二级")

    batch = brought_back(signed_in, taken(signed_in, name), county)

    assert batch.is_revision
    assert batch.preview["rows"] == batch.preview["unchanged"] > 0
    assert differing(batch) == []
    assert "没有改动" in signed_in.get(reverse("setup:import_batch", args=[batch.token])).text


def test_changed_cells_of_the_roster_are_shown_and_applied(signed_in, county, old):
    person = Person.objects.first()
    book = taken(signed_in, "setup:deputies")
    row = row_with(book, "姓名", person.name)
    cell(book, "联系电话", row).value = "13900000001"
    cell(book, "政治面貌", row).value = "中共党员"
    cell(book, "代表团", row).value = "第二代表团"

    batch = brought_back(signed_in, book, county)
    page = signed_in.get(reverse("setup:import_batch", args=[batch.token]))
    (found,) = differing(batch)
    assert [(one.heading, one.new) for one in found.changes] == [
        ("政治面貌", "中共党员"),
        ("联系电话", "13900000001"),
        ("代表团", "第二代表团"),
    ]
    assert "<ins>13900000001</ins>" in page.text
    assert Person.objects.get(pk=person.pk).phone != "13900000001"
    applied(signed_in, batch, found.number)

    person.refresh_from_db()
    assert (person.phone, person.party) == ("13900000001", "中共党员")
    assert Seat.objects.get(person=person).delegation == "第二代表团"
    steps = set(Event.objects.order_by("-pk").values_list("step", flat=True)[:3])
    assert steps == {"people.change_person", "seat.change", "revise.deputies"}
    assert verify()[1] == []


def test_rows_that_are_not_ticked_stay_as_they_are(signed_in, county, old):
    book = taken(signed_in, "setup:deputies")
    for row in range(3):
        cell(book, "民族", row).value = "土家族"
    batch = brought_back(signed_in, book, county)
    first, *_others = differing(batch)

    applied(signed_in, batch, first.number)

    assert Person.objects.filter(ethnicity="土家族").count() == 1
    assert [row.outcome for row in differing(batch)] == ["applied", "", ""]


def test_applying_twice_changes_nothing_the_second_time(signed_in, county, old):
    book = taken(signed_in, "setup:deputies")
    cell(book, "学历", 0).value = "大学"
    batch = brought_back(signed_in, book, county)
    again = brought_back(signed_in, book, county)
    applied(signed_in, batch, which="all")
    events = Event.objects.count()

    applied(signed_in, batch, which="all")
    applied(signed_in, again, which="all")

    assert Event.objects.count() == events
    assert differing(again)[0].outcome == "already"


def test_a_record_changed_since_is_a_conflict_and_left_out_of_all(signed_in, county, clerk, old):
    book = taken(signed_in, "setup:deputies")
    cell(book, "学历", 0).value = "大学"
    seat = cell(book, "编号(系统)", 0).value
    person = Person.objects.get(pk=seat.split("-")[1])
    change_person(person, by=clerk, address="禾望县南街 1 号")

    batch = brought_back(signed_in, book, county)
    page = signed_in.get(reverse("setup:import_batch", args=[batch.token]))
    applied(signed_in, batch, which="all")

    person.refresh_from_db()
    (row,) = differing(batch)
    assert row.is_stale
    assert "导出以后又有改动" in page.text
    assert (person.education, person.address) == ("", "禾望县南街 1 号")


def test_a_record_changed_between_preview_and_applying_is_refused(signed_in, county, clerk, old):
    book = taken(signed_in, "setup:deputies")
    cell(book, "学历", 0).value = "大学"
    batch = brought_back(signed_in, book, county)
    person = Person.objects.get(pk=cell(book, "编号(系统)", 0).value.split("-")[1])
    change_person(person, by=clerk, education="研究生")

    applied(signed_in, batch, which="all")

    person.refresh_from_db()
    assert person.education == "研究生"
    assert "刚刚又有改动" in differing(batch)[0].outcome


def test_unknown_new_and_doubled_rows_are_refused_and_missing_ones_do_nothing(
    signed_in, county, old
):
    book = taken(signed_in, "setup:deputies")
    sheet = book.worksheets[0]
    cell(book, "编号(系统)", 0).value = "deputy-999999-999999"
    cell(book, "编号(系统)", 1).value = None
    cell(book, "编号(系统)", 2).value = "deputy-x-1; DROP"
    before = list(Person.objects.order_by("pk").values())

    batch = brought_back(signed_in, book, county)
    applied(signed_in, batch, which="all")

    assert [bool(row.refused) for row in differing(batch)] == [True, True, True]
    assert list(Person.objects.order_by("pk").values()) == before
    assert sheet.max_row - 3 == Seat.objects.count()


def test_a_row_is_changed_whole_or_not_at_all(signed_in, county, old):
    book = taken(signed_in, "setup:deputies")
    cell(book, "学历", 0).value = "大学"
    cell(book, "代表小组", 0).value = "没有这个组"
    batch = brought_back(signed_in, book, county)

    applied(signed_in, batch, which="all")

    assert "没有代表小组" in differing(batch)[0].outcome
    assert not Person.objects.filter(education="大学").exists()


def test_the_ledger_of_papers_is_put_right_through_the_papers_door(signed_in, county, old):
    book = taken(signed_in, "suggestions:list")
    row = row_with(book, "标题", old[0].title)
    cell(book, "标题", row).value = "关于修建石桥的建议"
    cell(book, "答复日期", row).value = date(2021, 6, 5)
    cell(book, "办理结果", row).value = "部分解决"
    batch = brought_back(signed_in, book, county, kind="suggestions")
    (found,) = differing(batch)
    assert [(one.heading, one.old, one.new, one.refused) for one in found.changes][1] == (
        "答复日期",
        "2021-06-01",
        "2021-06-05",
        "",
    )

    applied(signed_in, batch, found.number)

    assert differing(batch)[0].outcome == "applied"
    now = Suggestion.objects.get(pk=old[0].pk)
    assert (now.title, now.replied_on) == ("关于修建石桥的建议", date(2021, 6, 5))
    assert (now.number, now.topic, now.status) == ("0001", "交通", Matter.Status.CLOSED)
    assert now.proposers.count() == 1
    reply = now.assignments.get().replies.get()
    assert (reply.text, reply.letter) == ("已建成。", "A")
    assert reply.get_result_class_display() == "部分解决"
    event = Event.objects.get(step="suggestion.amend_existing")
    assert event.after is not None
    assert event.after["title"] == "关于修建石桥的建议"
    untouched = taken(signed_in, "suggestions:list")
    assert differing(brought_back(signed_in, untouched, county)) == []


def test_what_was_worked_on_here_is_read_only_and_says_where_to_go(signed_in, county, clerk):
    story = Story(county).submit().accept().assign()
    book = taken(signed_in, "suggestions:list")
    cell(book, "标题", 0).value = "改了"
    cell(book, "状态", 0).value = "已办结"

    batch = brought_back(signed_in, book, county, kind="suggestions")
    (row,) = differing(batch)
    applied(signed_in, batch, row.number)

    assert row.wanted == []
    assert all("请在该件的页面办理" in one.refused for one in row.changes)
    assert Matter.objects.get(pk=story.suggestion.pk).title != "改了"


def test_a_number_is_given_by_the_step_that_gives_numbers(signed_in, county, clerk):
    story = Story(county).submit()
    book = taken(signed_in, "suggestions:list")
    cell(book, "建议编号", 0).value = "0038"

    batch = brought_back(signed_in, book, county, kind="suggestions")
    applied(signed_in, batch, which="all")

    assert Matter.objects.get(pk=story.suggestion.pk).number == "0038"
    assert Event.objects.filter(step="suggestion.give_number").count() == 1


def test_another_body_s_rows_do_not_exist_here(client, county, old):
    clerk = make_clerk(county)
    client.force_login(clerk)
    book = taken(client, "setup:deputies")
    cell(book, "学历", 0).value = "大学"
    town = make_township(county)
    client.force_login(make_clerk(town))

    batch = brought_back(client, book, town)

    assert all("对不上" in row.refused for row in differing(batch))


def test_another_s_upload_cannot_be_applied(client, signed_in, county, old):
    book = taken(signed_in, "setup:deputies")
    cell(book, "学历", 0).value = "大学"
    batch = brought_back(signed_in, book, county)
    url = reverse("setup:import_apply", args=[batch.token])
    client.force_login(make_clerk(county))
    assert client.post(url, {"which": "all"}).status_code == 404
    client.force_login(make_account(Role.CHAIR, county))
    assert client.post(url, {"which": "all"}).status_code == 403


def test_many_rows_are_applied_by_a_job_that_can_be_cancelled_half_way(
    signed_in, county, old, monkeypatch
):
    monkeypatch.setattr(revising, "AT_ONCE", 2)
    monkeypatch.setattr(revising, "KEPT_EVERY", 1)
    book = taken(signed_in, "setup:deputies")
    for row in range(3):
        cell(book, "学历", row).value = "大学"
        cell(book, "代表团", row).value = "第一代表团"
    batch = brought_back(signed_in, book, county)
    applied(signed_in, batch, which="all")
    monkeypatch.setattr(Job, "progress", _cancel_after_two)
    (job,) = run_waiting_jobs()
    monkeypatch.undo()

    assert (job.state, job.done) == (Job.State.CANCELLED, 2)
    assert [row.outcome for row in differing(batch)] == ["applied", "applied", ""]
    done = Person.objects.filter(education="大学")
    assert set(done) == set(Person.objects.filter(seats__delegation="第一代表团"))
    assert done.count() == 2

    applied(signed_in, batch, which="all")
    assert Person.objects.filter(education="大学").count() == 3


def _cancel_after_two(job, done, total):
    Job.objects.filter(pk=job.pk).update(done=done, cancel_asked=done == 2)
    job.raise_if_cancelled()


def test_comparing_asks_the_database_no_more_for_more_rows(signed_in, county, old):
    def queries():
        book = taken(signed_in, "setup:deputies")
        with CaptureQueriesContext(connection) as asked:
            brought_back(signed_in, book, county)
        return len(asked)

    few = queries()
    for _number in range(20):
        make_deputy(county)

    assert queries() <= few + 1
