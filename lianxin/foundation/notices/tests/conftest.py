import pytest

from lianxin.foundation.notices import kinds
from lianxin.foundation.people.models import Role
from lianxin.foundation.people.tests import factories as make


@pytest.fixture(autouse=True)
def kinds_of_the_test():
    """Two kinds of this room's own: the rooms above it may not be known here."""
    before = dict(kinds.KINDS)
    kinds.register(
        kinds.Kind("test.calm", "平常事"), kinds.Kind("test.urgent", "急事", is_urgent=True)
    )
    yield
    kinds.KINDS.clear()
    kinds.KINDS.update(before)


@pytest.fixture
def county(db):
    return make.county()


@pytest.fixture
def clerk(county):
    return make.with_role(Role.COUNTY_CLERK, county, "周示例")


@pytest.fixture
def handler(county):
    return make.with_role(
        Role.OFFICE_HANDLER,
        county,
        "吴示例",
        office=make.office(county),
        phone="13900000001",
    )


@pytest.fixture
def webhook(settings):
    """The generic interface, set up as an installation would."""
    settings.LIANXIN_WEBHOOK_URL = "https://oa.hewang.example/notices"
    settings.LIANXIN_WEBHOOK_SECRET = "only-for-tests"
    settings.LIANXIN_URL = "https://lianxin.hewang.example"


@pytest.fixture
def mail(settings):
    settings.LIANXIN_MAIL_FROM = "连心 <lianxin@hewang.example>"
    settings.LIANXIN_URL = "https://lianxin.hewang.example"
