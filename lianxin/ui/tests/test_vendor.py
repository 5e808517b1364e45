"""Vendored files are the published ones, byte for byte."""

import shutil

import pytest

from lianxin.ui import vendor


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(vendor.VENDOR_DIR, tmp_path / "vendor")


def test_the_vendored_files_are_whole():
    assert vendor.faults() == []


def test_a_changed_file_is_named(folder):
    with (folder / "htmx-4.0.1.min.js").open("a") as file:
        file.write(" ")

    (fault,) = vendor.faults(folder)

    assert "htmx-4.0.1.min.js has sha256" in fault


def test_a_missing_file_and_a_missing_licence_are_named(folder):
    (folder / "htmx-4.0.1.min.js").unlink()
    (folder / "htmx-4.0.1.LICENSE.txt").unlink()

    assert len(vendor.faults(folder)) == 2


def test_a_file_nobody_listed_is_named(folder):
    (folder / "other.js").write_text("1")

    assert vendor.faults(folder) == ["other.js is not listed in VENDOR.toml"]
