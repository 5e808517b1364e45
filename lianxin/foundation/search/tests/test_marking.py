"""What answers is marked in the text people read, and nothing in it becomes markup."""

from lianxin.foundation.search.marking import marked, snippet
from lianxin.foundation.search.words import questions


def ask(typed):
    return questions(typed)[0]


def test_what_answers_is_marked_where_it_stands():
    assert marked("修复石板桥", ask("石板桥")) == "修复<mark>石板桥</mark>"


def test_traditional_text_keeps_its_characters():
    assert marked("修復石板橋", ask("石板桥")) == "修復<mark>石板橋</mark>"


def test_markup_in_a_text_or_in_what_was_typed_stays_text():
    shown = marked("<b>桥</b>&<script>", ask("桥"))

    assert shown == "&lt;b&gt;<mark>桥</mark>&lt;/b&gt;&amp;&lt;script&gt;"
    assert "<script>" not in marked("<script>", ask("script"))


def test_a_number_is_marked_whole():
    assert marked("第0038号和10038号", ask("0038")) == "第<mark>0038</mark>号和10038号"


def test_a_snippet_shows_the_part_with_the_answer():
    shown = snippet("前言。" * 100 + "峡河乡的路灯" + "后记。" * 100, ask("峡河乡"))

    assert "<mark>峡河乡</mark>的路灯" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 200


def test_without_a_question_a_text_is_only_shortened():
    assert snippet("短", None) == "短"
