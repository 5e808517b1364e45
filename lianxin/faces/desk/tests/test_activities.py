"""What activities put on the desk: each count opens the list it counts."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from lianxin.faces.desk.duties.activities import parts
from lianxin.work.activities import workflow
from lianxin.work.activities.tests.factories import Place

pytestmark = pytest.mark.django_db


def counts_of(account) -> dict[str, int]:
    found = parts(account, localdate())
    return {str(one.label): one.number for part in found for one in part.counts if one.number}


def test_the_desk_says_what_waits_for_whom(client):
    today, place = localdate(), Place(deputies=3)
    coming = place.plan(on=today + timedelta(days=3), title="集市视察")
    workflow.announce(coming, by=place.clerk, today=today)
    place.plan(on=today - timedelta(days=3), title="没有记录的")
    held = place.held(on=today, title="道路视察")
    line = held.attendances.get(seat=place.seats[1])
    workflow.object_to(line, words="我请了假。", by=place.deputies[1], today=today)
    workflow.tell(
        person=place.deputies[1].person,
        body=place.body,
        kind="visit",
        title="走访三户",
        on=today,
        by=place.deputies[1],
        today=today,
    )

    clerk, deputy = counts_of(place.clerk), counts_of(place.deputies[2])
    client.force_login(place.clerk)
    lists = {
        state: client.get("/activities/", {"state": state}).text
        for state in ("unrecorded", "told", "objected")
    }
    client.force_login(place.deputies[2])
    desk = client.get("/")

    assert clerk == {"待记录的活动": 1, "待核对的自报": 1, "待处理的异议": 1}
    assert deputy == {"待我核对的记录": 1}
    assert "没有记录的" in lists["unrecorded"]
    assert "走访三户" in lists["told"]
    assert "道路视察" in lists["objected"]
    assert "走访三户" not in lists["objected"]
    assert "集市视察" in desk.text
