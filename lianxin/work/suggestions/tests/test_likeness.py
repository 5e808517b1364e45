"""Similar ones while writing and at review; what the past proposes."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from lianxin.engines.matters.models import Assignment, Matter
from lianxin.engines.triage import county as past
from lianxin.engines.triage.jobs import relearn_all
from lianxin.engines.triage.models import Learned, Relation
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.search import sampling
from lianxin.foundation.tasks import enqueue
from lianxin.foundation.tasks.testing import run_waiting_jobs
from lianxin.work.suggestions.likeness import places, places_in_common, similar_to
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.tests.factories import (
    TEXT,
    TITLE,
    TODAY,
    make_clerk,
    make_county,
    make_deputy,
    make_office,
    make_suggestion,
    make_township,
)

pytestmark = pytest.mark.django_db
OTHER_WORDS = {
    "title": "请修柳溪村的桥",
    "text": "村口石板桥护栏断了半年，孩子过桥很危险，盼加固桥墩。",
}
ANOTHER_MATTER = {
    "title": "关于增设夜间门诊的建议",
    "text": "孩子夜里发烧要送外地，请县医院开门诊。",
}


@pytest.fixture(autouse=True)
def _fresh():
    sampling.forget()
    past._model.cache_clear()


@pytest.fixture
def clerk(county):
    return make_clerk(county)


def alike(user, county, **details):
    sampling.take()
    values: dict[str, Any] = {"title": TITLE, "text": TEXT, "today": TODAY} | details
    return similar_to(values.pop("title"), values.pop("text"), body=county, user=user, **values)


def test_the_same_matter_in_other_words_is_found_with_its_reason(county, clerk):
    earlier = make_suggestion(county, status="accepted", clerk=clerk, **OTHER_WORDS)
    make_suggestion(county, status="accepted", clerk=clerk, **ANOTHER_MATTER)

    found = alike(clerk, county)

    assert [one.suggestion.pk for one in found] == [earlier.suggestion.pk]
    assert found[0].places == ("柳溪村",) or "石板桥" in "".join(
        (*found[0].places, *found[0].words)
    )
    assert found[0].is_same_year
    assert found[0].outcome == "已受理待交办"


def test_an_answered_one_tells_what_came_of_it(county, clerk):
    make_suggestion(county, status="replied", clerk=clerk, **OTHER_WORDS)

    assert "已答复：" in alike(clerk, county)[0].outcome


def test_nobody_is_shown_what_they_may_not_see(county, clerk):
    make_suggestion(county, status="accepted", clerk=clerk, **OTHER_WORDS)
    hidden = make_suggestion(
        county, status="accepted", clerk=clerk, is_confidential=True, **OTHER_WORDS
    )
    deputy = make_deputy(county)
    elsewhere = make_county(code="yuanshan")

    assert alike(deputy, county) == []
    assert hidden.suggestion.pk in [one.suggestion.pk for one in alike(clerk, county)]
    assert alike(make_clerk(elsewhere), elsewhere) == []


def test_drafts_are_not_told_as_earlier_ones(county):
    deputy = make_deputy(county)
    make_suggestion(county, status="draft", deputy=deputy, **OTHER_WORDS)

    assert alike(deputy, county) == []


def test_too_few_words_ask_nothing(county, clerk):
    assert alike(clerk, county, title="修桥", text="") == []


def test_places_are_names_and_not_any_village_or_bridge():
    assert "柳溪村石板桥" in places("在汛期前加固柳溪村石板桥")
    assert places("我们村在汛期前加固桥") == set()
    assert places_in_common("人民路没有路灯", "人民路积水") == ("人民路",)


def test_the_page_of_writing_shows_them_without_script_and_keeps_what_was_typed(client, county):
    deputy = make_deputy(county)
    make_suggestion(county, status="accepted", deputy=deputy, **OTHER_WORDS)
    client.force_login(deputy)

    response = client.post(
        reverse("suggestions:write"), {"title": TITLE, "text": TEXT, "similar": "1"}
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert OTHER_WORDS["title"] in page
    assert TEXT in page
    assert Suggestion.objects.filter(title=TITLE).count() == 0


def test_the_part_of_the_page_is_the_same_with_a_script(client, county):
    deputy = make_deputy(county)
    make_suggestion(county, status="accepted", deputy=deputy, **OTHER_WORDS)
    client.force_login(deputy)

    part = client.post(reverse("suggestions:similar"), {"title": TITLE, "text": TEXT})

    assert part.status_code == 200
    assert OTHER_WORDS["title"] in part.content.decode()
    assert "只关联" not in part.content.decode()


def test_only_those_who_write_may_ask_while_writing(client, county):
    office = make_office(county)
    from lianxin.work.suggestions.tests.factories import make_office_head

    client.force_login(make_office_head(office))

    assert client.post(reverse("suggestions:similar"), {"title": TITLE}).status_code == 403


def test_review_shows_them_with_merging_and_relating(client, county, clerk):
    story = make_suggestion(county, clerk=clerk)
    earlier = make_suggestion(county, status="accepted", clerk=clerk, **OTHER_WORDS)
    client.force_login(clerk)

    page = client.get(reverse("suggestions:accept", args=[story.suggestion.pk])).content.decode()
    merger = reverse("suggestions:merge", args=[story.suggestion.pk])
    offered = client.get(merger, {"into": earlier.suggestion.pk}).content.decode()

    assert f"{merger}?into={earlier.suggestion.pk}" in page
    assert "只关联，不并案" in page
    assert "共有的词" in offered or "同一地点" in offered
    assert "checked" in offered


def test_relating_is_noted_on_both_and_can_be_taken_back(client, county, clerk):
    story = make_suggestion(county, clerk=clerk)
    earlier = make_suggestion(county, status="closed", clerk=clerk, **OTHER_WORDS)
    client.force_login(clerk)
    pk, other = story.suggestion.pk, earlier.suggestion.pk

    for _press in range(2):
        client.post(reverse("suggestions:relate", args=[pk]), {"other": other})
    page = client.get(earlier.suggestion.get_absolute_url()).content.decode()

    assert Relation.objects.count() == 1
    assert TITLE in page
    events = Event.objects.filter(step="matter.relate")
    assert sorted(int(event.record_id) for event in events) == sorted([pk, other])

    client.post(reverse("suggestions:unrelate", args=[pk]), {"other": other})
    again = client.post(
        reverse("suggestions:unrelate", args=[pk]), {"other": other}, follow=True
    ).content.decode()

    assert Relation.objects.count() == 0
    assert "没有关联" in again


def test_relating_is_refused_to_others_and_for_what_they_cannot_see(client, county, clerk):
    story = make_suggestion(county, clerk=clerk)
    earlier = make_suggestion(county, status="accepted", clerk=clerk, **OTHER_WORDS)
    url = reverse("suggestions:relate", args=[story.suggestion.pk])

    client.force_login(story.deputy)
    assert client.post(url, {"other": earlier.suggestion.pk}).status_code == 404
    assert client.post(url, {"other": story.suggestion.pk}).status_code == 403
    client.force_login(clerk)
    assert client.post(url, {"other": "x"}).status_code == 404
    itself = client.post(url, {"other": story.suggestion.pk}, follow=True).content.decode()

    assert "不能与自身关联" in itself
    assert not Relation.objects.exists()


def test_the_way_back_leads_to_our_own_pages_only(client, county, clerk):
    story = make_suggestion(county, clerk=clerk)
    client.force_login(clerk)
    url = reverse("suggestions:set_topic", args=[story.suggestion.pk])

    for back in ("https://elsewhere.example/", "//elsewhere.example/"):
        response = client.post(url, {"topic": "交通运输", "back": back})
        assert response.url == story.suggestion.get_absolute_url()


def test_a_category_is_set_by_the_clerk_and_noted(client, county, clerk):
    story = make_suggestion(county, clerk=clerk)
    url = reverse("suggestions:set_topic", args=[story.suggestion.pk])
    client.force_login(clerk)

    client.post(url, {"topic": "交通运输"})
    empty = client.post(url, {"topic": " "}, follow=True).content.decode()

    assert Matter.objects.get(pk=story.suggestion.pk).topic == "交通运输"
    assert "请选择类别" in empty
    assert Event.objects.filter(step="suggestion.set_topic").count() == 1
    client.force_login(story.deputy)
    assert client.post(url, {"topic": "其他"}).status_code == 403


def handed_over(county, number, *, office, title, text, topic="", is_confidential=False):
    """Past hand-overs, written straight: their way is no matter here."""
    for at in range(number):
        matter = Suggestion.objects.create(
            body=county,
            county_id=county.county_id,
            kind=Matter.Kind.SUGGESTION,
            title=title % f"第{at}村",
            text=text,
            topic=topic,
            status=Matter.Status.ASSIGNED,
            year=2025,
            submitted_on=date(2025, 3, 1),
            assigned_on=date(2025, 3, 10),
            is_confidential=is_confidential,
        )
        Assignment.objects.create(
            matter=matter,
            office=office,
            role=Assignment.Role.LEAD,
            assigned_on=date(2025, 3, 10),
            due_on=date(2025, 6, 10),
        )


@pytest.fixture
def roads(county):
    return make_office(county, "禾望县道路局")


@pytest.fixture
def schools(county):
    return make_office(county, "禾望县学校局")


@pytest.fixture
def taught(county, roads, schools):
    road = {
        "title": "关于修补%s公路的建议",
        "text": "公路坑洼，桥梁护栏断裂。",
        "topic": "交通运输",
    }
    school = {
        "title": "关于%s小学缺教师的建议",
        "text": "教室不够，老师太少。",
        "topic": "教育体育",
    }
    handed_over(county, 20, office=roads, **road)
    handed_over(county, 20, office=schools, **school)


def learn_now(county):
    enqueue(relearn_all, body=county)
    return run_waiting_jobs()


def test_the_past_proposes_an_office_and_a_category_with_words(county, roads, taught):
    learn_now(county)

    offices = past.advise_offices(county, "关于修补河口村公路的建议", "桥梁护栏断裂")
    topics = past.advise_topics(county, "关于修补河口村公路的建议", "")

    office, why = offices.proposals[0]
    assert office == roads
    assert why.confidence > 0.5
    assert "公路" in why.words
    assert topics.proposals[0][0] == "交通运输"
    assert offices.examples == 40
    assert offices.first_right == 1


def test_too_few_examples_propose_nothing_and_say_so(client, county, clerk, roads):
    handed_over(county, 5, office=roads, title="关于修补%s公路的建议", text="坑洼")
    learn_now(county)
    story = make_suggestion(county, clerk=clerk)
    client.force_login(clerk)

    page = client.get(reverse("suggestions:accept", args=[story.suggestion.pk])).content.decode()

    assert past.advise_offices(county, "修路", "").is_too_little
    assert "满 30 件才给出建议" in page


def test_confidential_matters_teach_nothing(county, roads, taught):
    handed_over(
        county, 9, office=roads, title="关于%s绝密事项的建议", text="绝密", is_confidential=True
    )

    learn_now(county)

    learned = Learned.objects.get(body=county, subject="office")
    assert learned.examples == 40
    assert "绝密" not in str(learned.data)


def test_nothing_new_is_not_learned_again(county, taught):
    learn_now(county)

    assert past.relearn(county) == 0


def test_a_closed_office_is_followed_to_its_successor(county, roads, taught):
    heir = make_office(county, "禾望县路桥中心")
    roads.closed_on, roads.merged_into = date(2026, 1, 1), heir
    roads.save()

    learn_now(county)

    offices = past.advise_offices(county, "关于修补河口村公路的建议", "")
    assert offices.proposals[0][0] == heir


def test_an_office_closed_after_learning_is_not_proposed(county, roads, taught):
    learn_now(county)
    roads.closed_on = date(2026, 1, 1)
    roads.save()

    offices = past.advise_offices(county, "关于修补河口村公路的建议", "")

    assert roads not in [office for office, _why in offices.proposals]


def test_a_township_learns_offices_from_itself_alone(county, taught):
    township = make_township(county)
    learn_now(county)

    assert past.advise_offices(township, "关于修补河口村公路的建议", "").is_too_little
    assert past.advise_topics(township, "关于修补河口村公路的建议", "").proposals


def test_handing_over_takes_a_proposal_with_one_press_and_leaves_the_step(
    client, county, clerk, roads, taught
):
    learn_now(county)
    story = make_suggestion(
        county, status="accepted", clerk=clerk, title="关于修补河口村公路的建议", text="坑洼"
    )
    client.force_login(clerk)
    url = reverse("suggestions:hand_over", args=[story.suggestion.pk])

    page = client.get(url).content.decode()
    chosen = client.get(url, {"lead": roads.pk}).content.decode()

    assert f"{url}?lead={roads.pk}#id_lead" in page
    assert "把握" in page
    assert f'<option value="{roads.pk}" selected>' in chosen
    assert f'<option value="{roads.pk}" selected>' not in page
    assert story.status == "accepted"
