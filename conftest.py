"""Fixtures every room's tests can ask for; they live in tests/fixtures."""

pytest_plugins = ["tests.fixtures.database", "tests.fixtures.browser"]
