"""Pins: the number as it was, and what was corrected since."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from lianxin.engines.matters.models import Matter
from lianxin.foundation.figures import catalogue, links
from lianxin.foundation.figures.models import Pin
from lianxin.foundation.figures.pinning import amounts, difference, pin
from lianxin.foundation.ledger.models import Event
from lianxin.work.petitions.models import Petition
from lianxin.work.suggestions.tests import factories as make
from tests.figures.asking import scope

pytestmark = pytest.mark.django_db


def test_a_pin_says_what_was_corrected_since(world):
    asked = scope(world.county, world.clerk)
    before = pin(asked, "suggestions.received", world.clerk)
    assert difference(before, world.clerk).words == "核定时 3 件，现在相同。"
    Matter.objects.filter(pk=world.waiting.suggestion.pk).update(year=2025)
    later = make.make_suggestion(
        world.county, status="submitted", clerk=world.clerk, title="后来补录的建议"
    )
    Matter.objects.filter(pk=world.secret.suggestion.pk).update(year=2025)
    found = difference(before, world.clerk)
    assert found.words == "核定时 3 件，现在 2 件，减少 1 件。"
    assert [one.row.words for one in found.added] == ["后来补录的建议"]
    assert {one.row.words.split()[-1] for one in found.removed} == {
        world.waiting.suggestion.title,
        world.secret.suggestion.title,
    }
    assert {one.why for one in found.removed} == {"不在这些日期或这一类里了"}
    assert later.suggestion.pk in (amounts(catalogue.figure("suggestions.received"), asked) or {})


def test_a_difference_names_only_what_the_reader_may_see(world):
    before = pin(scope(world.county), "suggestions.received", None)
    Matter.objects.filter(kind=Matter.Kind.SUGGESTION, body=world.county).update(year=2025)
    found = difference(before, world.roles["auditor"])
    assert found.words == "核定时 3 件，现在 0 件，减少 3 件。"
    assert len(found.removed) == 2
    assert all("保密" not in one.row.words for one in found.removed)
    assert "还有 1 条变动" in found.hidden_words


def test_a_pin_notices_amounts_that_changed_and_equal_numbers_of_other_records(world):
    asked = scope(world.county, world.clerk)
    persons = pin(asked, "petitions.visitors", world.clerk)
    letters = pin(asked, "petitions.letters", world.clerk)
    Petition.objects.filter(channel="visit").update(number_of_persons=56)
    found = difference(persons, world.clerk)
    assert found.words == "核定时 57 人次，现在 56 人次，减少 1 人次。"
    assert [(one.before, one.after) for one in found.changed] == [(57, 56)]
    Petition.objects.filter(channel="letter").update(channel="phone")
    world.house.petition(title="另一封来信")
    assert "数目相同，但所数的记录变了" in difference(letters, world.clerk).words


def test_a_rate_is_pinned_with_both_sides(world):
    made = pin(scope(world.county, world.clerk), "suggestions.reply_rate", world.clerk)
    assert (made.value, made.denominator) == (1, 2)
    world.waiting.meet().reply()
    assert difference(made, world.clerk).words.endswith("现在 2/2（不足 5，不算比率）。")


def test_a_figure_no_room_offers_any_more_is_still_told_as_it_was(world):
    made = pin(scope(world.county), "suggestions.received", None)
    Pin.objects.update(key="gone.figure")
    made.refresh_from_db()
    assert "现在没有这个数字了" in difference(made, world.clerk).words


def test_what_an_account_counted_that_has_left_is_not_compared_with_nothing(world):
    made = pin(scope(world.county, world.clerk), "suggestions.received", world.clerk)
    world.clerk.grants.update(valid_until=date(2026, 3, 1))
    found = difference(Pin.objects.get(pk=made.pk), world.roles["chair"])
    assert found.words.startswith("核定时 3 件。当时按许示例的权限统计")
    assert not found.removed
    assert not found.is_same


def test_a_clerk_pins_what_the_list_shows_and_a_deputy_may_not(client, world):
    address = reverse("figures:pin_new", args=["suggestions.received"])
    query = links.query(scope(world.county))
    client.force_login(world.roles["deputy"])
    assert client.post(f"{address}?{query}").status_code == 403
    client.force_login(world.clerk)
    answer = client.post(f"{address}?{query}", follow=True)
    made = Pin.objects.get()
    assert "核定时 3 件，现在相同" in answer.content.decode()
    assert Event.objects.get(step="figures.pin").record_id == made.pk
    client.force_login(world.below.clerk)
    assert client.get(reverse("figures:pin", args=[made.pk])).status_code == 404
    assert "收到建议" not in client.get(reverse("figures:pins")).content.decode()


def test_a_button_pressed_twice_pins_once_and_again_when_something_changed(client, world):
    client.force_login(world.clerk)
    address = reverse("figures:pin_new", args=["suggestions.received"])
    wide, narrow = (
        f"{address}?{links.query(one)}"
        for one in (scope(world.county), replace(scope(world.county), until=date(2026, 6, 30)))
    )
    client.post(wide)
    again = client.post(wide, follow=True)
    assert "到现在没有变化" in again.content.decode()
    assert Pin.objects.count() == 1
    client.post(narrow)
    client.force_login(world.roles["chair"])
    client.post(wide)
    assert Pin.objects.count() == 3
    client.force_login(world.clerk)
    Matter.objects.filter(pk__in=Pin.objects.earliest("pk").amounts).update(year=2020)
    client.post(wide)
    assert Pin.objects.count() == 4
