import pytest
from django.core.management import CommandError, call_command

from lianxin.faces.desk import serving
from lianxin.faces.setup import demo
from lianxin.foundation.people.models import Body

pytestmark = pytest.mark.django_db


@pytest.fixture
def loads(monkeypatch, settings):
    """How often the county was loaded; the real one takes a minute."""
    settings.DEMO = False
    monkeypatch.setenv("LIANXIN_DEMO", "")
    monkeypatch.setattr(serving, "collect_static", lambda: False)
    done = []

    def load():
        Body.objects.create(code="hewang", name="禾望县", kind=Body.Kind.COUNTY)
        done.append(1)

    monkeypatch.setattr(demo, "load", load)
    return done


def test_the_demo_county_is_loaded_once(loads):
    call_command("demo", no_serve=True)
    call_command("demo", no_serve=True)

    assert loads == [1]


def test_a_database_with_bodies_of_its_own_never_becomes_a_demo(loads):
    Body.objects.create(code="real", name="某县", kind=Body.Kind.COUNTY)

    with pytest.raises(CommandError, match=r"已有单位资料.*LIANXIN_VAR"):
        call_command("demo", no_serve=True)

    assert loads == []
