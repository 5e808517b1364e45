"""Files are kept whole or not at all."""

import errno
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from lianxin.foundation.files import access
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.storing import refuse_trouble, store
from lianxin.foundation.files.tests import factories as pictures
from lianxin.foundation.files.uploading import WatchfulUpload
from lianxin.foundation.people.models import Role
from lianxin.foundation.people.tests import factories
from lianxin.foundation.refusals import Refused

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n" + "关于道路照明的建议".encode() * 100
PNG = pictures.png()


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def county():
    return factories.county()


@pytest.fixture
def clerk(county):
    return factories.with_role(Role.COUNTY_CLERK, county)


@pytest.fixture
def stored(county, clerk):
    return store(SimpleUploadedFile("建议 附件.pdf", PDF, "text/html"), by=clerk, body=county)


def on_disk(settings) -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return [found for found in root.rglob("*") if found.is_file()]


def test_a_file_is_kept_under_a_random_name_with_its_fingerprint(stored, settings, clerk):
    (path,) = on_disk(settings)

    assert path.read_bytes() == PDF
    assert "建议" not in str(path)
    assert path.suffix == ""
    assert stored.original_name == "建议 附件.pdf"
    assert stored.content_type == "application/pdf"
    assert (stored.size, stored.uploaded_by) == (len(PDF), clerk)
    assert len(stored.sha256) == 64


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "空的"), (b"%PDF-" + b"x" * 1024 * 1024, "1 MB"), (b"MZ", "程序")],
)
def test_what_is_refused_leaves_neither_row_nor_bytes(content, words, county, clerk, settings):
    settings.LIANXIN_MAX_UPLOAD_MB = 1

    with pytest.raises(Refused, match=words):
        store(SimpleUploadedFile("a.pdf", content), by=clerk, body=county)

    assert not StoredFile.objects.exists()
    assert on_disk(settings) == []


def test_a_full_disk_is_said_in_words_and_leaves_nothing_half_done(
    county, clerk, settings, monkeypatch
):
    def write_half(self, name, content):
        half = Path(self.path(name))
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(PDF[:100])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(FileSystemStorage, "_save", write_half)

    with pytest.raises(Refused, match="磁盘已满"):
        store(SimpleUploadedFile("a.pdf", PDF), by=clerk, body=county)

    assert not StoredFile.objects.exists()
    assert on_disk(settings) == []


def test_a_step_refused_later_leaves_no_row_and_the_sweep_takes_the_bytes(county, clerk, settings):
    @transaction.atomic
    def step():
        store(SimpleUploadedFile("a.pdf", PDF), by=clerk, body=county)
        raise Refused("这一步不能办理。")

    with pytest.raises(Refused):
        step()
    (path,) = on_disk(settings)
    os.utime(path, (time.time() - 2 * 86400,) * 2)

    call_command("files", "sweep")

    assert not StoredFile.objects.exists()
    assert on_disk(settings) == []


def test_the_sweep_spares_what_is_young_and_takes_old_files_nothing_refers_to(
    stored, settings, capsys
):
    call_command("files", "sweep")
    assert len(on_disk(settings)) == 1
    StoredFile.objects.update(uploaded_at=timezone.now() - timedelta(days=2))

    call_command("files", "sweep", "--dry-run")
    assert len(on_disk(settings)) == 1
    call_command("files", "sweep")

    assert on_disk(settings) == []
    assert not StoredFile.objects.exists()
    assert "未使用的附件 1 个" in capsys.readouterr().out


def test_the_sweep_names_files_that_are_gone_from_the_disk(stored, settings, capsys):
    on_disk(settings)[0].unlink()

    call_command("files", "sweep")

    assert f"请从备份中恢复：{stored.pk}" in capsys.readouterr().err


# -- receiving --------------------------------------------------------------


def receive(request):
    """What a page does with a broken upload: it can still read the rest of the form."""
    try:
        refuse_trouble(request.FILES["file"])
    except Refused as refusal:
        return HttpResponse(f"{request.POST['title']}：{refusal}")
    return HttpResponse(f"{request.FILES['file'].size}")


def post(content: bytes):
    request = RequestFactory().post(
        "/", {"title": "标题", "file": SimpleUploadedFile("a.pdf", content)}
    )
    answer = receive(request).content.decode()
    request.close()
    return answer


def test_a_whole_upload_arrives_whole():
    assert post(PDF) == str(len(PDF))


def test_too_large_an_upload_keeps_what_else_was_typed(settings):
    settings.LIANXIN_MAX_UPLOAD_MB = 1

    answer = post(b"%PDF-" + b"x" * 3 * 1024 * 1024)

    assert answer.startswith("标题：文件超过 1 MB")


def test_a_disk_that_fills_up_while_receiving_is_said_in_words(monkeypatch):
    class Full:
        def write(self, data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    real = WatchfulUpload.new_file

    def new_file(self, *args, **kwargs):
        real(self, *args, **kwargs)
        self.file.file.write = Full().write

    monkeypatch.setattr(WatchfulUpload, "new_file", new_file)

    assert "磁盘已满" in post(PDF)


# -- giving back ------------------------------------------------------------


@pytest.fixture
def rule(monkeypatch):
    """Only the uploader's county may open, as a room would say."""
    monkeypatch.setattr(access, "_rules", [])
    access.register(lambda user, stored: user.is_authenticated and user.name == "可以看")


def address(stored) -> str:
    return f"/files/{stored.pk}/"


def test_a_download_has_its_chinese_name_and_runs_nowhere(client, stored, rule, county):
    client.force_login(factories.with_role(Role.COUNTY_CLERK, county, "可以看"))

    response = client.get(address(stored))

    assert b"".join(response.streaming_content) == PDF
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename=\"file.pdf\"; filename*=UTF-8''")
    assert "%E5%BB%BA%E8%AE%AE" in disposition
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    response.close()


def test_pictures_are_shown_when_asked_and_text_never_is(client, county, clerk, rule):
    client.force_login(factories.with_role(Role.COUNTY_CLERK, county, "可以看"))
    picture = store(SimpleUploadedFile("照片.png", PNG), by=clerk, body=county)
    text = store(SimpleUploadedFile("说明.txt", "说明".encode()), by=clerk, body=county)

    shown, kept = (client.get(address(file), {"view": "1"}) for file in (picture, text))
    shown.close()
    kept.close()

    assert shown["Content-Disposition"].startswith("inline")
    assert kept["Content-Disposition"].startswith("attachment")
    assert kept["Content-Type"] == "text/plain; charset=utf-8"


def test_someone_whom_no_rule_lets_in_finds_nothing(client, stored, rule, clerk):
    client.force_login(clerk)

    assert client.get(address(stored)).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, stored, rule):
    assert client.get(address(stored)).status_code == 302


def test_bytes_lost_from_the_disk_are_a_page_not_a_crash(client, stored, rule, settings, county):
    client.force_login(factories.with_role(Role.COUNTY_CLERK, county, "可以看"))
    on_disk(settings)[0].unlink()

    assert client.get(address(stored)).status_code == 404
