"""Fixtures every room's tests can ask for; they live in tests/fixtures."""

import gc
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

set_hypothesis_home_dir(Path(__file__).parent / "var" / "cache" / "hypothesis")
# How long an example takes is the machine's affair.
settings.register_profile(
    "any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any_machine")

pytest_plugins = ["tests.fixtures.database", "tests.fixtures.migrated", "tests.fixtures.browser"]


def pytest_collection_finish() -> None:
    """Spare the garbage collector what lives to the end of the run: a sixth of all work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes do not name a test: those of an archive hold the second they were made in."""
    return "bytes" if isinstance(val, bytes) else None
