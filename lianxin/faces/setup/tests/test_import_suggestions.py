"""Ledgers of suggestions handled before, among them the fifty-three real ones."""

import csv
import json
from datetime import date

import pytest

from lianxin.faces.setup.imports.lookalikes import Verdict, judge
from lianxin.faces.setup.imports.sessions import PrintedSession, parse_session
from lianxin.faces.setup.tests.importing import (
    DATA,
    counts,
    do_import,
    make_county,
    only_refusal,
    reply_of,
    suggestion,
    table,
    warnings_of,
)
from lianxin.foundation.ledger.chain import events_of, record, verify
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Office, Person, Seat, Session, Term
from lianxin.work.suggestions.models import Suggestion

pytestmark = pytest.mark.django_db
REAL = DATA / "suggestions.csv"
HEADER = [
    "种类",
    "会次",
    "建议编号",
    "标题",
    "提出人",
    "主办单位",
    "协办单位",
    "答复日期",
    "办理结果",
    "答复内容",
]
ROAD = [
    "人大代表建议",
    "第十八届第三次会议",
    "0038",
    "关于修缮村道的建议",
    "2+",
    "县交通运输局",
    "柳溪镇",
    "2023-06",
    "列入计划",
    "已列入计划",
]


@pytest.fixture
def county():
    return make_county()


def row(**cells: str) -> list[str]:
    """ROAD with other cells, by heading."""
    return [cells.get(heading, cell) for heading, cell in zip(HEADER, ROAD, strict=True)]


def test_the_real_ledger_comes_in_whole_and_a_second_time_changes_nothing(county):
    assert counts(do_import("suggestions", REAL, county)) == (53, 0, 0, 0)
    events = Event.objects.count()

    assert counts(do_import("suggestions", REAL, county)) == (0, 0, 53, 0)
    assert Event.objects.count() == events
    assert verify()[1] == []


def test_the_lookalikes_are_refused_each_with_its_reason(county):
    done = do_import("suggestions", DATA / "cppcc_lookalikes.json", county)

    assert counts(done) == (0, 0, 0, 6)
    assert all("政协" in each.reason for each in done.report.refused)
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("kind", ["", "人大代表建议", "政协提案"])
def test_the_lookalikes_are_refused_among_real_ones_whatever_their_kind_says(county, kind):
    header = next(csv.reader(REAL.read_text("utf-8").splitlines()))
    items = json.loads((DATA / "cppcc_lookalikes.json").read_text("utf-8"))["items"]
    rows = [
        [
            {
                "kind": kind,
                "congress": item["session"],
                "main_handler": item["handler"],
                "level": "county",
            }.get(name, item.get(name) or "")
            for name in header
        ]
        for item in items
    ]

    done = do_import("suggestions", table(header, *rows), county)

    assert counts(done) == (0, 0, 0, 6)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ({"session": "政协第九届二次会议", "kind": "人大代表建议"}, Verdict.CONFERENCE),
        ({"title": "关于增设路灯的提案"}, Verdict.CONFERENCE),
        ({"title": "关于增设路灯的提案", "kind": "人大代表建议"}, Verdict.DOUBTFUL),
        ({"title": "关于路灯的提案（政协第54号）", "kind": "人大代表建议"}, Verdict.CONFERENCE),
        ({"kind": "委员提案"}, Verdict.CONFERENCE),
        ({"number": "政协第54号"}, Verdict.CONFERENCE),
        ({"proposers": "某某委员"}, Verdict.CONFERENCE),
        ({"proposers": "某某（县人大常委会委员）", "kind": "人大代表建议"}, Verdict.OURS),
        ({"session": "第十届五次会议"}, Verdict.DOUBTFUL),
        ({"session": "第十届五次会议", "kind": "人大代表建议"}, Verdict.OURS),
        ({"session": "第十届第五次会议"}, Verdict.OURS),
        ({"kind": "人大或政协不明"}, Verdict.DOUBTFUL),
        ({"title": "关于规范提案办理工作的建议"}, Verdict.OURS),
    ],
)
def test_whose_paper_it_is(words, verdict):
    assert judge(**words).verdict is verdict


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("第十八届第三次会议", PrintedSession(18, 3)),
        ("第十八届第三次会议（闭会期间）", PrintedSession(18, 3, is_between=True)),
        ("第十八届人民代表大会第三次会议", PrintedSession(18, 3)),
        ("18届3次会议", PrintedSession(18, 3)),
        ("十八届三次会议", PrintedSession(18, 3)),
        ("第二十届第一次会议", PrintedSession(20, 1)),
        ("市第十六届第一次会议", PrintedSession(16, 1, prefix="市")),
        ("第十八届", PrintedSession(18, None)),
        ("18-3", PrintedSession(18, 3)),
        ("常委会", None),
        ("政协", None),
    ],
)
def test_sessions_are_read_in_the_ways_they_are_printed(text, printed):
    assert parse_session(text) == printed


def test_a_session_of_a_known_term_is_linked_and_made_if_missing(county):
    rows = [row(), row(会次="第十八届第二次会议", 建议编号="7", 标题="关于路灯的建议")]
    done = do_import("suggestions", table(HEADER, *rows), county)

    assert suggestion().session == Session.objects.get(number=3)
    assert suggestion().occasion == "in_session"
    assert suggestion("7").session.number == 2
    assert "新建了会次" in warnings_of(done, 3)


def test_a_session_of_an_unknown_term_stays_as_text_until_the_term_is_there(county):
    file = [HEADER, row(会次="第十七届第二次会议")]
    do_import("suggestions", table(*file), county)
    assert suggestion().session is None
    assert Term.objects.count() == 1
    assert counts(do_import("suggestions", table(*file), county)) == (0, 0, 1, 0)

    Term.objects.create(body=county, number=17, ends_on=date(2022, 1, 6))

    assert counts(do_import("suggestions", table(*file), county)) == (0, 1, 0, 0)
    assert str(suggestion().session) == "第十七届第二次会议"
    assert counts(do_import("suggestions", table(*file), county)) == (0, 0, 1, 0)


def test_between_sessions_is_another_occasion_than_in_session(county):
    rows = [row(), row(会次="第十八届第三次会议（闭会期间）", 标题="关于路灯的建议")]

    assert counts(do_import("suggestions", table(HEADER, *rows), county)) == (2, 0, 0, 0)
    assert {each.occasion for each in Suggestion.objects.all()} == {"in_session", "between"}
    assert counts(do_import("suggestions", table(HEADER, *rows), county)) == (0, 0, 2, 0)


def test_a_better_paper_amends_and_the_ledger_says_what_changed(county):
    do_import("suggestions", table(HEADER, row()), county)

    done = do_import(
        "suggestions",
        table(HEADER, row(答复日期="2023-06-12", 协办单位="柳溪镇、县财政局")),
        county,
    )

    assert counts(done) == (0, 1, 0, 0)
    assert reply_of(suggestion()).issued_on == date(2023, 6, 12)
    event = events_of(suggestion()).last()
    assert event.step == "suggestion.amend_existing"
    assert event.before["reply_date"] == "2023-06"
    assert event.after["reply_date"] == "2023-06-12"
    assert verify()[1] == []


def test_what_was_worked_on_here_is_not_overwritten_by_papers(county):
    do_import("suggestions", table(HEADER, row()), county)
    record(None, "matter.press", suggestion(), "督办")

    changed = do_import("suggestions", table(HEADER, row(答复日期="2023-06-12")), county)

    assert "已在系统中办理" in only_refusal(changed)[2]
    assert counts(do_import("suggestions", table(HEADER, row()), county)) == (0, 0, 1, 0)


def test_a_number_that_belongs_to_another_title_is_refused(county):
    do_import("suggestions", table(HEADER, row()), county)

    done = do_import("suggestions", table(HEADER, row(标题="关于路灯的建议")), county)

    assert "第 0038 号已登记为“关于修缮村道的建议”" in only_refusal(done)[2]


def test_without_a_number_title_session_and_proposers_tell_it_again(county):
    rows = [row(建议编号=""), row(建议编号="", 提出人="13")]

    assert counts(do_import("suggestions", table(HEADER, *rows), county)) == (2, 0, 0, 0)
    assert counts(do_import("suggestions", table(HEADER, *rows), county)) == (0, 0, 2, 0)


def test_a_repeated_row_is_named_and_a_contradicting_one_refused(county):
    done = do_import("suggestions", table(HEADER, row(), row(), row(答复日期="2024")), county)

    assert counts(done) == (1, 0, 1, 1)
    assert "与第 2 行是同一件" in only_refusal(done)[2]


def test_names_of_deputies_lead_to_them_and_other_names_stay_as_printed(county):
    deputy = Person.objects.create(county=county, name="张示例")
    Seat.objects.create(
        person=deputy, body=county, term=county.terms.get(), started_on=date(2022, 1, 6)
    )
    rows = [
        row(提出人="张示例"),
        row(提出人="张示例、李示例", 建议编号="39", 标题="关于路灯的建议"),
        row(提出人="张示例等5名代表", 建议编号="40", 标题="关于水渠的建议"),
    ]
    done = do_import("suggestions", table(HEADER, *rows), county)

    assert [each.person for each in suggestion().proposers.all()] == [deputy]
    assert suggestion("39").proposers_printed == "张示例、李示例"
    assert suggestion("40").proposers_printed == "张示例等5名代表"
    assert "名册里没有代表“李示例”" in warnings_of(done, 3)
    assert counts(do_import("suggestions", table(HEADER, *rows), county)) == (0, 0, 3, 0)


def test_missing_offices_are_entered_with_a_warning_and_known_ones_used(county):
    known = Office.objects.create(body=county, name="县交通运输局")
    done = do_import("suggestions", table(HEADER, row()), county)

    assert suggestion().lead_office == known
    assert Office.objects.get(name="柳溪镇").kind == "government"
    assert "“柳溪镇”原来没有，已登记为" in warnings_of(done, 2)


def test_separate_handling_has_no_lead(county):
    done = do_import(
        "suggestions", table(HEADER, row(主办单位="县水利局、县财政局", 协办单位="")), county
    )

    assert counts(done) == (1, 0, 0, 0)
    assert {each.role for each in suggestion().assignments.all()} == {"separate"}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"标题": ""}, "没有标题"),
        ({"标题": "长" * 201}, "最多 200 字"),
        ({"标题": "？？？"}, "不像标题"),
        ({"建议编号": "9" * 31}, "最多 30 字"),
        ({"种类": "议案"}, "议案转建议"),
        ({"种类": "来信"}, "不是认得出的种类"),
        ({"答复日期": "2023-02-31"}, "没有 31 日"),
        ({"答复日期": "202365"}, "连在一起"),
        ({"主办单位": "县水利局、县财政局"}, "分办的没有协办单位"),
        ({"答复内容": "长" * 19_999 + "长长"}, "超过一格的上限"),
    ],
)
def test_a_bad_row_is_left_out_whole(county, cells, reason):
    done = do_import("suggestions", table(HEADER, row(**cells)), county)

    assert reason in only_refusal(done)[2]
    assert not Suggestion.objects.exists()
    assert not Office.objects.exists()


def test_a_judgement_needs_someone_who_judged(county):
    header = [*HEADER, "代表评价"]
    done = do_import("suggestions", table(header, [*ROAD, "满意"]), county)

    assert suggestion().satisfaction == ""
    assert "没有登记提出人" in warnings_of(done, 2)


def test_a_year_nobody_can_tell_is_said_to_be_this_year(county):
    done = do_import("suggestions", table(HEADER, row(会次="", 答复日期="")), county)

    assert suggestion().year == 2026
    assert "暂记为今年" in warnings_of(done, 2)


def test_a_dry_run_leaves_nothing(county):
    assert counts(do_import("suggestions", REAL, county, dry_run=True)) == (53, 0, 0, 0)
    assert not Suggestion.objects.exists()
    assert not Office.objects.exists()
    assert Session.objects.count() == 1
