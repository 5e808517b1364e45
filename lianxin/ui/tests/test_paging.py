"""Pages by key, tried on a table that every installation has."""

import base64
import json

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models.functions import Length
from django.test import RequestFactory

from lianxin.ui import paging
from lianxin.ui.paging import Key, Order, paginate

BY_LENGTH = Order(
    (
        Key("length", descending=True, expression=Length("model")),
        Key("model", read=str),
        Key("pk"),
    )
)


@pytest.fixture
def things(db):
    ContentType.objects.bulk_create(
        ContentType(app_label="paging", model="m" * (number % 5) + str(number))
        for number in range(1, 48)
    )
    return ContentType.objects.filter(app_label="paging")


def get(address=""):
    return RequestFactory().get(f"/list/{address}")


def walk(found, way="older_url", start="", **options):
    pages = []
    address = start
    while True:
        page = paginate(get(address), found, per_page=10, **options)
        pages.append(page)
        address = getattr(page, way)
        if not address:
            return pages


@pytest.mark.parametrize("order", [paging.NEWEST, BY_LENGTH], ids=["newest", "by length"])
def test_walking_on_and_back_meets_every_row_once_in_order(things, order):
    expected = [row.pk for row in order.of(things)]

    on = walk(things, order=order)
    back = walk(things, "newer_url", on[-1].newer_url, order=order)

    assert [row.pk for page in on for row in page] == expected
    assert [(page.first, page.last) for page in on] == [
        (1, 10),
        (11, 20),
        (21, 30),
        (31, 40),
        (41, 47),
    ]
    assert [row.pk for page in reversed(back) for row in page] == expected[:40]
    assert (back[-1].first, back[-1].newer_url) == (1, "")


@pytest.mark.parametrize("order", [paging.NEWEST, BY_LENGTH], ids=["newest", "by length"])
def test_several_streams_give_the_same_pages_as_their_union(things, order):
    streams = [things.filter(model__contains="1"), things.exclude(model__contains="1")]

    pages = walk(streams, order=order, rows=ContentType.objects.all())

    assert [row.pk for page in pages for row in page] == [row.pk for row in order.of(things)]
    assert {page.count for page in pages} == {47}


def test_a_page_costs_three_queries_wherever_it_lies(things, django_assert_num_queries):
    third = walk(things)[2].older_url

    for address in ("", third):
        with django_assert_num_queries(3):
            paginate(get(address), things, per_page=10)


def test_a_list_that_fits_one_page_is_not_counted_apart(things, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = paginate(get(), things.filter(model="m1"), per_page=10)

    assert (page.count, page.newer_url, page.older_url) == (1, "", "")


def test_counting_stops_at_its_limit_and_says_so(things, monkeypatch):
    monkeypatch.setattr(paging, "COUNT_AT_MOST", 30)

    page = paginate(get(), things, per_page=10)

    assert page.count_words == "共 30+ 件"


def test_rows_that_came_meanwhile_do_not_repeat_or_lose_any(things):
    first = paginate(get(), things, per_page=10)
    ContentType.objects.create(app_label="paging", model="later")

    second = paginate(get(first.older_url), things, per_page=10)
    again = paginate(get(second.newer_url), things, per_page=10)

    assert second.rows[0].pk == first.rows[-1].pk - 1
    assert again.rows == first.rows


def test_the_rest_of_the_address_stays(things):
    page = paginate(get("?status=assigned&after=rubbish"), things, per_page=10)

    assert page.older_url.startswith("?status=assigned&after=")
    assert "rubbish" not in page.older_url


@pytest.mark.parametrize(
    "cursor",
    [
        "rubbish",
        "%",
        "x" * 5000,
        *(
            base64.urlsafe_b64encode(json.dumps(made).encode()).decode()
            for made in (
                5,
                [],
                [1],
                [1, "x"],
                [1, None],
                ["1", 1],
                [-5, 1],
                [1, 2, 3],
                [1, 10**40],
                [1, float("inf")],
                [1, [2]],
            )
        ),
    ],
)
def test_a_cursor_that_makes_no_sense_gives_the_first_page(things, cursor):
    page = paginate(get(f"?after={cursor}"), things, per_page=10)

    assert page.first == 1
    assert len(page) == 10


def test_a_nul_in_a_cursor_never_reaches_the_database(things):
    made = base64.urlsafe_b64encode(json.dumps([1, 3, "a\0", 5]).encode()).decode()

    assert paginate(get(f"?after={made}"), things, order=BY_LENGTH, per_page=10).first == 1


def test_nothing_found_is_an_empty_page(things):
    empty = paginate(get(), things.none(), per_page=10)
    both = paginate(get(), [things.none(), things.none()], rows=things, per_page=10)

    assert (list(empty), empty.count, list(both), both.count) == ([], 0, [], 0)
