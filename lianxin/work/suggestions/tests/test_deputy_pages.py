"""A deputy's phone pages: writing, co-signing, submitting, following, withdrawing."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils.timezone import localdate

from lianxin.engines.matters.models import Matter, Proposer
from lianxin.foundation.files.tests import factories as pictures
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Grant, Role, Session
from lianxin.work.suggestions import mine, workflow
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.steps import steps_for
from lianxin.work.suggestions.tests.factories import (
    Story,
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_person,
    make_seat,
    make_street,
    make_suggestion,
    make_township,
)

pytestmark = pytest.mark.django_db
TITLE = "关于在𠮷水桥加装护栏的建议👍"
TEXT = "桥面没有护栏，学生上学危险。建议汛期前加装护栏。🙏"


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def deputy(county):
    return make_deputy(county, "张春禾")


def typed(**fields) -> dict:
    return {"title": TITLE, "text": TEXT, "when": "between", "agrees_public": "on"} | fields


def write(client, account, *, query=None, **fields):
    client.force_login(account)
    return client.post(reverse("suggestions:write", query=query), typed(**fields))


def page(client, account, name, *args, **query):
    client.force_login(account)
    return client.get(reverse(f"suggestions:{name}", args=args, query=query))


def send(client, account, name, *args, **data):
    client.force_login(account)
    return client.post(reverse(f"suggestions:{name}", args=args), data, follow=True)


def sitting(county) -> Session:
    """Let the county's congress sit today."""
    session = Session.objects.get(term__body=county)
    session.opens_on, session.closes_on = localdate(), localdate() + timedelta(days=2)
    session.save()
    return session


# Writing


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


# Co-signing


def test_an_invited_deputy_reads_and_confirms(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    other = make_deputy(county)

    send(client, deputy, "cosigners", story.suggestion.pk, persons=[other.person_id])
    shown = page(client, other, "cosigning", story.suggestion.pk)
    send(client, other, "cosigning", story.suggestion.pk, agree="1")

    assert story.suggestion.text in shown.content.decode()
    proposer = story.suggestion.proposers.get(person=other.person)
    assert proposer.state == Proposer.State.CONFIRMED


def test_declining_takes_the_suggestion_out_of_sight(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    other = make_deputy(county)
    send(client, deputy, "cosigners", story.suggestion.pk, persons=[other.person_id])

    send(client, other, "cosigning", story.suggestion.pk, decline="1")

    assert page(client, other, "cosigning", story.suggestion.pk).status_code == 404


def test_inviting_nobody_says_what_to_do(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)

    answer = send(client, deputy, "cosigners", story.suggestion.pk)

    assert "还没有勾选代表" in answer.content.decode()


def test_a_deputy_of_another_congress_cannot_be_invited(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    stranger = make_deputy(make_township(county))

    send(client, deputy, "cosigners", story.suggestion.pk, persons=[stranger.person_id])

    assert story.suggestion.proposers.count() == 1


def test_who_has_not_answered_can_be_taken_off_the_list(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    other = make_deputy(county)
    send(client, deputy, "cosigners", story.suggestion.pk, persons=[other.person_id])

    waiting = send(client, deputy, "submission", story.suggestion.pk)
    send(client, deputy, "uninvite", story.suggestion.pk, other.person_id)
    send(client, deputy, "submission", story.suggestion.pk)

    assert "还没有确认联名" in waiting.content.decode()
    assert story.status == "submitted"


# Submitting


def test_advice_is_shown_with_its_article_and_never_blocks(client, county, deputy):
    story = make_suggestion(
        county, status="draft", deputy=deputy, title="关于重新招标的建议", text="请重新评标。"
    )

    shown = page(client, deputy, "submission", story.suggestion.pk).content.decode()
    send(client, deputy, "submission", story.suggestion.pk)

    assert "代表不干预招标投标" in shown
    assert "代表法（2025）第五十九条" in shown
    assert story.status == "submitted"


def test_submitting_twice_submits_once(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)

    send(client, deputy, "submission", story.suggestion.pk)
    again = send(client, deputy, "submission", story.suggestion.pk)

    assert again.status_code == 200
    assert Event.objects.filter(step="suggestion.submit").count() == 1


def test_an_empty_text_is_refused_on_submitting_in_words(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy, text="")

    answer = send(client, deputy, "submission", story.suggestion.pk)

    assert "请写明内容" in answer.content.decode()
    assert story.status == "draft"


def test_a_submitted_one_cannot_be_edited_and_the_page_says_so(client, county, deputy):
    story = make_suggestion(county, deputy=deputy)

    answer = send(client, deputy, "edit", story.suggestion.pk, **typed())

    assert "已经提交，不能再修改" in answer.content.decode()
    assert Suggestion.objects.get().title == story.suggestion.title


# Motions


def test_a_motion_is_offered_only_while_the_congress_sits(client, county, deputy):
    before = page(client, deputy, "write").context["form"]
    session = sitting(county)
    during = page(client, deputy, "write").context["form"]

    assert "kind" not in before.fields
    assert "kind" in during.fields
    assert during["when"].value() == str(session.pk)


def test_a_motion_says_how_many_signatures_it_needs_and_has(client, county, deputy):
    session = sitting(county)
    write(client, deputy, kind="motion", when=str(session.pk), plan="制定办法。")
    draft = Suggestion.objects.get()

    shown = page(client, deputy, "submission", draft.pk).content.decode()
    refused = send(client, deputy, "submission", draft.pk)

    assert draft.kind == Matter.Kind.MOTION
    assert "需要 10 名以上代表联名" in shown
    assert "现有 1 名" in shown
    assert "继续征集联名" in refused.content.decode()
    assert Suggestion.objects.get().status == "draft"


def test_a_motion_short_of_signatures_can_become_a_suggestion(client, county, deputy):
    session = sitting(county)
    write(client, deputy, kind="motion", when=str(session.pk), plan="制定办法。")
    draft = Suggestion.objects.get()

    send(
        client,
        deputy,
        "edit",
        draft.pk,
        **typed(kind="suggestion", when=str(session.pk), version=draft.version),
    )
    send(client, deputy, "submission", draft.pk)

    draft.refresh_from_db()
    assert (draft.kind, draft.status) == ("suggestion", "submitted")


# Attachments


def test_a_picture_from_the_phone_is_attached_and_taken_off(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    png = pictures.png()
    send(client, deputy, "attach", story.suggestion.pk, files=SimpleUploadedFile("桥.png", png))
    kept = story.suggestion.attachments.get()

    shown = client.get(reverse("files:download", args=[kept.file_id]))
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    client.force_login(make_deputy(county))
    assert client.get(reverse("files:download", args=[kept.file_id])).status_code == 404
    send(client, deputy, "detach", story.suggestion.pk, kept.pk)
    assert not story.suggestion.attachments.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("木马.jpg", b"MZ" + b"\0" * 300, "不能上传"),
        ("空.png", b"", "空的"),
        ("网页.html", b"<html><script>alert(1)</script></html>", "不能上传"),
    ],
)
def test_an_unfit_file_is_refused_in_words(client, county, deputy, name, content, words):
    story = make_suggestion(county, status="draft", deputy=deputy)

    answer = send(
        client, deputy, "attach", story.suggestion.pk, files=SimpleUploadedFile(name, content)
    )

    assert words in answer.content.decode()
    assert not story.suggestion.attachments.exists()


def test_after_submitting_no_file_is_added(client, county, deputy):
    story = make_suggestion(county, deputy=deputy)

    send(
        client,
        deputy,
        "attach",
        story.suggestion.pk,
        files=SimpleUploadedFile("说明.txt", "说明".encode()),
    )

    assert not story.suggestion.attachments.exists()


# Following


def test_following_says_where_it_stands_and_who_is_next(client, county, deputy):
    story = make_suggestion(county, status="assigned", deputy=deputy, today=localdate())

    shown = page(client, deputy, "follow", story.suggestion.pk)

    states = {stage.name: stage.state for stage in shown.context["stages"]}
    assert states["已交办"] == "done"
    assert states["办理中"] == "now"
    assert states["已答复"] == "ahead"
    due = Matter.objects.get(pk=story.suggestion.pk).due_on
    assert f"县交通运输局应在 {due:%Y-%m-%d} 前答复您" in shown.content.decode()


def test_the_list_puts_what_waits_for_the_deputy_first(client, county, deputy):
    replied = make_suggestion(county, status="replied", deputy=deputy)
    make_suggestion(county, status="assigned", deputy=deputy)
    make_suggestion(county, status="closed", deputy=deputy)

    shown = page(client, deputy, "mine").context

    assert [row.matter.pk for row in shown["waiting"]] == [replied.suggestion.pk]
    assert (len(shown["in_hand"]), len(shown["ended"])) == (1, 1)


def test_a_merged_one_is_followed_where_it_went(client, county, deputy):
    clerk = make_clerk(county)
    target = make_suggestion(county, status="accepted", clerk=clerk)
    story = make_suggestion(county, deputy=deputy, clerk=clerk)
    workflow.merge(story.suggestion, into=target.suggestion, by=clerk, today=story.today)

    shown = page(client, deputy, "follow", story.suggestion.pk).content.decode()

    assert "同样答复您" in shown
    assert page(client, deputy, "mine").status_code == 200


def test_the_list_asks_as_many_queries_for_two_as_for_eight(client, county, deputy):
    clerk = make_clerk(county)
    for _number in range(2):
        make_suggestion(county, deputy=deputy, clerk=clerk)
    client.force_login(deputy)
    few = _count(client)
    for _number in range(6):
        make_suggestion(county, deputy=deputy, clerk=clerk)

    assert _count(client) == few


def _count(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("suggestions:mine"))
    return len(captured)


# Withdrawing


def test_withdrawing_needs_a_reason_in_words(client, county, deputy):
    story = make_suggestion(county, status="assigned", deputy=deputy)

    send(client, deputy, "withdraw", story.suggestion.pk, reason=" ")
    assert story.status == "assigned"
    send(client, deputy, "withdraw", story.suggestion.pk, reason="问题已经解决。")

    assert story.status == "withdrawn"


def test_a_co_signer_does_not_withdraw(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    other = make_deputy(county)
    workflow.invite(story.suggestion, persons=[other.person], by=deputy, today=story.today)
    workflow.answer_invitation(
        story.suggestion, person=other.person, agrees=True, by=other, today=story.today
    )
    workflow.submit(story.suggestion, by=deputy, today=story.today)

    client.force_login(other)
    answer = client.post(
        reverse("suggestions:withdraw", args=[story.suggestion.pk]), {"reason": "不提了"}
    )

    assert answer.status_code == 403
    assert story.status == "submitted"


def test_a_discarded_draft_leaves_the_list(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)

    answer = send(client, deputy, "discard", story.suggestion.pk)

    assert resolve(urlsplit(answer.redirect_chain[0][0]).path).url_name == "mine"
    assert answer.context["ended"] == []


def test_every_step_button_leads_to_a_page_that_opens(client, county, deputy):
    for status in ("draft", "submitted", "assigned", "replied"):
        story = Story(county, deputy=deputy, today=localdate())
        path = {"draft": 0, "submitted": 1, "assigned": 3, "replied": 6}[status]
        for taken in ("submit", "accept", "assign", "receive", "meet", "reply")[:path]:
            getattr(story, taken)()
        suggestion = Suggestion.objects.get(pk=story.suggestion.pk)
        for account in (deputy, story.clerk, story.head):
            seen = Suggestion.objects.visible_to(account) if account else Suggestion.objects.none()
            if not seen.filter(pk=suggestion.pk).exists():
                continue
            client.force_login(account)
            found = steps_for(account, suggestion, list(suggestion.assignments.active()))
            for step in found:
                assert client.get(step.url).status_code == 200, (status, step.name)
