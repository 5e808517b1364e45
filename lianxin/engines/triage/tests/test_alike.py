from lianxin.engines.triage.likeness import Text, nearest, neighbours

BRIDGE = ("关于修复石板桥的建议", "柳溪村石板桥护栏断裂，雨季行人危险。请加固桥墩，更换护栏。")
SAME_BRIDGE = ("请修柳溪村的桥", "村口石板桥的护栏断了半年，孩子上学经过很危险，盼加固。")
SCHOOL = ("关于扩建中心小学的建议", "班级人数过多，教室不够，请扩建教学楼。")
CLINIC = ("关于夜间门诊的建议", "孩子夜里发烧要送外地，请县医院开夜间门诊。")


def _texts(*pairs):
    return [(place, Text.of(*pair)) for place, pair in enumerate(pairs)]


def test_the_same_matter_in_other_words_comes_first_with_the_words_in_common():
    found = nearest(Text.of(*BRIDGE), _texts(SCHOOL, SAME_BRIDGE, CLINIC))

    assert found[0][0] == 1
    assert {"石板桥", "护栏"} & set(found[0][1].words)
    assert not found[0][1].is_same
    assert found[0][1].score > 2 * found[1][1].score


def test_a_copy_is_known_whatever_its_spaces_and_punctuation():
    title, text = BRIDGE
    copy = (title, text.replace("，", " , ").replace("。", "！\n"))

    _place, likeness = nearest(Text.of(*BRIDGE), _texts(copy))[0]

    assert likeness.is_same
    assert likeness.score == 1


def test_empty_texts_are_not_copies_of_each_other():
    _place, likeness = nearest(Text.of("", ""), _texts(("", "")))[0]

    assert not likeness.is_same
    assert likeness.score == 0


def test_everyday_words_alone_make_nothing_alike():
    one = Text.of("关于进一步加强管理的建议", "希望相关部门尽快解决。")

    found = nearest(one, _texts(SCHOOL, CLINIC))

    assert not any(likeness.words for _place, likeness in found)


def test_neighbours_find_copies_first():
    texts = [Text.of(*pair) for pair in (BRIDGE, SCHOOL, BRIDGE, SAME_BRIDGE, CLINIC)]

    found = neighbours(texts, 2)

    assert [place for place, _score in found[0]] == [2, 3]
    assert found[0][0][1] == 1
