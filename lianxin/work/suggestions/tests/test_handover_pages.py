"""The pages of handing over: one, many, at a meeting; returns, extensions, taking back."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Assignment, HandoverMeeting, Matter
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.tests.factories import (
    Story,
    make_clerk,
    make_county,
    make_deputy,
    make_office,
    make_suggestion,
    make_township,
)


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def today():
    return localdate()


@pytest.fixture
def story(county, today):
    return make_suggestion(county, status="accepted", today=today)


@pytest.fixture
def send(client):
    def send(story, name, pk=None, **typed):
        client.force_login(story.clerk)
        url = reverse(f"suggestions:{name}", args=[pk or story.suggestion.pk])
        return client.post(url, typed)

    return send


def said(response) -> str:
    return "".join(str(message) for message in get_messages(response.wsgi_request))


def test_the_due_date_stands_there_before_the_button_is_pressed(client, story, send):
    client.force_login(story.clerk)
    page = client.get(reverse("suggestions:hand_over", args=[story.suggestion.pk]))
    office = make_office(story.body, "县水利局")

    response = send(story, "hand_over", how="lead", lead=office.pk)

    story.suggestion.refresh_from_db()
    due_on = f"{story.suggestion.due_on:%Y-%m-%d}"
    assert due_on in page.content.decode()
    assert "第二十条" in page.content.decode()
    assert said(response) == f"已交办县水利局，答复期限 {due_on}。"


def test_the_longer_period_is_shown_and_taken_for_a_complex_one(client, story, send):
    client.force_login(story.clerk)
    page = client.get(reverse("suggestions:hand_over", args=[story.suggestion.pk]))
    office = make_office(story.body)

    send(story, "hand_over", how="lead", lead=office.pk, is_complex="on")

    story.suggestion.refresh_from_db()
    assert f"{story.suggestion.due_on:%Y-%m-%d}" in page.content.decode()
    assert story.suggestion.assignments.get().is_complex


def test_a_lead_office_may_have_assisting_ones(story, send):
    lead, helper = make_office(story.body), make_office(story.body)

    send(story, "hand_over", how="lead", lead=lead.pk, others=[helper.pk, lead.pk])

    roles = dict(story.suggestion.assignments.values_list("office_id", "role"))
    assert roles == {lead.pk: "lead", helper.pk: "assist"}


def test_separate_offices_answer_for_themselves(story, send):
    one, two = make_office(story.body), make_office(story.body)

    assert send(story, "hand_over", how="separate", others=[one.pk]).status_code == 422
    send(story, "hand_over", how="separate", others=[one.pk, two.pk])

    assert set(story.suggestion.assignments.values_list("role", flat=True)) == {"separate"}


def test_an_office_takes_the_place_of_a_separate_one_that_was_taken_back(story, send):
    one, two, three = (make_office(story.body) for _ in range(3))
    send(story, "hand_over", how="separate", others=[one.pk, two.pk])
    leaving = story.suggestion.assignments.get(office=two)
    handling.take_back(leaving, reason="职能调整", by=story.clerk, today=localdate())

    assert send(story, "add_offices", offices=[one.pk]).status_code == 422
    send(story, "add_offices", offices=[three.pk])

    added = story.suggestion.assignments.get(office=three)
    assert (added.role, added.status) == ("separate", "assigned")
    assert added.due_on == story.suggestion.assignments.get(office=one).due_on


def test_without_an_office_nothing_is_handed_over(story, send):
    response = send(story, "hand_over", how="lead")

    assert response.status_code == 422
    assert "请选择主办单位" in response.content.decode()
    assert story.status == "accepted"


def test_offices_of_others_are_not_on_the_list(story, send):
    elsewhere = make_office(make_township(story.body), "镇水利站")

    assert send(story, "hand_over", how="lead", lead=elsewhere.pk).status_code == 422
    assert story.status == "accepted"


def test_number_and_call_back_still_missing_are_asked_on_the_same_page(county, today, send):
    story = Story(county, today=today).submit()
    workflow.accept(story.suggestion, by=story.clerk, today=today)
    office = make_office(county)

    without = send(story, "hand_over", how="lead", lead=office.pk)
    send(story, "hand_over", how="lead", lead=office.pk, call_back_note="已电话回访。")

    story.suggestion.refresh_from_db()
    assert without.status_code == 422
    assert (story.status, story.suggestion.number) == ("assigned", "1")
    assert story.suggestion.call_back_note == "已电话回访。"


def test_a_second_press_meets_the_refusal(story, send):
    office = make_office(story.body)
    send(story, "hand_over", how="lead", lead=office.pk)

    response = send(story, "hand_over", how="lead", lead=office.pk)

    assert response.status_code == 409
    assert "本件现在的状态是“办理中”" in response.content.decode()
    assert story.suggestion.assignments.count() == 1


def test_assisting_offices_are_added_later(county, send):
    story = make_suggestion(county, status="assigned")
    helper = make_office(county, "县财政局")

    response = send(story, "add_offices", offices=[helper.pk])

    assert said(response) == "已增加承办单位县财政局。"
    assert send(story, "add_offices", offices=[helper.pk]).status_code == 422


def test_taking_back_needs_a_reason_and_leads_to_handing_over_anew(county, send):
    story = make_suggestion(county, status="assigned")
    pk = story.assignment.pk

    assert send(story, "take_back", pk=pk, reason="").status_code == 422
    response = send(story, "take_back", pk=pk, reason="职责调整。")

    assert "请另行交办" in said(response)
    assert story.status == "accepted"
    assert send(story, "take_back", pk=pk, reason="再收一次").status_code == 404


@pytest.mark.parametrize("name", ["decide_return", "decide_extension"])
def test_deciding_on_what_nobody_asked_leads_back_or_is_refused(client, county, send, name):
    story = make_suggestion(county, status="received")
    pk = story.assignment.pk
    client.force_login(story.clerk)

    opened = client.get(reverse(f"suggestions:{name}", args=[pk]))
    sent = send(story, name, pk=pk, agree="no", note_text="没有申请")

    assert opened.url == story.suggestion.get_absolute_url()
    assert sent.status_code == 409


@pytest.fixture
def returned(county, today):
    story = make_suggestion(county, status="received", today=today)
    handling.ask_return(
        story.assignment,
        reason="不属本单位职责。",
        suggested_office="县民政局",
        signed_by="何局长",
        by=story.head,
        today=today,
    )
    return story


def test_a_return_is_shown_with_its_reason_and_decided(client, returned, send):
    client.force_login(returned.clerk)
    pk = returned.assignment.pk
    page = client.get(reverse("suggestions:decide_return", args=[pk])).content.decode()

    response = send(returned, "decide_return", pk=pk, agree="yes")

    for words in ("不属本单位职责。", "县民政局", "何局长"):
        assert words in page
    assert "已同意" in said(response)
    assert returned.status == "accepted"


def test_refusing_a_return_needs_words_and_the_office_goes_on(returned, send):
    pk = returned.assignment.pk

    assert send(returned, "decide_return", pk=pk, agree="no").status_code == 422
    send(returned, "decide_return", pk=pk, agree="no", note_text="属桥梁管养职责。")

    assert Assignment.objects.get(pk=pk).status == "received"
    late = send(returned, "decide_return", pk=pk, agree="yes")
    assert late.status_code == 409
    assert "已有人审核" in late.content.decode()


def test_an_extension_is_consented_to_once_the_deputy_was_told(county, today, send):
    story = make_suggestion(county, status="met", today=today)
    until = today + timedelta(days=120)
    handling.ask_extension(
        story.assignment, reason="汛期。", asked_until=until, by=story.head, today=today
    )
    pk = story.assignment.pk

    assert send(story, "decide_extension", pk=pk, agree="yes").status_code == 422
    response = send(story, "decide_extension", pk=pk, agree="yes", deputy_told_on=f"{today}")

    story.suggestion.refresh_from_db()
    assert f"新的答复期限 {until}" in said(response)
    assert (story.suggestion.due_on, story.suggestion.is_extended) == (until, True)


def row(story, **typed):
    prefix = f"row{story.suggestion.pk}"
    return {f"{prefix}-how": "lead"} | {f"{prefix}-{name}": value for name, value in typed.items()}


def test_many_are_handed_over_at_a_meeting_each_for_itself(client, county, today):
    clerk = make_clerk(county)
    ready = make_suggestion(county, status="accepted", clerk=clerk, today=today)
    unnumbered = Story(county, clerk=clerk, today=today, title="没有编号的").submit()
    workflow.accept(unnumbered.suggestion, by=clerk, today=today)
    left = make_suggestion(county, status="accepted", clerk=clerk, today=today)
    office = make_office(county, "县水利局")
    client.force_login(clerk)
    chosen = [story.suggestion.pk for story in (ready, unnumbered, left)]
    url = reverse("suggestions:hand_over_many", query={"chosen": chosen})

    page = client.get(url)
    response = client.post(
        url,
        {
            **row(ready, lead=office.pk),
            **row(unnumbered, lead=office.pk),
            **row(left),
            "meeting": "new",
            "held_on": f"{today}",
            "place": "县政府二楼会议室",
            "host": "孙副县长",
            "attendees": "各承办单位",
            "is_called_back": "on",
            "call_back_note": "已逐件电话回访。",
        },
    )

    text = response.content.decode()
    assert page.status_code == 200
    assert "办成 1 件，没有办成 1 件" in text
    assert "本件还没有编号" in text
    meeting = HandoverMeeting.objects.get()
    assert [item.matter_id for item in meeting.assignments.all()] == [ready.suggestion.pk]
    assert (ready.status, unnumbered.status, left.status) == ("assigned", "accepted", "accepted")
    assert Matter.objects.get(pk=unnumbered.suggestion.pk).called_back_on is None


def test_nothing_chosen_in_the_table_is_said(client, story):
    client.force_login(story.clerk)

    response = client.post(reverse("suggestions:hand_over_many"), row(story))

    assert response.status_code == 409
    assert "还没有给任何一件选择承办单位" in response.content.decode()
    assert HandoverMeeting.objects.count() == 0


def test_a_bad_row_keeps_the_others_as_they_were_typed(client, story):
    office = make_office(story.body)
    client.force_login(story.clerk)

    response = client.post(
        reverse("suggestions:hand_over_many"),
        row(story, how="separate", others=[office.pk]) | {"is_called_back": "on"},
    )

    assert response.status_code == 422
    assert "分办应当勾选两个以上单位" in response.content.decode()
    assert "请写明怎么回访的" in response.content.decode()
    assert story.status == "accepted"


def test_without_a_choice_all_that_wait_are_offered_and_no_others(client, story):
    make_suggestion(story.body, status="submitted", clerk=story.clerk, title="还没受理的")
    make_suggestion(make_township(story.body), status="accepted", title="镇里的")
    client.force_login(story.clerk)

    page = client.get(reverse("suggestions:hand_over_many")).content.decode()

    assert story.suggestion.title in page
    assert "还没受理的" not in page
    assert "镇里的" not in page


def test_meetings_are_recorded_listed_and_shown(client, story, today):
    client.force_login(story.clerk)

    bad = client.post(reverse("suggestions:new_handover_meeting"), {"held_on": ""})
    client.post(
        reverse("suggestions:new_handover_meeting"),
        {"held_on": f"{today}", "place": "县政府", "host": "孙副县长"},
    )
    meeting = HandoverMeeting.objects.get()
    story.assign(meeting=meeting)

    assert bad.status_code == 422
    listed = client.get(reverse("suggestions:handover_meetings")).content.decode()
    assert f"{today:%Y-%m-%d}" in listed
    assert '<td data-label="交办件数" class="num">1</td>' in listed
    shown = client.get(reverse("suggestions:handover_meeting", args=[meeting.pk]))
    assert story.suggestion.title in shown.content.decode()


def test_a_meeting_of_another_county_does_not_exist(client, story, today):
    other = make_county(code="qinghe")
    meeting = handling.hold_handover_meeting(other, held_on=today, by=make_clerk(other))
    client.force_login(story.clerk)

    assert client.get(reverse("suggestions:handover_meeting", args=[meeting.pk])).status_code == 404


@pytest.mark.parametrize("name", ["hand_over_many", "handover_meetings", "new_handover_meeting"])
def test_the_congress_offices_pages_are_closed_to_others(client, story, name):
    client.force_login(story.deputy)

    assert client.get(reverse(f"suggestions:{name}")).status_code == 403


def test_who_may_not_hand_over_is_kept_out(client, county, returned):
    matter, assignment = returned.suggestion.pk, returned.assignment.pk
    urls = [
        reverse("suggestions:hand_over", args=[matter]),
        reverse("suggestions:add_offices", args=[matter]),
        reverse("suggestions:take_back", args=[assignment]),
        reverse("suggestions:decide_return", args=[assignment]),
        reverse("suggestions:decide_extension", args=[assignment]),
    ]
    for user, status in ((returned.head, 403), (returned.deputy, 403), (make_deputy(county), 404)):
        client.force_login(user)
        for url in urls:
            assert client.post(url).status_code == status, (user, url)
