"""Bulletins on the desk: unread, this month's, questions, items asked of a unit."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.work.bulletins import workflow
from lianxin.work.bulletins.tests.factories import Place

pytestmark = pytest.mark.django_db


def desk(client, account):
    client.force_login(account)
    return client.get(reverse("desk:home")).context["desk"]


def keys(client, account) -> set[str]:
    return {duty.key.partition("-")[0] for duty in desk(client, account).duties}


def counts(client, account) -> dict[str, tuple[int, str]]:
    found = desk(client, account)
    return {one.label: (one.number, one.url) for part in found.parts for one in part.shown_counts}


def test_what_waits_is_on_each_desk_and_gone_once_done(client):
    place, today = Place(), localdate()
    deputy = place.deputies[0]
    assert "bulletinmonth" in keys(client, place.clerk)
    draft = place.draft(kind="study", today=today)
    item = workflow.add_item(
        draft, heading="财政", office=place.office, ask_until=today, by=place.clerk, today=today
    )
    assert "bulletinitem" in keys(client, place.handler)
    workflow.supply(item, text="收支平衡。", by=place.handler, today=today)
    assert "bulletinitem" not in keys(client, place.handler)

    bulletin = place.issued(today=today)
    workflow.ask(place.receipt(bulletin, deputy), text="何时通水？", by=deputy, today=today)

    assert "bulletinmonth" not in keys(client, place.clerk)
    shown = counts(client, place.clerk)
    for label in ("通报草稿", "代表提问待答复"):
        number, url = shown[label]
        assert (label, len(list(client.get(url).context["page"]))) == (label, number)
    assert "bulletin" in keys(client, deputy)
    number, url = counts(client, deputy)["没有读的通报"]
    assert len(client.get(url).context["page"]) == number == 1
    place.read(bulletin, deputy, today=today)
    assert "bulletin" not in keys(client, deputy)
