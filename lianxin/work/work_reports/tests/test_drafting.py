"""The first draft: figures compared with last year, the diary's plan, the picture of the year."""

from datetime import date

import pytest
from django.test import Client

from lianxin.foundation.figures import catalogue, links
from lianxin.work.diary.models import PlanItem, YearPlan
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_county,
    make_suggestion,
    make_township,
)
from lianxin.work.work_reports import workflow
from lianxin.work.work_reports.models import Report, StatedFigure
from lianxin.work.work_reports.outlining import SectionPlan, first_draft
from lianxin.work.work_reports.papers import lines_of_occasion
from lianxin.work.work_reports.picture import picture_of
from lianxin.work.work_reports.tests.factories import TODAY, make_people, make_report
from lianxin.work.work_reports.values import Book, Count, compared, full_name

pytestmark = pytest.mark.django_db
YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}


@pytest.fixture
def town():
    return make_township(make_county())


def part(draft, key):
    return next(one.text for one in draft if one.key == key)


def test_a_draft_says_what_the_records_hold_and_leaves_out_the_rest(town):
    make_suggestion(town)

    draft = first_draft(Report(body=town, kind="year", **YEAR))

    text = part(draft, "suggestions")
    assert text.startswith(
        "收到代表建议〔数字:suggestions.received〕，〔数字:suggestions.received 比上年〕。"
    )
    assert "满意率" not in text
    assert part(draft, "deputies") == ""


@pytest.mark.parametrize("name", ["青石镇人民代表大会", "青石镇人民代表大会主席团"])
def test_the_presidium_is_named_once_however_the_body_is_registered(town, name):
    town.name = name

    draft = first_draft(Report(body=town, kind="year", **YEAR))

    assert part(draft, "opening").startswith("我受青石镇人民代表大会主席团委托")


def test_the_plan_of_the_diary_comes_as_done_missed_and_next(town):
    plan = YearPlan.objects.create(body=town, year=2025)
    PlanItem.objects.create(
        plan=plan,
        month=3,
        words="视察集镇供水",
        state="done",
        done_on=date(2025, 3, 9),
        result="提出三条意见。",
    )
    PlanItem.objects.create(plan=plan, month=9, words="听取教育工作报告")
    coming = YearPlan.objects.create(body=town, year=2026)
    PlanItem.objects.create(plan=coming, month=4, words="调研乡村道路")

    draft = first_draft(
        Report(body=town, kind="year", since=date(2025, 1, 1), until=date(2025, 12, 31))
    )

    assert "已经完成：视察集镇供水（提出三条意见）。" in part(draft, "plan_done")
    assert "年初计划中还没有完成：听取教育工作报告。" in part(draft, "shortcomings")
    assert part(draft, "next") == "4月：调研乡村道路。"
    coming.items.all().delete()
    draft = first_draft(
        Report(body=town, kind="year", since=date(2025, 1, 1), until=date(2025, 12, 31))
    )
    assert part(draft, "next") == "继续完成：听取教育工作报告。"


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (Count(22), Count(18), "比上年增加4件"),
        (Count(18), Count(22), "比上年减少4件"),
        (Count(22), Count(22), "与上年持平"),
        (Count(22), Count(0), "上年没有"),
        (Count(0), Count(0), "与上年持平"),
    ],
)
def test_this_year_is_compared_with_the_last_in_words(now, before, said):
    assert compared(catalogue.figure("suggestions.received"), now, before, "上年") == said


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (Count(19, 20), Count(18, 20), "比上年提高5个百分点"),
        (Count(18, 20), Count(19, 20), "比上年下降5个百分点"),
        (Count(18, 20), Count(9, 10), "与上年持平"),
        (Count(18, 20), Count(2, 2), "上年不足以计算比率，不作比较"),
    ],
)
def test_rates_are_compared_in_points_and_not_at_all_when_they_say_little(now, before, said):
    assert compared(catalogue.figure("suggestions.reply_rate"), now, before, "上年") == said


def test_the_picture_shows_the_figures_of_the_text_beside_last_years(town):
    people = make_people(town)
    make_suggestion(town)
    text = "收到建议〔数字:suggestions.received 比上年〕，稿件〔手填:media〕，出席率〔数字:suggestions.reply_rate〕。"
    plan = [
        SectionPlan("all", "past", "", text),
        SectionPlan("next", "next", "", "办好实事。\n再办。"),
    ]
    report = make_report(town, clerk=people.clerk, year=2026, plan=plan)
    workflow.state_figure(
        StatedFigure(report=report, key="media", name="媒体稿件", value=41, unit="篇"),
        by=people.clerk,
    )

    picture = picture_of(report, Book(report))
    name = full_name(catalogue.figure("suggestions.received"))

    assert [(one.name, one.shown, one.note) for one in picture.tiles] == [
        (name, "1件", ""),
        ("媒体稿件", "41篇", "手填"),
    ]
    assert picture.compared.summary == f"{name}1件，上年0件。"
    assert picture.rates is None
    assert picture.coming == ["办好实事", "再办"]


def test_a_published_figure_opens_for_everyone_and_no_other_does(town):
    people = make_people(town)
    report = make_report(town, clerk=people.clerk, year=2026)
    scope = Book(report, is_public=True)
    url = scope.read(next(iter(_tokens(report)))).url
    assert url.startswith("/figures/suggestions.received/public/")
    assert Client().get(url).status_code == 404

    workflow.lay_before(report, by=people.clerk)
    workflow.sign(report, accepts=True, by=people.chair, today=TODAY)
    workflow.adopt(report, on=TODAY, words="", by=people.clerk)
    workflow.publish(report, by=people.clerk, today=TODAY)

    assert Client().get(url).status_code == 200
    assert Client().get(url.replace("2026", "2025")).status_code == 404


def _tokens(report):
    from lianxin.work.work_reports.tokens import tokens_of

    return tokens_of(report.sections.get(key="suggestions").text)


def test_a_figure_opens_the_list_whose_count_it_is(town):
    clerk = make_clerk(town)
    for _number in range(2):
        make_suggestion(town)
    report = make_report(town, clerk=clerk, year=2026)
    reading = Book(report).read(_tokens(report)[0])
    client = Client()
    client.force_login(clerk)

    page = client.get(reading.url).content.decode()

    assert reading.shown == "2件"
    assert links.url("suggestions.received", Book(report).scope) == reading.url
    assert page.count("关于修复柳溪村石板桥的建议") >= 2


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("——2026年1月6日在柳溪镇第五届人民代表大会第三次会议上", 1),
        ("——2026年5月7日在柳溪镇第十九届人民代表大会第九次会议上", 2),
        ("——2026年12月27日在禾望县第十八届人民代表大会第十一次会议上", 2),
        ("没有会议的一行很长很长的话，照原样写，自己折行，一个字也不少不多", 1),
        ("", 1),
    ],
)
def test_the_occasion_leaves_no_word_alone_on_its_second_line(words, lines):
    found = lines_of_occasion(words)

    assert "".join(found) == words
    assert len(found) == lines
    assert all(line.startswith("第") for line in found[1:])
