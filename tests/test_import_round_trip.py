"""A ledger of live suggestions goes to a spreadsheet and comes back without a change."""

import io

import pytest

from lianxin.faces.setup.imports import export_records, import_file
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.sheets import read_table
from lianxin.foundation.sheets.writing import OutColumn, OutSheet, write_workbook
from lianxin.work.suggestions.tests.factories import TODAY, make_county, make_suggestion

pytestmark = pytest.mark.django_db
STATES = ["accepted", "assigned", "met", "replied", "closed"]


@pytest.fixture
def county():
    county = make_county()
    for state in STATES:
        make_suggestion(county, status=state)
    return county


def exported(county) -> io.BytesIO:
    file = io.BytesIO()
    export_records("suggestions", file, body=county, by=None)
    return file


def imported(county, file):
    return import_file(
        "suggestions", file, body=county, by=None, today=TODAY, filename="台账.xlsx"
    ).report


def test_suggestions_in_every_state_import_again_as_unchanged(county):
    events = Event.objects.count()

    report = imported(county, exported(county))

    assert (report.rows, report.unchanged, report.refused) == (len(STATES), len(STATES), [])
    assert Event.objects.count() == events


def test_a_live_suggestion_is_not_changed_by_a_spreadsheet(county):
    table = read_table(exported(county), filename="台账.xlsx")
    headings = [column.text for column in table.columns]
    rows = [[row[column].text for column in table.columns] for row in table]
    answered = next(row for row in rows if row[headings.index("答复内容")])
    answered[headings.index("答复内容")] = "改写过的答复"
    file = io.BytesIO()
    write_workbook(file, [OutSheet("台账", [OutColumn(name) for name in headings], rows)])

    report = imported(county, file)

    assert (report.updated, len(report.refused)) == (0, 1)
    assert "已在系统中办理" in report.refused[0].reason
