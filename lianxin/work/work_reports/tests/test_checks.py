"""Checks: what is found in the prose, with the cases of the collected reports."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from lianxin.work.work_reports import adding
from lianxin.work.work_reports.quantities import chinese_value, printed
from lianxin.work.work_reports.tokens import broken_in, parse, tokens_of, write

BOOK: Any = SimpleNamespace(read=lambda token: None, stated={})


def page(text):
    return printed(text, BOOK)


def faults(text):
    """Every fault of numbers that do not agree."""
    found: list[Any] = []
    for start, sentence, held in page(text).sentences():
        found += adding.sums(sentence, start, held)
        found += adding.percentages(sentence, start, held)
    return [one.what for one in [*found, *adding.rows(text)]]


@pytest.mark.parametrize(
    "text",
    [
        "全年发表人大宣传稿件105篇（国家级2篇、省级28篇、市级42篇、县级33篇）。",
        "2+28+42+33=105。",
        "国家级2篇、省级28篇、市级42篇、县级33篇，共105篇。",
        "上级媒体播登稿件41篇，其中省台2篇、两报各1篇、市台25篇。",
        "收集意见10条：当场答复8条、街道解决1条、区级解决1条。",
        "主席团9名，分别为党委班子6名、人大主席1名、基层代表2名。",
        "参加测评85人，优秀52票，称职33票。",
        "参加测评85人，优秀52人（61%），称职33人（39%）。",
        "17个满意、3个不满意的，共20个。",
        "收到建议22件，办结22件，满意22件。",
        "接待选民200余名：甲站20名、乙站30名。",
    ],
)
def test_numbers_that_agree_are_left_alone(text):
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("播登稿件41篇：省台2篇、两报各1篇、市台25篇。", "分项相加 29，总数写的是 41，少 12"),
        ("播登稿件41篇，其中省台20篇、市台25篇。", "超过了总数 41"),
        ("2+1+1+25=41。", "分项相加 29"),
        ("参加测评46人，优秀29票，称职16票。", "测评 46，各档合计 45，相差 1"),
        ("共收集意见24条，现场答复15条，形成建议上报5条。", "少 4"),
        ("参加测评81人，同意11人，占11%。", "11/81 应为 13.6%"),
        ("138人参加民意调查，满意率99.2%。", "138 的 99.2% 不是整数"),
        ("建议满意率100%。", "没有写明是几分之几"),
        ("收到建议3件，满意3件，占100%。", "总数只有 3"),
        ("55人加11人，共74人。", "分项相加 66，总数写的是 74，少 8"),
    ],
)
def test_numbers_that_do_not_agree_are_told(text, said):
    assert any(said in one for one in faults(text)), faults(text)


def test_a_line_of_votes_that_lost_a_digit_stands_out():
    """E05: 95 was printed for 195."""
    text = """美丽乡村建设：满意95票、基本满意27票、不满意0票
    农民饮用水达标提标：满意175票、基本满意43票、不满意4票
    农村公路改造提升：满意161票、基本满意58票、不满意3票
    高中段学校校舍改造：满意187票、基本满意34票、不满意1票"""

    assert faults(text) == ["这一行合计 122，其余各行都是 222，相差 100。请核对。"]


def test_numbers_with_units_are_found_and_names_and_ordinals_are_not():
    text = (
        "2022年9月，第三次会议听取二十三个村的汇报，650余人次参加培训，筹资近300万元，"
        "两个清单、三个见面，每两个月一次，〔2022〕12号文件，1,114名主席。"
    )

    assert [(one.shown, one.approx) for one in page(text).typed()] == [
        ("二十三个", ""),
        ("650余人次", "余"),
        ("近300万元", "近"),
        ("1,114名", ""),
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("十", 10),
        ("二十三", 23),
        ("一百零五", 105),
        ("两千", 2000),
        ("三万二", 30002),
        ("千", None),
    ],
)
def test_chinese_numerals_are_read(words, value):
    assert chinese_value(words) == value


def test_tokens_are_read_however_the_brackets_were_typed():
    text = f"共{write('a.b', '上年', narrowed={'kind': 'x'})}，[数字: a.b]、［手填：own 分项］"

    assert [(one.kind, one.name, set(one.turns)) for one in tokens_of(text)] == [
        ("数字", "a.b kind=x", {"上年"}),
        ("数字", "a.b", set()),
        ("手填", "own", {"分项"}),
    ]
    assert "".join(one if isinstance(one, str) else one.raw for one in parse(text)) == text
    assert broken_in("〔数字 a.b〕和〔数字:a.b，没完") == ["〔数字 a.b〕和", "〔数字:a.b，没完"]


def test_another_year_is_told_unless_it_is_compared_with():
    years = range(2022, 2023)
    assert adding.other_years("2021年收到建议18件。", years) == [2021]
    assert adding.other_years("比2021年增加4件。", years) == []
    assert adding.other_years("2022年收到建议22件。", years) == []
    assert date(2022, 1, 1).year in years
