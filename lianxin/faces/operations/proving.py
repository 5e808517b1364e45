"""Whether what is kept is still what was written: the ledger's chain and the files' fingerprints."""

import hashlib
from typing import NamedTuple

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.ledger import chain


class Proof(NamedTuple):
    """How much was read, and what is wrong, one sentence each."""

    events: int
    files: int
    faults: list[str]


def prove_all() -> Proof:
    """Read every event of the ledger and every stored file."""
    events, found = chain.verify()
    faults = [f"账本 {fault.chain} 第 {fault.seq} 条：{fault.problem}" for fault in found]
    files = 0
    for stored in StoredFile.objects.order_by("pk").iterator():
        files += 1
        if words := _fault_of(stored):
            faults.append(f"附件 {stored.pk}：{words}")
    return Proof(events, files, faults)


def _fault_of(stored: StoredFile) -> str:
    digest = hashlib.sha256()
    try:
        with stored.file.open("rb") as content:
            for block in content.chunks():
                digest.update(block)
    except OSError:
        return "文件不在存储中，请从备份中恢复"
    return "" if digest.hexdigest() == stored.sha256 else "内容与指纹不符，已被改动或损坏"
