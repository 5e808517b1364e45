"""A county with two townships and a street, and the people who keep them; all fictional."""

import pytest

from lianxin.faces.setup.tests import factories
from lianxin.foundation.people.models import Role


@pytest.fixture
def county(db):
    return factories.county()


@pytest.fixture
def town(county):
    return factories.town(county, "柳溪镇", "hewang-liuxi")


@pytest.fixture
def other_town(county):
    return factories.town(county, "石桥镇", "hewang-shiqiao")


@pytest.fixture
def street(county):
    return factories.street(county)


@pytest.fixture
def clerk(county):
    return factories.account(Role.COUNTY_CLERK, county)


@pytest.fixture
def town_clerk(town):
    return factories.account(Role.TOWNSHIP_CLERK, town)


@pytest.fixture
def admin(county):
    return factories.account(Role.SYSTEM_ADMIN, county)


@pytest.fixture
def signed_in(client, clerk):
    """A browser of the county's clerk."""
    client.force_login(clerk)
    return client
