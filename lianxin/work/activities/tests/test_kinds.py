"""Kinds as data: shipped, renamed, added, and what may be written into their fields."""

import pytest
from django.core.exceptions import PermissionDenied

from lianxin.engines.deeds import Section
from lianxin.foundation.calendars.remembering import remembering
from lianxin.foundation.refusals import Refused
from lianxin.work.activities import kinds, workflow
from lianxin.work.activities.kinds import kind_of, kinds_for, kinds_told, shipped
from lianxin.work.activities.models import OwnKind
from lianxin.work.activities.tests.factories import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Place(deputies=1)


def own(body, key="tea", **fields):
    values = {"name": "乡音茶室", "section": Section.GROUP.value, "asks": ["others"]} | fields
    return OwnKind(body=body, key=key, **values)


def test_problems_solved_are_asked_wherever_deputies_look_into_things():
    kinds_ = shipped()
    assert all("solved" in kinds_[key].asks for key in ("inspection", "survey", "enforcement"))


def test_every_shipped_kind_is_whole():
    assert set(shipped()) >= {
        "group",
        "activity_day",
        "inspection",
        "survey",
        "enforcement",
        "visit",
        "training",
        "lecture",
        "forum",
        "sit_in",
        "volunteer",
        "help",
        "mediation",
        "campaign",
        "meeting",
    }
    for one in shipped().values():
        assert one.section in set(Section)
        assert set(one.asks) <= set(kinds.ASKS)
        assert set(one.flags) <= set(kinds.FLAGS)
        assert all(not field.is_figure or (field.name and field.unit) for field in one.fields)


def test_an_own_kind_of_the_county_is_there_for_its_townships_and_the_nearest_name_counts(place):
    OwnKind.objects.bulk_create(
        [
            own(place.county),
            own(place.county, "inspection", name="集中视察", section="inspections"),
            own(place.body, "inspection", name="专项视察", section="inspections"),
        ]
    )
    assert kind_of(place.body, "tea").name == "乡音茶室"
    assert kind_of(place.body, "inspection").name == "专项视察"
    assert kind_of(place.county, "inspection").name == "集中视察"
    assert kind_of(place.body, "inspection").words == "参加专项视察"
    with pytest.raises(Refused, match="没有这一类活动"):
        kind_of(place.body, "unknown")


def test_a_kind_no_longer_used_is_not_offered_and_keeps_its_name(place):
    workflow.save_kind(
        own(place.body, "visit", name="走访", section="group", is_active=False), by=place.clerk
    )
    with remembering():
        assert "visit" not in {one.key for one in kinds_for(place.body)}
        assert "visit" not in {one.key for one in kinds_told(place.body)}
        assert kind_of(place.body, "visit").name == "走访"


def test_further_fields_are_added_to_a_shipped_kind(place):
    fields = [{"key": "weather", "label": "天气", "type": "choice", "choices": ["晴", "雨"]}]
    saved = workflow.save_kind(
        own(place.body, "enforcement", name="执法检查", section="group", fields=fields),
        by=place.clerk,
    )
    kind = kind_of(place.body, "enforcement")
    assert [field.key for field in kind.fields] == ["law", "laws", "units", "weather"]
    assert saved.section == Section.INSPECTIONS  # a shipped kind stays in its part of the file
    assert kind.words == "参加执法检查"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "请填写类别名称"),
        ({"section": "nowhere"}, "归入履职档案的哪一部分"),
        ({"flags": ["magic"]}, "不在可选范围"),
        ({"fields": [{"key": "1a", "label": "天气"}]}, "代码请用英文字母开头"),
        ({"fields": [{"key": "a", "label": ""}]}, "应当写明名称"),
        ({"fields": [{"key": "a", "label": "天气", "type": "picture"}]}, "只能是"),
        ({"fields": [{"key": "a", "label": "天气", "type": "choice"}]}, "请列出有哪些选项"),
        ({"fields": [{"key": "a", "label": "甲"}, {"key": "a", "label": "乙"}]}, "代码相同"),
    ],
)
def test_a_kind_that_makes_no_sense_is_refused(place, fields, words):
    with pytest.raises(Refused, match=words):
        workflow.save_kind(own(place.body, **fields), by=place.clerk)
    assert not OwnKind.objects.exists()


def test_only_the_clerk_of_the_body_keeps_its_kinds(place):
    with pytest.raises(PermissionDenied):
        workflow.save_kind(own(place.county), by=place.clerk)
    workflow.save_kind(own(place.body), by=place.clerk)
    with pytest.raises(Refused, match="本级已有这一类别"):
        workflow.save_kind(own(place.body), by=place.clerk)


def test_values_are_kept_as_their_type_and_others_refused():
    kind = shipped()["enforcement"]
    assert kind.clean({"law": " 农民专业合作社条例 ", "laws": "1", "units": ""}) == {
        "law": "农民专业合作社条例",
        "laws": 1,
    }
    for values, words in (
        ({"laws": 1}, "请填写“法律法规名称”"),
        ({"law": "条例", "laws": "一部"}, "不小于零的整数"),
        ({"law": "条例", "laws": -1}, "不小于零的整数"),
        ({"law": "条例", "laws": 1.5}, "不小于零的整数"),
        ({"law": "条" * 501}, "最多 500 个字"),
        ({"law": "条例", "colour": "红"}, "没有这一项：colour"),
    ):
        with pytest.raises(Refused, match=words):
            kind.clean(values)
    with pytest.raises(Refused, match="从列出的选项中选择"):
        shipped()["volunteer"].clean({"purpose": "lottery"})
    assert shipped()["mediation"].clean({"is_settled": "on"}) == {"is_settled": True}
    assert shipped()["mediation"].clean({"is_settled": False}) == {}
    assert shipped()["volunteer"].displayed({"purpose": "charity"}) == [("款物用途", "慈善事业")]
