"""The same corpus gives the same lists on SQLite and on PostgreSQL.

The lists are written down here; whichever database runs the suite must give them.
"""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from lianxin.foundation.search.query import search
from lianxin.foundation.search.tests.corpus import put

PLACES = ["柳溪镇", "峡河乡", "东城街道", "石桥镇", "桥头村"]
THINGS = ["石板桥护栏", "路灯", "饮水管网", "卫生院药品", "农村公路Y19线", "老旧小区电梯"]


@pytest.fixture
def corpus(only_notes):
    for number in range(1, 31):
        place, thing = PLACES[number % 5], THINGS[number % 6]
        put(
            number,
            f"关于修复{place}{thing}的建议",
            f"{place}的{thing}年久失修。第{number:04d}号，{PLACES[(number + 2) % 5]}也有同样情况。",
            on=date(2026, 1, number),
        )


LISTS = {
    "峡河乡": ([26, 21, 16, 11, 6, 1], [29, 24, 19, 14, 9, 4]),
    "「石板桥护栏」": ([30, 24, 18, 12, 6], []),
    "桥头": ([29, 24, 19, 14, 9, 4], [27, 22, 17, 12, 7, 2]),
    "Y1": ([28, 22, 16, 10, 4], []),
    "0030": ([], [30]),
    "路燈 柳溪鎮": ([25], [13]),
    "柳溪镇路灯": ([25], []),
}


@pytest.mark.parametrize("typed", LISTS)
def test_a_question_gives_the_same_list_on_both(corpus, typed):
    in_title, in_text = LISTS[typed]

    page = search(typed, user=AnonymousUser(), per_page=50)

    assert [one.object_id for one in page.documents] == in_title + in_text
    assert page.counts == {"note": len(in_title) + len(in_text)}


def test_a_loose_question_weighs_the_same_on_both(corpus):
    page = search("东城街道的电梯和药品怎么办", user=AnonymousUser(), per_page=6)

    assert page.is_loose
    assert [one.object_id for one in page.documents] == [27, 17, 15, 5, 30, 25]
