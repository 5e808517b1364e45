"""A body's own scales: made, versioned, copied; used by a meeting that never changes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lianxin.foundation.people.models import Role
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.appraisals import workflow
from lianxin.work.appraisals.models import GradeCount, OwnScale
from lianxin.work.appraisals.papers import compose_result, result_data
from lianxin.work.appraisals.results import results_of
from lianxin.work.appraisals.scales import SCALES
from lianxin.work.appraisals.tests.factories import (
    TODAY,
    close,
    enter_twice,
    lines_of,
    make_meeting,
    make_second,
)
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)

pytestmark = pytest.mark.django_db
FOUR = ["优秀", "良好", "一般", "较差"]


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def town(county):
    return make_township(county)


@pytest.fixture
def clerk(town):
    return make_clerk(town)


def make(body, by, **more):
    given: dict[str, Any] = {
        "name": "四档测评",
        "grades": FOUR,
        "good": 2,
        "source": "主席团〔2026〕3号",
    }
    return workflow.make_scale(body, by=by, today=TODAY, **(given | more))


def test_counts_and_result_sheet_follow_the_own_scale(town, clerk):
    scale = make(town, clerk)
    meeting = make_meeting(town, clerk, offices=1, scale=scale.key)
    close(meeting, clerk, 46)
    lines = lines_of(meeting, [[20, 15, 8, 2]], returned=46)
    enter_twice(meeting, lines, clerk, make_second(town))
    with pytest.raises(Refused, match="差额"):
        workflow.count(meeting, by=clerk, today=TODAY)
    workflow.count(meeting, gap_reason="一张写了两个等次以外的字", by=clerk, today=TODAY)
    row = results_of(meeting)[0].total.rows[0]
    assert [(one.name, one.number, one.percent) for one in row.shares] == [
        ("优秀", 20, "43%"),
        ("良好", 15, "33%"),
        ("一般", 8, "17%"),
        ("较差", 2, "4%"),
    ]
    assert "有 1 张没有着落" in row.gap
    good = GradeCount.objects.filter(tally__subject__meeting=meeting, is_good=True)
    assert [one.name for one in good] == ["优秀", "良好"]
    data = result_data(meeting, clerk)
    assert data["scale"] == "四档测评（主席团〔2026〕3号）"
    assert "优秀、良好算满意" in str(compose_result(data).blocks)


def test_a_change_is_the_next_version_and_no_meeting_changes(town, clerk):
    scale = make(town, clerk)
    meeting = make_meeting(town, clerk, offices=1, scale=scale.key)
    later = TODAY + timedelta(days=10)
    after = workflow.change_scale(
        scale,
        by=clerk,
        today=later,
        name="三档测评",
        grades=["好", "较好", "差"],
        good=1,
        rows=[],
        verdict="majority",
        source="主席团〔2026〕9号",
    )
    meeting.refresh_from_db()
    assert (meeting.grades, meeting.good, meeting.scale) == (FOUR, 2, scale.key)
    scale.refresh_from_db()
    assert (scale.grades, scale.ended_on, after.version) == (FOUR, later, 2)
    with pytest.raises(WrongStatus, match="已经修改"):
        workflow.change_scale(scale, by=clerk, today=later, name="又改")
    with pytest.raises(Refused, match="重新选择"):
        workflow.scale_for(town, scale.key)
    workflow.end_scale(after, by=clerk, today=later)
    assert not OwnScale.objects.in_use(town).exists()


def test_a_scale_that_cannot_be_counted_is_refused_in_words(town, clerk):
    for wrong, words in (
        ({"grades": ["好"]}, "2 到 6 个"),
        ({"grades": ["好", "好", "差"]}, "重名"),
        ({"grades": ["好", "弃权"]}, "弃权不用列"),
        ({"good": 4}, "至少留一个不算满意"),
        ({"verdict": "shares"}, "只用于三个等次"),
        ({"source": "  "}, "依据"),
    ):
        with pytest.raises(Refused, match=words):
            make(town, clerk, **wrong)
    assert not OwnScale.objects.exists()
    with pytest.raises(PermissionDenied):
        make(town, make_deputy(town))


def test_a_county_s_scale_serves_its_towns_and_no_town_s_the_neighbour(county, town, clerk):
    counties = make(county, make_account(Role.COUNTY_CLERK, county), name="全县统一")
    neighbour = make_township(county, code="other", name="石桥镇")
    theirs = make(neighbour, make_clerk(neighbour))
    assert make_meeting(town, clerk, offices=1, scale=counties.key).grades == FOUR
    with pytest.raises(Refused, match="重新选择"):
        workflow.scale_for(town, theirs.key)
    assert list(OwnScale.objects.visible_to(clerk)) == [counties]
    with pytest.raises(PermissionDenied):
        workflow.end_scale(counties, by=clerk, today=TODAY)


def test_shipped_scales_are_copied_on_the_page_and_never_edited(client, town, clerk):
    client.force_login(clerk)
    shown = client.get(reverse("appraisals:scales")).content.decode()
    assert "五好，每项满意、基本满意、不满意" in shown
    copy = reverse("appraisals:scale_new") + "?from=five_good"
    assert "思想品德好" in client.get(copy).content.decode()
    typed = {
        "name": "六好",
        "grades": "满意\n基本满意\n不满意",
        "good": "2",
        "rows": "\n".join([*map(str, SCALES["five_good"].rows), "联系群众好"]),
        "verdict": "none",
        "source": "主席团会议 2026-03-01",
        "body": town.pk,
    }
    assert client.post(copy, typed | {"grades": "满意"}).status_code == 409
    assert client.post(copy, typed).status_code == 302
    scale = OwnScale.objects.get()
    assert (len(scale.rows), scale.copied_from) == (6, "五好，每项满意、基本满意、不满意")
    assert len(SCALES["five_good"].rows) == 5
    change = reverse("appraisals:scale_change", args=[scale.pk])
    assert client.post(change, typed | {"name": "六好（修订）"}).status_code == 302
    shown = client.get(reverse("appraisals:scales")).content.decode()
    assert "第 2 版" in shown
    assert "第 1 版" in shown
    form = client.get(reverse("appraisals:meeting_new")).content.decode()
    assert "六好（修订）" in form
    last = OwnScale.objects.in_use().get()
    assert client.post(reverse("appraisals:scale_end", args=[last.pk])).status_code == 302
    client.force_login(make_clerk(make_township(make_county(code="other"), code="o-t")))
    assert client.get(change).status_code == 404
