"""The archive of a backup: a tar with a manifest, which nobody may lead astray.

Inside: `manifest.json` (last), `database.sqlite3` or `database.dump`,
`keys/secret_key`, and `files/…` as the storage names them. The manifest holds
size and SHA-256 of every other member.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from lianxin.foundation.refusals import Refused

FORMAT = 1
MANIFEST = "manifest.json"
SECRET = "keys/secret_key"  # noqa: S105 - the name of a member
SQLITE = "database.sqlite3"
DUMP = "database.dump"
FILES = "files/"
SINGLE = {MANIFEST, SECRET, SQLITE, DUMP}

LONGEST_NAME = 300
LARGEST_MANIFEST = 200 * 1024 * 1024
BLOCK = 1024 * 1024


class Writer:
    """Adds members to an archive and remembers their fingerprints."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        """Add `size` bytes of `content`; raises OSError when it holds fewer."""
        reader = _Hashing(content)
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, reader)
        self.members[name] = {"size": size, "sha256": reader.digest.hexdigest()}

    def add_path(self, name: str, path: Path) -> None:
        with path.open("rb") as content:
            self.add(name, content, path.stat().st_size)

    def finish(self, facts: dict[str, Any]) -> None:
        """Add the manifest: `facts` about the backup, and every member's fingerprint."""
        manifest = {"format": FORMAT, **facts, "members": self.members}
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(text), 0o600
        self._tar.addfile(info, io.BytesIO(text))


class _Hashing:
    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._content.read(size)
        self.digest.update(block)
        return block


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write an archive that appears under its name only when it is whole.

    Readable by its owner alone: it holds the keys. Raises Refused when there is
    a file of that name.
    """
    if path.exists():
        raise Refused(_("%(path)s 已经存在。请换一个文件名，备份不会覆盖旧的。") % {"path": path})
    unfinished = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        words = _("%(path)s 已经存在：另一次备份正在进行，或上次中断了。确认没有在备份后请删除它。")
        raise Refused(words % {"path": unfinished}) from error
    try:
        with os.fdopen(descriptor, "wb") as out:
            # The database shrinks well, and little is gained by trying harder.
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=3) as tar:
                yield Writer(tar)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def unpack(archive: Path, into: Path) -> dict[str, Any]:
    """Lay the members of an archive under `into`, and give its manifest.

    Nothing is written outside `into`, whatever the archive says. Raises Refused,
    in words, for what is no whole archive of ours: links, names that climb out,
    members the manifest does not name, missing or changed ones.
    """
    found: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(archive, mode="r:*") as tar:
            for member in tar:
                name = _checked_name(member, found)
                content = tar.extractfile(member)
                if content is None:
                    raise Refused(_("备份文件里有不能识别的内容：%(name)s。") % {"name": name})
                if name == MANIFEST:
                    manifest = _read_manifest(content, member.size)
                    found[name] = {}
                    continue
                _require_room(into, member.size)
                found[name] = _lay_down(content, into / name)
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise Refused(_("这不是完整的备份文件（可能没有传完或已损坏）。请换一份备份。")) from error
    if manifest is None:
        raise Refused(_("备份文件里没有清单，可能没有传完。请换一份备份。"))
    del found[MANIFEST]
    _compare(manifest["members"], found)
    return manifest


def _checked_name(member: tarfile.TarInfo, seen: Iterable[str]) -> str:
    name = member.name
    parts = name.split("/")
    is_plain = (
        member.isreg()
        and len(name) <= LONGEST_NAME
        and "\\" not in name
        and "\0" not in name
        and not PurePosixPath(name).is_absolute()
        and all(part not in {"", ".", ".."} for part in parts)
    )
    if not is_plain or not (name in SINGLE or name.startswith(FILES)):
        raise Refused(
            _("备份文件里有不安全的内容：%(name)s。请不要使用来历不明的备份。")
            % {"name": name[:100]}
        )
    if name in seen:
        raise Refused(_("备份文件里 %(name)s 出现了两次。请换一份备份。") % {"name": name[:100]})
    return name


def _read_manifest(content: IO[bytes], size: int) -> dict[str, Any]:
    if size > LARGEST_MANIFEST:
        raise Refused(_("备份文件的清单大得不正常。请换一份备份。"))
    try:
        manifest = json.loads(content.read())
        is_ours = (
            manifest["format"] == FORMAT
            and manifest["engine"] in {"sqlite", "postgresql"}
            and all(
                isinstance(one["size"], int) and isinstance(one["sha256"], str)
                for one in manifest["members"].values()
            )
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused(_("备份文件的清单不能读取。请换一份备份。")) from error
    if not is_ours:
        raise Refused(_("备份文件是别的版本做的，这个版本不能恢复。请用做备份的版本恢复。"))
    return manifest


def _require_room(into: Path, size: int) -> None:
    if size > shutil.disk_usage(into).free - 64 * BLOCK:
        raise Refused(_("磁盘空间不够恢复这份备份。请清理磁盘，或恢复到别的磁盘。"))


def _lay_down(content: IO[bytes], path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
    with os.fdopen(descriptor, "wb") as out:
        while block := content.read(BLOCK):
            digest.update(block)
            size += len(block)
            out.write(block)
    return {"size": size, "sha256": digest.hexdigest()}


def _compare(named: dict[str, Any], found: dict[str, dict[str, Any]]) -> None:
    if more := sorted(found.keys() - named.keys()):
        raise Refused(_("备份文件里有清单没有的内容：%(name)s。") % {"name": more[0]})
    for name, fingerprint in named.items():
        if name not in found:
            raise Refused(_("备份文件里缺少 %(name)s。请换一份备份。") % {"name": name})
        if found[name] != {"size": fingerprint["size"], "sha256": fingerprint["sha256"]}:
            raise Refused(
                _("备份文件里 %(name)s 与清单的指纹不符，已被改动或损坏。请换一份备份。")
                % {"name": name}
            )
