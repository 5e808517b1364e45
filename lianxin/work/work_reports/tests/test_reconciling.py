"""The builder states what was printed: the figures of fourteen reports, from records."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lianxin.foundation.people.models import Body
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.work_reports.layout import blocks_of
from lianxin.work.work_reports.reconciling.comparing import (
    COMPUTED,
    reconcile,
    rehearsed,
    sources,
)
from lianxin.work.work_reports.values import Book

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[4] / "tests" / "data" / "annual_report_figures.json"
ITEMS = {one["id"]: one for one in json.loads(FILE.read_text(encoding="utf-8"))["items"]}


def test_yaoguan_2022_states_its_25_figures():
    """R01: 22 suggestions, all answered, met and satisfied; 8 lectures, 650余 trained …"""
    with rehearsed(ITEMS["R01"]) as report:
        text = "\n".join(
            "".join(piece.text for piece in paragraph)
            for block in blocks_of(report, Book(report))
            for paragraph in block.paragraphs
        )

    assert text.splitlines() == [
        "会议（党委研究人大工作）12次。",
        "代表党支部下设党小组5个。",
        "组织设置2022-09。",
        "建议（本届一次会以来）22件。",
        "建议答复率100%（22/22）。",
        "线上线下见面率100%（22/22）。",
        "建议满意率100%（22/22）。",
        "人代会2次。",
        "五届一次会票决项目10项。",
        "述职评议（一办七局）8个。",
        "执法检查（综合执法局、派出所、交警中队）3家。",
        "执法检查（农民专业合作社条例）1部。",
        "代表联系点3个。",
        "代表讲堂8期。",
        "云上代表之家选民留言5件。",
        "志愿活动31次。",
        "公益项目筹资294万元。",
        "慈善事业筹资2000万元。",
        "代表线下解决问题23个。",
        "调研文章2篇。",
        "线上培训682人次。",
        "线下专题培训6次。",
        "主席团获评优秀人大组织1个。",
        "优秀人大代表3名。",
        "优秀家、站、点3个。",
    ]
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("name", sorted(ITEMS))
def test_every_printed_figure_is_stated_and_every_computed_one_agrees(name):
    lines = list(reconcile([ITEMS[name]]))

    assert [line.key for line in lines] == [one["key"] for one in ITEMS[name]["figures"]]
    assert not [line for line in lines if not line.is_right]
    for line in lines:
        assert (line.how == COMPUTED) != bool(line.why), line
    assert not Body.objects.exists()


def test_what_no_room_can_answer_is_said_with_its_reason():
    every = [line for one in ITEMS.values() for line in reconcile([one])]
    by_hand = [line for line in every if line.how != COMPUTED]
    assert len(every) == 92
    assert all(line.why for line in by_hand)
    assert len(by_hand) <= 19


def test_every_figure_of_the_data_is_decided_about():
    for name, item in ITEMS.items():
        assert set(sources()[name]) == {one["key"] for one in item["figures"]}, name


def test_the_command_lists_all_and_fails_when_a_computed_figure_differs(tmp_path, monkeypatch):
    out = StringIO()
    path = tmp_path / "reports.json"
    path.write_text(json.dumps({"items": [ITEMS["R14"]]}), encoding="utf-8")
    call_command("work-reports", "reconcile", str(path), stdout=out)
    assert "主席团会议\t12次\t算出\t12次\t相符" in out.getvalue()
    assert "共 5 个数字：算出 5 个，手填 0 个。" in out.getvalue()
    assert "手填的数字和原因" not in out.getvalue()

    path.write_text(json.dumps({"items": [ITEMS["R11"]]}), encoding="utf-8")
    out = StringIO()
    call_command("work-reports", "reconcile", str(path), stdout=out)
    assert (
        "市级代表不在本系统的名单里，不能与区代表分开（2 个）：R11 市代表、R11 区代表"
        in out.getvalue()
    )
    path.write_text(json.dumps({"items": [ITEMS["R14"]]}), encoding="utf-8")

    monkeypatch.setattr("lianxin.work.work_reports.reconciling.comparing.build", lambda site: None)
    with pytest.raises(CommandError, match="5 个数字与印出来的不同"):
        call_command("work-reports", "reconcile", str(path), stdout=StringIO())
    with pytest.raises(CommandError, match="没有这个文件"):
        call_command("work-reports", "reconcile", str(tmp_path / "none.json"))
    for content in ("{", "[]", "{}"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(CommandError, match="带“items”的 JSON"):
            call_command("work-reports", "reconcile", str(path))
