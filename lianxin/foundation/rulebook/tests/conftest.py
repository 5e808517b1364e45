import pytest

from lianxin.foundation.people.models import Role
from lianxin.foundation.rulebook.tests import factories


@pytest.fixture
def county(db):
    return factories.county()


@pytest.fixture
def clerk(county):
    return factories.account(county)


@pytest.fixture
def deputy(county):
    return factories.account(county, Role.DEPUTY, "deputy", "吴大山")
