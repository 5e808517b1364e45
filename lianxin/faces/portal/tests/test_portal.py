"""What the public sees, and what it never sees."""

from datetime import date

import pytest
from django.urls import reverse

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Matter
from lianxin.faces.portal.masking import mask
from lianxin.work.suggestions.tests.factories import make_clerk, make_county, make_suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


def published(county, status="replied", **fields):
    story = make_suggestion(county, status=status, **fields)
    handling.publish(story.suggestion, by=story.clerk, today=story.today)
    return story


def test_a_released_suggestion_is_open_to_anyone_with_its_answer(client, county):
    story = published(county, status="judged")

    row = client.get(reverse("portal:progress"))
    page = client.get(reverse("portal:detail", args=[story.suggestion.pk]))

    assert story.suggestion.title in row.content.decode()
    text = page.content.decode()
    assert "桥墩已加固" in text
    assert "满意 1 人" in text
    assert not page.cookies


@pytest.mark.parametrize("name", ["laws:list", "help:home"])
def test_voters_have_their_menu_where_others_read_too(client, county, name):
    assert "公开栏目" in client.get(reverse(name)).content.decode()

    client.force_login(make_clerk(county))
    page = client.get(reverse(name)).content.decode()
    assert "公开栏目" not in page
    assert "工作台" in page


def test_no_person_is_named_and_no_number_given(client, county):
    story = published(
        county, text="请打 13800001234 找村民李某，身份证 110101199003078888，修桥要紧。"
    )

    text = client.get(reverse("portal:detail", args=[story.suggestion.pk])).content.decode()

    for secret in (
        story.deputy.person.name,
        "13800001234",
        "110101199003078888",
        "周经办",
        "0000-0000",
        "何局长",
    ):
        assert secret not in text


@pytest.mark.parametrize(
    "hide",
    [
        {"publicity": "undecided"},
        {"publicity": "withheld", "publicity_reason": "涉及隐私"},
        {"publicity": "undecided", "is_confidential": True},
        {"status": "withdrawn"},
    ],
)
def test_what_is_not_released_does_not_exist_for_the_public(client, county, hide):
    story = published(county)
    Matter.objects.filter(pk=story.suggestion.pk).update(**hide)

    assert client.get(reverse("portal:detail", args=[story.suggestion.pk])).status_code == 404
    assert story.suggestion.title not in client.get(reverse("portal:progress")).content.decode()


def test_a_draft_reply_and_a_withheld_one_are_not_shown(client, county):
    story = published(county, status="met")
    handling.save_reply(
        story.assignment, by=story.head, today=story.today, text="内部草稿不外传", is_public=False
    )

    url = reverse("portal:detail", args=[story.suggestion.pk])
    assert "内部草稿" not in client.get(url).content.decode()

    story.reply(text="内部答复不公开", is_public=False)
    assert "内部答复" not in client.get(url).content.decode()


def test_a_promise_stands_on_the_wall_until_it_is_kept(client, county):
    story = published(county, status="met")
    story.reply(
        "planned", promises=[{"text": "年底前建成新桥", "due_on": date(2026, 12, 31)}]
    ).judge()

    text = client.get(reverse("portal:promises")).content.decode()

    assert "年底前建成新桥" in text
    assert "兑现中" in text


def test_where_nothing_is_public_yet_nobody_is_told_to_search_wider(client, county):
    page = client.get(reverse("portal:home")).content.decode()

    assert "还没有公开的建议" in page
    assert "放宽条件" not in page


def test_nonsense_in_the_filter_is_ignored(client, county):
    published(county)
    query = {"q": "𠮷" * 90, "body": "nowhere", "stage": "x", "year": "abc", "after": "!!"}

    page = client.get(reverse("portal:progress", query=query))

    assert page.status_code == 200


def test_lists_cost_the_same_for_three_and_for_thirty(
    client, county, django_assert_max_num_queries
):
    for _ in range(3):
        published(county, status="accepted")
    with django_assert_max_num_queries(6):
        client.get(reverse("portal:progress"))
    for _ in range(12):
        published(county, status="accepted")
    with django_assert_max_num_queries(6):
        client.get(reverse("portal:progress"))


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("电话13812345678。", "电话138********。"),
        ("座机0577-8899776 6", "座机057********* 6"),
        ("第 20230001 号", "第 20230001 号"),
        ("长 1200 米，投资 130000000 元", "长 1200 米，投资 130000000 元"),
    ],
)
def test_personal_numbers_are_covered_and_ordinary_ones_are_not(text, covered):
    assert mask(text) == covered
