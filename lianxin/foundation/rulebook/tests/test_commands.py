"""`lianxin rule` and `lianxin due`: what machines read, and how wrong use is told."""

import json
from datetime import date

import pytest
from django.core.management import call_command, load_command_class

from lianxin.foundation.rulebook.tests import factories
from lianxin.foundation.rulebook.workflow import set_rule

RULE_FIELDS = ["key", "value", "unit", "counting", "class", "valid_from", "source", "profile"]


def answer(capsys, *arguments):
    call_command(*arguments, "--json")
    return json.loads(capsys.readouterr().out)


def wrong_use(capsys, name, *arguments):
    """Exit code and stderr of a call that cannot work; stdout must stay empty."""
    command = load_command_class("lianxin.foundation.rulebook", name)
    with pytest.raises(SystemExit) as end:
        command.run_from_argv(["lianxin", name, *arguments])
    told = capsys.readouterr()
    assert told.out == ""
    return end.value.code, told.err


def test_rule_in_a_profile_answers_with_exactly_these_fields_and_no_database(capsys):
    found = answer(capsys, "rule", "suggestion.return", "--profile", "henan", "--on", "2026-03-01")

    assert list(found) == RULE_FIELDS
    assert found == {
        "key": "suggestion.return",
        "value": 10,
        "unit": "workday",
        "counting": "W",
        "class": "L",
        "valid_from": "2017-08-01",
        "source": "《河南省人民代表大会代表建议、批评和意见办理办法》（2017）第十四条",
        "profile": "henan",
    }


def test_due_in_a_profile_adds_exactly_the_dates_and_the_steps(capsys):
    found = answer(capsys, "due", "suggestion.return", "--profile", "henan", "--from", "2026-02-11")

    assert list(found) == [*RULE_FIELDS, "from", "due", "rolled", "steps"]
    assert (found["from"], found["due"], found["rolled"]) == ("2026-02-11", "2026-03-03", False)
    assert all(isinstance(step, str) for step in found["steps"])


@pytest.mark.parametrize(
    ("roll", "due", "rolled"), [("on", "2026-06-22", True), ("off", "2026-06-20", False)]
)
def test_due_rolls_on_demand(capsys, roll, due, rolled):
    found = answer(
        capsys,
        "due",
        "suggestion.reply",
        "--profile",
        "national",
        "--from",
        "2026-03-20",
        "--roll",
        roll,
    )

    assert (found["due"], found["rolled"]) == (due, rolled)


def test_due_of_a_kind_of_body_in_a_profile(capsys):
    found = answer(
        capsys,
        "due",
        "suggestion.reply",
        "--profile",
        "chongqing",
        "--kind",
        "township_congress",
        "--from",
        "2026-03-11",
    )

    assert found["due"] == "2026-05-11"


def test_a_missing_year_is_warned_of_on_stderr_and_stdout_stays_json(capsys):
    call_command("due", "suggestion.return", "--profile", "henan", "--from", "2026-12-25", "--json")

    told = capsys.readouterr()
    assert json.loads(told.out)["due"] == "2027-01-11"
    assert "2027年" in told.err


def test_rule_of_a_body_names_the_body_that_set_it(capsys, county, clerk):
    township = factories.township(county)
    set_rule(county, "suggestion.redo", 20, unit="day", by=clerk, on=date(2026, 1, 1), source="甲")

    found = answer(capsys, "rule", "suggestion.redo", "--body", township.code, "--on", "2026-03-01")

    assert (found["value"], found["unit"], found["profile"]) == (20, "day", "hewang")


def test_due_of_a_body(capsys, county):
    found = answer(capsys, "due", "suggestion.reply", "--body", county.code, "--from", "2025-11-30")

    assert found["due"] == "2026-02-28"


def test_without_json_the_answer_is_sentences(capsys):
    call_command("rule", "suggestion.reply", "--profile", "national", "--on", "2026-03-01")
    call_command("due", "suggestion.reply", "--profile", "national", "--from", "2026-03-11")

    told = capsys.readouterr().out
    assert "代表建议答复期限：3 个月。" in told
    assert "到期日为2026年6月11日（星期四）。" in told


def test_the_list_names_every_key(capsys):
    call_command("rule", "--list")

    assert "suggestion.reply_complex" in capsys.readouterr().out


PROFILE = ("--profile", "henan")


@pytest.mark.parametrize(
    ("command", "arguments", "told"),
    [
        ("rule", ["sugestion.reply", *PROFILE], "suggestion.reply"),
        ("rule", ["suggestion.reply", "--profile", "hennan"], "henan"),
        ("rule", ["suggestion.reply", *PROFILE, "--on", "2026-02-31"], "2026-02-31"),
        ("rule", ["suggestion.reply", *PROFILE, "--on", "yesterday"], "yesterday"),
        ("rule", ["suggestion.reply"], "两者只选其一"),
        ("rule", ["suggestion.reply", *PROFILE, "--body", "x"], "两者只选其一"),
        ("rule", [*PROFILE], "没有写规则名称"),
        ("rule", ["suggestion.reply", *PROFILE, "--kind", "village"], "township_congress"),
        ("due", ["suggestion.reply", *PROFILE], "--from"),
        ("due", ["suggestion.reply", *PROFILE, "--from", "2026-02-31"], "2026-02-31"),
        (
            "due",
            ["suggestion.reply", *PROFILE, "--from", "2026-01-01", "--roll", "x"],
            "on 或者 off",
        ),
        ("due", ["suggestion.reply", *PROFILE, "--from", "9999-12-31"], "超出"),
    ],
)
def test_wrong_use_is_told_in_plain_words_with_exit_code_2(capsys, command, arguments, told):
    code, error = wrong_use(capsys, command, *arguments)

    assert code == 2
    assert told in error
    assert "Error" not in error


def test_an_unknown_body_is_wrong_use_and_names_one_that_looks_like_it(capsys, county):
    code, error = wrong_use(capsys, "rule", "suggestion.reply", "--body", "hewan")

    assert code == 2
    assert "hewang" in error


def test_a_rule_that_sets_no_period_is_no_wrong_use_but_has_no_answer(capsys):
    code, error = wrong_use(
        capsys, "due", "suggestion.feedback", "--profile", "zhejiang", "--from", "2026-03-01"
    )

    assert code == 1
    assert "没有规定具体期限" in error
