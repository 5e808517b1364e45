"""A deputy's phone pages: writing, a page that keeps itself, writing for another."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.engines.matters.models import Proposer
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Grant, Role
from lianxin.work.suggestions import mine, workflow
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.tests.deputy_pages import TEXT, TITLE, page, send, typed, write
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_deputy,
    make_person,
    make_seat,
    make_street,
    make_suggestion,
    make_township,
)

pytestmark = pytest.mark.django_db


def test_a_title_alone_keeps_a_draft_and_leads_to_editing_it(client, deputy):
    answer = write(client, deputy, text="")

    draft = Suggestion.objects.get()
    assert answer.url == reverse("suggestions:edit", args=[draft.pk])
    assert (draft.title, draft.status) == (TITLE, "draft")


def test_without_a_title_what_was_typed_is_kept_on_the_page(client, deputy):
    answer = write(client, deputy, title="")

    assert not Suggestion.objects.exists()
    assert TEXT in answer.content.decode()


def test_over_long_text_is_refused_and_kept_on_the_page(client, deputy):
    answer = write(client, deputy, text="长" * 20001)

    assert not Suggestion.objects.exists()
    assert "长" * 20001 in answer.content.decode()


def test_who_is_no_deputy_does_not_write(client, county):
    story = make_suggestion(county, status="assigned")

    assert page(client, story.head, "write").status_code == 403
    assert page(client, story.head, "mine").status_code == 403


def test_a_deputy_of_two_congresses_chooses_to_which(client, county, deputy):
    township = make_township(county)
    make_seat(deputy.person, township)
    Grant.objects.create(account=deputy, role=Role.DEPUTY, body=township, valid_from=localdate())

    shown = page(client, deputy, "write")
    write(client, deputy, query={"body": township.pk})

    assert len(shown.context["body_tabs"]) == 2
    assert Suggestion.objects.get().body == township


def test_secrecy_wins_over_the_ticked_box_of_publication(client, deputy):
    write(client, deputy, is_confidential="on")

    draft = Suggestion.objects.get()
    assert (draft.is_confidential, draft.agrees_public) == (True, False)


def test_a_stale_page_keeps_what_was_typed_and_shows_the_other_words(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    pk, version = story.suggestion.pk, story.suggestion.version
    send(client, deputy, "edit", pk, **typed(text="在电脑上写的", version=version))

    stale = send(client, deputy, "edit", pk, **typed(text="在手机上写的", version=version))

    words = stale.content.decode()
    assert "别处已经改过" in words
    assert "在手机上写的" in words
    assert "在电脑上写的" in words
    assert Suggestion.objects.get(pk=pk).text == "在电脑上写的"


def test_sending_the_same_words_twice_is_no_conflict(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    pk, version = story.suggestion.pk, story.suggestion.version

    send(client, deputy, "edit", pk, **typed(version=version))
    again = send(client, deputy, "edit", pk, **typed(version=version))

    assert "别处已经改过" not in again.content.decode()


def test_another_deputy_does_not_reach_a_draft(client, county):
    story = make_suggestion(county, status="draft")
    stranger = make_deputy(county)

    for name in ("edit", "submission", "follow", "withdraw", "cosigners", "cosigning"):
        assert page(client, stranger, name, story.suggestion.pk).status_code == 404


# Keeping itself


def autosave(client, account, body, **fields):
    client.force_login(account)
    url = reverse("suggestions:autosave", query={"body": body.pk, "for": account.person_id})
    return client.post(url, typed(**fields))


def test_a_new_page_makes_one_draft_of_itself_and_goes_on_with_it(client, county, deputy):
    first = autosave(client, deputy, county, text="一")
    draft, version = first.context["draft"], first.context["version"]
    autosave(client, deputy, county, text="一二", draft=draft, version=version)
    version = Suggestion.objects.get().version
    final = write(client, deputy, text="一二三", draft=draft, version=version)

    kept = Suggestion.objects.get()
    assert kept.text == "一二三"
    assert final.url == reverse("suggestions:edit", args=[kept.pk])


def test_keeping_itself_leaves_no_event_each_time(client, county, deputy):
    first = autosave(client, deputy, county)
    before = Event.objects.count()

    autosave(
        client,
        deputy,
        county,
        text="改了",
        draft=first.context["draft"],
        version=first.context["version"],
    )

    assert Suggestion.objects.get().text == "改了"
    assert Event.objects.count() == before


def test_a_few_letters_of_a_title_make_no_draft(client, county, deputy):
    answer = autosave(client, deputy, county, title="关")

    assert not Suggestion.objects.exists()
    assert "写好标题以后" in answer.content.decode()


def test_a_stale_page_does_not_keep_itself_over_other_words(client, county, deputy):
    first = autosave(client, deputy, county, text="旧的")
    draft, version = first.context["draft"], first.context["version"]
    autosave(client, deputy, county, text="别处", draft=draft, version=version)

    stale = autosave(client, deputy, county, text="这里", draft=draft, version=version)

    assert "别处已经改过" in stale.content.decode()
    assert Suggestion.objects.get().text == "别处"


def test_what_co_signers_have_seen_is_not_changed_by_a_page_keeping_itself(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    other = make_deputy(county)
    workflow.invite(story.suggestion, persons=[other.person], by=deputy, today=story.today)
    workflow.answer_invitation(
        story.suggestion, person=other.person, agrees=True, by=other, today=story.today
    )
    version = Suggestion.objects.get().version

    autosave(client, deputy, county, text="x", draft=story.suggestion.pk, version=version)

    assert story.suggestion.proposers.get(person=other.person).state == Proposer.State.CONFIRMED


# For another (代录)


def test_a_liaison_chooses_the_deputy_first_and_both_names_are_shown(client, county, deputy):
    liaison = make_account(Role.LIAISON, county, name="林联络")
    chosen = page(client, liaison, "write_for", q="zch")
    asked = write(client, liaison, query={"for": deputy.person_id, "body": county.pk}, next="1")

    assert [person.name for person in chosen.context["found"]] == ["张春禾"]
    draft = Suggestion.objects.get()
    assert draft.proposers.get().person == deputy.person
    assert asked.url == reverse("suggestions:submission", args=[draft.pk])
    shown = client.get(asked.url).content.decode()
    assert "张春禾（由林联络代录）" in shown
    assert "张春禾代表您好，我把记下的内容念给您听" in shown


def test_a_liaison_without_a_chosen_deputy_is_led_to_choosing(client, county):
    liaison = make_account(Role.LIAISON, county)

    assert page(client, liaison, "write").url == reverse("suggestions:write_for")


def test_nobody_else_writes_for_a_deputy(client, county, deputy):
    other = make_deputy(county)

    assert page(client, other, "write_for").status_code == 403
    answer = write(client, other, query={"for": deputy.person_id})
    assert answer.status_code == 403


def test_a_liaison_does_not_write_for_deputies_of_another_body(client, county):
    township = make_township(county)
    stranger = make_deputy(township)
    liaison = make_account(Role.LIAISON, county)

    answer = write(client, liaison, query={"for": stranger.person_id, "body": county.pk})

    assert answer.status_code == 404


def test_at_a_street_the_countys_deputies_are_offered(county):
    street = make_street(county)
    deputy = make_deputy(county)

    assert deputy.person in mine.deputies_in_office(street)


# Looking up


@pytest.mark.parametrize("words", ["李", "李𠮷", "lij", "LiJi", "lj", " lj "])
def test_a_name_is_found_by_characters_pinyin_or_initials(county, words):
    person = make_person(county, "李吉安" if words.isascii() or "lj" in words else "李𠮷安")
    make_seat(person, county)

    assert mine.look_up(mine.deputies_in_office(county), words) == [person]


def test_names_stand_in_the_order_of_strokes_and_on_request_of_pinyin(client, county):
    for name in ("郑望", "王示例", "丁一"):
        make_seat(make_person(county, name), county)
    clerk = make_clerk(county)

    strokes = page(client, clerk, "write_for").context["found"]
    pinyin = page(client, clerk, "write_for", order="pinyin").context["found"]

    assert [person.name for person in strokes] == ["丁一", "王示例", "郑望"]
    assert [person.name for person in pinyin] == ["丁一", "王示例", "郑望"]
