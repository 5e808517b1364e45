"""Text becomes tokens, typing becomes questions."""

import pytest

from lianxin.foundation.search.words import Part, normalise, questions, tokens


def test_chinese_becomes_pairs_and_the_last_character():
    assert tokens("石板桥，Y19号") == ["石板", "板桥", "桥", "y19", "号"]


def test_a_rare_character_outside_the_basic_plane_is_a_character():
    assert tokens("𠮷田村") == ["𠮷田", "田村", "村"]


def test_traditional_wide_and_capital_letters_become_plain_and_keep_their_places():
    text = "臺灣橋樑ＡＢＣ㎡"

    assert normalise(text) == "台湾桥梁abc㎡"
    assert len(normalise(text)) == len(text)


def test_numbers_keep_their_leading_zeros():
    assert tokens("第0038号") == ["第", "0038", "号"]


@pytest.mark.parametrize("typed", ["", "   ", "🙂🙂", '" * -', "「」", "()^:{}", "\0"])
def test_what_holds_no_word_asks_nothing(typed):
    assert questions(typed) == []


def test_first_exactly_as_typed_then_all_words_then_any_then_pairs():
    exact, words, some, pairs = questions("老人看病报销")

    assert exact.every == (Part(("老人看病报销",), is_open=True),)
    assert Part(("看病",)) in words.every
    assert (some.every, set(some.some)) == ((), set(words.every))
    assert Part(("病报",)) in pairs.some


def test_what_is_quoted_is_never_loosened():
    asked = questions("「柳溪村石板桥」 护栏")

    assert all(Part(("柳溪村石板桥",)) in one.every for one in asked)


@pytest.mark.parametrize("typed", ["「石板桥」", "“石板桥”", '"石板桥"'])
def test_all_quotation_marks_are_understood(typed):
    assert questions(typed)[0].every == (Part(("石板桥",)),)


def test_a_very_long_text_is_cut_and_asks_a_few_things_only():
    (exact, *others) = questions("桥梁 道路 " * 5000)

    assert len(exact.parts) <= 12
    assert all(len(one.parts) <= 12 for one in others)
