"""The fifty-three real suggestions, imported once and looked at from all sides."""

import io
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pytest
from django.db import transaction

from lianxin.engines.matters.models import Assignment
from lianxin.faces.setup.imports import Imported, export_records
from lianxin.faces.setup.tests.importing import (
    DATA,
    counts,
    do_import,
    make_county,
    reply_of,
    suggestion,
    warnings_of,
)
from lianxin.foundation.people.models import Body
from lianxin.work.suggestions.models import Suggestion

pytestmark = pytest.mark.django_db


class Real(NamedTuple):
    county: Body
    done: Imported


@pytest.fixture(scope="module")
def real(django_db_setup, django_db_blocker) -> Iterator[Real]:
    """The county with the real ledger; what a test adds is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        county = make_county()
        yield Real(county, do_import("suggestions", DATA / "suggestions.csv", county))
        transaction.set_rollback(True)


def test_printed_numbers_stay_as_printed(real):
    printed = set(Suggestion.objects.values_list("number", flat=True))
    assert {"Y19", "0038", "024", "DH0271", "财政经济类第2号", "1155"} <= printed


def test_partial_dates_stay_partial_and_missing_things_empty(real):
    wells = Suggestion.objects.get(title__startswith="关于加强农村安全饮水投入")
    assert wells.proposers_printed == "2+"
    assert wells.year == 2023
    assert (reply_of(wells).issued_on, reply_of(wells).printed_date) == (None, "2023")
    road = Suggestion.objects.get(title__startswith="打通峡河乡")
    assert (road.number, road.session, road.submitted_on) == ("", None, None)
    assert reply_of(road).letter == ""


def test_co_handlers_and_meetings_are_recorded(real):
    clinic = Suggestion.objects.get(number="122")
    assert {(each.office.name, each.role) for each in clinic.assignments.all()} == {
        ("县卫生健康局", "lead"),
        ("县财政局", "assist"),
        ("石林街道", "assist"),
    }
    water = Suggestion.objects.get(title__contains="水塘村9-15社")
    days = [each.contacted_on for each in water.assignments.get().contacts.all()]
    assert days == [date(2025, 5, 21), date(2025, 6, 17), date(2025, 6, 25)]


def test_an_assisting_opinion_is_no_answer_to_the_deputy(real):
    found = suggestion("1155")
    assert found.status == "assigned"
    opinion = found.assignments.get(role=Assignment.Role.ASSIST)
    assert opinion.replies.get().document_no == "泉丰政财函〔2024〕15号"
    assert not found.assignments.get(role=Assignment.Role.LEAD).replies.exists()


def test_old_answers_wait_for_nobody_and_count_in_their_own_year(real):
    answered = Suggestion.objects.exclude(status="assigned")
    assert set(answered.values_list("status", flat=True)) == {"closed"}
    assert not Suggestion.objects.filter(due_on__isnull=False).exists()
    assert not Assignment.objects.filter(assigned_on__year=2026).exclude(matter__year=2026).exists()


def test_a_motion_turned_suggestion_is_kept_apart(real):
    assert Suggestion.objects.filter(was_motion=True).count() == 4


def test_one_of_unknown_origin_comes_in_with_a_warning_and_a_mark(real):
    found = Suggestion.objects.get(title__contains="封山禁牧")
    assert "待核" in found.source
    assert found.publicity == "undecided"
    assert "人大或政协不明" in warnings_of(real.done, 32)


def test_the_same_ledger_as_json_is_the_same_ledger(real):
    assert counts(do_import("suggestions", DATA / "suggestions.json", real.county)) == (0, 0, 53, 0)


def test_the_real_ledger_survives_export_and_import(real):
    file = io.BytesIO()
    assert export_records("suggestions", file, body=real.county, by=None) == 53

    assert counts(do_import("suggestions", file, real.county, filename="台账.xlsx")) == (
        0,
        0,
        53,
        0,
    )
