import json

import pytest

from lianxin.engines.triage import features, learning
from lianxin.engines.triage.learning import Example, Model, learn
from lianxin.engines.triage.tests.invented import examples


@pytest.fixture(scope="module")
def model():
    return learn(examples())


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("关于整修河口村公路的建议", "交通"),
        ("关于河口村小学缺教师的建议", "教育"),
        ("关于河口村卫生室缺药品的建议", "医疗"),
    ],
)
def test_a_new_text_gets_the_label_of_those_like_it(model, title, label):
    first = model.propose(title, "")[0]

    assert first.label == label
    assert 0.5 < first.confidence < 1


def test_a_proposal_names_the_words_that_decided(model):
    first = model.propose("关于河口村小学缺教师的建议", "学生没有老师。")[0]

    assert "教师" in first.words
    assert not {"关于", "河口村"} & set(first.words)


def test_shares_of_all_labels_make_about_one(model):
    found = model.propose("关于河口村的建议", "", most=9)

    assert {one.label for one in found} == {"交通", "教育", "医疗"}
    assert sum(one.confidence for one in found) == pytest.approx(1, abs=0.02)


def test_a_word_never_met_still_helps_when_it_is_public_business(model):
    # 疾控 stands in no example, but belongs to the same field as 疫苗 and 医生.
    assert model.propose("关于疾控的建议", "")[0].label == "医疗"


def test_a_stored_model_proposes_the_same(model):
    stored = json.loads(json.dumps(model.as_json(), ensure_ascii=False))

    again = Model.from_json(stored)

    asked = ("关于河口村小学缺教师的建议", "")
    assert again is not None
    assert again.propose(*asked)[0].label == model.propose(*asked)[0].label
    assert again.propose(*asked)[0].confidence == pytest.approx(
        model.propose(*asked)[0].confidence, abs=0.02
    )


def test_a_model_of_another_version_is_not_read(model):
    assert Model.from_json(model.as_json() | {"version": learning.VERSION + 1}) is None


def test_without_examples_nothing_is_proposed():
    assert learn([]).propose("关于修路的建议", "") == []


def test_with_one_label_that_one_is_proposed():
    model = learn([Example("修路", "", "交通"), Example("修桥", "", "交通")])

    assert [one.label for one in model.propose("种树", "")] == ["交通"]


def test_an_empty_text_is_answered_by_some_label(model):
    assert model.propose("", "")[0].label in ("交通", "教育", "医疗")


def test_a_model_stays_within_its_bounds(monkeypatch):
    monkeypatch.setattr(learning, "MOST_FEATURES", 50)

    model = learn(examples())

    assert len(model.rarity) <= 50
    assert model.propose("关于河口村小学缺教师的建议", "")[0].label == "教育"


def test_only_the_newest_examples_count(monkeypatch):
    monkeypatch.setattr(learning, "MOST_EXAMPLES", 10)
    old = [Example("关于修路的建议", "", "旧单位")] * 10
    new = [Example("关于修路的建议", "", "新单位")] * 10

    assert learn([*old, *new]).labels == ["新单位"]


def test_longer_words_of_public_business_win_over_those_within_them():
    assert dict(features.business("幼儿园门口")) == {"幼儿园": 1}
    assert "幼儿教育" in features.fields_of("幼儿园", "")
    assert "医疗" not in features.fields_of("幼儿园", "")
