"""Bonus and public criticism: evidence, caps, objections; the items stay as they are."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from openpyxl import load_workbook

from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.assessments import workflow
from lianxin.work.assessments.models import Extra, Item, Round, Scheme
from lianxin.work.assessments.shipped import schemes
from lianxin.work.suggestions.tests.factories import make_clerk, make_county, make_township

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 10)
ON = date(2026, 6, 1)
PUBLICITY = "宣传工作"


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def town(county):
    return make_township(county)


@pytest.fixture
def clerk(county):
    return make_clerk(county)


@pytest.fixture
def town_clerk(town):
    return make_clerk(town)


def opened(county, clerk, *, bonus=((PUBLICITY, 5), ("创新工作", 3)), criticism=4) -> Round:
    """A round with one item of 100 points."""
    scheme = Scheme.objects.create(
        body=county,
        name="考评细则",
        total=100,
        grades=[["优秀", 90], ["良好", 80], ["需改进", 0]],
        bonus=[list(one) for one in bonus],
        criticism=criticism,
    )
    Item.objects.create(
        scheme=scheme, order=1, area="基础", name="台账", points=100, conditions=[{"proof": "台账"}]
    )
    workflow.put_in_use(scheme, by=clerk)
    self_by = TODAY + timedelta(days=5)
    return workflow.open_round(scheme, year=2026, self_by=self_by, by=clerk, today=TODAY)


def claim(sheet, by, points, area=PUBLICITY, **more):
    given: dict[str, Any] = {"on": ON, "proof": "《禾望报》6 月 1 日"} | more
    return workflow.claim_bonus(sheet, area=area, points=points, by=by, today=TODAY, **given)


def sent(sheet, by):
    mark = sheet.marks.select_related("sheet__round", "sheet__body", "item").get()
    workflow.check(mark, is_met=True, proof="见台账", by=by, today=TODAY)
    workflow.send(sheet, by=by, today=TODAY)


def reviewed(sheet, by, awarded=88):
    mark = sheet.marks.select_related("sheet__round__body", "item").get()
    workflow.review(mark, awarded=awarded, mode="check", words="缺两次记录", by=by)


def criticise(sheet, by, points=4, **more):
    given: dict[str, Any] = {"area": "县委办〔2026〕3 号", "on": ON, "proof": "通报"} | more
    return workflow.add_extra(
        sheet, kind=Extra.Kind.CRITICISM, points=points, by=by, today=TODAY, **given
    )


def test_bonus_and_criticism_change_the_result_and_never_the_items(county, town, clerk, town_clerk):
    sheet = opened(county, clerk).sheets.get()
    extra = claim(sheet, town_clerk, 5)
    sent(sheet, town_clerk)
    with pytest.raises(WrongStatus, match="已经报送"):
        claim(sheet, town_clerk, 1, area="创新工作")
    reviewed(sheet, clerk)
    with pytest.raises(Refused, match="加分申请没有核定：柳溪镇"):
        workflow.tell(sheet.round, by=clerk, today=TODAY)
    with pytest.raises(Refused, match="申请的 5 分不同"):
        workflow.decide_extra(extra, awarded=4, by=clerk)
    workflow.decide_extra(extra, awarded=4, words="一篇重复", by=clerk)
    criticism = criticise(sheet, clerk)
    workflow.tell(sheet.round, by=clerk, today=TODAY)
    workflow.object_to_extra(criticism, words="通报已撤销", by=town_clerk, today=TODAY)
    later = TODAY + timedelta(days=8)
    with pytest.raises(Refused, match="异议没有答复"):
        workflow.settle(sheet.round, by=clerk, today=later)
    workflow.answer_extra(criticism, awarded=1, words="改为提醒，扣 1 分", by=clerk)
    workflow.settle(sheet.round, by=clerk, today=later)
    sheet.refresh_from_db()
    assert (sheet.awarded, sheet.points, sheet.added, sheet.taken) == (88, 100, 4, 1)
    assert (sheet.result, sheet.grade) == (91, "优秀")
    criticism.refresh_from_db()
    assert criticism.dispute == "upheld"


def test_a_bonus_needs_evidence_and_stays_under_its_cap(county, town, clerk, town_clerk):
    sheet = opened(county, clerk).sheets.get()
    claim(sheet, town_clerk, 3)
    for more, words in (
        ({"points": 3}, "最多加 5 分，已有 3 分，还可以加 2 分"),
        ({"points": 1, "proof": " "}, "写明凭据"),
        ({"points": 1, "area": "接待工作"}, "没有“接待工作”这项加分"),
        ({"points": 1, "on": date(2025, 12, 31)}, "不在考评期内"),
        ({"points": 1, "on": date(2026, 12, 11)}, "还没有到"),
    ):
        with pytest.raises(Refused, match=words):
            claim(sheet, town_clerk, **more)
    with pytest.raises(PermissionDenied):
        claim(sheet, clerk, 1)
    with pytest.raises(PermissionDenied):
        criticise(sheet, town_clerk)
    with pytest.raises(Refused, match="一次最多扣 4 分"):
        criticise(sheet, clerk, 5)
    assert sheet.extras.count() == 1


def test_a_scheme_without_criticism_takes_nothing_off_and_never_below_nothing(
    county, town, clerk, town_clerk
):
    sheet = opened(county, clerk, bonus=(), criticism=None).sheets.get()
    with pytest.raises(Refused, match="没有写通报批评扣分"):
        criticise(sheet, clerk, 1)
    sheet.awarded, sheet.taken = 2, 5
    assert sheet.result == 0


def test_the_shipped_scheme_says_what_the_print_left_out(county, clerk):
    scheme = workflow.copy_shipped(county, "bonus100", by=clerk)
    found = "".join(str(one) for one in workflow.shortcomings(scheme))
    assert "还没有考评项目" in found
    Item.objects.create(scheme=scheme, order=1, area="基础", name="台账", points=100)
    found = "".join(str(one) for one in workflow.shortcomings(scheme))
    assert "没有上限的加分不能启用" in found
    assert PUBLICITY in found
    # The sheets of 24 items and of 100 points have neither.
    assert [key for key, one in schemes().items() if one.get("bonus")] == ["bonus100"]


def test_the_pages_claim_decide_and_object(client, county, town, clerk, town_clerk):
    sheet = opened(county, clerk).sheets.get()
    client.force_login(town_clerk)
    typed = {"area": PUBLICITY, "points": "6", "on": "2026-06-01", "proof": "《禾望报》"}
    address = reverse("assessments:claim", args=[sheet.pk])
    refused = client.post(address, typed)
    assert refused.status_code in (409, 422)
    assert "最多加 5 分" in refused.content.decode()
    assert "《禾望报》" in refused.content.decode()
    extra = claim(sheet, town_clerk, 2)
    sent(sheet, town_clerk)
    assert "申请 2 分" in client.get(sheet.get_absolute_url()).content.decode()
    assert client.get(reverse("assessments:criticism", args=[sheet.pk])).status_code == 403
    client.force_login(clerk)
    decide = reverse("assessments:extra_decide", args=[extra.pk])
    assert client.post(decide, {"awarded": "2", "words": ""}).status_code == 302
    criticism = {"area": "县委办 3 号", "points": "2", "on": "2026-06-01", "proof": "通报"}
    address = reverse("assessments:criticism", args=[sheet.pk])
    assert client.post(address, criticism).status_code == 302
    table = client.get(f"{sheet.get_absolute_url()}?sheet={sheet.pk}&as=xlsx")
    names = load_workbook(BytesIO(b"".join(table.streaming_content))).sheetnames
    assert "柳溪镇加分扣分" in names
    # Until it is told, the body does not read what the county entered.
    client.force_login(town_clerk)
    assert "县委办 3 号" not in client.get(sheet.get_absolute_url()).content.decode()
    other = make_clerk(make_township(county, code="other", name="石桥镇"))
    client.force_login(other)
    assert client.get(reverse("assessments:extra_dispute", args=[extra.pk])).status_code == 404
