import socket

import pytest
from django.core.management import CommandError, call_command

from lianxin.faces.desk import serving


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_where_something_listens_is_not_free(taken_port):
    assert not serving.port_is_free("127.0.0.1", taken_port)


def test_a_host_that_is_not_ours_is_an_error_and_not_a_taken_port():
    with pytest.raises(OSError, match="assign"):
        serving.port_is_free("192.0.2.1", 8000)


@pytest.mark.django_db
def test_serving_on_a_taken_port_is_refused_in_words(taken_port):
    with pytest.raises(CommandError, match=r"已被别的程序占用.*--port"):
        call_command("serve", port=taken_port)


@pytest.mark.django_db
def test_serving_an_old_database_is_refused_and_names_the_command(monkeypatch):
    monkeypatch.setattr(serving, "pending_migrations", lambda: ["people.0007_something"])

    with pytest.raises(CommandError, match=r"people\.0007_something.*lianxin migrate"):
        call_command("serve")


@pytest.mark.django_db
def test_a_database_that_was_just_migrated_has_nothing_pending():
    assert serving.pending_migrations() == []


def test_styles_are_collected_once_and_again_when_a_source_changes(settings, tmp_path):
    source, settings.STATIC_ROOT = tmp_path / "source", tmp_path / "static"
    source.mkdir()
    (source / "house.css").write_text("body { color: #222 }")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]

    assert serving.collect_static()
    assert not serving.collect_static()
    (source / "house.css").write_text("body { color: #333 }")
    assert serving.collect_static()
    assert (tmp_path / "static" / "house.css").read_text() == "body { color: #333 }"
