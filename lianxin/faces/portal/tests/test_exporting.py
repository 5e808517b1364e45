"""What the public may read leaves as a table too, and nothing besides."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from lianxin.engines.matters.models import Matter
from lianxin.faces.portal import exporting
from lianxin.faces.portal.masking import mask
from lianxin.faces.portal.tests.test_portal import published
from lianxin.foundation.tasks.models import Job
from lianxin.work.suggestions.tests.factories import make_county, make_suggestion

pytestmark = pytest.mark.django_db


def rows_of(client, **query):
    response = client.get(reverse("portal:progress"), query | {"as": "xlsx"})
    assert response.status_code == 200
    assert not response.cookies
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_anyone_takes_away_the_released_list_as_filtered_and_no_more(client):
    county = make_county()
    story = published(county, title="请打 13800001234 修桥", status="judged")
    published(county, title="关于路灯的建议")
    make_suggestion(county, title="没有公开的建议")

    found = rows_of(client)
    narrowed = rows_of(client, q="路灯")

    assert found[1] == [
        "序号",
        "机构",
        "编号",
        "标题",
        "承办单位",
        "进度",
        "代表评价",
        "编号(系统)",
    ]
    assert [row[3] for row in found[2:]] == ["关于路灯的建议", mask(story.suggestion.title)]
    assert "13800001234" not in str(found)
    assert story.deputy.person.name not in str(found)
    assert [row[3] for row in narrowed[2:]] == ["关于路灯的建议"]
    page = client.get(reverse("portal:progress"), {"q": "路灯"}).text
    assert 'href="?q=%E8%B7%AF%E7%81%AF&amp;as=xlsx"' in page


def test_a_long_list_is_cut_with_a_word_and_starts_no_job(client, monkeypatch):
    county = make_county()
    for title in ("甲", "乙"):
        published(county, title=title)
    monkeypatch.setattr(exporting, "AT_ONCE", 1)

    found = rows_of(client)

    assert [row[3] for row in found[2:]] == [Matter.objects.order_by("-pk")[0].title]
    assert "共 2 件，这里是最新的 1 件" in found[0][0]
    assert not Job.objects.exists()
