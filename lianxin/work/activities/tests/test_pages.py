"""The ways of organiser and deputy by pages, with what is refused beside what is done."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from PIL import Image

from lianxin.work.activities import check_in_codes as codes
from lianxin.work.activities import workflow
from lianxin.work.activities.forms import recording
from lianxin.work.activities.models import Activity, ActivityRule, Attendance, OwnKind
from lianxin.work.activities.tests.factories import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Place(deputies=3)


def picture(name="现场.png"):
    content = BytesIO()
    Image.new("RGB", (300, 200), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/png")


def url(name, record=None, **query):
    return reverse(f"activities:{name}", args=[record.pk] if record else [], query=query or None)


def planned_fields(on, **more):
    return {
        "is_public": "on",
        "title": "农村饮水安全视察",
        "on": on,
        "from_time": "09:00",
        "to_time": "11:30",
        "place": "柳溪水厂",
        "plan": "看两处水厂，开一次座谈会。",
        "who": "all",
    } | more


def test_the_clerk_plans_by_the_kinds_form_invites_and_tells(client, place):
    on = localdate() + timedelta(days=9)
    client.force_login(place.clerk)
    address = url("new", kind="inspection", body=place.body.code)

    chosen = client.get(url("new"))
    refused = client.post(address, planned_fields(on, to_time="08:00"))
    made = client.post(address, planned_fields(on))
    activity = Activity.objects.get()
    again = client.get(address)
    told = client.post(url("announce", activity))

    assert "视察" in chosen.text
    assert refused.status_code == 422
    assert "看两处水厂" in refused.text
    assert made.url == activity.get_absolute_url()
    assert activity.attendances.count() == 3
    assert "照上一次填" in again.text
    assert told.status_code == 302
    activity.refresh_from_db()
    assert (activity.state, activity.is_public) == (Activity.State.ANNOUNCED, True)


def test_a_group_leader_plans_for_his_group_only(client, place):
    client.force_login(place.leader)
    on = localdate() + timedelta(days=3)
    values = planned_fields(on, who="group", group=place.group.pk)

    made = client.post(url("new", kind="group"), values)
    whole = client.post(url("new", kind="group"), values | {"who": "all"})

    assert made.status_code == 302
    assert whole.status_code == 422
    assert Activity.objects.get().group == place.group
    client.force_login(place.deputies[1])
    assert client.get(url("new")).status_code == 403


def test_inviting_shows_what_clashes_beside_the_name(client, place):
    on = localdate() + timedelta(days=5)
    place.plan(on=on, title="代表讲堂", seats=place.seats[:1])
    activity = place.plan(on=on, seats=[])
    client.force_login(place.clerk)

    page = client.get(url("invite", activity))
    added = client.post(url("invite", activity), {"seats": [place.seats[0].pk, place.seats[1].pk]})
    detail = client.get(activity.get_absolute_url())
    line = activity.attendances.first()
    struck = client.post(url("strike", line))

    assert page.text.count("代表讲堂") == 1
    assert added.status_code == 302
    assert "有代表同一时间还有别的活动" in detail.text
    assert struck.status_code == 302
    assert activity.attendances.count() == 1


def test_the_organiser_changes_copies_and_calls_off(client, place):
    on = localdate() + timedelta(days=4)
    activity = place.plan(on=on)
    client.force_login(place.clerk)
    values = planned_fields(on, title="水厂视察", place="河口水厂")
    hours = {"on": on + timedelta(days=30), "from_time": "14:00", "to_time": "15:30"}

    changed = client.post(url("change", activity), values)
    copied = client.post(url("copy", activity), hours)
    early = client.post(url("copy", activity), hours | {"on": localdate() - timedelta(days=2)})
    wordless = client.post(url("cancel", activity), {"reason": ""})
    off = client.post(url("cancel", activity), {"reason": "下大雨"})
    activity.refresh_from_db()
    made = Activity.objects.exclude(pk=activity.pk).get()

    assert (changed.status_code, copied.status_code, off.status_code) == (302, 302, 302)
    assert (early.status_code, wordless.status_code) == (409, 422)
    assert (activity.title, activity.place, activity.reason) == ("水厂视察", "河口水厂", "下大雨")
    assert (made.title, made.attendances.count()) == ("水厂视察", 3)
    assert made.ends_at - made.starts_at == timedelta(minutes=90)


def test_a_deputy_signs_up_asks_leave_and_takes_the_date_along(client, place):
    activity = place.plan(on=localdate() + timedelta(days=4))
    workflow.announce(activity, by=place.clerk, today=localdate())
    client.force_login(place.deputies[1])

    mine = client.get(url("mine"))
    joined = client.post(url("join", activity))
    wordless = client.post(url("leave", activity), {"reason": ""})
    left = client.post(url("leave", activity), {"reason": "外出务工"})
    calendar = client.get(url("calendar", activity))

    assert activity.title in mine.text
    assert (joined.status_code, wordless.status_code, left.status_code) == (302, 422, 302)
    line = activity.attendances.get(seat=place.seats[1])
    assert (line.state, line.reason) == ("leave", "外出务工")
    assert b"BEGIN:VEVENT" in calendar.content
    assert "双桥村" in calendar.content.decode()
    client.force_login(place.clerk)
    assert client.post(url("join", activity)).status_code == 404


def test_one_tap_each_on_the_organisers_list(client, place):
    activity = place.plan(on=localdate(), seats=place.seats[:2])
    client.force_login(place.clerk)

    tapped = client.post(url("tap", activity), {"seat": place.seats[0].pk})
    walked_in = client.post(url("tap", activity), {"seat": place.seats[2].pk})
    page = client.get(url("roll", activity))

    assert (tapped.status_code, walked_in.status_code) == (302, 302)
    assert "到会 2 / 3" in page.text
    client.force_login(place.deputies[1])
    strange = client.post(url("tap", activity), {"seat": place.seats[1].pk})
    assert strange.status_code in (403, 404)


def test_a_phone_checks_in_by_the_code_on_the_screen(client, place):
    activity = place.plan(on=localdate())
    workflow.announce(activity, by=place.clerk, today=localdate())
    code = codes.code_for(activity.pk, timezone.now())
    old = codes.code_for(activity.pk, timezone.now() - timedelta(minutes=2))
    client.force_login(place.clerk)
    screen = client.get(url("screen", activity))
    client.force_login(place.deputies[1])

    page = client.get(reverse("activities:by_code", args=[code]))
    ticket = page.context["ticket"]
    stale = client.get(reverse("activities:by_code", args=[old]))
    forged = client.get(reverse("activities:by_code", args=["1.2~abc"]))
    done = client.post(url("here"), {"ticket": ticket})
    again = client.post(url("here"), {"ticket": ticket})
    client.force_login(place.deputies[2])
    borrowed = client.post(url("here"), {"ticket": ticket})

    assert "<svg" in screen.text
    assert 'http-equiv="refresh"' in screen.text
    assert (stale.status_code, forged.status_code, borrowed.status_code) == (409, 409, 409)
    assert "已经更换" in stale.text
    assert "另一个账号" in borrowed.text
    assert (done.status_code, again.status_code) == (302, 302)
    line = activity.attendances.get(seat=place.seats[1])
    assert (line.state, line.via) == ("present", "code")
    assert activity.attendances.filter(state="present").count() == 1


def test_who_must_sign_in_first_finds_the_button_after_that(client, place):
    activity = place.plan(on=localdate())
    workflow.announce(activity, by=place.clerk, today=localdate())
    code = codes.code_for(activity.pk, timezone.now())

    asked = client.get(reverse("activities:by_code", args=[code]))
    client.force_login(place.deputies[0])
    page = client.get(url("here"))
    used_up = client.get(url("here"))

    assert asked.status_code == 302
    assert url("here") in asked.url
    assert page.context["seat"] == place.seats[0]
    assert used_up.status_code == 409


def test_a_sheet_on_paper_is_photographed_and_its_marks_entered(client, place):
    activity = place.plan(on=localdate())
    client.force_login(place.clerk)
    one, two, three = (seat.pk for seat in place.seats)
    marks = {
        f"state-{one}": "present",
        f"state-{two}": "excused",
        f"reason-{two}": "住院",
        f"state-{three}": "absent",
    }

    sent = client.post(url("paper", activity), {"send-sheet": "1", "sheet-sheets": [picture()]})
    half = client.post(url("paper", activity), marks | {f"reason-{two}": ""})
    done = client.post(url("paper", activity), marks)

    assert (sent.status_code, half.status_code, done.status_code) == (302, 422, 302)
    assert activity.files.get().kind == "sheet"
    found = dict(activity.attendances.values_list("seat", "state"))
    assert found == {one: "present", two: "excused", three: "absent"}
    assert set(activity.attendances.values_list("via", flat=True)) == {"paper"}


def test_a_long_list_with_nobody_marked_is_asked_once_and_settled_by_one_tick(
    client, place, monkeypatch
):
    monkeypatch.setattr(recording, "MOST_ASKED_SINGLY", 2)
    activity = place.plan(on=localdate())
    client.force_login(place.clerk)

    nobody = client.post(url("paper", activity), {})
    everyone = client.post(url("paper", activity), {"rest": "on"})

    errors = nobody.context["form"].errors
    assert list(errors) == ["rest"]
    assert "还有 3 名代表没有选" in errors["rest"][0]
    assert everyone.status_code == 302
    assert set(activity.attendances.values_list("state", flat=True)) == {"present"}


def record_fields(place, **more):
    fields = {f"state-{seat.pk}": "present" for seat in place.seats}
    return (
        fields
        | {
            "summary": "看了两处水厂，提出三条意见。",
            "minutes": "150",
            "others": "6",
            "own-units": "2",
            "said-0": "水压不足，晚上没有水。",
            "seat-0": place.seats[0].pk,
            "what-0": "租车",
            "amount-0": "320.50",
        }
        | more
    )


def test_the_record_keeps_what_was_typed_and_the_pictures_when_refused(client, place):
    activity = place.plan(on=localdate())
    client.force_login(place.clerk)

    refused = client.post(
        url("record", activity),
        record_fields(place, **{"amount-0": ""}) | {"pictures": [picture()]},
    )
    done = client.post(url("record", activity), record_fields(place))

    assert refused.status_code == 422
    assert "水压不足" in refused.text
    assert "下面的已经存好" in refused.text
    assert activity.files.count() == 1
    assert done.status_code == 302
    activity.refresh_from_db()
    assert (activity.state, activity.minutes, activity.values) == ("recorded", 150, {"units": 2})
    assert activity.expenses.get().amount == 32050
    assert activity.opinions.get().seat == place.seats[0]


def test_deputies_answer_what_was_recorded_and_the_organiser_settles(client, place):
    activity = place.held(on=localdate(), marks={1: ("absent", "")})
    lines = {line.seat_id: line for line in activity.attendances.all()}
    first, second = (lines[seat.pk] for seat in place.seats[:2])
    client.force_login(place.deputies[0])
    page = client.get(url("checking"))
    agreed = client.post(url("confirm", first))
    strange = client.post(url("confirm", second))
    client.force_login(place.deputies[1])
    wordless = client.post(url("object", second), {"words": ""})
    objected = client.post(url("object", second), {"words": "我到了，签的纸表。"})
    client.force_login(place.clerk)
    detail = client.get(activity.get_absolute_url())
    settled = client.post(
        url("settle", second), {"state": "present", "words": "核对签到表，确已到会。"}
    )

    assert activity.title in page.text
    assert agreed.status_code == 302
    assert strange.status_code in (403, 404)
    assert (wordless.status_code, objected.status_code, settled.status_code) == (422, 302, 302)
    assert "我到了，签的纸表。" in detail.text
    second.refresh_from_db()
    assert (second.state, second.answer, second.counts) == ("present", "settled", True)


def test_a_correction_shows_before_and_after_and_then_is_made(client, place):
    activity = place.held(on=localdate(), others=6)
    client.force_login(place.clerk)
    fields = {f"state-{seat.pk}": "present" for seat in place.seats} | {
        "title": activity.title,
        "place": activity.place,
        "summary": activity.summary,
        "minutes": str(activity.minutes),
        "others": "16",
        "reason": "漏记村民代表",
    }

    same = client.post(url("correct", activity), fields | {"others": "6"})
    shown = client.post(url("correct", activity), fields)
    activity.refresh_from_db()
    before = activity.others
    done = client.post(url("correct", activity), fields | {"sure": "1"})
    activity.refresh_from_db()

    assert same.status_code == 422
    assert "6人" in shown.text
    assert "16人" in shown.text
    assert (before, done.status_code, activity.others) == (6, 302, 16)


def test_a_deputy_tells_his_own_act_once_and_the_clerk_decides(client, place):
    client.force_login(place.deputies[1])
    kinds = client.get(url("tell"))
    address = url("tell", kind="visit")
    act = {
        "title": "走访三户，了解用水",
        "on": localdate(),
        "households": "3",
        "persons": "8",
        "post_key": "a" * 32,
    }
    early = client.post(address, act | {"on": localdate() + timedelta(days=1), "post_key": "b"})
    sent = client.post(address, act | {"pictures": [picture()]})
    client.post(address, act)
    told = Activity.objects.get()
    client.force_login(place.clerk)
    listed = client.get(url("list", state="told"))
    wordless = client.post(url("refuse", told), {"reason": ""})
    accepted = client.post(url("accept", told))
    told.refresh_from_db()

    assert "走访选民" in kinds.text
    assert (early.status_code, sent.status_code) == (409, 302)
    assert told.title in listed.text
    assert (wordless.status_code, accepted.status_code) == (422, 302)
    assert (told.state, told.households, told.files.count()) == ("recorded", 3, 1)
    client.force_login(place.deputies[1])
    assert client.post(url("accept", told)).status_code == 403
    client.force_login(place.clerk)
    assert client.get(url("tell")).status_code == 403


def test_an_opinion_becomes_a_message_or_a_suggestion_once(client, place):
    activity = place.held(on=localdate())
    client.force_login(place.clerk)
    client.post(url("opinion_new", activity), {"text": "路灯坏了。", "said_by": "赵村民"})
    client.post(url("opinion_new", activity), {"text": "修桥。", "seat": place.seats[0].pk})
    light, bridge = activity.opinions.order_by("pk")

    to_message = client.post(url("opinion_to_message", light))
    to_suggestion = client.post(url("opinion_to_suggestion", bridge))
    twice = client.post(url("opinion_to_suggestion", bridge), follow=True)
    page = client.get(activity.get_absolute_url())
    for one in (light, bridge):
        one.refresh_from_db()

    assert (to_message.status_code, to_suggestion.status_code) == (302, 302)
    assert light.matter.votermessage.text == "路灯坏了。"
    assert bridge.matter.proposers.get().person == place.seats[0].person
    assert "已经转办" in twice.text
    assert page.text.count("已转去办理") == 2


def test_rules_show_their_days_before_anything_is_planned(client, place):
    today = localdate()
    client.force_login(place.clerk)
    rule = {
        "title": "代表活动日",
        "kind": "activity_day",
        "chosen_months": ["1", "3", "5", "7", "9", "11"],
        "day": "20",
        "on_holiday": "next",
        "from_time": "09:00",
        "to_time": "11:30",
        "starts_on": today,
    }

    wrong = client.post(url("rule_new"), rule | {"day": "40"})
    client.post(url("rule_new"), rule)
    made = ActivityRule.objects.get()
    preview = client.get(url("rule_generate", made))
    until = {"until": today + timedelta(days=180)}
    done = client.post(url("rule_generate", made), until)
    again = client.post(url("rule_generate", made), until, follow=True)
    stopped = client.post(url("rule_stop", made))

    assert wrong.status_code == 422
    assert preview.status_code == 200
    assert done.status_code == 302
    assert made.months == [1, 3, 5, 7, 9, 11]
    assert "先前都排过了" in again.text
    assert stopped.status_code == 302
    assert not Activity.objects.filter(on__gt=today).exists()


def test_own_kinds_have_own_words_and_fields(client, place):
    client.force_login(place.clerk)
    fields = {
        "name": "板凳会",
        "key": "bench",
        "section": "group",
        "flags": ["may_tell"],
        "asks": ["persons"],
        "is_active": "on",
        "label-0": "地段",
        "type-0": "choice",
    }
    refused = client.post(url("kind", body=place.body.code), fields)
    made = client.post(url("kind", body=place.body.code), fields | {"choices-0": "村口、院坝"})
    renamed = client.post(
        url("kind", body=place.body.code, key="inspection"),
        {"name": "代表视察", "is_active": "on"},
    )
    own = OwnKind.objects.get(key="bench")

    assert refused.status_code == 422
    assert (made.status_code, renamed.status_code) == (302, 302)
    assert own.fields[0]["choices"] == ["村口", "院坝"]
    shown = client.get(url("new"))
    assert "板凳会" in shown.text
    assert "代表视察" in shown.text


def test_materials_and_pictures_are_added_later_too(client, place):
    activity = place.held(on=localdate())
    client.force_login(place.clerk)

    nothing = client.post(url("files_new", activity), {"kind": "material"})
    added = client.post(
        url("files_new", activity), {"kind": "material", "uploads": [picture(), picture("二.png")]}
    )

    assert (nothing.status_code, added.status_code) == (422, 302)
    assert activity.files.filter(kind="material").count() == 2
    shown = client.get(activity.get_absolute_url())
    assert "二.png" in shown.text


def test_a_quiz_is_written_as_lines_and_answered_by_who_was_asked(client, place):
    activity = place.plan(on=localdate(), kind="training", title="新修代表法培训")
    workflow.announce(activity, by=place.clerk, today=localdate())
    client.force_login(place.clerk)
    text = "代表小组至少几人？\n- 二人\n* 三人\n\n代表可以做什么？\n* 提建议\n* 视察\n- 罚款"
    wrong = client.post(url("quiz", activity), {"questions": "问\n选项", "pass_mark": "1"})
    client.post(url("quiz", activity), {"questions": text, "pass_mark": "2"})
    client.force_login(place.deputies[0])
    half = client.post(url("training", activity), {"q0": "0", "q1": ["0", "1"]}, follow=True)
    whole = client.post(url("training", activity), {"q0": "1", "q1": ["0", "1"]}, follow=True)

    assert wrong.status_code == 422
    assert "答对 1 / 2 题" in half.text
    assert "已合格" in whole.text
    assert activity.quiz.results.get().attempts == 2


def test_the_list_narrows_exports_and_asks_a_fixed_number_of_queries(
    client, place, django_assert_max_num_queries
):
    for number in range(3):
        place.held(on=localdate() - timedelta(days=number), title=f"视察第{number}次")
    client.force_login(place.clerk)
    client.get(url("list"))

    def counted(**query):
        with django_assert_max_num_queries(16) as found:
            page = client.get(url("list", **query))
        return page, len(found)

    few, first = counted()
    for number in range(12):
        place.held(on=localdate() - timedelta(days=number), title=f"走访第{number}次")
    many, second = counted()
    narrowed = client.get(url("list", q="走访", kind="inspection", year=localdate().year))
    none = client.get(url("list", state="told", kind="nonsense"))
    table = client.get(url("list", **{"as": "xlsx"}))

    assert first == second
    assert few.status_code == many.status_code == none.status_code == 200
    assert "视察第0次" not in narrowed.text
    assert table["Content-Type"].startswith("application/vnd.openxmlformats")


def test_pages_of_others_do_not_exist_for_a_deputy(client, place):
    other = place.held(on=localdate(), seats=place.seats[:1])
    client.force_login(place.deputies[2])

    assert client.get(other.get_absolute_url()).status_code == 404
    for name in ("record", "correct", "roll", "screen", "paper", "sheet"):
        assert client.get(url(name, other)).status_code == 404
    client.force_login(place.deputies[0])
    for name in ("correct", "roll", "screen", "paper", "sheet"):
        assert client.get(url(name, other)).status_code in (302, 403)
    assert Attendance.objects.count() == 1


def test_a_plan_of_today_can_be_announced_until_it_begins(client, place):
    today = localdate()
    begins = timezone.now() + timedelta(minutes=20)
    planned = place.plan(on=today)
    Activity.objects.filter(pk=planned.pk).update(
        on=today, starts_at=begins, ends_at=begins + timedelta(hours=1)
    )
    address = reverse("activities:announce", args=[planned.pk])
    client.force_login(place.clerk)
    page = client.get(planned.get_absolute_url()).content.decode()
    assert address in page
    assert reverse("activities:roll", args=[planned.pk]) in page
    # Being on the list is not yet being told.
    assert "已列入" in page
    assert "已通知" not in page
    client.post(address)
    page = client.get(planned.get_absolute_url()).content.decode()
    assert address not in page
    assert "已通知" in page
    assert "已列入" not in page
    Activity.objects.filter(pk=planned.pk).update(
        state="planned", starts_at=timezone.now() - timedelta(minutes=5)
    )
    assert address not in client.get(planned.get_absolute_url()).content.decode()
