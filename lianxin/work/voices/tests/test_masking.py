"""What voters write of themselves is covered before others read it."""

import pytest

from lianxin.foundation.masking import mask_name, mask_voice


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我叫张三丰，家住柳溪村。", "我叫张某某，家住柳溪村。"),
        ("联系人：李四 13800000000", "联系人：李某 138********"),
        ("我是王小明，今年60岁", "我是王某某，今年60岁"),
        ("身份证 110101199003077758 号", "身份证 110*************** 号"),
        ("请拨 +86 13800000000", "请拨 +86************"),
        ("座机 0371-6789012", "座机 037*********"),
        ("我是柳溪村的村民，路坏了", "我是柳溪村的村民，路坏了"),
        ("我是一名教师，建议修路", "我是一名教师，建议修路"),
        ("编号 20261122001 不是电话", "编号 20261122001 不是电话"),
    ],
)
def test_names_and_numbers_are_covered_and_ordinary_words_are_not(text, shown):
    assert mask_voice(text) == shown


def test_a_name_alone_keeps_its_first_character():
    assert [mask_name(one) for one in ("张三", "欧阳小明", "", "李")] == [
        "张某",
        "欧某某",
        "",
        "李某",
    ]
