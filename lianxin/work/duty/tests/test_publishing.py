"""What the public reads of a deputy's duty: counts, unless the body leaves them out."""

from datetime import date

import pytest
from django.urls import reverse

from lianxin.engines.matters.models import Matter
from lianxin.foundation.people.models import Seat
from lianxin.foundation.rulebook.workflow import set_rule
from lianxin.work.duty.publishing import published_of
from lianxin.work.receptions.models import Duty, Reception
from lianxin.work.receptions.tests.factories import make_reception, make_station
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_county,
    make_deputy,
    make_suggestion,
    make_township,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def town():
    return make_township(make_county())


def test_counts_are_public_and_titles_leave_and_absence_are_not(client, town):
    account = make_deputy(town)
    story = make_suggestion(town, deputy=account)
    Matter.objects.filter(pk=story.suggestion.pk).update(submitted_on=date(2026, 5, 5))
    station = make_station(town, deputies=0)
    for day, mark in ((date(2026, 6, 1), "present"), (date(2026, 6, 8), "absent")):
        held = make_reception(station, on=day, deputies=[account], state=Reception.State.HELD)
        Duty.objects.filter(reception=held).update(attendance=mark)
    seat = Seat.objects.get(person=account.person)

    found = published_of(seat, TODAY)

    assert [str(total) for total in found.totals] == ["接待选民 1 次", "领衔提出建议、议案 1 件"]
    page = client.get(reverse("portal:deputy", args=[seat.pk])).content.decode()
    assert "年履职情况" in page
    assert story.suggestion.title not in page
    assert "缺席" not in page


def test_a_body_may_leave_them_out(client, town):
    account = make_deputy(town)
    set_rule(
        town,
        "duty.published",
        False,
        by=make_clerk(town),
        on=date(2026, 1, 1),
        source="主席团决定（示例）",
    )
    seat = Seat.objects.get(person=account.person)

    assert published_of(seat, TODAY) is None
    assert "年履职情况" not in client.get(reverse("portal:deputy", args=[seat.pk])).content.decode()


def test_in_january_the_year_before_is_shown(town):
    seat = Seat.objects.get(person=make_deputy(town).person)

    assert published_of(seat, date(2026, 1, 20)).year == 2025
    assert published_of(seat, date(2026, 4, 1)).year == 2026
