"""Pages: what each role opens, how a conflict is shown, how many queries a full report costs."""

from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from lianxin.foundation.calendars.remembering import remembering
from lianxin.foundation.figures import catalogue
from lianxin.foundation.ledger import chain
from lianxin.foundation.people.models import Body
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.tests.factories import (
    make_county,
    make_street,
    make_suggestion,
    make_township,
)
from lianxin.work.work_reports import fixing, tokens, workflow
from lianxin.work.work_reports.models import OwnOutline, Report, StatedFigure
from lianxin.work.work_reports.outlining import SectionPlan, first_draft, shipped
from lianxin.work.work_reports.tests.factories import TODAY, make_people, make_report, section
from lianxin.work.work_reports.tokens import tokens_of
from lianxin.work.work_reports.values import Book, full_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return make_township(make_county())


@pytest.fixture
def people(town):
    return make_people(town)


@pytest.fixture
def report(town, people):
    return make_report(town, clerk=people.clerk)


def signed_in(account):
    client = Client()
    client.force_login(account)
    return client


def published(report, people):
    workflow.lay_before(report, by=people.clerk)
    workflow.sign(report, accepts=True, by=people.chair, today=TODAY)
    workflow.adopt(report, on=TODAY, words="全票通过", by=people.clerk)
    workflow.publish(report, by=people.clerk, today=TODAY)
    return report


def test_a_clerk_begins_a_report_and_gets_its_first_draft(people):
    client = signed_in(people.clerk)
    page = client.get(reverse("work_reports:new")).content.decode()
    assert "生成初稿" in page

    answer = client.post(
        reverse("work_reports:new"),
        {"body": people.clerk.home_body.pk, "kind": "half", "year": "2025", "half": "2"},
        follow=True,
    )

    report = Report.objects.get()
    assert (report.since, report.until) == (date(2025, 7, 1), date(2025, 12, 31))
    assert report.title == "柳溪镇人大2025年下半年工作总结"
    assert "初稿已生成" in answer.content.decode()
    again = client.post(
        reverse("work_reports:new"),
        {"body": people.clerk.home_body.pk, "kind": "half", "year": "2025", "half": "2"},
    )
    assert again.status_code == 409
    assert "请在原稿上继续" in again.content.decode()
    assert signed_in(people.deputy).get(reverse("work_reports:new")).status_code == 403


def test_the_later_of_two_editors_sees_both_texts(report, people):
    one = section(report, "next")
    url = reverse("work_reports:section", args=[one.pk])
    workflow.write(one, title="", text="先存的话。", seen=one.version, by=people.clerk)

    answer = signed_in(people.clerk).post(
        url, {"title": "", "text": "后存的话。", "seen": str(one.version)}
    )

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "先存的话。" in page
    assert "后存的话。" in page
    fresh = section(report, "next").version
    assert f'name="seen" value="{fresh}"' in page


def test_without_script_a_picked_figure_goes_to_the_end_of_what_was_typed(report, people):
    one = section(report, "next")
    typed = {
        "title": "",
        "text": "明年办好",
        "seen": str(one.version),
        "put": tokens.write("suggestions.received"),
        "turn": "上年",
    }

    page = signed_in(people.clerk).post(reverse("work_reports:section", args=[one.pk]), typed)

    assert "明年办好〔数字:suggestions.received 上年〕</textarea>" in page.content.decode()
    assert section(report, "next").text == "继续办好代表建议。"


@pytest.mark.parametrize(
    ("role", "status"), [("clerk", 200), ("chair", 403), ("member", 403), ("deputy", 404)]
)
def test_who_may_write_a_section(report, people, role, status):
    url = reverse("work_reports:section", args=[section(report, "next").pk])

    assert signed_in(getattr(people, role)).get(url).status_code == status


def test_a_figure_that_changed_after_signing_opens_what_changed(people, town):
    made = [make_suggestion(town).suggestion for _number in range(2)]
    report = make_report(town, clerk=people.clerk, year=2026)
    published(report, people)
    page, client = report.get_absolute_url(), signed_in(people.chair)
    assert "/figures/suggestions.received/records/" in client.get(page).content.decode()

    Suggestion.objects.filter(pk=made[0].pk).update(year=2024)

    (later,) = fixing.later_changes(report, people.chair)
    place = f"{reverse('work_reports:changes', args=[report.pk])}#{later.anchor}"
    for shown in (page, reverse("work_reports:picture", args=[report.pk])):
        assert f'href="{place}"' in client.get(shown).content.decode()
    changes = client.get(place).content.decode()
    assert f'id="{later.anchor}"' in changes
    assert "签发时2件，现为1件" in changes
    assert escape(later.list_url) in changes


def test_the_public_reads_a_published_report_and_what_its_figures_mean(report, people):
    url = reverse("portal:report", args=[report.pk])
    assert Client().get(url).status_code == 404
    published(report, people)

    page = Client().get(url).content.decode()

    assert "共收到代表建议" in page
    assert "数字是怎么数的" in page
    assert "手填" not in page
    assert report.title in Client().get(reverse("portal:reports")).content.decode()
    picture = Client().get(reverse("portal:report_picture", args=[report.pk]))
    assert "一图读懂" in picture.content.decode()
    pdf = Client().get(reverse("portal:report_pdf", args=[report.pk]))
    assert pdf.content.startswith(b"%PDF")


def test_the_public_edition_says_a_correction_at_once_and_is_gone_at_once(report, people, town):
    gone = make_suggestion(town).suggestion
    published(report, people)
    url = reverse("portal:report", args=[report.pk])
    shelves, picture = reverse("portal:open"), reverse("portal:report_picture", args=[report.pk])
    assert "有的数字更正了" not in Client().get(url).content.decode()
    with transaction.atomic():
        Suggestion.objects.filter(pk=gone.pk).update(year=2025)
        chain.record(people.clerk, "suggestion.correct", gone, "更正年度")
    assert "有的数字更正了" in Client().get(url).content.decode()
    assert Client().get(picture).status_code == 200
    assert url in Client().get(shelves).content.decode()
    workflow.take_down(report, reason="数字有误", by=people.clerk)
    assert Client().get(url).status_code == Client().get(picture).status_code == 404
    assert url not in Client().get(shelves).content.decode()


def test_the_paper_has_the_words_and_links_of_the_figures(report, people):
    client = signed_in(people.clerk)

    pdf = client.get(reverse("work_reports:pdf", args=[report.pk]))
    docx = client.get(reverse("work_reports:docx", args=[report.pk]))

    assert b"/figures/suggestions.received/records/" in pdf.content or pdf.content[:4] == b"%PDF"
    assert docx.content[:2] == b"PK"


def test_a_report_that_names_every_figure_asks_for_each_once(
    town, people, django_assert_max_num_queries
):
    keys = [one.key for one in catalogue.figures()]
    plan = [
        SectionPlan(
            f"s{place}",
            "past",
            "",
            "".join(tokens.write(key) + tokens.write(key, "比上年") for key in keys),
        )
        for place in range(3)
    ]
    report = make_report(town, clerk=people.clerk, plan=plan)
    book = Book(report)
    some = tokens_of(report.sections.first().text)

    # Two years of each; rates share their sides, rules are read once in a request.
    with remembering(), django_assert_max_num_queries(4 * len(keys)):
        for token in some:
            assert not book.read(token).problem, token.raw
    with django_assert_max_num_queries(0):
        for token in some:
            book.read(token)


def test_the_list_of_numbers_says_what_there_is_and_how_to_write_it(report, people):
    make_suggestion(report.body)
    report = make_report(report.body, clerk=people.clerk, year=2026)
    client = signed_in(people.clerk)
    url = reverse("work_reports:numbers", args=[report.pk])
    rooms = list(dict.fromkeys(str(one.room) for one in catalogue.figures()))

    page = client.get(url, {"room": rooms.index("代表建议")}).content.decode()
    parts = client.get(url, {"key": "activities.meetings"}).content.decode()

    assert full_name(catalogue.figure("suggestions.received")) in page
    assert "〔数字:suggestions.received〕" in page
    assert ">1件</a>" in page
    assert "会议名称：主席团会议" in parts
    assert "〔数字:activities.meetings organ=presidium〕" in parts
    assert client.get(url, {"room": "9999", "key": "no.such"}).status_code == 200
    assert signed_in(people.chair).get(url).status_code == 403


def test_every_shipped_outline_names_figures_that_exist(town):
    known = {one.key: one for one in catalogue.figures()}
    for name in ("township", "street", "county"):
        for one in shipped(name):
            for token in [token for line in one.get("lines", []) for token in tokens_of(line)]:
                assert token.key in known, token.raw
                assert set(token.narrowed) <= set(known[token.key].parts), token.raw
                assert not token.unknown


def test_a_body_keeps_its_own_outline_and_may_go_back(report, people):
    client = signed_in(people.clerk)
    url = reverse("work_reports:outline", args=[report.pk])
    client.post(url)
    assert OwnOutline.objects.get().sections[1]["lines"] == [
        "共收到代表建议〔数字:suggestions.received〕。"
    ]

    draft = first_draft(
        Report(body=report.body, kind="year", since=date(2026, 1, 1), until=date(2026, 12, 31))
    )
    assert [one.key for one in draft] == ["opening", "suggestions", "media", "next"]
    client.post(url, {"shipped": "1"})
    assert not OwnOutline.objects.exists()


@pytest.mark.parametrize("make", [make_township, make_street])
def test_a_first_draft_of_no_records_promises_nothing(make):
    body = make(make_county())
    draft = first_draft(
        Report(body=body, kind="year", since=date(2020, 1, 1), until=date(2020, 12, 31))
    )

    assert isinstance(body, Body)
    assert not any(tokens_of(one.text) for one in draft if one.key in ("suggestions", "deputies"))


def test_the_list_asks_a_fixed_number_of_queries(
    town, people, report, django_assert_max_num_queries
):
    for year in range(2015, 2025):
        make_report(town, clerk=people.clerk, year=year)
    client = signed_in(people.clerk)
    client.get(reverse("work_reports:list"))

    with django_assert_max_num_queries(14):
        client.get(reverse("work_reports:list"))


def test_the_proof_of_a_stated_figure_opens_for_who_sees_the_report(report, people):
    from django.core.files.uploadedfile import SimpleUploadedFile

    figure = StatedFigure(report=report, key="media", name="稿件", value=41, unit="篇")
    proof = SimpleUploadedFile("台账.txt", b"41", "text/plain")
    workflow.state_figure(figure, by=people.clerk, upload=proof)
    url = reverse("files:download", args=[figure.proof_id])

    assert signed_in(people.chair).get(url).status_code == 200
    assert signed_in(people.deputy).get(url).status_code in (403, 404)
