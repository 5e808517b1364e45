import csv
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lianxin.engines.triage.measuring import measure_labels, measure_likeness
from lianxin.engines.triage.tests.invented import examples


def write(path, header, rows, encoding="utf-8-sig"):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return str(path)


def run(*args):
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


@pytest.fixture
def labelled(tmp_path):
    rows = [(one.title, one.text, one.label) for one in examples()]
    header = ("title", "body", "office")
    train = write(tmp_path / "train.csv", header, rows[:72])
    test = write(tmp_path / "test.csv", header, [*rows[72:], ("没有标注", "", "")], "gb18030")
    return train, test


def test_triage_is_measured_with_exactly_these_figures(labelled):
    train, test = labelled

    args = ("triage", "evaluate", "--train", train, "--test", test, "--label", "office", "--json")
    report = json.loads(run(*args))

    assert list(report) == ["label", "n_train", "n_test", "accuracy", "macro_f1", "top3"]
    assert report == {
        "label": "office",
        "n_train": 72,
        "n_test": 24,
        "accuracy": 1.0,
        "macro_f1": 1.0,
        "top3": 1.0,
    }


def test_triage_says_the_figures_in_words(labelled):
    train, test = labelled

    words = run("triage", "evaluate", "--train", train, "--test", test, "--label", "office")

    assert "学习 72 条，检验 24 条" in words


def test_a_label_that_was_never_learned_counts_as_wrong():
    known = examples()[:30]

    report = measure_labels(known, [known[0], known[1]._replace(label="从未见过")])

    assert report["accuracy"] == 0.5
    assert report["top3"] == 0.5


@pytest.mark.parametrize("missing", ["column", "file", "labels"])
def test_wrong_use_of_triage_ends_with_two_and_says_what_is_missing(labelled, tmp_path, missing):
    train, test = labelled
    label = "office"
    if missing == "column":
        label = "department"
    elif missing == "file":
        test = str(tmp_path / "none.csv")
    else:
        test = write(tmp_path / "empty.csv", ("title", "body", "office"), [("题", "文", "")])

    with pytest.raises(CommandError) as refused:
        run("triage", "evaluate", "--train", train, "--test", test, "--label", label)

    assert refused.value.returncode == 2
    told = {
        "column": "缺少列：department。现有的列：title、body、office",
        "file": "打不开文件",
        "labels": "没有一行有标注",
    }
    assert told[missing] in str(refused.value)


TEXTS = {
    "1": ("修桥", "柳溪村石板桥护栏断裂，请加固。"),
    "2": ("请修桥", "柳溪村石板桥护栏断裂，请加固。"),
    "3": ("石板桥危险", "石板桥的护栏断了，孩子不敢过。"),
    "4": ("扩建小学", "教室不够，班级人数太多。"),
    "5": ("夜间门诊", "孩子夜里发烧要送外地。"),
}


def test_likeness_is_measured_with_exactly_these_figures(tmp_path):
    file = write(
        tmp_path / "all.csv",
        ("msg_id", "title", "body"),
        [(one, *pair) for one, pair in TEXTS.items()],
    )
    groups = write(
        tmp_path / "groups.csv",
        ("group_id", "kind", "msg_id"),
        [
            ("E1", "exact_body", "1"),
            ("E1", "exact_body", "2"),
            ("G1", "same_issue", "1"),
            ("G1", "same_issue", "3"),
        ],
    )

    report = json.loads(run("similar", "evaluate", file, "--groups", groups, "--json"))

    assert report == {"exact_groups": 1, "exact_found": 1, "precision_at_10": 1.0}


def test_precision_counts_what_does_not_belong():
    # Said to be one issue, though each has nearer ones among the others.
    report = measure_likeness(TEXTS, [], [{"3", "5"}])

    assert report["precision_at_10"] < 1


@pytest.mark.parametrize("fault", ["kind", "ids", "file"])
def test_wrong_use_of_similar_ends_with_two(tmp_path, fault):
    header = ("group_id", "kind", "msg_id")
    file = write(tmp_path / "all.csv", ("msg_id", "title", "body"), [("1", "修桥", "石板桥")])
    row = ("E1", "alike", "1") if fault == "kind" else ("E1", "exact_body", "99")
    groups = write(tmp_path / "groups.csv", header, [row])

    with pytest.raises(CommandError) as refused:
        run("similar", "evaluate", file if fault != "file" else "/none", "--groups", groups)

    assert refused.value.returncode == 2
    told = {"kind": "第 2 行的 kind 是“alike”", "ids": "一个也没有", "file": "打不开文件"}
    assert told[fault] in str(refused.value)
