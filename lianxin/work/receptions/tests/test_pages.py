"""The whole way by pages: a rule, its year, the notice, leave, a swap, a change, the end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.work.receptions.models import Away, Duty, DutyRule, Reception
from lianxin.work.receptions.tests.factories import make_reception, make_rule, make_station
from lianxin.work.suggestions.tests.factories import make_clerk, make_county, make_township

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return make_station(make_township(make_county()))


def test_from_a_rule_to_a_notice_by_the_clerks_pages(client, station):
    today = localdate()
    client.force_login(make_clerk(station.body))
    place = {"place": station.pk}
    rule = {
        "name": "每日接待",
        "kind": "interval",
        "every": "1",
        "on_holiday": "keep",
        "starts_on": today,
        "from_time": "09:00",
        "to_time": "11:30",
        "needed": "1",
    }
    address = reverse("receptions:rule_new", query=place)

    asked = client.get(reverse("receptions:rule_new"))
    assert client.get(address).context["form"]["dates"].value() == ""
    refused = client.post(address, rule | {"kind": "weekly", "days": "9"})
    client.post(address, rule)
    made = DutyRule.objects.get()
    span = {"first": today, "last": today + timedelta(days=9)}
    done = client.post(reverse("receptions:rule_generate", args=[made.pk]), span)
    late, good = (Reception.objects.get(on=today + timedelta(days=ahead)).pk for ahead in (1, 5))
    announce = reverse("receptions:announce", query=place)
    too_late = client.post(announce, {"receptions": [late], "scope": "各方面意见。"})
    told = client.post(announce, {"receptions": [good], "scope": "各方面意见。"})

    assert station.name in asked.text
    assert (refused.status_code, done.status_code) == (409, 302)
    assert Reception.objects.count() == 10
    assert too_late.status_code == 409
    assert "现在来不及了" in too_late.text
    assert "各方面意见。" in too_late.text
    assert told.status_code == 302
    assert Reception.objects.get(pk=good).state == "announced"


def test_leave_swap_and_change_by_the_pages_of_those_concerned(client, station):
    one, two, three = station.deputies
    on = localdate() + timedelta(days=7)
    first = make_reception(station, on=on, deputies=[one])
    second = make_reception(station, on=on + timedelta(days=7), deputies=[two])
    duty, other = first.duties.get(), second.duties.get()
    client.force_login(one)
    mine = client.get(reverse("receptions:mine"))
    swapped = client.post(reverse("receptions:swap", args=[duty.pk]), {"other": other.pk})
    strange = client.post(reverse("receptions:leave", args=[other.pk]), {"reason": "出差"})
    own = Duty.objects.get(reception=second, seat__person=one.person)
    substitute = three.person.seats.get().pk
    left = client.post(
        reverse("receptions:leave", args=[own.pk]), {"reason": "出差", "substitute": substitute}
    )
    twice = (
        client.post(reverse("receptions:swap", args=[duty.pk]), {"other": other.pk}),
        client.post(
            reverse("receptions:leave", args=[own.pk]), {"reason": "出差", "substitute": substitute}
        ),
    )
    otherwise = client.post(reverse("receptions:leave", args=[own.pk]), {"reason": "生病"})
    # A digit that is no number: refused in words, not an error.
    nonsense = client.post(reverse("receptions:swap", args=[duty.pk]), {"other": "²"})
    client.force_login(station.liaison)
    values = {
        "on": on + timedelta(days=1),
        "from_time": "14:00",
        "to_time": "16:00",
        "place": "河口村",
        "topic": "",
        "others": "",
    }
    moved = client.post(reverse("receptions:change", args=[first.pk]), values)
    wrong = client.post(
        reverse("receptions:change", args=[first.pk]), values | {"to_time": "13:00"}
    )
    called_off = client.post(reverse("receptions:cancel", args=[first.pk]), {"reason": "下大雨"})

    assert first.get_absolute_url() in mine.text
    assert (swapped.status_code, strange.status_code, left.status_code) == (302, 403, 302)
    assert [one.url for one in twice] == [swapped.url, left.url]
    assert (otherwise.status_code, nonsense.status_code) == (409, 422)
    assert second.duties.get(state="planned").seat_id == substitute
    assert (moved.status_code, called_off.status_code) == (302, 302)
    assert wrong.status_code in (409, 422)
    first.refresh_from_db()
    assert (first.hours, first.place, first.state) == ("14:00—16:00", "河口村", "cancelled")


def test_the_organiser_puts_people_on_ends_the_day_and_leaves_someone_out(client, station):
    today = localdate()
    reception = make_reception(station, on=today, deputies=station.deputies[:1])
    other = make_reception(station, on=today, deputies=[])
    rule = make_rule(station)
    seats = [one.person.seats.get().pk for one in station.deputies]
    client.force_login(station.liaison)

    def post(name, record, **values):
        return client.post(reverse(f"receptions:{name}", args=[record.pk]), values).status_code

    member = station.staff.get().pk
    assert post("put_on", reception, seats=[seats[1]], staff=[member]) == 302
    assert post("close", reception) == 302
    assert post("quiet", reception, done_instead="走访了三户。") == 302
    assert post("reopen", reception, reason="") == 422
    assert post("reopen", reception, reason="补登离线记录") == 302
    assert post("put_on", other) == 409
    away = {"seat": seats[2], "since": today, "until": today + timedelta(days=9), "reason": "住院"}
    assert post("rule_excuse", rule, **away) == 302
    assert post("put_on", other, seats=[seats[2]]) == 409
    left_out = Away.objects.get()
    end = reverse("receptions:rule_end_excuse", args=[rule.pk, left_out.pk])
    assert client.post(end).status_code == 302
    assert post("put_on", other, seats=[seats[2]]) == 302
    assert post("rule_stop", rule) == 302
    reception.refresh_from_db()
    assert (reception.state, reception.duties.count()) == ("planned", 3)
    added = {"on": today, "from_time": "14:00", "to_time": "15:00", "seats": [seats[0]]}
    new = client.post(reverse("receptions:new", query={"place": station.pk}), added)
    assert new.status_code == 302
    assert client.get(reverse("receptions:today")).status_code == 302
