"""导入 on the page: upload, columns, preview, and only then the import, once."""

import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lianxin.faces.setup import batches
from lianxin.faces.setup.models import ImportBatch
from lianxin.faces.setup.tests import factories
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Office, Person, Role, Seat, Session

IMPORT = "/setup/import/"
ROSTER = """姓名,性别,出生年月,联系电话
𠮷㛃示例,女,1980-05,10099990001
赵示例,男,1975-02-31,10099990002
丁示例,男,1971,
"""
ODD = """姓名,性别,特长爱好,联系方式一
𠮷㛃示例,女,养蜂,10099990001
丁示例,男,木工,10099990002
"""


def upload(client, content, *, kind="deputies", body="hewang", name="名册.csv"):
    data = content.encode() if isinstance(content, str) else content
    return client.post(IMPORT, {"kind": kind, "body": body, "file": SimpleUploadedFile(name, data)})


def previewed(client, content=ROSTER, **options):
    """Upload a table whose columns are all known; returns the batch waiting at its preview."""
    response = upload(client, content, **options)
    batch = ImportBatch.objects.order_by("pk").last()
    assert batch is not None, response.content.decode()
    assert response.headers["Location"] == reverse("setup:import_batch", args=[batch.token])
    return batch


def address(name, batch):
    return reverse(f"setup:import_{name}", args=[batch.token])


def test_a_preview_shows_what_would_happen_and_writes_nothing(signed_in, county):
    batch = previewed(signed_in)

    page = signed_in.get(address("batch", batch)).content.decode()

    assert batch.preview["created"] == 2
    assert batch.preview["refused_count"] == 1
    assert "第 3 行" in page
    assert "2 月没有 31 日" in page
    assert "出生年月" in page
    assert not Person.objects.exists()
    assert not Event.objects.exists()


def test_confirming_imports_the_previewed_file_and_a_second_press_is_harmless(signed_in, county):
    batch = previewed(signed_in)

    first = signed_in.post(address("confirm", batch), follow=True).content.decode()
    second = signed_in.post(address("confirm", batch), follow=True).content.decode()

    assert "导入结果" in first
    assert "没有重复导入" in second
    assert set(Person.objects.values_list("name", flat=True)) == {"𠮷㛃示例", "丁示例"}
    assert Event.objects.filter(step="import.deputies").count() == 1


def test_the_same_file_brought_twice_changes_nothing(signed_in, county):
    signed_in.post(address("confirm", previewed(signed_in)))

    again = previewed(signed_in)

    assert again.preview["unchanged"] == 2
    page = signed_in.get(address("batch", again)).content.decode()
    assert "没有要写入的行" in page
    assert "确认导入" not in page


def test_an_unknown_column_is_asked_and_the_answer_counts(signed_in, county):
    response = upload(signed_in, ODD)
    batch = ImportBatch.objects.get()
    assert response.headers["Location"] == address("columns", batch)

    page = signed_in.get(address("columns", batch)).content.decode()
    assert "特长爱好" in page
    assert "养蜂" in page
    answers = {"column_0": "name", "column_1": "sex", "column_2": "", "column_3": "phone"}
    signed_in.post(address("columns", batch), answers)
    signed_in.post(address("confirm", batch))

    assert Person.objects.get(name="丁示例").phone == "10099990002"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"column_0": "", "column_1": "sex"}, "还没有指出哪一列是“姓名”"),
        ({"column_0": "name", "column_1": "name"}, "只能有一列"),
        ({"column_0": "name", "column_1": "colour"}, "colour"),
    ],
)
def test_answers_that_cannot_be_are_asked_again(signed_in, county, answers, words):
    upload(signed_in, ODD)
    batch = ImportBatch.objects.get()

    response = signed_in.post(address("columns", batch), answers)

    assert response.status_code == 422
    assert words in response.content.decode()
    batch.refresh_from_db()
    assert batch.preview is None


def test_nothing_is_imported_before_a_preview(signed_in, county):
    upload(signed_in, ODD)
    batch = ImportBatch.objects.get()

    page = signed_in.post(address("confirm", batch), follow=True).content.decode()

    assert "还没有预览" in page
    assert not Person.objects.exists()


def test_refused_rows_come_as_a_workbook_with_their_reasons_and_contents(signed_in, county):
    batch = previewed(signed_in)

    response = signed_in.get(address("refused", batch))

    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[0][:4] == ("行号", "栏目", "没有导入的理由", "姓名")
    assert rows[1][0] == "3"
    assert "没有 31 日" in rows[1][2]
    assert rows[1][3] == "赵示例"
    assert len(rows) == 2


def test_a_workbook_where_nothing_is_refused_has_no_such_report(signed_in, county):
    batch = previewed(signed_in, "姓名\n丁示例\n")

    assert signed_in.get(address("refused", batch)).status_code == 404


def test_another_sheet_of_the_workbook_is_read_when_asked(signed_in, county):
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["姓名", "特长爱好"])
    book.active.append(["丁示例", "养蜂"])
    second = book.create_sheet("第二张")
    second.append(["姓名", "性别"])
    second.append(["赵示例", "男"])
    content = io.BytesIO()
    book.save(content)
    upload(signed_in, content.getvalue(), name="名册.xlsx")
    batch = ImportBatch.objects.get()
    first = batch.sheet

    wanted = "第二张" if "丁示例" in str(batches.look(batch)[0].rows) else "说明"
    signed_in.post(address("columns", batch), {"other_sheet": wanted})
    unknown = signed_in.post(address("columns", batch), {"other_sheet": "没有这张"}, follow=True)

    batch.refresh_from_db()
    assert first == ""
    assert batch.sheet == wanted
    assert "没有名为" in unknown.content.decode()


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("名册.xlsx", _bomb()),
        ("名册.xlsx", b"PK\x03\x04not a workbook"),
        ("名册.csv", b"\x00\x01\x02\x03" * 200),
        ("名册.exe", b"MZ" + b"\x00" * 500),
        ("名册.csv", b""),
        ("名册.json", b'[{"' + b"x" * 500),
        ("../../名册.csv", "没有,认得的,列名\n1,2,3\n".encode()),
    ],
    ids=["bomb", "broken", "binary", "program", "empty", "json", "no-header"],
)
def test_a_hostile_file_is_refused_in_words_and_leaves_nothing(
    signed_in, county, settings, name, content
):
    folder = settings.MEDIA_ROOT / "imports"
    before = set(folder.glob("*"))

    response = upload(signed_in, content, name=name)

    if response.status_code == 302:
        # A table of which no column is known: every column is asked, nothing guessed.
        page = signed_in.get(response.headers["Location"]).content.decode()
        assert "姓名" in page
    else:
        assert response.status_code == 422
        assert "表格文件：" in response.content.decode()
        assert not ImportBatch.objects.filter(state="waiting").exists()
        assert set(folder.glob("*")) == before
    assert not Person.objects.exists()


def test_formulas_stay_text(signed_in, county):
    content = '单位名称,联系人\n"=HYPERLINK(""http://a"")",@SUM(A1)\n'
    batch = previewed(signed_in, content, kind="offices", name="单位.csv")
    signed_in.post(address("confirm", batch))

    office = Office.objects.get()
    export = signed_in.get(reverse("setup:offices_export")).content
    cell = openpyxl.load_workbook(io.BytesIO(export)).active["A2"]
    assert cell.value == office.name
    assert cell.data_type == "s"


def test_an_upload_that_is_too_large_is_refused_in_words(signed_in, county, settings):
    settings.LIANXIN_MAX_UPLOAD_MB = 0

    response = upload(signed_in, ROSTER)

    assert response.status_code == 422
    assert "文件超过" in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_full_disk_is_told_and_nothing_is_kept(signed_in, county, monkeypatch):
    from django.core.files.storage import default_storage

    def full(name, content, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)

    response = upload(signed_in, ROSTER)

    assert response.status_code == 422
    assert "磁盘已满" in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_file_changed_on_the_server_is_not_imported(signed_in, county):
    batch = previewed(signed_in)
    with batch.file.storage.open(batch.file.name, "wb") as file:
        file.write("姓名\n冒示例\n".encode())

    page = signed_in.post(address("confirm", batch), follow=True).content.decode()

    assert "与上传时不一样" in page
    batch.refresh_from_db()
    assert batch.state == "waiting"
    assert not Person.objects.exists()


def test_an_upload_is_swept_after_a_day_with_the_names_in_it(signed_in, county):
    waiting, done = previewed(signed_in), previewed(signed_in)
    signed_in.post(address("confirm", done))
    files = [batch.file.name for batch in (waiting, done)]
    ImportBatch.objects.update(created_at=timezone.now() - timedelta(hours=25))

    batches.sweep()
    late = signed_in.post(address("confirm", waiting), follow=True).content.decode()

    waiting.refresh_from_db()
    done.refresh_from_db()
    assert not any(waiting.file.storage.exists(name) for name in files)
    assert waiting.state == "dropped"
    assert "没有导入" in late
    assert done.report["created"] == 2
    assert done.report["refused"] == []
    assert signed_in.get(address("batch", done)).status_code == 200


def test_a_dropped_upload_is_not_imported_any_more(signed_in, county):
    batch = previewed(signed_in)

    signed_in.post(address("drop", batch))
    page = signed_in.post(address("confirm", batch), follow=True).content.decode()

    assert "放弃" in page
    assert not Person.objects.exists()
    assert not batch.file.storage.exists(batch.file.name)


def test_an_upload_is_its_accounts_own(client, county, clerk, town_clerk):
    client.force_login(clerk)
    batch = previewed(client)
    colleague = factories.account(Role.COUNTY_CLERK, county)

    for other in (colleague, town_clerk):
        client.force_login(other)
        for name in ("batch", "columns", "refused"):
            assert client.get(address(name, batch)).status_code == 404
        for name in ("confirm", "drop"):
            assert client.post(address(name, batch)).status_code == 404
    assert not Person.objects.exists()


def test_a_clerk_whose_role_has_ended_confirms_nothing(client, county, clerk):
    client.force_login(clerk)
    batch = previewed(client)
    clerk.grants.update(valid_until=timezone.localdate() - timedelta(days=1))

    assert client.post(address("confirm", batch)).status_code == 403
    assert not Person.objects.exists()


def test_a_township_imports_into_itself_only(client, town_clerk, county, town, other_town):
    client.force_login(town_clerk)

    elsewhere = upload(client, ROSTER, body=other_town.code)
    own = previewed(client, body=town.code)
    client.post(address("confirm", own))

    assert elsewhere.status_code == 422
    assert set(Seat.objects.values_list("body", flat=True)) == {town.pk}


def test_a_county_does_not_import_a_townships_suggestions(signed_in, county, town):
    response = upload(
        signed_in, "标题,提出人\n关于修路的建议,丁示例\n", kind="suggestions", body=town.code
    )

    assert response.status_code == 422
    assert "自己的工作人员导入" in response.content.decode()


def test_a_street_has_no_deputies_to_import(signed_in, county, street):
    batch = previewed(signed_in, body=street.code)

    page = signed_in.get(address("batch", batch)).content.decode()

    assert "街道没有本级人民代表大会代表" in page
    assert "确认导入" not in page


def test_a_roster_before_the_first_term_leads_to_the_term(signed_in, county):
    Session.objects.all().delete()
    county.terms.all().delete()

    answer = upload(signed_in, ROSTER)

    assert answer.headers["Location"] == reverse("setup:term_new", args=[county.pk])
    assert not ImportBatch.objects.exists()


def test_what_changed_since_the_preview_is_said(signed_in, county):
    batch = previewed(signed_in)
    factories.deputy(county, "丁示例")

    page = signed_in.post(address("confirm", batch), follow=True).content.decode()

    assert "预览以后" in page
    assert Person.objects.filter(name="丁示例").count() == 1
