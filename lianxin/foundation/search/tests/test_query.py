"""What a question finds, in which order, and for whom."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.search import index, sampling
from lianxin.foundation.search.models import Document
from lianxin.foundation.search.query import candidates, search
from lianxin.foundation.search.tests.corpus import put
from lianxin.foundation.tasks import enqueue
from lianxin.foundation.tasks.registering import SCHEDULES
from lianxin.foundation.tasks.testing import run_waiting_jobs

pytestmark = pytest.mark.usefixtures("only_notes")
NOBODY = AnonymousUser()


def found(typed, **how):
    return [one.object_id for one in search(typed, user=NOBODY, **how).documents]


@pytest.fixture
def bridges():
    put(1, "关于修复柳溪村石板桥的建议", "护栏断裂，雨季行人危险。", on=date(2025, 3, 1))
    put(2, "关于加装路灯的建议", "峡河乡到石板桥一段没有路灯。", on=date(2026, 3, 1))
    put(3, "关于峡河乡卫生院的建议", "看病要走十几里。编号Y19，第0038号。", on=date(2024, 3, 1))
    put(4, "老旧小区电梯", "加装电梯，老人看病报销。", on=date(2026, 1, 1))


def test_a_title_that_answers_comes_before_newer_texts(bridges):
    assert found("石板桥") == [1, 2]
    assert found("峡河乡") == [3, 2]


@pytest.mark.parametrize(
    "typed", ["柳溪", "溪村石", "村石板桥", "修复柳溪村", "关于修复柳溪", "板桥的建议"]
)
def test_any_cut_of_two_to_six_characters_is_found(bridges, typed):
    assert found(typed)[0] == 1


def test_one_character_is_found_also_at_the_end_of_a_sentence(bridges):
    assert found("灯") == [2]
    assert found("裂") == [1]


def test_traditional_and_wide_letters_find_simplified_text(bridges):
    assert found("石板橋") == [1, 2]
    assert found("ｙ１９") == [3]


def test_numbers_are_found_whole_or_by_their_beginning(bridges):
    assert found("Y19") == [3]
    assert found("Y1") == [3]
    assert found("0038") == [3]
    assert found("038") == []


def test_in_quotes_only_what_stands_exactly_so(bridges):
    assert found("「加装电梯」") == [4]
    assert found("「电梯加装」") == []
    assert found('"Y1"') == []


def test_a_long_phrase_is_found_only_where_all_of_it_stands_in_one_place():
    put(1, "关于修复柳溪村石板桥护栏的建议", "雨季行人危险。")
    put(2, "关于修复石板桥护栏的建议和柳溪村的建议", "又关于修复柳溪村。")
    put(3, "另一件", "有人提过关于修复柳溪村石板桥护栏的建议一份")

    assert found("「关于修复柳溪村石板桥护栏的建议」") == [1, 3]
    assert found("「关于修复柳溪村石板桥护栏的建」") == [1, 3]
    assert found("「于修复柳溪村石板桥栏的建议」") == []


def test_words_in_another_order_are_found_when_nothing_stands_exactly_so(bridges):
    assert found("电梯加装") == [4]


def test_when_no_text_has_all_words_those_with_most_of_them_come_first(bridges):
    result = search("石板桥护栏坏了没有路灯怎么报销", user=NOBODY)

    assert result.is_loose
    assert {one.object_id for one in result.documents} >= {1, 2}


@pytest.mark.parametrize(
    "typed",
    [
        '"', "'", "*", "桥*", "NEAR(桥 灯)", "桥 OR 灯", "桥 AND", "-桥", "桥 - 灯", "^桥", "{桥}",
        "title_words:桥", "桥\\", "%", "_", "桥 & ! | <-> 灯:*", "「桥", "桥」", "a" * 500, "桥\0灯",
    ],
)  # fmt: skip
def test_nothing_typed_is_an_operator_or_an_error(bridges, typed):
    search(typed, user=NOBODY)


def test_emoji_and_rare_characters_do_no_harm():
    put(7, "🙂桥🙂坏了", "𠮷田村𫚖鱼塘")

    assert found("桥🙂坏") == [] or found("桥 坏") == [7]
    assert found("𠮷田") == [7]
    assert found("𫚖鱼") == [7]


def test_a_phrase_does_not_reach_over_a_full_stop():
    put(1, "路灯。照明")

    assert found("「灯照」") == []
    assert found("「路灯照明」") == []


def test_a_phrase_may_hold_letters_and_chinese():
    put(1, "关于大石桥Y19号公路的建议")

    assert found("「石桥Y19号公」") == [1]
    assert found("「桥Y1」") == []
    assert found("「Y19号」") == [1]


def test_only_who_holds_a_key_finds_and_counts(bridges):
    put(5, "石板桥的秘密", keys=["b7"])

    result = search("石板桥", user=NOBODY)

    assert 5 not in [one.object_id for one in result.documents]
    assert result.counts == {"note": 2}


def test_a_change_and_a_removal_are_seen_at_once(bridges):
    put(1, "关于修复铁索桥的建议", "护栏断裂。", on=date(2025, 3, 1))
    assert found("石板桥") == [2]
    assert found("铁索桥") == [1]

    index.forget("note", [1])

    assert found("铁索桥") == []


def test_a_document_whose_day_changes_stays_one_document(bridges):
    put(1, "关于修复柳溪村石板桥的建议", on=date(2026, 9, 1))

    assert Document.objects.filter(object_id=1).count() == 1
    assert found("柳溪村") == [1]


def test_pages_follow_one_another_without_gap_or_repetition():
    for number in range(1, 51):
        put(number, "水渠" if number % 3 else "道路", "水渠", on=date(2026, 1, 1 + number % 28))

    seen, after = [], ""
    while True:
        page = search("水渠", user=NOBODY, after=after, per_page=7)
        seen += [one.object_id for one in page.documents]
        after = page.after
        if not after:
            break

    assert sorted(seen) == list(range(1, 51))
    assert seen == found("水渠", per_page=100)


@pytest.mark.parametrize("after", ["x", "0-", "9-1", "0--5", "1-99999999999999999999", "0-²"])
def test_a_cursor_that_makes_no_sense_gives_the_first_page(bridges, after):
    assert found("石板桥", after=after) == [1, 2]


def test_a_search_is_narrowed_by_year_body_and_status():
    put(1, "水渠", on=date(2025, 1, 1), body_id=4, status="on_agenda")
    put(2, "水渠", on=date(2026, 1, 1), body_id=5, status="closed")

    assert found("水渠", year=2025) == [1]
    assert found("水渠", body_id=5) == [2]
    assert found("水渠", status="on_agenda") == [1]
    assert found("水渠", status='x*" OR') == []
    assert found("水渠", kinds=["nothing"]) == []


def test_a_search_asks_the_database_a_fixed_number_of_times(bridges, django_assert_max_num_queries):
    search("石板桥", user=NOBODY)  # whether there is a new sample is asked once in a while

    with django_assert_max_num_queries(3):
        search("石板桥", user=NOBODY)


def test_a_count_goes_no_further_than_its_limit(monkeypatch):
    monkeypatch.setattr("lianxin.foundation.search.query.COUNT_AT_MOST", 5)
    for number in range(1, 9):
        put(number, "水渠", keys=["z0" if number < 7 else "b7"], year=2020 + number % 2)

    everything = search("水渠", user=NOBODY, kinds=["note"])
    of_one_year = search("水渠", user=NOBODY, year=2020)

    assert (everything.total, everything.is_more, everything.counts) == (5, True, {})
    assert (of_one_year.total, of_one_year.is_more) == (3, False)
    assert of_one_year.counts == {"note": 3}


def test_what_is_hidden_does_not_make_many_of_few(monkeypatch):
    monkeypatch.setattr("lianxin.foundation.search.query.COUNT_AT_MOST", 5)
    for number in range(1, 20):
        put(number, "水渠", keys=["z0" if number < 6 else "b7"])

    result = search("水渠", user=NOBODY)

    assert (result.total, result.is_many, result.counts) == (5, False, {"note": 5})


def test_pages_of_what_is_too_much_to_count_follow_one_another_through_the_whole_list(monkeypatch):
    monkeypatch.setattr("lianxin.foundation.search.query.COUNT_AT_MOST", 10)
    for number in range(1, 51):
        put(number, "水渠" if number % 3 else "道路", "水渠", on=date(2026, 1, 1 + number % 28))

    seen: list[int] = []
    after = ""
    while not seen or after:
        page = search("水渠", user=NOBODY, kinds=["note"], after=after, per_page=4)
        seen += [one.object_id for one in page.documents]
        after = page.after

    assert sorted(seen) == list(range(1, 51))
    assert [number % 3 == 0 for number in seen] == [False] * 34 + [True] * 16


def test_a_search_reads_no_texts_to_know_which_words_are_common(bridges, monkeypatch):
    def not_now():
        raise AssertionError("counted within a request")

    monkeypatch.setattr(sampling, "_counted", not_now)
    sampling.forget()

    with CaptureQueriesContext(connection) as asked:
        assert found("石板桥") == [1, 2]
        candidates("柳溪村石板桥")

    assert sampling.sample().size == 0
    of_samples = [one for one in asked.captured_queries if "wordsample" in one["sql"]]
    assert len(of_samples) == 1


def test_the_sample_a_job_took_is_known_to_every_process(bridges):
    enqueue(sampling.take_sample)
    run_waiting_jobs()
    sampling.forget()

    taken = sampling.sample()

    assert taken.size == 4
    assert taken.seen["板桥"] == 2
    assert taken.marked["^板桥"] == 1
    assert "lianxin.foundation.search.sampling.take_sample" in SCHEDULES


def test_a_rebuilding_takes_the_sample():
    put(1, "水渠", on=date(2026, 1, 1))
    index.rebuild([])

    assert sampling.sample().size == 1


@pytest.mark.parametrize("key", ["v7", "z0 OR", "#s1", "z", "7", ""])
def test_a_key_that_is_no_key_is_refused(key):
    with pytest.raises(ValueError, match="no key"):
        put(1, "水渠", keys=[key])


def test_what_is_common_is_found_the_same_among_the_newest_as_among_all(monkeypatch):
    """A town of few days: PostgreSQL asks ever more of them, SQLite reads from the newest end."""
    monkeypatch.setattr("lianxin.foundation.search.sampling.REACHES", (4, 16))
    monkeypatch.setattr("lianxin.foundation.search.query.COUNT_AT_MOST", 5)
    for number in range(1, 41):
        title, key = "水渠" if number % 4 == 0 else "道路", "b7" if number % 5 == 0 else "z0"
        put(
            number,
            title,
            "水渠边的灯",
            on=date(2025, 1, 1) + timedelta(days=number * 9),
            keys=[key],
        )
    put(90, "山里的灯", "没有日子的水渠")
    sampling.take()
    in_title = [one for one in range(40, 0, -1) if one % 4 == 0 and one % 5]
    in_text = [one for one in range(40, 0, -1) if one % 4 and one % 5]

    result = search("水渠", user=NOBODY, per_page=12)

    assert [one.object_id for one in result.documents] == [*in_title, *in_text][:12]
    assert (result.total, result.is_more) == (5, True)
    assert found("水渠", per_page=100) == [*in_title, *in_text, 90]
    assert found("灯", per_page=2) == [90, 39]
    put(91, "水渠", on=date(2040, 1, 1))
    assert found("水渠", per_page=1) == [91]


def test_candidates_share_rare_pairs_and_the_likest_comes_first(bridges):
    put(9, "关于柳溪村石板桥护栏断裂的意见", "雨季危险")

    first, second, *_ = candidates("柳溪村石板桥护栏断裂，请修复", limit=10)

    assert {first.object_id, second.object_id} == {1, 9}
    assert first.shared >= second.shared


def test_candidates_stay_in_their_county(bridges):
    put(9, "柳溪村石板桥护栏断裂", county_id=3)

    assert [one.object_id for one in candidates("石板桥护栏断裂", county=3)] == [9]
