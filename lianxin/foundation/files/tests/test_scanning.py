"""The virus scan, against a made-up clamd that speaks the real one's protocol."""

import socket
import socketserver
import struct
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianxin.foundation.files import scanning
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.storing import store
from lianxin.foundation.files.tests import factories
from lianxin.foundation.people.tests import factories as people
from lianxin.foundation.refusals import Refused

pytestmark = pytest.mark.django_db
# The test signature of EICAR, in two parts: scanners would take this file for infected.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.BaseRequestHandler):
    """Reads one INSTREAM as clamd does and answers as it does."""

    answer: bytes | None = None

    def handle(self):
        command = self.request.recv(10, socket.MSG_WAITALL)
        assert command == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self._read(4))[0]:
            content += self._read(size)
        found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        self.request.sendall(found if self.answer is None else self.answer)

    def _read(self, size):
        return self.request.recv(size, socket.MSG_WAITALL)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, settings, tmp_path):
    if request.param == "tcp":
        server = socketserver.TCPServer(("127.0.0.1", 0), Clamd)
        settings.LIANXIN_CLAMD = f"127.0.0.1:{server.server_address[1]}"
    else:
        settings.LIANXIN_CLAMD = str(tmp_path / "clamd.ctl")
        server = socketserver.UnixStreamServer(settings.LIANXIN_CLAMD, Clamd)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    yield Clamd
    server.shutdown()
    server.server_close()


def upload(content=b"%PDF-1.4 " + b"x" * 200_000, name="a.pdf"):
    return store(SimpleUploadedFile(name, content), by=None, body=people.county())


def test_a_clean_file_is_scanned_and_kept(clamd):
    assert upload().size == 200_009


def test_a_virus_is_told_by_name_and_nothing_is_kept(clamd):
    with pytest.raises(Refused, match="Eicar-Test-Signature"):
        upload(b"%PDF-1.4 " + EICAR)

    assert not StoredFile.objects.exists()


def test_what_is_hidden_behind_a_picture_is_scanned_before_it_is_cut_off(clamd):
    with pytest.raises(Refused, match="病毒"):
        upload(factories.png() + EICAR, "a.png")


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: \0", b"UNKNOWN COMMAND\0"]
)
def test_any_other_answer_keeps_nothing(clamd, answer, monkeypatch):
    monkeypatch.setattr(clamd, "answer", answer)

    with pytest.raises(Refused, match="杀毒服务现在不能用"):
        upload()


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.ctl", "nonsense"])
def test_without_its_clamd_nothing_can_be_uploaded(address, settings):
    settings.LIANXIN_CLAMD = address

    with pytest.raises(Refused, match="杀毒服务现在不能用"):
        upload()
    assert not StoredFile.objects.exists()


def test_a_clamd_that_never_answers_is_given_up(settings, monkeypatch):
    monkeypatch.setattr(scanning, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.LIANXIN_CLAMD = f"127.0.0.1:{silent.getsockname()[1]}"

        with pytest.raises(Refused, match="杀毒服务现在不能用"):
            upload()


def test_switched_off_nobody_is_asked(settings):
    settings.LIANXIN_CLAMD = ""

    assert upload(b"%PDF-1.4 " + EICAR).pk
