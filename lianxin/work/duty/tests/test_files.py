"""One deputy's file: read from records, for the days of the seat; who may read it."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from lianxin.engines import deeds
from lianxin.engines.deeds import Deed, Presence, Section, Source
from lianxin.foundation.people.models import Role, Seat, Term
from lianxin.foundation.people.permissions import may
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.tasks.models import Job
from lianxin.foundation.tasks.testing import run_waiting_jobs
from lianxin.work.duty import workflow
from lianxin.work.duty.files import counts_words, file_of, tallies_of
from lianxin.work.duty.models import Objection
from lianxin.work.duty.papers.booklet import booklet_of
from lianxin.work.duty.permissions import Permission
from lianxin.work.duty.queries import Period, own_seat, period_of, seats_read_by
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_person,
    make_seat,
    make_suggestion,
    make_township,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), 2026)


@pytest.fixture
def town():
    return make_township(make_county())


@pytest.fixture
def deputy(town):
    return make_deputy(town, "苏示例")


@pytest.fixture
def meetings():
    """A source of its own: present once, on leave once, absent once, for everybody."""
    before = deeds._sources.copy()
    lines = [
        Deed(date(2026, 3, 1), "列席主席团会议", "/somewhere/"),
        Deed(date(2026, 5, 1), "列席主席团会议", amount=0, presence=Presence.EXCUSED, note="住院"),
        Deed(date(2026, 7, 1), "列席主席团会议", amount=0, presence=Presence.ABSENT),
    ]

    def within(person, since, until):
        return [line for line in lines if since <= line.on <= until]

    def tally(body, since, until):
        seats = Seat.objects.filter(body=body)
        return {
            person: sum(line.amount for line in within(None, since, until))
            for person in seats.values_list("person", flat=True)
        }

    deeds.register(Source("test.meetings", Section.MEETINGS, "列席会议", "次", within, tally))
    yield
    deeds._sources.clear()
    deeds._sources.update(before)


def seat_of(account) -> Seat:
    return Seat.objects.select_related("person", "body", "term", "group__body", "district").get(
        person=account.person
    )


def test_the_eight_sections_stand_in_order_and_the_first_is_read_from_people(town, deputy):
    file = file_of(seat_of(deputy), YEAR, today=TODAY)

    assert [part.name for part in file.parts] == [str(deeds.SECTION_NAMES[one]) for one in Section]
    assert file.parts[2].numbered == "三、参加视察调研"
    assert dict(file.facts)["姓名"] == "苏示例"
    assert "还没有培训记录" in dict(file.facts)["培训"]


def test_leave_and_absence_stand_apart_and_count_nothing(deputy, meetings):
    file = file_of(seat_of(deputy), YEAR, today=TODAY)

    assert file.done["test.meetings"] == 1
    assert [line.deed.note for line in file.away] == ["住院"]
    assert [line.presence for line in file.missed] == ["未请假缺席"]
    assert file.days == 1


def test_a_seat_that_ended_tells_of_no_day_after_it(town, meetings):
    person = make_person(town)
    make_seat(
        person,
        town,
        ended_on=date(2026, 4, 1),
        state=Seat.State.ENDED,
        end_reason=Seat.EndReason.RESIGNED,
    )
    seat = Seat.objects.select_related("person", "body", "term").get(person=person)

    file = file_of(seat, YEAR, today=TODAY)

    assert file.period.until == date(2026, 3, 31)
    assert len(file.lines) == 1


def test_periods_are_years_of_the_term_or_all_of_it(town):
    term = Term.objects.get(body=town)

    assert period_of(term, "2024", TODAY) == Period(date(2024, 1, 1), date(2024, 12, 31), 2024)
    assert period_of(term, "2022", TODAY).since == date(2022, 1, 6)
    assert period_of(term, "term", TODAY) == Period(date(2022, 1, 6), TODAY)
    for nonsense in ("", "1999", "x", "²"):
        assert period_of(term, nonsense, TODAY).year == 2026


def test_the_file_and_the_list_take_a_fixed_number_of_queries(client, town, deputy):
    clerk = make_clerk(town)
    client.force_login(clerk)
    seat = seat_of(deputy)
    counted = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("duty:file", args=[seat.pk]))
            client.get(reverse("duty:list"))
        counted.append(len(queries))
        for _number in range(3):
            make_suggestion(town)
            make_suggestion(town, deputy=deputy)

    assert counted[0] == counted[1]
    assert counted[0] <= 60 + 4 * len(deeds.sources())


def test_who_reads_a_file(town, deputy):
    seat = seat_of(deputy)
    elsewhere = make_township(town.parent, code="hewang-b", name="青石镇")
    readers = {
        "clerk": make_clerk(town),
        "county": make_clerk(town.parent),
        "chair": make_account(Role.CHAIR, town),
        "self": deputy,
        "colleague": make_deputy(town),
        "neighbour": make_clerk(elsewhere),
    }

    seen = {name: seats_read_by(who).filter(pk=seat.pk).exists() for name, who in readers.items()}
    office = {name: may(who, Permission.READ_OFFICE, seat) for name, who in readers.items()}

    assert [name for name, yes in seen.items() if yes] == ["clerk", "county", "chair", "self"]
    assert [name for name, yes in office.items() if yes] == ["clerk", "chair"]


def test_the_page_of_somebody_elses_file_does_not_exist(client, town, deputy):
    client.force_login(make_deputy(town))

    assert client.get(reverse("duty:file", args=[seat_of(deputy).pk])).status_code == 404
    assert client.get(reverse("duty:booklet", args=[seat_of(deputy).pk])).status_code == 404


def test_a_deputy_reads_the_own_file_and_each_line_opens_its_record(client, town, deputy):
    story = make_suggestion(town, deputy=deputy)
    client.force_login(deputy)

    page = client.get(reverse("duty:mine"), {"period": "2026"}).content.decode()

    assert story.suggestion.get_absolute_url() in page
    assert "领衔提出建议" in page
    assert reverse("duty:object", args=[seat_of(deputy).pk]) in page
    assert own_seat(deputy, TODAY) == seat_of(deputy)


def test_the_list_is_in_stroke_order_without_a_rank(client, town):
    for name in ("魏示例", "丁示例", "王示例"):
        make_deputy(town, name, account=False)
    client.force_login(make_clerk(town))

    page = client.get(reverse("duty:list")).content.decode()

    assert page.index("丁示例") < page.index("王示例") < page.index("魏示例")
    assert "排名" not in page.replace("不作排名", "")


def test_tallies_say_in_words_what_each_did(town, deputy):
    make_suggestion(town, deputy=deputy)

    tallies = tallies_of(town, YEAR)

    assert counts_words(deputy.person_id, tallies) == "领衔提出建议、议案 1 件"
    assert counts_words(0, tallies) == ""


def test_the_booklet_has_a_cover_the_eight_sections_and_page_numbers(town, deputy, meetings):
    make_suggestion(town, deputy=deputy)

    pages = PdfReader(BytesIO(booklet_of(file_of(seat_of(deputy), YEAR, today=TODAY)))).pages
    words = [page.extract_text() for page in pages]

    assert "履职档案" in words[0]
    assert "苏示例" in words[0]
    assert "2026" in words[0]
    whole = "".join(words)
    for numeral in "一二三四五六七八":
        assert f"{numeral}、" in whole
    assert "住院" in whole
    assert "2" in words[1][-8:]


def test_the_booklet_opens_from_the_page(client, town, deputy):
    client.force_login(deputy)

    answer = client.get(reverse("duty:booklet", args=[seat_of(deputy).pk]), {"period": "2026"})

    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer).startswith(b"%PDF")


def test_booklets_of_the_body_are_made_behind_the_pages(client, town, deputy):
    make_deputy(town)
    clerk = make_clerk(town)
    client.force_login(clerk)

    answer = client.post(reverse("duty:booklets"), {"at": town.pk, "period": "2026"})
    run_waiting_jobs()

    job = Job.objects.get()
    assert answer.status_code == 302
    assert job.file is not None
    assert "2 册" in str(job.result)


def test_only_the_office_has_all_booklets_made(client, town, deputy):
    client.force_login(deputy)

    assert client.post(reverse("duty:booklets"), {"at": town.pk}).status_code in (403, 404)


def test_both_tables_leave_as_spreadsheets(client, town, deputy):
    client.force_login(make_clerk(town))

    for url, query in (
        (reverse("duty:list"), {"as": "xlsx"}),
        (
            reverse("duty:file", args=[seat_of(deputy).pk]),
            {"as": "xlsx", "seat": seat_of(deputy).pk},
        ),
    ):
        answer = client.get(url, query)
        assert answer.status_code == 200
        assert "spreadsheet" in answer["Content-Type"]


def test_an_objection_is_answered_once_and_only_by_the_office(town, deputy):
    seat, clerk = seat_of(deputy), make_clerk(town)
    objection = workflow.object_to(seat, words="六月的视察我参加了。", by=deputy, today=TODAY)

    with pytest.raises(PermissionDenied):
        workflow.object_to(seat, words="替他说。", by=clerk, today=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.settle(objection, words="自己处理。", by=deputy, today=TODAY)
    with pytest.raises(Refused):
        workflow.settle(objection, words=" ", by=clerk, today=TODAY)
    workflow.settle(objection, words="签到表已核对，已更正。", by=clerk, today=TODAY)
    with pytest.raises(WrongStatus):
        workflow.settle(objection, words="再处理。", by=clerk, today=TODAY)

    assert Objection.objects.get().settlement == "签到表已核对，已更正。"


def test_an_objection_keeps_the_line_as_it_stood(client, town, deputy):
    story = make_suggestion(town, deputy=deputy)
    client.force_login(deputy)
    seat = seat_of(deputy)
    line = next(one for one in file_of(seat, YEAR, today=TODAY).lines)
    url = reverse(
        "duty:object",
        args=[seat.pk],
        query={"source": line.source.key, "on": line.deed.on.isoformat(), "words": line.deed.words},
    )

    client.post(url, {"words": "日期不对。"})

    assert Objection.objects.get().record == story.suggestion.get_absolute_url()


def test_the_list_says_which_period_it_shows_and_prints_that_one(client, town, deputy):
    client.force_login(make_clerk(town))

    page = client.get(reverse("duty:list"), {"period": "2024"}).content.decode()

    assert "代表履职 2024 年" in page
    assert '<input type="hidden" name="period" value="2024">' in page
