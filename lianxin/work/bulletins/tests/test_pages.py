"""Pages, who finds them, what they cost; figures, the diary's duty, the paper."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.engines import deeds
from lianxin.foundation.figures.catalogue import Scope, figure
from lianxin.foundation.papers import workflow as papers
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.people.models import Role
from lianxin.foundation.search.query import search
from lianxin.work.activities.models import Activity
from lianxin.work.activities.tests.factories import at
from lianxin.work.bulletins import workflow
from lianxin.work.bulletins.models import (
    Bulletin,
    Contribution,
    Item,
    Question,
    Receipt,
    Subscription,
)
from lianxin.work.bulletins.tests.factories import TODAY, Place
from lianxin.work.diary.queries import State, year_of
from lianxin.work.suggestions.tests.factories import make_account, make_deputy, make_township

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def place():
    return Place()


def url(name, record=None, **query):
    return reverse(f"bulletins:{name}", args=[record.pk] if record else [], query=query or None)


def test_a_month_on_the_pages_from_the_diary_to_the_button(client, place):
    client.force_login(place.clerk)
    begun = client.post(url("new", body=place.body.code, kind="circular"), {"kind": "circular"})
    bulletin = Bulletin.objects.get()
    assert begun.url == bulletin.get_absolute_url()
    assert client.post(url("issue", bulletin)).status_code == 409
    first, *others = bulletin.items.all()
    for item in others:
        client.post(url("item_drop", item))
    asked = {
        "heading": first.heading,
        "text": "",
        "office": place.office.pk,
        "ask_until": (localdate() + timedelta(days=3)).isoformat(),
    }
    refused = client.post(url("item", first), asked | {"office": ""})
    assert refused.status_code == 409
    assert "先选供稿单位" in refused.content.decode()
    assert client.post(url("item", first), asked).status_code == 302

    client.force_login(place.handler)
    assert client.get(url("asked")).context["page"] == [first]
    client.post(url("supply", first), {"text": "<b>收支平衡</b>。"})
    assert client.get(bulletin.get_absolute_url()).status_code == 404

    client.force_login(place.clerk)
    upload = SimpleUploadedFile("附表.txt", "附表".encode(), content_type="text/plain")
    assert client.post(url("file_new", bulletin), {"uploads": [upload]}).status_code == 302
    assert "4 名" in client.get(url("issue", bulletin)).content.decode()
    assert client.post(url("issue", bulletin)).status_code == 302

    reader = place.deputies[0]
    client.force_login(reader)
    assert [one.bulletin for one in client.get(url("mine")).context["page"]] == [bulletin]
    page = client.get(bulletin.get_absolute_url()).content.decode()
    assert "&lt;b&gt;收支平衡" in page
    assert "我已阅读" in page
    assert place.deputies[1].person.name not in page
    assert not Receipt.objects.exclude(way="").exists()
    for _press in range(2):
        assert client.post(url("read", bulletin)).status_code == 302
    assert Receipt.objects.exclude(way="").count() == 1
    client.post(url("question_new", bulletin), {"text": "水厂何时通水？"})

    client.force_login(place.clerk)
    waiting = client.get(url("questions", only="waiting")).context["page"]
    assert [one.text for one in waiting] == ["水厂何时通水？"]
    client.post(url("answer", Question.objects.get()), {"answer": "六月通水。"})
    elders = Receipt.objects.filter(way="").values_list("pk", flat=True)
    client.post(
        url("paper", bulletin), {"on": localdate().isoformat(), "receipts": list(elders)[:2]}
    )
    page = client.get(bulletin.get_absolute_url()).content.decode()
    # Of four no rate is told: the house tells none of fewer than five.
    assert "<b>3/4（不足 5，不算比率）</b>" in page

    client.force_login(reader)
    assert "六月通水" in client.get(bulletin.get_absolute_url()).content.decode()


def test_who_has_not_read_is_shown_to_the_clerk_alone(client, place):
    bulletin = place.issued()
    name = place.elder.name
    for account, shown in (
        (place.clerk, True),
        (place.chair, False),
        (make_account(Role.AUDITOR, place.county), False),
        (place.deputies[0], False),
    ):
        client.force_login(account)
        page = client.get(bulletin.get_absolute_url()).content.decode()
        assert (name in page) is shown, account
    client.force_login(place.chair)
    for address in ("issue", "paper", "correct", "withdraw", "item_new", "head"):
        assert client.get(url(address, bulletin)).status_code == 403
    assert client.post(url("remind", bulletin)).status_code == 403
    for stranger in (place.handler, make_deputy(make_other(place))):
        client.force_login(stranger)
        assert client.get(bulletin.get_absolute_url()).status_code == 404
        assert client.post(url("read", bulletin)).status_code == 404


def make_other(place):
    return make_township(place.county, code="hewang-beishan", name="北山镇")


def test_drafts_are_the_clerks_own_and_search_finds_what_one_may_see(place):
    draft, issued = place.written(kind="study"), place.issued()
    stranger = make_deputy(make_other(place))
    county_chair = make_account(Role.CHAIR, place.county)
    for account, seen in (
        (place.clerk, {draft, issued}),
        (place.chair, {issued}),
        (county_chair, {issued}),
        (place.deputies[0], {issued}),
        (place.handler, set()),
        (stranger, set()),
    ):
        assert set(Bulletin.objects.visible_to(account)) == seen
        found = search("经济社会发展", user=account, kinds=["bulletin"])
        shown = {one.url for one in found.documents}
        assert shown == {one.get_absolute_url() for one in seen - {draft}}, account
    assert not Item.objects.asked_of(stranger).exists()


@pytest.mark.parametrize("page", ["list", "mine", "questions", "periodicals", "library", "asked"])
def test_a_list_costs_the_same_with_one_row_and_with_five(client, place, page):
    account = {
        "mine": place.deputies[0],
        "asked": place.handler,
    }.get(page, place.clerk)
    client.force_login(account)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(page)).status_code == 200
        return len(queries)

    _fill(place, 1)
    cost()
    few = cost()
    for number in range(2, 6):
        _fill(place, number)
    assert cost() == few


def _fill(place, number):
    """One more of everything that the lists show."""
    bulletin = place.issued(today=TODAY + timedelta(days=number))
    receipt = place.receipt(bulletin, place.deputies[0])
    workflow.ask(receipt, text="何时通水？", by=place.deputies[0], today=TODAY)
    draft = place.draft(kind="study")
    workflow.add_item(
        draft,
        heading="财政",
        office=place.office,
        ask_until=TODAY + timedelta(days=9),
        by=place.clerk,
        today=TODAY,
    )
    workflow.subscribe(
        place.body,
        by=place.clerk,
        year=localdate().year,
        title=f"报刊{number}",
        copies=4,
        price=100,
        recipients="全体代表",
    )
    workflow.collect(
        _meeting(place), title=f"体会{number}", author="第一小组", text="三点。", by=place.clerk
    )


def _meeting(place) -> Activity:
    return Activity.objects.get_or_create(
        body=place.body,
        kind="meeting",
        title="经验交流会",
        defaults={
            "on": TODAY,
            "starts_at": at(TODAY, 9),
            "ends_at": at(TODAY, 11),
            "created_by": place.clerk,
        },
    )[0]


def test_one_bulletin_costs_the_same_with_four_recipients_and_with_twelve(client, place):
    client.force_login(place.clerk)

    def cost(bulletin):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(bulletin.get_absolute_url()).status_code == 200
        return len(queries)

    first = place.issued()
    cost(first)
    few = cost(first)
    for _more in range(8):
        make_deputy(place.body)
    assert cost(place.issued(today=TODAY + timedelta(days=1))) == few


def test_the_rate_stands_on_recipients_and_readers_and_names_are_for_the_clerk(place):
    bulletin = place.issued()
    place.read(bulletin, place.deputies[0])

    def value(key, user=None):
        return figure(f"bulletins.{key}").value(Scope(place.body, SINCE, UNTIL, user=user))

    assert figure("bulletins.read_rate").sides(Scope(place.body, SINCE, UNTIL)) == (1, 4)
    assert (value("issued"), value("recipients", place.chair)) == (1, 4)
    assert value("recipients", place.deputies[0]) == 1
    rows = figure("bulletins.recipients").records
    assert rows is not None
    assert rows(Scope(place.body, SINCE, UNTIL, user=place.clerk)).count() == 4
    assert rows(Scope(place.body, SINCE, UNTIL, user=place.chair)).count() == 0
    assert figure("bulletins.read").value(Scope(place.body, SINCE, UNTIL, public=True)) == 0
    source = deeds.source("bulletins.read")
    assert source.tally(place.body, SINCE, UNTIL) == {place.deputies[0].person_id: 1}


def test_the_duty_of_the_month_is_done_by_an_issued_circular_and_opens_its_form(place):
    def stands():
        dated = year_of(place.body, 2026, on=date(2026, 4, 2))
        return next(one for one in dated if one.key == "circular" and one.on.month == 3)

    assert stands().state == State.MISSED
    assert stands().opens == url("new", kind="circular", body=place.body.code)
    place.issued(kind="study")
    assert stands().state == State.MISSED
    bulletin = place.issued()
    assert stands().state == State.DONE
    workflow.withdraw(bulletin, reason="数字有误", by=place.clerk, today=TODAY)
    assert stands().state == State.MISSED


def test_the_paper_bears_number_sections_and_suppliers(place):
    bulletin = place.draft(kind="study")
    workflow.add_item(
        bulletin,
        heading="财政收支",
        text="收支平衡。",
        office=place.office,
        by=place.clerk,
        today=TODAY,
    )
    workflow.issue(bulletin, by=place.clerk, today=TODAY)

    kind = kind_of("bulletin")
    paper = papers.draft(kind, bulletin, by=place.clerk, today=TODAY)

    words = str(kind.compose(paper.fields).as_json())
    assert "一、财政收支" in words
    assert "（柳溪镇财政所供稿）" in words
    assert kind.number_of(bulletin) == "2026年第1期"


def test_the_library_is_searched_by_title_author_and_words(client, place):
    activity = _meeting(place)
    for title, author in (("怎样走访选民", "第一小组"), ("怎样写好建议", "第二小组")):
        workflow.collect(activity, title=title, author=author, text="三点。", by=place.clerk)
    client.force_login(place.deputies[0])
    for words, number in (("走访", 1), ("第二小组", 1), ("三点", 2), ("没有的词", 0)):
        assert len(client.get(url("library", q=words)).context["page"]) == number
    one = Contribution.objects.first()
    assert client.get(one.get_absolute_url()).status_code == 200
    assert client.post(url("contribution_drop", one)).status_code == 403
    assert client.get(url("contribution_new", body=place.body.code)).status_code == 404


def test_a_periodical_is_listed_and_its_issues_noted_on_the_pages(client, place):
    client.force_login(place.clerk)
    typed = {
        "title": "民声",
        "year": "2026",
        "copies": "40",
        "price": "144.50",
        "recipients": "代表",
    }
    wrong = client.post(url("periodical_new", body=place.body.code), typed | {"copies": "0"})
    assert wrong.status_code == 422
    assert client.post(url("periodical_new", body=place.body.code), typed).status_code == 302
    one = Subscription.objects.get()
    assert one.price == 14450
    came = {"issue": "第1期", "delivered_on": "2026-01-09", "copies": "38"}
    assert client.post(url("delivery_new", one), came).status_code == 302
    assert client.post(url("delivery_new", one), came).status_code == 409
    assert "订 40 份" in client.get(one.get_absolute_url()).content.decode()
