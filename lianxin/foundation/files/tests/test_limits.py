"""How much may hang on one record; the same file twice; what is swept and verified."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from lianxin.foundation.files.limits import refuse_too_many, twin_of
from lianxin.foundation.files.models import Rendition, StoredFile
from lianxin.foundation.files.renditions import thumbnail_of
from lianxin.foundation.files.storing import prepare, store
from lianxin.foundation.files.sweeping import sweep
from lianxin.foundation.files.tests import factories
from lianxin.foundation.people.tests import factories as people
from lianxin.foundation.refusals import Refused

pytestmark = pytest.mark.django_db
FILES = StoredFile.objects


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def county():
    return people.county()


def keep(county, text="x", name="a.pdf") -> StoredFile:
    return store(SimpleUploadedFile(name, factories.pdf(text)), by=None, body=county)


def on_disk(settings) -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_the_file_too_many_is_refused_in_words(county, settings):
    settings.LIANXIN_MAX_FILES = 2
    first, second, third = (keep(county, text) for text in "abc")

    refuse_too_many(second, FILES.filter(pk__in=[first.pk, second.pk]))
    with pytest.raises(Refused, match="最多 2 个"):
        refuse_too_many(third, FILES.all())


def test_files_too_large_together_are_refused_in_words(county, settings):
    settings.LIANXIN_MAX_FILES_MB = 1
    first, second = keep(county, "a"), keep(county, "b")
    FILES.filter(pk=first.pk).update(size=1024 * 1024 - second.size)

    refuse_too_many(second, FILES.all())
    FILES.filter(pk=first.pk).update(size=1024 * 1024 - second.size + 1)
    with pytest.raises(Refused, match="合计不能超过 1 MB"):
        refuse_too_many(second, FILES.all())


def test_the_same_bytes_are_recognised_under_another_name(county):
    first, again, other = keep(county), keep(county, name="b.pdf"), keep(county, "y")

    assert twin_of(again, FILES.all()) == first
    assert twin_of(other, FILES.all()) is None
    assert twin_of(first, FILES.exclude(pk=again.pk)) is None


def test_what_was_prepared_before_the_step_is_kept_in_it(county):
    prepared = prepare(SimpleUploadedFile("照片.jpg", factories.jpeg(has_place=True)))

    with transaction.atomic():
        stored = store(prepared, by=None, body=county)

    assert stored.sha256 != stored.received_sha256 == prepared.received_sha256
    with stored.file.open("rb") as file:
        kept = file.read()
    assert len(kept) == stored.size
    assert factories.PLACE.encode() not in kept


def test_the_sweep_takes_what_was_drawn_with_its_file_and_spares_the_rest(county, settings):
    from lianxin.foundation.files.copies import PublicCopy

    unused, young = keep(county, "a"), keep(county, "b")
    for stored in (unused, young):
        assert thumbnail_of(stored)
        copy = PublicCopy.objects.create(stored=stored, boxes=[])
        copy.file.save("", SimpleUploadedFile("x", b"copy"))
    assert len(on_disk(settings)) == 8
    FILES.filter(pk=unused.pk).update(uploaded_at=timezone.now() - timedelta(days=2))
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        os.utime(path, (time.time() - 3 * 86400,) * 2)

    swept = sweep(older_than=timedelta(hours=24))

    # Nothing of the young one is a stray, however old its bytes look.
    assert (swept.unused, swept.stray, swept.missing) == (1, 0, [])
    kept = {young.file.name, PublicCopy.objects.get().file.name}
    assert on_disk(settings) == kept | set(Rendition.objects.values_list("file", flat=True))
    assert len(on_disk(settings)) == 4


def test_a_lost_thumbnail_is_drawn_again(county, settings):
    stored = keep(county)
    first = thumbnail_of(stored)
    assert first
    Path(first.file.path).unlink()

    sweep(older_than=timedelta(hours=24))

    second = thumbnail_of(stored)
    assert second
    assert Path(second.file.path).exists()


def test_verify_names_what_is_gone_and_what_has_changed(county, capsys):
    _whole, gone, changed = (keep(county, text) for text in "abc")
    call_command("files", "verify")
    assert "已核对 3 个附件" in capsys.readouterr().out
    Path(gone.file.path).unlink()
    Path(changed.file.path).write_bytes(b"%PDF-1.4 another")

    with pytest.raises(CommandError, match=rf"不见了.*：{gone.pk}。.*不同.*：{changed.pk}。"):
        call_command("files", "verify")
    with pytest.raises(CommandError):
        call_command("files", "verify", "--json")

    assert f'"missing": [{gone.pk}], "changed": [{changed.pk}]' in capsys.readouterr().out


def test_the_nightly_job_sweeps(county, settings):
    from lianxin.foundation.files.jobs import sweep_files
    from lianxin.foundation.tasks.registering import SCHEDULES

    stored = keep(county)
    FILES.filter(pk=stored.pk).update(uploaded_at=timezone.now() - timedelta(days=2))

    assert sweep_files(None) == {"stray": 0, "unused": 1, "missing": []}
    assert on_disk(settings) == set()
    assert any("files.jobs" in str(one) for one in SCHEDULES.values())
