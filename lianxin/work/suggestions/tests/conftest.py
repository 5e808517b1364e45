"""A county, its deputy and its office's suggestion; all fictional."""

import pytest
from django.utils.timezone import localdate

from lianxin.work.suggestions.tests.factories import make_county, make_deputy, make_suggestion


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def deputy(county):
    return make_deputy(county, "张春禾")


@pytest.fixture
def story(county):
    """Handed over today, so that no period has run out."""
    return make_suggestion(county, status="assigned", today=localdate())


@pytest.fixture
def met(county):
    return make_suggestion(county, status="met", today=localdate())
