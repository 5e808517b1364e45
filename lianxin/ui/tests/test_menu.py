"""The top menu shows what a person may open, and costs nothing else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from lianxin.ui import context, menu

pytestmark = [pytest.mark.urls("lianxin.ui.tests.urls"), pytest.mark.usefixtures("empty_menu")]


class Person:
    is_authenticated = True


def shown_to(user):
    request = RequestFactory().get("/")
    request.user = user
    return context.site(request)["menu"]


def labels(user, path="/"):
    return [entry.label for entry in menu.entries_for(user, path)]


def test_entries_stand_in_their_order_whoever_registers_first():
    menu.register("台账", "late", order=30)
    menu.register("建议", "records", order=20)

    assert labels(Person()) == ["建议", "台账"]


def test_an_entry_without_an_address_yet_is_left_out():
    menu.register("建议", "records", order=20)
    menu.register("会议", "meetings:list", order=30)

    assert labels(Person()) == ["建议"]


def test_only_those_it_is_meant_for_see_an_entry():
    menu.register("建议", "records", order=20)
    menu.register("设置", "late", order=90, shown_to=lambda user: False)

    assert labels(Person()) == ["建议"]
    assert labels(AnonymousUser()) == []
    assert labels(None) == []


def test_the_longest_address_is_current():
    menu.register("工作台", "home", order=10)
    menu.register("建议", "records", order=20)
    menu.register("超期", "late", order=30)

    def current(path):
        return [entry.label for entry in menu.entries_for(Person(), path) if entry.is_current]

    assert current("/") == ["工作台"]
    assert current("/records/12/") == ["建议"]
    assert current("/records/late/") == ["超期"]
    assert current("/elsewhere/") == []


def test_a_count_is_asked_once_a_page_and_only_for_what_is_shown():
    asked = []

    def waiting(user):
        asked.append(user)
        return 3

    menu.register("建议", "records", order=20, count=waiting)
    menu.register("设置", "late", order=90, shown_to=lambda user: False, count=waiting)
    shown = shown_to(Person())
    assert asked == []

    counts = [entry.count for entry in shown] + [entry.count for entry in shown.first]

    assert counts == [3, 3]
    assert len(asked) == 1


def test_nothing_waiting_shows_no_number():
    menu.register("建议", "records", order=20, count=lambda user: 0)

    assert menu.entries_for(Person(), "/")[0].count is None


def test_more_than_seven_entries_fold_behind_more(settings):
    settings.ROOT_URLCONF = "lianxin.ui.tests.many_urls"
    for number in range(9):
        menu.register(str(number), f"page{number}", order=number)
    shown = shown_to(Person())

    assert [entry.label for entry in shown.first] == list("012345")
    assert [entry.label for entry in shown.rest] == list("678")


def test_the_body_is_named_only_to_those_who_signed_in():
    menu.name_body_with(lambda user: "禾望县人大")

    assert menu.body_name(Person()) == "禾望县人大"
    assert menu.body_name(AnonymousUser()) == ""
