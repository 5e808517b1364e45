"""The office's reply from draft to letter."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Reply
from lianxin.work.suggestions.letter import letter_of, next_document_no
from lianxin.work.suggestions.reply_templates import TEXTS
from lianxin.work.suggestions.tests.factories import (
    Story,
    make_office,
    make_office_handler,
    make_office_head,
    make_suggestion,
)
from lianxin.work.suggestions.tests.office_pages import RARE, draft_of, page, send, typed

pytestmark = pytest.mark.django_db


def test_a_draft_is_kept_and_stays_inside_the_office(client, met):
    send(client, met.head, "reply", met.assignment.pk, **typed(text=RARE))

    assert RARE in page(client, met.head, "reply_preview", met.assignment.pk).content.decode()
    for account in (met.deputy, met.clerk, make_office_head(make_office(met.body))):
        assert page(client, account, "reply_preview", met.assignment.pk).status_code == 404
        assert page(client, account, "letter", draft_of(met).pk).status_code == 404
        assert page(client, account, "judge", draft_of(met).pk).status_code == 404
        detail = page(client, account, "detail", met.suggestion.pk)
        assert RARE not in detail.content.decode()
    assert RARE not in page(client, met.deputy, "follow", met.suggestion.pk).content.decode()


def test_over_long_text_is_refused_and_what_was_typed_is_kept(client, met):
    words = "长" * 20001

    answer = send(client, met.head, "reply", met.assignment.pk, **typed(text=words))

    assert words in answer.content.decode()
    assert not Reply.objects.exists()


def test_a_draft_changed_elsewhere_is_not_overwritten_unseen(client, met):
    first = page(client, met.head, "reply", met.assignment.pk).context["form"]["base"].value()
    send(client, met.head, "reply", met.assignment.pk, **typed(text="同事写的", base=first))
    stale = send(client, met.head, "reply", met.assignment.pk, **typed(text="我写的", base=first))

    words = stale.content.decode()
    assert "别处已经改过" in words
    assert "我写的" in words
    assert "同事写的" in words
    assert draft_of(met).text == "同事写的"

    base = stale.context["form"]["base"].value()
    send(client, met.head, "reply", met.assignment.pk, **typed(text="合在一起的", base=base))
    assert draft_of(met).text == "合在一起的"


def test_the_template_follows_the_class_until_the_text_was_edited(client, met):
    client.force_login(met.head)
    url = reverse("suggestions:reply_template", args=[met.assignment.pk])
    planned = str(TEXTS["planned"])

    fresh = client.post(url, {"text": "", "result_class": "planned"})
    swapped = client.post(url, {"text": planned.replace("\n", "\r\n"), "result_class": "solved"})
    edited = client.post(url, {"text": planned + "改过", "result_class": "solved"})

    assert "列入计划" in fresh.content.decode()
    assert "已经解决" in swapped.content.decode()
    assert edited.status_code == 204


def test_without_a_script_a_button_applies_the_template_and_keeps_what_was_written(client, met):
    answer = send(
        client,
        met.head,
        "reply",
        met.assignment.pk,
        **typed(text="我先写的一段。", result_class="planned", apply_template="1"),
    )

    text = answer.context["form"]["text"].value()
    assert text.startswith(str(TEXTS["planned"]))
    assert text.endswith("我先写的一段。")
    assert not Reply.objects.exists()


def test_without_a_script_a_button_adds_a_row_and_keeps_the_others(client, met):
    rows = {
        "items-TOTAL_FORMS": "1",
        "items-0-request": "加固桥墩",
        "items-0-outcome": "adopted",
        "items-0-answer": "",
        "add_item": "1",
    }

    answer = send(client, met.head, "reply", met.assignment.pk, **typed(**rows))

    items = answer.context["items"]
    assert len(items.forms) == 2
    assert items.forms[0]["request"].value() == "加固桥墩"


def test_rows_are_kept_empty_ones_dropped_and_half_filled_ones_refused(client, met):
    rows = {
        "items-TOTAL_FORMS": "2",
        "items-0-request": "加固桥墩",
        "items-0-outcome": "adopted",
        "items-1-request": "",
        "promises-TOTAL_FORMS": "1",
        "promises-0-text": "换护栏",
    }
    half = send(client, met.head, "reply", met.assignment.pk, **typed(**rows))
    rows["promises-0-due_on"] = (localdate() + timedelta(days=30)).isoformat()
    whole = send(client, met.head, "reply", met.assignment.pk, **typed(**rows))

    assert "这一行没有填完" in half.content.decode()
    assert whole.status_code == 302
    assert draft_of(met).items.get().request == "加固桥墩"
    assert draft_of(met).promises.get().text == "换护栏"


def test_a_handler_sends_to_the_head_who_signs_and_only_then_the_deputy_reads(client, met):
    handler = make_office_handler(met.office)
    send(client, handler, "reply", met.assignment.pk, **typed(save="", send="1"))
    seen = page(client, handler, "reply_preview", met.assignment.pk).content.decode()
    denied = send(client, handler, "reply_issue", met.assignment.pk)

    assert draft_of(met).to_sign_on == localdate()
    assert "签发并答复代表" not in seen
    assert denied.status_code == 403

    signed = send(client, met.head, "reply_issue", met.assignment.pk)

    assert signed.status_code == 302
    assert draft_of(met).state == Reply.State.ISSUED
    assert page(client, met.deputy, "letter", draft_of(met).pk).status_code == 200
    assert met.status == "replied"


def test_what_the_head_has_been_given_to_sign_is_taken_back_when_the_handler_edits(client, met):
    handler = make_office_handler(met.office)
    send(client, handler, "reply", met.assignment.pk, **typed(send="1"))
    base = page(client, handler, "reply", met.assignment.pk).context["form"]["base"].value()
    send(client, handler, "reply", met.assignment.pk, **typed(text="又改了。", base=base))

    assert draft_of(met).to_sign_on is None


def test_issuing_twice_answers_once(client, met):
    send(client, met.head, "reply", met.assignment.pk, **typed())
    send(client, met.head, "reply_issue", met.assignment.pk)
    again = send(client, met.head, "reply_issue", met.assignment.pk)

    assert again.status_code == 302
    assert Reply.objects.filter(state=Reply.State.ISSUED).count() == 1


def test_a_letter_with_unfilled_places_is_not_issued(client, met):
    send(client, met.head, "reply", met.assignment.pk, **typed(text=str(TEXTS["solved"])))

    client.force_login(met.head)
    url = reverse("suggestions:reply_issue", args=[met.assignment.pk])
    answer = client.post(url, follow=True)

    assert "还有没有填写的地方" in answer.content.decode()
    assert draft_of(met).state == Reply.State.DRAFT


def test_a_plan_without_a_dated_promise_is_not_issued(client, met):
    send(client, met.head, "reply", met.assignment.pk, **typed(result_class="planned"))

    client.force_login(met.head)
    url = reverse("suggestions:reply_issue", args=[met.assignment.pk])

    assert "请补充承诺" in client.post(url, follow=True).content.decode()


def test_without_a_contact_the_answer_waits(client, story):
    story.receive()
    send(client, story.head, "reply", story.assignment.pk, **typed())

    client.force_login(story.head)
    url = reverse("suggestions:reply_issue", args=[story.assignment.pk])

    assert "代表法（2025）第五十一条第二款" in client.post(url, follow=True).content.decode()


def test_an_assisting_office_writes_an_opinion_that_no_deputy_reads(client, county):
    story = Story(county, today=localdate(), title="公交一体化")
    lead, helper = make_office(county, "县交通局"), make_office(county, "县财政局")
    story.office = lead
    story.submit().accept().assign(lead=lead, assisting=[helper])
    helping = story.suggestion.assignments.get(role="assist")
    head = make_office_head(helper)

    words = {"text": "资金可从预算中安排。", "signatory": "马局长", "base": ""}
    send(client, head, "reply", helping.pk, **words)
    sent = send(client, head, "reply_issue", helping.pk)
    opinion = Reply.objects.get(assignment=helping)

    assert sent.status_code == 302
    assert opinion.state == Reply.State.ISSUED
    assert letter_of(opinion).addressees == ["县交通局"]
    assert page(client, story.deputy, "letter", opinion.pk).status_code == 404
    assert page(client, story.head, "letter", opinion.pk).status_code == 200
    assert page(client, story.clerk, "letter", opinion.pk).status_code == 200


def test_files_of_a_draft_are_the_offices_until_it_is_issued(client, met):
    send(client, met.head, "reply", met.assignment.pk, **typed())
    picture = SimpleUploadedFile("现场.txt", "现场情况".encode(), "text/plain")
    send(client, met.head, "reply_attach", met.assignment.pk, files=picture)
    stored = draft_of(met).attachments.get().file
    url = reverse("files:download", args=[stored.pk])

    client.force_login(met.deputy)
    assert client.get(url).status_code == 404
    client.force_login(met.head)
    assert _read(client, url)

    handling.issue_reply(draft_of(met), by=met.head, today=localdate())
    client.force_login(met.deputy)
    assert _read(client, url)


def _read(client, url) -> str:
    return b"".join(client.get(url).streaming_content).decode()


def test_a_program_is_refused_in_words_and_a_file_can_be_taken_off_again(client, met):
    send(client, met.head, "reply", met.assignment.pk, **typed())
    client.force_login(met.head)
    url = reverse("suggestions:reply_attach", args=[met.assignment.pk])

    refused = client.post(
        url, {"files": SimpleUploadedFile("a.jpg", b"MZ\x90\x00" + b"\0" * 200)}, follow=True
    )
    client.post(url, {"files": SimpleUploadedFile("说明.txt", "说明".encode())})
    kept = draft_of(met).attachments.get()
    client.post(reverse("suggestions:reply_detach", args=[met.assignment.pk, kept.pk]))

    assert "不能上传" in refused.content.decode()
    assert not draft_of(met).attachments.exists()


# The letter


def test_the_letter_names_every_deputy_and_the_class_at_the_top(client, county):
    story = make_suggestion(county, status="replied")
    letter = letter_of(story.answer)

    assert letter.letter == "A"
    assert letter.addressees == [story.deputy.person.name]
    assert letter.title == f"关于禾望县人大闭会期间第{story.suggestion.number}号建议的答复"
    assert letter.copies[0] == county.name


@pytest.mark.parametrize(
    ("text", "opening", "first"),
    [
        ("桥已修好。", "您提出的", "桥已修好。"),
        ("范某代表：\n您提出的“修桥的建议”收悉。现答复如下：\n桥已修好。", "", "您提出的"),
        ("尊敬的范某代表：\n桥已修好。", "您提出的", "桥已修好。"),
        ("范某代表：", "您提出的", "范某代表："),
    ],
)
def test_a_greeting_the_office_wrote_itself_does_not_stand_twice(county, text, opening, first):
    story = make_suggestion(county, status="met").reply(text=text)

    letter = letter_of(story.answer)

    assert letter.opening[:4] == opening
    assert letter.paragraphs[0].startswith(first)
    assert letter.to == f"{story.deputy.person.name}代表"


def test_document_numbers_go_on_within_office_and_year(county):
    office = make_office(county, "县交通运输局", document_prefix="禾交函")
    assert next_document_no(office, 2026) == "禾交函〔2026〕1号"

    make_suggestion(county, status="replied")
    Reply.objects.update(document_no="禾交函〔2026〕8号")

    assert next_document_no(office, 2026) == "禾交函〔2026〕9号"
    assert next_document_no(office, 2027) == "禾交函〔2027〕1号"
    assert next_document_no(make_office(county), 2026) == ""
