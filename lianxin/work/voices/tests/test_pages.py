"""The pages of receivers, offices, clerks; what each shows and refuses."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image

from lianxin.foundation.people.models import Role
from lianxin.foundation.search.query import search
from lianxin.work.suggestions.tests.factories import make_account
from lianxin.work.voices import workflow
from lianxin.work.voices.models import TopicCandidate, VoterMessage
from lianxin.work.voices.tests.factories import TEXT, Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Place()


@pytest.fixture
def today():
    from django.utils.timezone import localdate

    return localdate()


def signed_in(account):
    client = Client()
    client.force_login(account)
    return client


def picture():
    content = BytesIO()
    Image.new("RGB", (8, 8), "red").save(content, "JPEG")
    return ContentFile(content.getvalue(), name="路灯.jpg")


def page(account, name, *args, **query):
    return signed_in(account).get(reverse(f"voices:{name}", args=args, query=query or None))


def test_the_list_shows_each_receiver_his_own_and_the_office_none(place, today):
    place.post(today=today, title="路灯坏了")
    place.post(today=today, title="只给代表", deputy=place.deputy.person)
    other = Place(place.county)
    assert "路灯坏了" in page(place.liaison, "list").content.decode()
    assert "只给代表" in page(place.deputy, "list").content.decode()
    assert "路灯坏了" not in page(other.liaison, "list").content.decode()
    assert "路灯坏了" not in page(place.handler, "list").content.decode()


def test_the_list_costs_the_same_queries_however_many_messages(place, today):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, url = signed_in(place.liaison), reverse("voices:list")
    place.post(today=today)
    client.get(url)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    few = queries()
    for number in range(12):
        place.post(today=today, text=f"第{number}件：{TEXT}", deputy=place.deputy.person)
    assert queries() == few <= 22


def test_filters_narrow_and_nonsense_is_ignored(place, today):
    first = place.post(today=today, title="路灯坏了", topic="市政").message
    place.post(today=today, title="河水发黑", topic="环保", place="清水河")
    workflow.answer(first, text="好", by=place.liaison, today=today)

    def shown(**query):
        text = page(place.liaison, "list", **query).content.decode()
        return ["路灯坏了" in text, "河水发黑" in text]

    assert shown(topic="环保") == [False, True]
    assert shown(q="清水河") == [False, True]
    assert shown(stage="replied") == [True, False]
    assert shown(stage="mine") == [False, True]
    assert shown(month=f"{today:%Y-%m}") == [True, True]
    assert shown(station="999999", late="x") == [False, False]
    assert shown(late="x", stage="y", month="2026-13") == [True, True]


def test_the_list_leaves_as_a_table_without_names(place, today):
    place.post(today=today, contact={"name": "张三丰", "phone": "13800000000"})
    response = page(place.liaison, "list", **{"as": "xlsx"})
    content = b"".join(response.streaming_content)
    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    assert any(f"LY{today:%Y%m%d}-0001" in str(row) for row in rows)
    assert "张三丰" not in str(rows)
    assert "13800000000" not in str(rows)


def test_a_deputy_answers_with_a_ready_sentence(place, today):
    message = place.post(today=today, deputy=place.deputy.person).message
    url = reverse("voices:answer", args=[message.pk])
    client = signed_in(place.deputy)
    assert client.post(url, {"ready": "", "text": ""}).status_code == 422
    ready = "您好，您反映的事已经办好。谢谢您告诉我们。"
    response = client.post(url, {"ready": ready, "text": ""})
    assert response.status_code == 302
    assert message.answers.get().text == ready
    pressed_twice = client.post(url, {"ready": ready, "text": ""})
    assert pressed_twice.url == response.url
    assert message.answers.count() == 1
    again = client.post(url, {"ready": "", "text": "另外一句。"})
    assert again.status_code == 409
    assert "请刷新页面" in again.content.decode()


def test_an_office_reads_no_name_unless_the_voter_agreed(place, today):
    text = f"我叫张三丰，电话 13800000000。{TEXT}"
    contact = {"name": "张三丰", "phone": "13800000000"}
    shy = place.post(today=today, text=text, contact=contact).message
    told = place.post(
        today=today, contact={"name": "李四光", "phone": "13900000000", "shares_with_office": True}
    ).message
    for message in (shy, told):
        workflow.hand_to_office(message, place.office, by=place.liaison, today=today)
    assert "13800000000" in page(place.liaison, "detail", shy.pk).content.decode()
    seen = page(place.handler, "detail", shy.pk).content.decode()
    assert "张三丰" not in seen
    assert "13800000000" not in seen
    assert "13900000000" in page(place.handler, "detail", told.pk).content.decode()
    inbox = signed_in(place.handler).get(reverse("suggestions:inbox")).content.decode()
    assert "选民留言" in inbox
    assignment = shy.assignments.get()
    url = reverse("voices:office", args=[assignment.pk])
    assert url in inbox
    client = signed_in(place.handler)
    shown = client.get(url).content.decode()
    assert "13800000000" not in shown
    assert "张三丰" not in shown
    assert client.post(url, {"text": "修好了"}).status_code == 422
    assert client.post(url, {"text": "修好了", "result_class": "solved"}).status_code == 302
    shy.refresh_from_db()
    assert shy.status == "replied"
    assert signed_in(place.deputy).get(url).status_code == 404
    wrong = reverse("suggestions:reply", args=[told.assignments.get().pk])
    assert client.get(wrong).status_code == 404


def test_steps_are_offered_only_where_allowed_and_refused_otherwise(place, today):
    message = place.post(today=today).message
    text = page(place.liaison, "detail", message.pk).content.decode()
    assert reverse("voices:hide", args=[message.pk]) in text
    own = page(place.deputy, "detail", message.pk).content.decode()
    assert reverse("voices:answer", args=[message.pk]) in own
    assert reverse("voices:hide", args=[message.pk]) not in own
    assert page(place.deputy, "hide", message.pk).status_code == 403
    assert page(Place(place.county).deputy, "answer", message.pk).status_code == 404
    auditor = make_account(Role.AUDITOR, place.body)
    assert page(auditor, "detail", message.pk).status_code == 200
    assert page(auditor, "answer", message.pk).status_code == 403
    for name in ("hand_to_office", "hand_to_village", "turn", "pass_up", "refuse", "merge"):
        assert page(place.liaison, name, message.pk).status_code == 200, name
    for name in ("publish", "withhold", "set_topic", "take_back", "decide_return", "grade"):
        assert page(place.liaison, name, message.pk).status_code == 200, name


def test_writing_down_what_was_said_on_the_telephone(place, today):
    client, url = signed_in(place.liaison), reverse("voices:record")
    assert client.get(url).status_code == 200
    assert client.post(url, {"channel": "phone"}).status_code == 422
    response = client.post(
        url,
        {
            "body": place.body.pk,
            "channel": "phone",
            "text": TEXT,
            "station": place.station.pk,
            "name": "张三丰",
            "pictures": [picture()],
        },
        follow=True,
    )
    message = VoterMessage.objects.get()
    stored = message.attachments.get().file
    show = reverse("files:show", args=[stored.pk])
    assert client.get(show).status_code == 200
    assert signed_in(place.handler).get(show).status_code in {403, 404}
    broken = {"body": place.body.pk, "channel": "phone", "text": TEXT}
    broken["pictures"] = [ContentFile(b"MZ not a picture", name="a.jpg")]
    assert client.post(url, broken).status_code == 409
    assert VoterMessage.objects.count() == 1
    assert message.channel == "phone"
    assert message.contact.name == "张三丰"
    assert "查询码" in response.content.decode()
    assert page(place.handler, "record").status_code == 403


def test_words_written_down_and_pressed_twice_are_one_message_and_others_another(place):
    client, url = signed_in(place.liaison), reverse("voices:record")
    key = client.get(url).context["form"].initial["post_key"]
    typed = {"body": place.body.pk, "channel": "phone", "text": TEXT, "post_key": key}
    first, again = client.post(url, typed), client.post(url, typed)
    assert (first.status_code, first.url) == (302, again.url)
    assert VoterMessage.objects.count() == 1
    gone_back = client.post(url, typed | {"text": "桥头的灯坏了。"})
    assert gone_back.url != first.url
    assert VoterMessage.objects.count() == 2


def test_alike_messages_are_offered_and_found_by_search_where_allowed(place, today):
    first = place.post(today=today).message
    second = place.post(today=today, text="柳溪村口路灯坏了，晚上老人看不见路，请尽快修。").message
    text = page(place.liaison, "detail", second.pk).content.decode()
    assert first.number in text
    found = search("路灯", user=place.liaison)
    assert {one.object_id for one in found.documents if one.kind == "message"} == {
        first.pk,
        second.pk,
    }
    assert not [
        one for one in search("路灯", user=place.handler).documents if one.kind == "message"
    ]


def test_strong_topics_become_candidates_once(place, today):
    for number in range(5):
        place.post(today=today, topic="供水", text=f"第{number}天停水了，请早点通知大家。")
    client = signed_in(place.clerk)
    url = reverse("voices:analysis")
    text = client.get(url).content.decode()
    assert "供水" in text
    assert "可以列为监督选题" in text
    offer = reverse("voices:offer_topic")
    client.post(offer, {"body": place.body.pk, "topic": "供水"})
    client.post(offer, {"body": place.body.pk, "topic": "供水"})
    candidate = TopicCandidate.objects.get()
    assert candidate.count == 5
    decide = reverse("voices:decide_topic", args=[candidate.pk])
    assert signed_in(place.liaison).post(decide, {"adopt": "1"}).status_code == 403
    client.post(decide, {"adopt": "1", "note": "列入下半年"})
    candidate.refresh_from_db()
    assert candidate.state == "adopted"
    assert page(place.handler, "analysis").status_code == 403
    assert url not in page(place.deputy, "list").content.decode()
    assert url in page(place.clerk, "list").content.decode()


def test_the_desk_tells_of_what_waits(place, today):
    place.post(today=today, title="路灯坏了", deputy=place.deputy.person)
    assert "路灯坏了" in signed_in(place.deputy).get("/").content.decode()
