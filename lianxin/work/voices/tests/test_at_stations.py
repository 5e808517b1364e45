"""A message at night is a line of its station's ledger without being entered again."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lianxin.work.stations.lines import lines_of
from lianxin.work.stations.proofs import proof_of
from lianxin.work.stations.today import waiting_at
from lianxin.work.stations.walls import figures_of
from lianxin.work.voices import workflow
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.tests.factories import TODAY, Place

pytestmark = pytest.mark.django_db


def test_a_message_at_night_waits_is_answered_and_stands_in_the_ledger_without_its_words():
    place = Place()
    late = datetime.combine(TODAY, datetime.min.time(), ZoneInfo("Asia/Shanghai"))
    late += timedelta(hours=23)
    message = place.post(received_at=late).message
    place.post(
        channel="reception",
        text="接待中说的另一件事，路灯坏了。",
        received_at=late,
        by=place.liaison,
    )

    [line] = lines_of(place.station, TODAY, TODAY)
    [told, *_others] = waiting_at([place.station], place.liaison, TODAY)[place.station.pk]

    assert (line.on, line.kind) == (TODAY, "留言")
    assert message.number in line.words
    assert "路灯" not in line.words
    assert "2 件留言等您办理" in told.title
    assert not proof_of("messages.answered", place.station, TODAY.year).is_met
    for one in VoterMessage.objects.all():
        workflow.answer(one, text="已请电工明天来修。", by=place.liaison, today=TODAY)
    assert proof_of("messages.answered", place.station, TODAY.year).is_met
    assert lines_of(place.station, date(2025, 1, 1), date(2025, 12, 31)) == []


def test_a_deputys_answers_are_counted_on_the_wall():
    place = Place()
    message = place.post(channel="deputy_code", deputy=place.deputy.person).message
    workflow.answer(message, text="我明天去看。", by=place.deputy, today=TODAY)

    answered = VoterMessage.objects.get().answers.get().answered_at.year
    numbers = dict(figures_of([place.deputy.person_id], answered))

    assert numbers["答复选民留言（件）"] == {place.deputy.person_id: 1}
