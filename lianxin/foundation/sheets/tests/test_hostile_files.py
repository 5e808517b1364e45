"""Files meant, or unlucky enough, to hurt."""

import codecs
import contextlib
import errno
import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.foundation.sheets import Limits, SheetRefused
from lianxin.foundation.sheets.tests.builders import (
    HEADER,
    compound,
    read,
    sheet_xml,
    texts,
    with_member,
    xlsx,
)

pytestmark = pytest.mark.any_database
GOOD_ROW = ["1", "张示例", "男", "1975"]


def refusal(file, filename="名册.xlsx", **options) -> str:
    with pytest.raises(SheetRefused) as caught:
        read(file, filename, **options)
    assert caught.value.message.endswith(("。", "）"))
    return caught.value.message


def test_a_zip_bomb_is_refused_before_it_is_opened():
    bomb = with_member("xl/worksheets/sheet1.xml", b"0" * (60 * 2**20))

    assert "没有打开" in refusal(bomb)


def test_a_bomb_that_lies_about_its_size_ends_its_own_process_only():
    bomb = with_member(
        "xl/worksheets/sheet1.xml", sheet_xml("<row>" + "<c/>" * 3_000_000 + "</row>")
    )
    content = bytearray(bomb.getvalue())
    # The central directory is what is checked; make it say "ten bytes".
    place = content.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    content[place : place + 4] = (10).to_bytes(4, "little")

    assert refusal(bytes(content), limits=Limits(memory_bytes=150 * 2**20))


def test_a_cell_in_the_far_corner_costs_no_memory_here():
    cells = "".join(
        f'<row r="{row}"><c r="{ref}" t="inlineStr"><is><t>姓名</t></is></c></row>'
        for row, ref in ((1, "A1"), (1_048_576, "XFD1048576"))
    )

    assert refusal(with_member("xl/worksheets/sheet1.xml", sheet_xml(cells)))


def test_an_archive_of_very_many_members_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(2_500):
            archive.writestr(f"{number}", b"")

    assert "2500 个部件" in refusal(file)


def test_a_sheet_of_two_hundred_thousand_rows_is_refused_with_its_size():
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>姓名</t></is></c><c r="B{n}"><v>{n}</v></c></row>'
        for n in range(1, 200_001)
    )
    # Such a file is honest, only repetitive; the ratio is not what stops it.
    file = with_member("xl/worksheets/sheet1.xml", sheet_xml(rows))

    assert "200000 行" in refusal(file, limits=Limits(ratio=10_000))


def test_too_many_rows_of_text_are_refused():
    content = "姓名,性别\n" + "张示例,男\n" * 20_200

    assert "超过上限 20000 行" in refusal(content.encode(), "名册.csv")


@pytest.mark.parametrize("name", ["名册.csv", "名册.xlsx"])
def test_too_many_columns_are_refused(name):
    header = ["姓名", "性别", *(f"列{n}" for n in range(300))]
    file = xlsx({"rows": [header]}) if name.endswith("x") else ",".join(header).encode()

    assert "超过上限 200 列" in refusal(file, name)


@pytest.mark.parametrize("size", [21_000, 2**20])
def test_an_overlong_cell_is_refused_with_its_place(size):
    content = f"姓名,备注\n张示例,{'长' * size}\n"

    message = refusal(content.encode(), "名册.csv")
    assert "第 2 行 B 列" in message
    assert str(size) in message


def test_a_text_repeated_in_every_cell_is_refused_for_its_sum():
    strings = "<si><t>" + "长" * 15_000 + "</t></si>"
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    shared = f'<sst xmlns="{space}"><si><t>姓名</t></si>{strings}</sst>'.encode()
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{min(n - 1, 1)}</v></c><c r="B{n}" t="s"><v>1</v></c></row>'
        for n in range(1, 1_500)
    )
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    file = with_member("xl/worksheets/sheet1.xml", sheet_xml(cells))
    file = with_member("xl/sharedStrings.xml", shared, base=file)
    file = with_member("xl/_rels/workbook.xml.rels", relations, base=file)

    assert "20000000 字" in refusal(file)


def test_a_locked_workbook_is_refused_with_what_to_do():
    assert "去掉密码" in refusal(compound("EncryptionInfo", "EncryptedPackage"))


def test_a_locked_opendocument_file_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b"\x00\x01")
        archive.writestr(
            "META-INF/manifest.xml", "opendocument.spreadsheet <manifest:encryption-data/>"
        )

    assert "去掉密码" in refusal(file, "名册.ods")


@pytest.mark.parametrize(
    "file",
    [with_member("xl/vbaProject.bin", b"macro"), compound("Workbook", "_VBA_PROJECT_CUR")],
    ids=["xlsm", "xls"],
)
def test_a_workbook_with_macros_is_refused(file):
    assert "宏" in refusal(file)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"<html><table><tr><td>\xe5\xa7\x93</td></tr></table></html>", "名册.xls", "网页"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><Workbook/>", "名册.xls", "网页（或 XML）"),
        (b"%PDF-1.7", "名册.xlsx", "PDF"),
        (b"\x89PNG\r\n", "名册.xlsx", "PNG"),
        ("姓名,性别\n".encode(), "名册.xlsx", "不是电子表格"),
        (b"", "名册.xlsx", "空的"),
        (b"PK\x03\x04 broken", "名册.xlsx", "已损坏"),
        (b"whatever", "名册.exe", "不能读取"),
        (b"whatever", "", "不能读取"),
    ],
)
def test_what_is_no_spreadsheet_is_named_for_what_it_is(content, name, says):
    assert says in refusal(content, name)


def test_a_word_document_is_named():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "")

    assert "Word" in refusal(file)


def test_a_workbook_with_the_wrong_spreadsheet_extension_is_read():
    assert len(read(xlsx({"rows": [HEADER, GOOD_ROW]}), "名册.xls")) == 1


def test_a_workbook_called_csv_is_refused_with_the_right_name():
    assert "“.xlsx”" in refusal(xlsx({"rows": [HEADER, GOOD_ROW]}), "名册.csv")


def test_a_file_that_is_too_large_is_refused_with_its_size():
    assert "21.0 MB" in refusal(b"a" * (21 * 2**20), "名册.csv")


@pytest.mark.parametrize(
    "content",
    [
        "姓名,單位\n張示例,鄉鎮人民代表大會主席團\n".encode("big5"),
        "姓名,性别\n".encode("utf-16-le"),
        "姓名,性别\n张示例,男\n".encode("utf-16") + b"\x00\xd8",
        codecs.BOM_UTF16_LE + "姓名,性别\n".encode("utf-16-le") + b"\x00\xd8,\x00",
        codecs.BOM_UTF8 + "姓名,性别\n".encode("gb18030"),
        "姓名,性别\n".encode() + b"\xed\xa0\x80\xff,x\n",
        "éèêàçöü,ñ\nßÿÀ,Ê\n".encode("latin-1"),
        "氏名,住所\nやまだ,東京都かな\n".encode("shift_jis"),
    ],
)
def test_other_encodings_are_refused_rather_than_read_as_gibberish(content):
    assert "文字编码" in refusal(content, "名册.csv")


def test_nul_bytes_in_text_are_refused():
    assert "文字编码" in refusal("姓名,性别\n张\0示例,男\n".encode(), "名册.csv")


def test_unpaired_quotes_are_refused_rather_than_swallowing_the_rest():
    assert "引号不成对" in refusal('姓名,单位\n张示例,"某村\n李示例,某镇\n'.encode(), "名册.csv")


def test_lone_surrogates_and_control_characters_never_reach_a_record():
    content = json.dumps([{"title": "甲\ud800乙\x00\x07丙\u202e", "no": "1"}]).encode()

    assert texts(read(content, "建议.json"), "title") == ["甲\ufffd乙丙"]


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b"[1, 2]", b'{"items": 3}', b"{", b"\xff\xfe", b'"x"', b"[{}]"]
)
def test_json_that_is_no_list_of_records_is_refused(content):
    assert refusal(content, "建议.json")


def test_an_empty_sheet_and_one_without_a_header_are_refused():
    assert "没有内容" in refusal(xlsx({"rows": []}))
    assert "找不到表头" in refusal(xlsx({"rows": [["1", "2"], ["3", "4"]]}))


def test_merged_ranges_beyond_the_sheet_do_no_harm():
    file = xlsx({"rows": [HEADER, GOOD_ROW], "merge": [("F3:F1048576", "空"), ("H1:XFD1", "宽")]})

    assert len(read(file, limits=Limits(columns=20_000))) >= 1


def test_a_full_disk_is_told_in_words(monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", full)

    assert "稍后再试" in refusal(xlsx({"rows": [HEADER, GOOD_ROW]}))


NAMES = st.sampled_from(["a.xlsx", "a.xls", "a.ods", "a.csv", "a.txt", "a.json", "a", "a.exe"])
STARTS = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff\xfe",
        codecs.BOM_UTF8,
        b"\x09\x08",
    ]
)


@given(start=STARTS, rest=st.binary(max_size=400), name=NAMES)
@settings(max_examples=300, deadline=None)
def test_no_bytes_whatever_raise_anything_but_a_refusal(start, rest, name):
    with contextlib.suppress(SheetRefused):
        read(start + rest, name)


@given(
    place=st.floats(0, 1, exclude_max=True),
    noise=st.binary(min_size=1, max_size=12),
    old=st.booleans(),
)
@settings(max_examples=40)
def test_a_damaged_workbook_is_read_or_refused(place, noise, old, workbooks):
    content = bytearray(workbooks[old])
    start = int(place * len(content))
    content[start : start + len(noise)] = noise
    with contextlib.suppress(SheetRefused):
        read(bytes(content), "a.xls" if old else "a.xlsx")


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_table_is_read_or_refused(text):
    content = ("姓名,性别\n" + text).encode("utf-8", "surrogatepass")
    try:
        table = read(content, "a.csv")
    except SheetRefused:
        return
    for row in table:
        for cell in row.cells:
            cell.text.encode("utf-8")
            assert "\0" not in cell.text
