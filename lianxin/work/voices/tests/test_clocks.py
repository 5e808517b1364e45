"""The 24 hours, urging, what the clock closes; numbers without a gap; who finds what."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from lianxin.engines.matters.models import NumberSeries
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.people.models import Role
from lianxin.foundation.rulebook.workflow import set_rule
from lianxin.foundation.search.kinds import keys_of
from lianxin.foundation.search.models import Document
from lianxin.foundation.tasks.models import Job
from lianxin.work.suggestions.tests.factories import TODAY, make_account
from lianxin.work.voices import hurrying, texting, workflow
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.searching import _entries
from lianxin.work.voices.tests.factories import TEXT, Place


@pytest.fixture
def place(db):
    return Place()


def told(account, kind):
    return Notice.objects.filter(account=account, kind=kind).count()


def test_the_receiver_is_told_at_once_and_urged_once_when_the_hours_are_over(place):
    message = place.post(deputy=place.deputy.person).message
    assert told(place.deputy, "message.received") == 1
    assert told(place.liaison, "message.received") == 0
    assert hurrying.urge() == 0
    late = timezone.now() + timedelta(hours=25)
    assert hurrying.urge(late) == 2
    assert hurrying.urge(late) == 0
    assert told(place.deputy, "message.late") == told(place.clerk, "message.late") == 1
    assert hurrying.urge(late + timedelta(hours=72)) == 1
    assert told(place.chair, "message.late") == 1
    workflow.answer(message, text="好", by=place.deputy, today=TODAY)
    assert hurrying.urge(late + timedelta(days=9)) == 0


def test_the_hours_and_days_are_the_rulebooks(place):
    admin = place.clerk
    set_rule(place.body, "message.answer", 12, unit="hour", by=admin, on=TODAY, source="本镇规定")
    set_rule(place.body, "message.office", 3, unit="workday", by=admin, on=TODAY, source="本镇规定")
    message = place.post().message
    assert message.answer_by - message.received_at == timedelta(hours=12)
    assignment = workflow.hand_to_office(message, place.office, by=place.liaison, today=TODAY)
    assert assignment.due_on == TODAY + timedelta(days=5)


def test_what_voters_leave_unjudged_is_closed_by_the_clock(place):
    message = place.post().message
    workflow.answer(message, text="好", by=place.liaison, today=TODAY)
    assert hurrying.close_silent(TODAY + timedelta(days=15)) == 0
    assert hurrying.close_silent(TODAY + timedelta(days=16)) == 1
    message.refresh_from_db()
    assert message.status == "closed"


def test_a_voter_who_asked_for_it_is_told_by_short_message_once(place, settings, monkeypatch):
    sent = []
    monkeypatch.setattr("lianxin.work.voices.texting.Sms.is_ready", lambda self: True)
    monkeypatch.setattr("lianxin.work.voices.texting.Sms.send", lambda self, one: sent.append(one))
    contact = {"name": "张三", "phone": "13800000000", "wants_sms": True}
    asked = place.post(contact=contact).message
    quiet = place.post(contact=contact | {"wants_sms": False}).message
    workflow.answer(quiet, text="好", by=place.liaison, today=TODAY)
    answer = workflow.answer(asked, text="已修好。", by=place.liaison, today=TODAY)
    job = Job.objects.get(unique__startswith="sms:")
    texting.text_voter(job, answer=answer.pk)
    assert [one.address for one in sent] == ["13800000000"]
    assert asked.number in sent[0].text
    assert "已修好" not in sent[0].text


@pytest.mark.django_db(transaction=True)
def test_threads_that_post_at_once_get_numbers_without_a_gap():
    place = Place()
    start, failed = Barrier(6), []

    def post(turn):
        try:
            start.wait()
            for number in range(4):
                key = f"{turn}-{number}-" + "k" * 24
                place.post(text=f"{turn} {number} {TEXT}", post_key=key)
                place.post(text=f"{turn} {number} {TEXT}", post_key=key)
            with pytest.raises(workflow.Refused):
                place.post(text=TEXT, contact={"name": "张三", "wants_sms": True})
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=post, args=(turn,)) for turn in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    numbers = sorted(VoterMessage.objects.values_list("number", flat=True))
    assert numbers == [f"LY{TODAY:%Y%m%d}-{one:04d}" for one in range(1, 25)]
    assert NumberSeries.objects.get(body=place.body).last == 24


def test_the_search_finds_for_each_what_the_list_shows_him(place):
    plain = place.post().message
    own = place.post(deputy=place.deputy.person).message
    secret = place.post(is_confidential=True).message
    raised = place.post().message
    workflow.hand_to_office(plain, place.office, by=place.liaison, today=TODAY)
    workflow.turn_into_suggestion(raised, person=place.deputy.person, by=place.liaison, today=TODAY)
    accounts = [place.liaison, place.deputy, place.clerk, place.chair, place.handler]
    accounts += [
        make_account(role, body)
        for role, body in (
            (Role.COUNTY_CLERK, place.county),
            (Role.AUDITOR, place.county),
            (Role.AUDITOR, place.body),
            (Role.PRESIDIUM_MEMBER, place.body),
            (Role.SUPERVISION_OFFICE, place.body),
            (Role.LIAISON, place.body),
        )
    ]
    messages = VoterMessage.objects.filter(pk__in=[plain.pk, own.pk, secret.pk, raised.pk])
    keys = {entry.object_id: set(entry.keys) for entry in _entries(list(messages))}
    for account in accounts:
        held = set(keys_of(account))
        found = {pk for pk, some in keys.items() if some & held}
        seen = set(VoterMessage.objects.visible_to(account).values_list("pk", flat=True))
        assert found == seen, account
    assert Document.objects.filter(object_id=plain.pk).exists()
