import hashlib
import io
import json
import sqlite3
import stat
import tarfile
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from lianxin.faces.operations import archives, backups
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Body
from lianxin.foundation.refusals import Refused


def members_of(path):
    with tarfile.open(path) as tar:
        return [member.name for member in tar]


def pack(path, members, /, *, manifest=True, **facts):
    """An archive as a hand would make it; `members` are (TarInfo or name, bytes)."""
    with tarfile.open(path, "w") as tar:
        named = {}
        for member, content in members:
            info = member if isinstance(member, tarfile.TarInfo) else tarfile.TarInfo(member)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
            named[info.name] = {
                "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
        if manifest:
            text = {"format": 1, "engine": "sqlite", "members": named, **facts}
            content = json.dumps(text).encode()
            info = tarfile.TarInfo("manifest.json")
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def test_what_was_backed_up_while_people_worked_stands_again(site, empty_place, tmp_path):
    folder, address = empty_place
    body = Body.objects.get()
    is_over = threading.Event()

    def go_on_working():
        while not is_over.wait(0.01):
            with transaction.atomic():
                record(None, "people.note", body, "边备份边登记")
        connection.close()

    worker = threading.Thread(target=go_on_working)
    worker.start()
    try:
        call_command("backup", str(tmp_path / "site.tar.gz"))
    finally:
        is_over.set()
        worker.join()
    call_command("restore", str(tmp_path / "site.tar.gz"), into=str(folder), database=address)

    kept = folder / "files" / site.file.name
    assert kept.read_bytes() == "禾望县".encode()
    assert (folder / "secret_key").read_text() == "only-for-tests"
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert not list(folder.glob(".restoring*"))


def test_an_archive_is_for_its_owner_only_and_is_never_overwritten(site, tmp_path):
    path = tmp_path / "site.tar.gz"
    call_command("backup", str(path))
    before = path.read_bytes()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="已经存在"):
        call_command("backup", str(path))
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["site.tar.gz"]


def test_a_backup_that_breaks_off_leaves_nothing(site, tmp_path, monkeypatch):
    monkeypatch.setattr(backups.databases, "copy_out", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        backups.back_up(tmp_path / "site.tar.gz")
    assert not list(tmp_path.iterdir())


def test_a_file_that_was_lost_before_the_backup_is_named(site, tmp_path):
    site.file.storage.delete(site.file.name)

    saved = backups.back_up(tmp_path / "site.tar.gz")

    assert saved.missing == [site.file.name]


def test_a_backup_into_a_folder_that_does_not_exist_is_refused(site, tmp_path):
    with pytest.raises(CommandError, match="请先建好"):
        call_command("backup", str(tmp_path / "nowhere" / "site.tar.gz"))


def test_restoring_over_something_is_refused(site, tmp_path):
    backups.back_up(tmp_path / "site.tar.gz")
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "keep.txt").write_text("keep")

    with pytest.raises(CommandError, match="已有内容"):
        call_command("restore", str(tmp_path / "site.tar.gz"), into=str(tmp_path / "var"))
    assert [one.name for one in (tmp_path / "var").iterdir()] == ["keep.txt"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="restores over a PostgreSQL")
def test_restoring_over_a_database_with_tables_is_refused(site, tmp_path):
    from lianxin.faces.operations.tests.conftest import address_of

    backups.back_up(tmp_path / "site.tar.gz")
    with pytest.raises(Refused, match="已有内容"):
        backups.restore(
            tmp_path / "site.tar.gz", tmp_path / "var", address_of(connection.settings_dict)
        )


def test_a_backup_of_the_other_kind_of_database_is_refused(tmp_path):
    sqlite = pack(tmp_path / "sqlite.tar", [("database.sqlite3", b"")])
    postgres = pack(tmp_path / "pg.tar", [("database.dump", b"")], engine="postgresql")

    with pytest.raises(Refused, match="--database"):
        backups.restore(postgres, tmp_path / "var")
    with pytest.raises(Refused, match="不用写数据库地址"):
        backups.restore(sqlite, tmp_path / "var", f"sqlite:///{tmp_path}/x")


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/etc/outside",
        "files/../../outside",
        "files//x",
        "files\\x",
        "notes.txt",
        "files/",
    ],
)
def test_an_archive_with_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    path = pack(tmp_path / "hostile.tar", [("database.sqlite3", b""), (name, b"x")])

    with pytest.raises(Refused, match="不安全"):
        backups.restore(path, tmp_path / "in" / "var")
    assert not list((tmp_path / "in" / "var").iterdir())
    assert sorted(one.name for one in tmp_path.iterdir()) == ["hostile.tar", "in"]


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE]
)
def test_an_archive_with_a_link_or_a_device_is_refused(tmp_path, kind):
    member = tarfile.TarInfo("files/link")
    member.type, member.linkname = kind, "/etc/passwd"

    with pytest.raises(Refused, match="不安全"):
        backups.restore(pack(tmp_path / "hostile.tar", [(member, b"")]), tmp_path / "var")


def test_an_archive_that_was_changed_cut_off_or_added_to_is_refused(site, tmp_path):
    path = tmp_path / "site.tar.gz"
    backups.back_up(path)
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(path.read_bytes()[:-2000])
    twice = [("files/a", b"1"), ("files/a", b"2")]
    forged = {"members": {"files/a": {"size": 1, "sha256": "0" * 64}}}
    lacking = {"members": {"files/b": {"size": 1, "sha256": "0" * 64}}}

    for archive, words in (
        (cut, "没有传完|已损坏"),
        (pack(tmp_path / "twice.tar", twice), "出现了两次"),
        (pack(tmp_path / "forged.tar", twice[:1], **forged), "指纹不符"),
        (pack(tmp_path / "lacking.tar", [], **lacking), "缺少"),
        (pack(tmp_path / "more.tar", twice[:1], members={}), "清单没有"),
        (pack(tmp_path / "bare.tar", twice[:1], manifest=False), "没有清单"),
        (pack(tmp_path / "newer.tar", [], format=2), "别的版本"),
        (pack(tmp_path / "none.tar", []), "没有数据库"),
    ):
        with pytest.raises(Refused, match=words):
            backups.restore(archive, tmp_path / "var")
        assert not list((tmp_path / "var").iterdir())


def test_a_damaged_database_is_not_put_in_place(tmp_path):
    path = pack(tmp_path / "bad.tar", [("database.sqlite3", b"no database " * 500)])

    with pytest.raises(Refused, match="已损坏"):
        backups.restore(path, tmp_path / "var")
    assert not list((tmp_path / "var").iterdir())


def test_something_that_is_no_archive_is_refused(tmp_path):
    (tmp_path / "letter.tar.gz").write_text("大家好")

    with pytest.raises(CommandError, match="不是完整的备份"):
        call_command("restore", str(tmp_path / "letter.tar.gz"), into=str(tmp_path / "var"))
    with pytest.raises(CommandError, match="没有备份文件"):
        call_command("restore", str(tmp_path / "none.tar.gz"), into=str(tmp_path / "var"))


def test_verify_finds_a_file_that_was_changed(site):
    call_command("verify")
    with site.file.storage.open(site.file.name, "wb") as content:
        content.write(b"changed")

    with pytest.raises(CommandError, match=f"附件 {site.pk}：内容与指纹不符"):
        call_command("verify")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies an SQLite file")
def test_the_copy_of_a_sqlite_database_is_one_whole_file(site, tmp_path):
    backups.back_up(tmp_path / "site.tar.gz")
    (tmp_path / "out").mkdir()
    archives.unpack(tmp_path / "site.tar.gz", tmp_path / "out")

    with sqlite3.connect(tmp_path / "out" / "database.sqlite3") as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert copy.execute("SELECT count(*) FROM ledger_event").fetchone() == (2,)
    assert "keys/secret_key" in members_of(tmp_path / "site.tar.gz")
