"""Fixtures every room's tests can ask for; they live in tests/fixtures."""

from pathlib import Path

from hypothesis.configuration import set_hypothesis_home_dir

set_hypothesis_home_dir(Path(__file__).parent / "var" / "cache" / "hypothesis")

pytest_plugins = ["tests.fixtures.database", "tests.fixtures.browser"]
