"""Letters of a file come in as through the form: checked, answered, once each."""

import csv
import json

import pytest
from django.core.management import CommandError, call_command

from lianxin.foundation.search.models import Document
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.tests.factories import Place

pytestmark = pytest.mark.django_db
HEADER = ["msg_id", "user", "date", "title", "body", "reply_date", "reply", "handler_text"]
LAMP = "柳溪村口的路灯坏了半个月，晚上老人出门看不见。"
ROWS = [
    [
        "A1",
        "u1",
        "2024-03-05 09:30",
        "路灯坏了",
        LAMP,
        "2024-03-08 16:00",
        "已经修好。",
        "村镇中心",
    ],
    ["A2", "u2", "2024-03-06", "井盖", "菜市口的井盖松了\x01，\x07车过就响。", "", "", ""],
    ["A1", "u1", "2024-03-05 09:30", "路灯坏了", LAMP, "2024-03-08 16:00", "已经修好。", ""],
    ["A1", "u1", "2024-03-05", "别的事", "这是另一件事，编号却一样。", "", "", ""],
    ["A3", "u3", "2024-03-07", "空", "", "", "", ""],
    ["A4", "u4", "2024-03-07", "太长", "长" * 5001, "", "", ""],
    ["A5", "u5", "2024-02-31", "日子不对", "桥头的栏杆断了一截。", "", "", ""],
    ["A6", "u6", "2124-02-01", "日子没到", "桥头的栏杆断了两截。", "", "", ""],
    ["", "u7", "2024-03-07", "没有编号", "桥头的栏杆断了三截。", "", "", ""],
    ["A8", "u8", "2024-03-08", "早答", "河边要装灯，晚上太黑。", "2024-03-01", "已经装了。", ""],
    ["A9", "u9", "2024-03-09", "又是井盖", "菜市口的井盖松了，车过就响！", "", "", ""],
]


@pytest.fixture
def letters(tmp_path):
    file = tmp_path / "letters.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADER, *ROWS])
    return file


def replayed(place, letters, *more):
    report = letters.parent / "report.json"
    call_command(
        "replay", "messages", str(letters), "--body", place.body.code, "--report", report, *more
    )
    return json.loads(report.read_text(encoding="utf-8"))


def test_each_row_is_taken_answered_merged_or_refused_with_its_reason(letters, capsys):
    place = Place()
    report = replayed(place, letters, "--merge")

    figures = [report[name] for name in ("rows", "created", "unchanged", "answered", "merged")]
    assert figures == [11, 4, 1, 1, 1]
    refused = {(one["row"], one["id"]): one["why"] for one in report["refused"]}
    assert list(refused) == [(5, "A1"), (6, "A3"), (7, "A4"), (8, "A5"), (9, "A6"), (10, "")]
    for place_in_file, words in {
        (5, "A1"): "编号与前面的一行相同",
        (6, "A3"): "还没有写内容",
        (7, "A4"): "最多 5000 字",
        (8, "A5"): "无法识别",
        (9, "A6"): "不可能",
        (10, ""): "没有编号",
    }.items():
        assert words in refused[place_in_file]
    assert [one["id"] for one in report["answers_refused"]] == ["A8"]

    first, second, _third, copy = VoterMessage.objects.order_by("pk")
    answer = first.answers.get()
    assert (answer.text, answer.signed, str(answer.answered_at.date())) == (
        "已经修好。",
        "村镇中心",
        "2024-03-08",
    )
    assert (str(first.submitted_on), str(first.replied_on)) == ("2024-03-05", "2024-03-08")
    assert second.text == "菜市口的井盖松了，车过就响。"
    assert copy.merged_into_id == second.pk
    assert Document.objects.filter(kind="message").count() == 4


def test_the_same_file_again_changes_nothing(letters, capsys):
    place = Place()
    replayed(place, letters, "--merge")
    again = replayed(place, letters, "--merge")
    assert [again[name] for name in ("created", "unchanged", "answered", "merged")] == [0, 5, 0, 0]
    assert VoterMessage.objects.count() == 4


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--body", "nowhere"], "没有代码为"),
        (["--by", "nobody"], "没有账号"),
    ],
)
def test_a_wrong_use_is_said_in_words(letters, more, words):
    place = Place()
    with pytest.raises(CommandError, match=words):
        replayed(place, letters, *more)
    letters.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="缺少列"):
        replayed(place, letters)
