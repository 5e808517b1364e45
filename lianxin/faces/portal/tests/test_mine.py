"""Asking by code: the way of a message in plain words, the judgement, and what guessing meets."""

import random
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lianxin.faces.portal import abuse
from lianxin.faces.portal.counting import Counter, forget_old
from lianxin.faces.portal.models import Window
from lianxin.work.voices import codes, workflow
from lianxin.work.voices.tests.factories import TODAY, Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Place()


@pytest.fixture
def posted(place):
    return place.post()


def mine(client, code, **details):
    return client.get(reverse("portal:mine", args=[code]), **details)


def text_of(page) -> str:
    return page.content.decode()


def test_the_code_opens_the_message_however_it_is_typed(client, posted):
    plain = codes.typed(posted.code)
    for typed in (posted.code, plain.lower(), f" {plain[:4]} {plain[4:]} "):
        page = client.post(reverse("portal:ask"), {"code": typed})
        assert page["Location"] == reverse("portal:mine", args=[plain])
    page = mine(client, plain)
    assert posted.message.number in text_of(page)
    assert "已收到" in text_of(page)
    assert "等待答复" in text_of(page)


@pytest.mark.parametrize("name", ["mine", "receipt", "card", "ask"])
def test_nothing_about_it_is_kept_or_told_on(client, posted, name):
    arguments = [] if name == "ask" else [codes.typed(posted.code)]
    page = client.get(reverse(f"portal:{name}", args=arguments))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]
    assert not page.cookies


def test_one_tap_judges_and_only_dissatisfied_asks_why_and_reopens(client, place, posted):
    workflow.answer(posted.message, text="灯泡今晚就换。", by=place.deputy, today=TODAY)
    code = codes.typed(posted.code)
    answer = posted.message.answers.get()
    page = text_of(mine(client, code))
    assert "灯泡今晚就换。" in page
    assert "基本满意" in page
    grade = reverse("portal:grade", args=[code])
    asked = client.post(grade, {"answer": answer.pk, "grade": "dissatisfied"})
    assert "哪里不满意" in text_of(asked)
    done = client.post(
        grade, {"answer": answer.pk, "grade": "dissatisfied", "reason": "没有人来换"}
    )
    assert done["Location"] == reverse("portal:mine", args=[code])
    page = text_of(mine(client, code))
    assert "正在重新办理" in page
    assert "没有人来换" in page
    again = client.post(grade, {"answer": answer.pk, "grade": "satisfied"})
    assert again.status_code == 409
    assert "已经评价过" in text_of(again)


def test_a_good_word_closes_it_and_may_be_taken_back(client, place, posted):
    workflow.answer(posted.message, text="已换好。", by=place.deputy, today=TODAY)
    code = codes.typed(posted.code)
    grade = reverse("portal:grade", args=[code])
    answer = posted.message.answers.get()
    client.post(grade, {"answer": answer.pk, "grade": "satisfied"})
    assert "您评价：满意" in text_of(mine(client, code))
    client.post(grade, {"answer": answer.pk, "grade": "basically"})
    answer.refresh_from_db()
    assert answer.grade == "basically"


def test_a_grade_that_is_none_and_another_messages_answer_change_nothing(client, place, posted):
    workflow.answer(posted.message, text="已换好。", by=place.deputy, today=TODAY)
    other = place.post()
    answer = posted.message.answers.get()
    grade = reverse("portal:grade", args=[codes.typed(posted.code)])
    assert client.post(grade, {"answer": answer.pk, "grade": "best"}).status_code == 422
    elsewhere = reverse("portal:grade", args=[codes.typed(other.code)])
    assert client.post(elsewhere, {"answer": answer.pk, "grade": "satisfied"}).status_code == 409
    site = {"Sec-Fetch-Site": "cross-site"}
    values = {"answer": answer.pk, "grade": "satisfied"}
    assert client.post(grade, values, headers=site).status_code == 409
    answer.refresh_from_db()
    assert answer.grade == ""


def test_the_way_through_an_office_is_told_with_days_and_no_names(client, place, posted):
    workflow.hand_to_office(posted.message, place.office, by=place.liaison, today=TODAY)
    page = text_of(mine(client, codes.typed(posted.code)))
    assert f"交{place.office.name}办理" in page
    assert TODAY.isoformat() in page
    assert place.liaison.name not in page
    assert place.handler.name not in page


def test_what_is_turned_away_or_hidden_says_why(client, place, posted):
    workflow.hide(posted.message, ground="privacy", by=place.clerk, today=TODAY)
    workflow.refuse(posted.message, ground="consumer", by=place.clerk, today=TODAY)
    page = text_of(mine(client, codes.typed(posted.code)))
    assert "12315" in page
    assert "泄露他人隐私" in page


def test_a_word_is_added_once(client, posted):
    code = codes.typed(posted.code)
    page = text_of(mine(client, code))
    token = page.rpartition('name="token" value="')[2].partition('"')[0]
    for _time in range(2):
        client.post(
            reverse("portal:more", args=[code]), {"text": "昨晚又有人摔倒。", "token": token}
        )
    assert text_of(mine(client, code)).count("昨晚又有人摔倒。") == 1


def test_guessing_is_slowed_down_in_words_and_a_true_code_costs_nothing(client, posted):
    wrong = codes.typed(codes.new_code())
    true = codes.typed(posted.code)
    for _number in range(20):
        assert mine(client, true).status_code == 200
    for _number in range(abuse.MISSES_UNASKED):
        assert mine(client, wrong).status_code == 404
    asked = mine(client, true)
    assert asked.status_code == 429
    assert "等于几" in text_of(asked)
    # A neighbour on another network is not asked.
    assert mine(client, true, REMOTE_ADDR="203.0.113.7").status_code == 200
    # Whoever answers the sum gets in, and through the pages behind.
    token = text_of(asked).rpartition('name="token" value="')[2].partition('"')[0]
    answers = [str(number) for number in range(3, 20)]
    pages = [
        client.post(reverse("portal:ask"), {"code": true, "token": token, "sum": one})
        for one in answers
    ]
    (inside,) = [page for page in pages if page.status_code == 302]
    assert client.get(inside["Location"]).status_code == 200


def test_who_has_just_written_sees_the_receipt_though_a_neighbour_guesses(client, rf, place):
    request = rf.get("/")
    for _number in range(abuse.MISSES_UNASKED):
        abuse.count_miss(request)
    door = reverse("portal:to_station", args=[place.station.code])
    token = text_of(client.get(door)).partition('name="token" value="')[2].partition('"')[0]
    values = {"text": "村口的路灯坏了，请修好。", "token": token, "step": "send"}
    receipt = client.get(client.post(door, values)["Location"])
    assert "已经收到您的留言" in text_of(receipt)


def test_many_misses_from_everywhere_ask_everyone(client, posted):
    Counter("all_misses").add("", abuse.ALL_MISSES_UNASKED)
    page = mine(client, codes.typed(posted.code), REMOTE_ADDR="198.51.100.4")
    assert page.status_code == 429
    assert "等于几" in text_of(page)


def test_after_far_too_many_misses_even_a_true_code_waits_with_the_minutes(client, rf, posted):
    request = rf.get("/")
    for _number in range(abuse.MISSES_MOST):
        abuse.count_miss(request)
    page = client.post(reverse("portal:ask"), {"code": posted.code, "sum": "0"})
    assert page.status_code in {422, 429}
    with pytest.raises(abuse.Refused, match="请等"):
        abuse.refuse_guessing(request)


def test_a_million_codes_find_none_of_a_thousand_messages():
    kept = {codes.digest(codes.new_code()) for _number in range(1000)}
    luck = random.Random(4)
    # Comparing digests is what the database does; a million of them take seconds here.
    alphabet = codes.ALPHABET
    plain = {"".join(luck.choices(alphabet, k=codes.LENGTH)) for _number in range(1_000_000)}
    assert len(plain) > 999_990
    tried = random.Random(5).sample(sorted(plain), 20_000)
    assert not kept & {codes.digest(one) for one in tried}
    # 31^12 codes: a million tries meet one of a million messages once in 800,000 years of them.
    assert len(alphabet) ** codes.LENGTH > 7 * 10**17


def test_windows_are_forgotten_after_a_day_and_hold_no_address(client):
    mine(client, codes.typed(codes.new_code()), REMOTE_ADDR="203.0.113.7")
    assert not Window.objects.filter(key__contains="203").exists()
    assert forget_old() == 0
    Window.objects.update(began_at=timezone.now() - timedelta(days=2))
    assert forget_old() == 2
