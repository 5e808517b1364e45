"""Pages: a county edits its scheme, a township checks itself, grades without the last's names."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook

from lianxin.foundation.people.models import Role
from lianxin.work.assessments import workflow
from lianxin.work.assessments.models import Mark, Round, Scheme, Sheet
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_street,
    make_township,
)

pytestmark = pytest.mark.django_db
MEDIA = "市以上媒体采用不少于 7 篇，其中文字不少于 3 篇"


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def town(county):
    return make_township(county)


def signed_in(account):
    client = Client()
    client.force_login(account)
    return client


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def url(name, *args):
    return reverse(f"assessments:{name}", args=args)


def test_a_county_edits_its_scheme_on_pages_and_is_told_what_does_not_add_up(county, town):
    clerk = make_clerk(county)
    page = signed_in(clerk)
    drafted = text_of(page.post(url("scheme_new"), {"key": "points100"}, follow=True))
    assert "各项合计 100 分，总分 100 分" in drafted
    assert "会议次数（主席团会议） 每季度 ≥ 1 次" in drafted
    scheme = Scheme.objects.get()
    item = scheme.items.get(area="宣传")
    opened = page.get(url("item_change", item.pk))
    form = opened.context["form"]
    kept = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    kept = {name: value for name, value in kept.items() if value is not False}
    page.post(url("item_change", item.pk), kept | {"points": ""})
    assert "没有写不等于 0 分" in text_of(page.get(scheme.get_absolute_url()))
    before = item.conditions
    item.refresh_from_db()
    assert item.points is None
    # What the form does not touch stays as it was.
    assert item.conditions == before
    both = page.post(
        url("item_change", item.pk), kept | {"figure-1": "activities.held", "points": "10"}
    )
    assert both.status_code == 422
    assert "三种只能用一种" in text_of(both)
    page.post(url("item_change", item.pk), kept | {"points": "9"})
    refused = text_of(page.post(url("scheme_use", scheme.pk), follow=True))
    assert "合计 99 分，写明的总分是 100 分，相差 1 分" in refused
    wrong = page.post(
        url("scheme_change", scheme.pk), {"name": "x", "total": 99, "grades": "优秀九十"}
    )
    assert wrong.status_code == 422
    page.post(
        url("scheme_change", scheme.pk),
        {"name": "禾望县乡镇人大考评办法", "total": 99, "grades": "优秀 90\n合格 60\n需改进 0"},
    )
    assert "已启用" in text_of(page.post(url("scheme_use", scheme.pk), follow=True))
    assert page.post(url("item_change", item.pk), kept | {"points": "1"}).status_code == 409
    page.post(url("scheme_copy", scheme.pk))
    assert Scheme.objects.count() == 2


def test_a_round_on_pages_from_the_self_check_to_published_grades(county, town):
    clerk, town_clerk = make_clerk(county), make_clerk(town)
    street = make_street(county)
    street_clerk = make_clerk(street)
    page, own, far = signed_in(clerk), signed_in(town_clerk), signed_in(street_clerk)
    scheme = workflow.copy_shipped(county, "yearly7", by=clerk)
    workflow.put_in_use(scheme, by=clerk)
    today = localdate()
    page.post(
        url("round_new", scheme.pk),
        {"year": today.year, "self_by": today + timedelta(days=5)},
    )
    period = Round.objects.get()
    sheet, other = (Sheet.objects.get(body=one) for one in (town, street))
    assert far.get(sheet.get_absolute_url()).status_code == 404
    assert "待自评" in text_of(own.get(sheet.get_absolute_url()))

    mark = sheet.marks.get(item__name=MEDIA)
    refused = own.post(url("check", mark.pk), {"typed-0": 7, "typed-1": 3, "proof": " "})
    assert refused.status_code == 409
    assert "写明凭什么记录" in text_of(refused)
    scan = SimpleUploadedFile("采用稿件.txt", "甲报 3 月 5 日".encode(), "text/plain")
    own.post(
        url("check", mark.pk),
        {"typed-0": 7, "typed-1": 2, "proof": "采用稿件清单", "upload": scan},
    )
    stored = mark.files.get().file
    assert own.get(reverse("files:show", args=[stored.pk])).status_code in {200, 302}
    assert far.get(reverse("files:show", args=[stored.pk])).status_code in {403, 404}
    assert "采用稿件.txt" in text_of(page.get(sheet.get_absolute_url()))
    for one in sheet.marks.all():
        if one.is_by_proof:
            own.post(url("check", one.pk), {"typed-0": 7, "typed-1": 3, "proof": "采用稿件清单"})
    assert "已报送自评" in text_of(own.post(url("send", sheet.pk), follow=True))
    far.post(url("send", other.pk))
    assert own.post(url("review", mark.pk), {"awarded": 1, "mode": "check"}).status_code == 403
    for one in Mark.objects.select_related("item"):
        awarded = one.item.points if one.looks_met else 0
        page.post(url("review", one.pk), {"awarded": awarded, "mode": "check"})
    # The body does not read marks before it is told.
    assert "得分：" not in text_of(own.get(sheet.get_absolute_url()))
    assert "得分：" in text_of(page.get(sheet.get_absolute_url()))
    page.post(url("tell", period.pk), {"dispute_until": ""})
    assert "得分：" in text_of(own.get(sheet.get_absolute_url()))
    low = sheet.marks.filter(awarded=0).first()
    own.post(url("dispute", low.pk), {"words": "第四季度的活动在周末"})
    assert "过后才能评定" in text_of(page.post(url("settle", period.pk), follow=True))
    page.post(url("answer", low.pk), {"awarded": 1, "words": "核对签到册属实"})
    Round.objects.update(dispute_until=today - timedelta(days=1))
    page.post(url("settle", period.pk))
    page.post(url("publish", period.pk))
    shown = text_of(far.get(period.get_absolute_url()))
    last = scheme.grades[-1][0]
    grades = {one.body: one.grade for one in Sheet.objects.all()}
    assert grades[street] == last != grades[town]
    assert "只列个数，结果已分别反馈" in shown
    # Of two bodies neither is named: the other would be last. The own sheet stands below.
    listed = shown.split("不排名次")[0].split("已公布")[1]
    assert not any(name in listed for name in ("东城街道", "柳溪镇"))

    table = own.get(url("round", period.pk) + f"?round={period.pk}&as=xlsx")
    book = load_workbook(BytesIO(b"".join(table.streaming_content)))
    assert len(book.sheetnames) == 1
    words = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert any("采用稿件清单" in one for one in words)
    assert far.get(url("sheet", sheet.pk) + f"?sheet={sheet.pk}&as=xlsx").status_code == 404


def test_only_those_who_assess_or_are_assessed_find_the_room(county, town):
    deputy = signed_in(make_deputy(town))
    assert deputy.get(url("list")).status_code == 404
    clerk = signed_in(make_clerk(town))
    assert clerk.get(url("list")).status_code == 200
    assert clerk.get(url("scheme_new")).status_code == 403
    auditor = signed_in(make_account(Role.AUDITOR, county))
    county_clerk = make_clerk(county)
    scheme = workflow.copy_shipped(county, "items24", by=county_clerk)
    assert auditor.get(scheme.get_absolute_url()).status_code == 200
    assert auditor.get(url("item_new", scheme.pk)).status_code == 403
    assert clerk.get(scheme.get_absolute_url()).status_code == 404


def test_pages_ask_as_many_questions_for_one_body_as_for_many(
    county, town, django_assert_max_num_queries
):
    clerk = make_clerk(county)
    scheme = workflow.copy_shipped(county, "items24", by=clerk)
    workflow.put_in_use(scheme, by=clerk)
    for number in range(4):
        make_township(county, code=f"hewang-{number}", name=f"河{number}镇")
    today = localdate()
    period = workflow.open_round(scheme, year=today.year, self_by=today, by=clerk, today=today)
    page = signed_in(clerk)

    def asked(address):
        with django_assert_max_num_queries(40) as found:
            assert page.get(address).status_code == 200
        return len(found)

    many = asked(period.get_absolute_url())
    sheet = period.sheets.get(body=town)
    with django_assert_max_num_queries(25):
        page.get(sheet.get_absolute_url())
    Mark.objects.exclude(sheet=sheet).delete()
    Sheet.objects.exclude(pk=sheet.pk).delete()
    assert asked(period.get_absolute_url()) == many
