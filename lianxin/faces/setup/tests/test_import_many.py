"""Large imports: written together, in pieces, and the same as row by row."""

from contextlib import suppress
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from lianxin.engines.matters.models import Assignment, Evaluation
from lianxin.faces.setup import batches
from lianxin.faces.setup.imports import Pace
from lianxin.faces.setup.imports.deputies import DeputyImporter
from lianxin.faces.setup.imports.suggestions import SuggestionImporter
from lianxin.faces.setup.models import ImportBatch
from lianxin.faces.setup.tests.importing import TODAY, counts, do_import, make_county, table
from lianxin.foundation.ledger.chain import gathered, record, verify
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Person, Seat
from lianxin.foundation.search.models import Document
from lianxin.foundation.tasks.models import Job
from lianxin.foundation.tasks.testing import run_waiting_jobs
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.tests.factories import make_clerk

HEADER = ["代表证号", "姓名", "性别", "出生年月", "联系电话", "代表小组"]


def rows(number):
    return [
        [
            f"{place:03}",
            f"张{'甲乙丙丁戊己庚辛壬癸'[place % 10]}{place}",
            "男",
            "1975-03",
            "",
            "一组",
        ]
        for place in range(number)
    ]


@pytest.fixture
def county(db):
    return make_county()


def standing():
    """What an import leaves, without the numbers the database gives."""
    seats = Seat.objects.order_by("certificate_no").values_list(
        "certificate_no", "person__name", "person__stroke_key", "group__name", "state", "started_on"
    )
    events = Event.objects.order_by("words", "step").values_list("words", "step", "after")
    plain = [(words, step, {**(after or {}), "person": 0}) for words, step, after in events]
    return list(seats), plain


def test_rows_written_together_leave_the_same_as_one_by_one(county, monkeypatch):
    together = do_import("deputies", table(HEADER, *rows(30)), county)
    found = standing()
    indexed = Document.objects.filter(kind="person").count()
    for model in (Document, Seat, Person):
        model.objects.all().delete()
    before = Event.objects.count()
    monkeypatch.setattr(DeputyImporter, "defer", lambda self, row: False)

    alone = do_import("deputies", table(HEADER, *rows(30)), county)

    assert counts(together) == counts(alone) == (30, 0, 0, 0)
    assert standing()[0] == found[0]
    # The group was formed by the first import.
    assert Event.objects.count() - before == len(found[1]) - 1
    assert Document.objects.filter(kind="person").count() == indexed == 30
    assert verify()[1] == []


def test_a_row_that_doubles_one_put_aside_is_still_seen(county):
    done = do_import(
        "deputies",
        table(HEADER, *rows(3), rows(3)[1], ["001", "李四", "男", "1980-01", "", "一组"]),
        county,
    )

    assert counts(done) == (3, 0, 1, 1)
    assert "重复" in "".join(one.reason for one in done.report.warnings)
    assert "代表证号" in done.report.refused[0].reason


def test_an_import_in_pieces_keeps_what_is_done_and_says_how_far(county):
    kept: list[Any] = []
    seen: list[Any] = []

    class Enough(BaseException):
        """Somebody pressed cancel."""

    def after(done):
        seen.append((done, Seat.objects.count()))
        if done >= 20:
            raise Enough

    with pytest.raises(Enough):
        do_import(
            "deputies",
            table(HEADER, *rows(30)),
            county,
            pace=Pace(rows=10, kept=kept.append, after=after),
        )

    assert kept == [10, 20]
    assert seen == [(10, 10), (20, 20)]
    assert verify()[1] == []
    again = do_import("deputies", table(HEADER, *rows(30)), county)
    assert counts(again) == (10, 0, 20, 0)


def test_a_rehearsal_leaves_nothing_and_says_the_same(county):
    rehearsed = do_import("deputies", table(HEADER, *rows(12)), county, dry_run=True)
    indexed = Document.objects.filter(kind="person")
    left = Person.objects.count(), Event.objects.count(), indexed.count()

    done = do_import("deputies", table(HEADER, *rows(12)), county)

    assert left == (0, 0, 0)
    assert counts(rehearsed) == counts(done)


def test_gathered_events_make_the_same_chain(county):
    with transaction.atomic():
        record(None, "test.one", county, "一")
        with gathered() as events:
            record(None, "test.two", county, "二")
            with suppress(ZeroDivisionError), events.attempt():
                record(None, "test.undone", county, "不算")
                1 / 0  # noqa: B018
            record(None, "test.three", county, "三")
            assert Event.objects.count() == 1
        record(None, "test.four", county, "四")

    steps = Event.objects.order_by("seq").values_list("seq", "step")
    assert list(steps) == [(1, "test.one"), (2, "test.two"), (3, "test.three"), (4, "test.four")]
    assert verify() == (4, [])


def test_gathering_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError), gathered():
        pass


def test_the_queries_of_an_import_do_not_grow_with_its_rows(county, django_assert_max_num_queries):
    do_import("deputies", table(HEADER, *rows(1)), county)

    with django_assert_max_num_queries(140):
        do_import("deputies", table(HEADER, *rows(101)[1:]), county, today=TODAY)


@pytest.fixture
def long_import(client, county, monkeypatch):
    """A roster of 30 rows previewed on the page, where 10 are long and 10 make a piece."""
    monkeypatch.setattr(batches, "LONG", 10)
    monkeypatch.setattr(batches, "PIECE", 10)
    client.force_login(make_clerk(county))
    file = SimpleUploadedFile("名册.csv", table(HEADER, *rows(30)).getvalue())
    response = client.post(
        reverse("setup:import"), {"kind": "deputies", "body": county.code, "file": file}
    )
    batch = ImportBatch.objects.get()
    (job,) = run_waiting_jobs()
    assert response.url == reverse("tasks:job", args=[job.pk])
    assert job.state == Job.State.DONE, job.error
    batch.refresh_from_db()
    assert batch.preview is not None
    assert (batch.preview["created"], Person.objects.filter(name__startswith="张").count()) == (
        30,
        0,
    )
    return batch


def test_a_long_file_is_previewed_and_imported_in_the_background(client, county, long_import):
    url = reverse("setup:import_confirm", args=[long_import.token])
    response = client.post(url)
    client.post(url)
    (job,) = run_waiting_jobs()

    page = client.get(reverse("setup:import_batch", args=[long_import.token]))
    assert response.url == reverse("tasks:job", args=[job.pk])
    assert job.result is not None
    assert job.result["words"] == "新增 30，更新 0，没有导入 0。"
    assert Seat.objects.count() == 30
    assert Event.objects.filter(step="import.deputies").count() == 1
    assert "导入停在" not in page.text
    assert verify()[1] == []


def test_a_cancelled_import_keeps_whole_rows_and_says_how_far(
    client, county, long_import, monkeypatch
):
    client.post(reverse("setup:import_confirm", args=[long_import.token]))
    with monkeypatch.context() as patched:
        patched.setattr(Job, "progress", _cancelled_at(20))
        (job,) = run_waiting_jobs()

    page = client.get(reverse("setup:import_batch", args=[long_import.token]))
    assert job.state == Job.State.CANCELLED
    assert (Seat.objects.count(), Person.objects.filter(seats__isnull=False).count()) == (20, 20)
    assert "导入停在第 20 行（共 30 行）" in page.text
    assert "处理到第 20 行" in Event.objects.get(step="import.deputies").reason
    assert verify()[1] == []


def test_an_import_that_broke_down_goes_on_and_counts_each_row_once(
    client, county, long_import, monkeypatch
):
    client.post(reverse("setup:import_confirm", args=[long_import.token]))
    with monkeypatch.context() as patched:
        patched.setattr(Job, "progress", _broken_at(20))
        run_waiting_jobs(lets_errors_pass=False)
    long_import.refresh_from_db()

    assert Seat.objects.count() == 30
    assert (long_import.report["created"], long_import.report["unchanged"]) == (30, 0)
    assert Event.objects.filter(step="import.deputies").count() == 1


def _cancelled_at(rows):
    def progress(job, done, total):
        Job.objects.filter(pk=job.pk).update(cancel_asked=done == rows)
        job.raise_if_cancelled()

    return progress


def _broken_at(rows):
    broken: list[Any] = []

    def progress(job, done, total):
        if done == rows and not broken:
            broken.append(done)
            raise OSError("the machine is going down")

    return progress


LEDGER = [
    "会次",
    "建议编号",
    "标题",
    "正文",
    "提出人",
    "主办单位",
    "提出日期",
    "答复日期",
    "办理结果",
    "代表评价",
]


def papers(number):
    return [
        [
            "第十八届第三次会议",
            f"{place:03}",
            f"关于第 {place} 处道路的建议",
            "年久失修。",
            "张三",
            f"县第{place % 3}局",
            "2026-01-13",
            "2026-03-20",
            "已解决",
            "满意",
        ]
        for place in range(1, number + 1)
    ]


def ledger_standing():
    """What an import of papers leaves, without the numbers the database gives."""
    columns = [
        field.attname
        for field in Suggestion._meta.concrete_fields
        if field.attname not in {"id", "matter_ptr_id", "created_at", "lead_office_id"}
    ]
    handled = Assignment.objects.order_by("matter__number").values_list(
        "matter__number", "office__name", "status", "assigned_on", "replies__issued_on"
    )
    judged = Evaluation.objects.order_by("reply__assignment__matter__number").values_list(
        "reply__assignment__matter__number", "person__name", "result", "judged_on"
    )
    events = Event.objects.filter(step__startswith="suggestion.").order_by("seq")
    found = Document.objects.filter(kind__in=["suggestion", "reply"]).order_by("kind", "title")
    return [
        list(Suggestion.objects.order_by("number").values_list(*columns)),
        list(Suggestion.objects.order_by("number").values_list("lead_office__name", flat=True)),
        list(handled),
        list(judged),
        list(events.values_list("step", "words", "reason", "after")),
        list(found.values_list("kind", "title", "details", "status")),
    ]


@pytest.fixture
def known(county):
    """The county with the deputy whom the papers name."""
    do_import("deputies", table(HEADER, ["001", "张三", "男", "1975-03", "", ""]), county)
    return county


def test_papers_written_together_leave_the_same_as_one_by_one(known, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(SuggestionImporter, "defer", lambda self, row: False)
        with transaction.atomic():
            alone = do_import("suggestions", table(LEDGER, *papers(12)), known)
            standing = ledger_standing()
            transaction.set_rollback(True)

    together = do_import("suggestions", table(LEDGER, *papers(12)), known)

    assert counts(together) == counts(alone) == (12, 0, 0, 0)
    assert together.report.warnings == alone.report.warnings
    assert ledger_standing() == standing
    assert [len(rows) for rows in standing] == [12, 12, 12, 12, 12, 24]
    assert verify()[1] == []
    again = do_import("suggestions", table(LEDGER, *papers(12)), known)
    assert counts(again) == (0, 0, 12, 0)


def test_a_paper_that_is_refused_leaves_the_others(known):
    rows = papers(9)
    rows[4] = [*rows[4][:2], "另一标题", *rows[4][3:]]
    rows[5] = [*rows[4][:2], "同号的另一件", *rows[5][3:]]
    rows[6] = ["县" + rows[5][0], *rows[5][1:2], "同号的第三件", *rows[6][3:]]

    done = do_import("suggestions", table(LEDGER, *rows), known)

    assert counts(done) == (7, 0, 0, 2)
    assert [one.row for one in done.report.refused] == [7, 8]
    assert Suggestion.objects.count() == 7
    assert verify()[1] == []


def test_an_office_whose_first_paper_is_refused_is_made_by_the_next(known):
    rows = papers(3)
    rows[0] = [*rows[0][:5], "县新局、县新局", *rows[0][6:]]
    rows[1][5] = rows[2][5] = "县新局"

    done = do_import("suggestions", table(LEDGER, *rows), known)

    offices = Assignment.objects.values_list("office__name", flat=True)
    assert set(offices) == {"县新局"}
    assert done.report.created == Suggestion.objects.count() >= 2


def test_the_queries_of_an_import_of_papers_do_not_grow_with_its_rows(
    known, django_assert_max_num_queries
):
    do_import("suggestions", table(LEDGER, *papers(6)), known)

    with django_assert_max_num_queries(90):
        do_import("suggestions", table(LEDGER, *papers(106)[6:]), known)
