"""The shipped profiles: complete, typed, sourced, never looser than national law."""

from datetime import date

import pytest

from lianxin.foundation.rulebook import shipped, strictness, values
from lianxin.foundation.rulebook.keys import KEYS, START_EVENTS
from lianxin.foundation.rulebook.rules import rule_in_profile

TODAY = date(2026, 11, 22)
PROVINCES = ["beijing", "chongqing", "henan", "shandong", "shanghai", "zhejiang"]
ENTRIES = [
    pytest.param(name, key, kind, entry, id=f"{name}-{key}-{kind}-{entry.valid_from}")
    for name in shipped.profile_names()
    for (key, kind), entries in shipped.load(name).entries.items()
    for entry in entries
]


def test_the_profiles_are_national_law_and_six_provinces():
    assert shipped.profile_names() == ("national", *PROVINCES)


def test_national_has_an_entry_for_every_key_that_is_not_an_alias():
    national = shipped.load("national")

    assert {key for key, _kind in national.entries} == {
        name for name, key in KEYS.items() if not key.alias_of
    }


@pytest.mark.parametrize(("profile", "key", "kind", "entry"), ENTRIES)
def test_every_entry_is_typed_sourced_and_dated(profile, key, kind, entry):
    definition = KEYS[key]
    if entry.value is not None:
        values.check(definition.kind, entry.value, entry.unit, definition.choices)
    if entry.source:
        assert entry.source.startswith("《")
        assert "条" in entry.source
        assert entry.valid_from
    assert entry.start_event in {"", *START_EVENTS}
    if values.counting_of(definition.kind, entry.unit) and entry.value is not None:
        assert entry.start_event


@pytest.mark.parametrize(("profile", "key", "kind", "entry"), ENTRIES)
def test_no_entry_is_looser_than_national_law_unless_flagged(profile, key, kind, entry):
    national = shipped.load("national").entry(key, TODAY, kind or None)
    assert national is not None
    if national.rule_class != "N" or profile == "national":
        return

    looser = strictness.is_looser(KEYS[key], entry.value, entry.unit, national.value, national.unit)

    assert looser == entry.is_flagged_looser


# The table of local parameters: key, then national law and the six provinces.
# "-" where the province says nothing of its own.
TABLE = """
suggestion.reply                3M  3M   3M   3M   3M   3M   3M
suggestion.reply_complex        6M  6M   6M   6M   6M   6M   6M
suggestion.extension_max        6M  6M   6M   6M   6M   6M   6M
suggestion.handover             -   -    -    5D   10W  -    7W
suggestion.acknowledge          -   -    7D   -    -    -    -
suggestion.return               -   10W  10D  5D   10W  -    7W
suggestion.reassign             -   10W  -    -    10W  -    -
suggestion.assist               -   2M   2M   1M   30W  -    1M
suggestion.contact_deputy       -   -    -    -    20W  -    -
suggestion.feedback             -   10W  -    -    20W  15W  -
suggestion.redo                 -   1M   1M   1M   2M   2M   1M
presidium.meet_every            -   3M   3M   -    1    -    -
presidium.extra_meeting_by      -   3    -    -    -    -    -
township.session_min_days       -   1    1    -    1    -    -
township.notice_days            -   -    7B   -    10B  -    -
group.activities_per_year       -   -    3    4    4    2    -
duty_days_per_year              -   -    15   15   -    -    -
election.late_registration      -   -    12B  0B   -    0B   2B
byelection.list                 -   -    12B  -    -    15B  -
byelection.candidates           -   -    -    -    -    5B   -
byelection.formal               -   -    7B   -    -    3B   -
interpellation.township         10  10   10   10   10   10   10
interpellation.late_reply       -   -    -    -    2M   3M   -
supervision.opinions_out        -   10D  -    -    -    -    -
supervision.reply               -   3M   -    -    -    -    -
supervision.reply_audit         -   2M   -    -    -    -    -
filing.days                     30D 30D  30D  30D  30D  30D  30D
filing.form_check               -   -    -    -    -    10D  5W
filing.review                   -   30D  -    -    -    3M   30D
filing.maker_reply              2M  30D  2M   2M   2M   30D  2M
appointment.papers              -   -    10B  -    7B   10B  -
budget.township_draft           -   -    15B  -    -    -    15B
oath.by_appointing_organ        -   -    -    -    15W  -    -
street.meet_every               -   -    1    -    1    -    -
street.residents_body_per_year  -   -    1    -    -    -    -
"""
ORDER = ["national", "henan", "zhejiang", "shandong", "chongqing", "beijing", "shanghai"]
CELLS = [
    (line.split()[0], profile, cell)
    for line in TABLE.strip().splitlines()
    for profile, cell in zip(ORDER, line.split()[1:], strict=True)
]


@pytest.mark.parametrize(("key", "profile", "cell"), CELLS)
def test_local_parameters_have_the_values_of_the_table(key, profile, cell):
    found = rule_in_profile(key, profile, TODAY)

    shown = "-" if found.value is None else f"{found.value}{found.counting or ''}"
    assert shown == cell


@pytest.mark.parametrize(
    ("key", "profile", "value"),
    [
        ("presidium.size", "henan", {"min": 7, "max": 13, "max_large": 15}),
        ("presidium.size", "zhejiang", {"min": 7, "max": 13, "max_large": 17}),
        ("presidium.size", "shandong", {"min": 7, "max": 11, "max_large": 13}),
        ("presidium.size", "chongqing", {"min": 7, "max": 11, "max_large": 13}),
        ("presidium.size", "beijing", {"min": 5, "max": 9}),
        ("election.committee_size", "shandong", {"min": 9, "max": 15}),
        ("election.committee_size", "shanghai", {"min": 15, "max": 29}),
        ("election.primary_min_turnout", "beijing", "1/3"),
        ("election.proxy_same_district", "beijing", True),
        ("election.after_second_round", "zhejiang", "no_more"),
        ("election.after_second_round", "shandong", "vacant"),
        ("election.after_second_round", "shanghai", "vacant"),
        ("filing.annual_list", "henan", "03-31"),
        ("filing.annual_list", "beijing", "01-31"),
        ("township.sessions_per_year", "beijing", {"min": 2, "usual": 2, "first_by": "03-31"}),
        ("suggestion.withdraw_until", "beijing", "assignment"),
        ("suggestion.withdraw_until", "henan", "any_time"),
        ("suggestion.partial_counts_as_solved", "national", False),
        ("suggestion.partial_counts_as_solved", "shanghai", True),
    ],
)
def test_structured_local_parameters(key, profile, value):
    assert rule_in_profile(key, profile, TODAY).value == value


@pytest.mark.parametrize("profile", ["national", *PROVINCES])
def test_result_letters_cover_every_class_and_a_plan_always_needs_a_promise(profile):
    letters = rule_in_profile("suggestion.result_letters", profile, TODAY).value

    assert set(letters) == set(values.RESULT_CLASSES)
    assert letters["planned"]["needs_promise"]
    assert letters["solved"]["counts_as_solved"]
    assert not any(letters[name]["counts_as_solved"] for name in ("planned", "not_now", "higher"))


def test_an_unknown_profile_names_those_there_are():
    with pytest.raises(shipped.UnknownProfile, match="zhejiang"):
        shipped.load("hunan")
