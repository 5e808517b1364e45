"""Makers for the tests of returns: workbooks, returns, filings."""

from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from lianxin.work.returns import workflow

TODAY = date(2026, 6, 10)
SINCE, UNTIL = date(2026, 1, 1), date(2026, 5, 31)
NAME = "半年报表.xlsx"


def make_return(county, *, by, lines=(), due_on=date(2026, 6, 20), **values):
    """A return with lines, not yet asked; each line a dict."""
    asked = workflow.draft_return(
        county,
        title=values.pop("title", "代表工作半年报表"),
        since=SINCE,
        until=UNTIL,
        due_on=due_on,
        by=by,
        **values,
    )
    for line in lines:
        workflow.add_line(asked, by=by, **line)
    return asked


FIGURE = {
    "code": "tasks",
    "label": "上级交办",
    "kind": "figure",
    "figure": "returns.tasks",
    "unit": "",
}
NUMBER = {"code": "trained", "label": "培训人次", "kind": "number", "unit": "人次"}
TEXT = {"code": "remarks", "label": "经验做法", "kind": "text"}


def make_workbook(cells=None, *, names=None, formula="") -> bytes:
    """An .xlsx with text in cells; names: name → place."""
    book = Workbook()
    sheet = book.active
    sheet.title = "报表"
    for place, words in (cells or {}).items():
        sheet[place] = words
    if formula:
        sheet["F1"] = formula
    for name, place in (names or {}).items():
        column, row = place[0], place[1:]
        book.defined_names[name] = DefinedName(name, attr_text=f"'报表'!${column}${row}")
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def upload(content: bytes, name=NAME) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def receive(body, *, by, title="报送代表活动情况", on=date(2026, 3, 2), **values):
    """A task from above on the register."""
    known = {"kind": "task", "whom": "congress", "due_on": None, "owner": ""}
    return workflow.receive(
        body, title=title, received_on=on, by=by, today=TODAY, **(known | values)
    )
