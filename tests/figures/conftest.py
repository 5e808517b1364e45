"""A county with something of every kind to count, on one day."""

from types import SimpleNamespace

import pytest
import time_machine

from lianxin.engines.matters.models import Matter
from lianxin.foundation.figures import links, publishing
from lianxin.foundation.figures.models import Pin
from lianxin.foundation.people.models import Role
from lianxin.work.petitions.models import Petition
from lianxin.work.petitions.tests.factories import House
from lianxin.work.suggestions.tests import factories as make
from lianxin.work.voices import workflow as voices
from lianxin.work.voices.models import VoterMessage

TODAY = make.TODAY


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel("2026-03-20 09:00+08:00", tick=False):
        yield


@pytest.fixture
def world():
    """A county with a township: suggestions at every stage, messages, petitions."""
    house = House()
    county, clerk = house.body, house.clerk
    town = make.make_township(county)
    replied = make.make_suggestion(county, status="judged", clerk=clerk)
    waiting = make.make_suggestion(county, status="received", clerk=clerk, title="关于路灯的建议")
    secret = make.make_suggestion(county, status="submitted", clerk=clerk, title="保密的建议")
    Matter.objects.filter(pk=secret.suggestion.pk).update(is_confidential=True)
    below = make.make_suggestion(town, status="accepted", title="柳溪镇的建议")
    house.petition()
    house.petition(
        channel=Petition.Channel.VISIT, is_group=True, representatives=5, number_of_persons=57
    )
    message = voices.post(
        body=county,
        text="柳溪村口的路灯坏了半个月，晚上老人出门看不见，请尽快修好。",
        channel=VoterMessage.Channel.WEB,
        today=TODAY,
    )
    roles = {
        "county_clerk": clerk,
        "township_clerk": below.clerk,
        "chair": house.chair,
        "presidium_member": make.make_account(Role.PRESIDIUM_MEMBER, county),
        "deputy": replied.deputy,
        "other_deputy": make.make_deputy(county),
        "liaison": make.make_account(Role.LIAISON, county),
        "office_head": waiting.head,
        "other_office": house.other_handler,
        "supervision_office": make.make_account(Role.SUPERVISION_OFFICE, county),
        "auditor": make.make_account(Role.AUDITOR, county),
    }
    return SimpleNamespace(
        county=county,
        town=town,
        clerk=clerk,
        replied=replied,
        waiting=waiting,
        secret=secret,
        below=below,
        message=message,
        roles=roles,
        house=house,
    )


@pytest.fixture
def published(monkeypatch):
    """Lets a test say which pins stand in a published report."""
    pins: dict[tuple[str, str], Pin] = {}
    monkeypatch.setattr(
        publishing, "_checks", [lambda key, asked: pins.get((key, links.query(asked)))]
    )
    return pins
