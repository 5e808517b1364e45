"""Counties' Word templates: what fits is filled, what does not is named by place."""

from io import BytesIO

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from lianxin.foundation.papers.own_templates.filling import fill
from lianxin.foundation.papers.own_templates.guarding import refuse_unsafe
from lianxin.foundation.papers.own_templates.reading import read_template
from lianxin.foundation.papers.tests.word_files import (
    FIELDS,
    VALUES,
    runs,
    text_of,
    with_part,
    word,
)
from lianxin.foundation.refusals import Refused

pytestmark = pytest.mark.any_database


def troubles(file):
    return [str(one) for one in read_template(file, FIELDS).troubles]


def filled(file):
    refuse_unsafe(file, "模板.docx")
    return text_of(fill(file, FIELDS, VALUES))


def test_fields_are_filled_under_both_names_and_text_stays_text():
    file = word("关于{{ 标题 }}", "{{office}}：请于{{ 办理期限 }}前答复。")

    assert filled(file) == "关于关于修复<石板桥>的建议\n县交通运输局：请于2026年6月11日前答复。\n"


def test_a_field_that_word_has_split_into_runs_is_filled():
    file = word(
        build=lambda document: (
            runs(
                document, "送：{", "{ 承", "办单", "位 }", "}，", "请于{{办理", "期限}}前", "答复"
            ),
            runs(document, "{{ ", "标题", " }}"),
        )
    )

    assert "送：县交通运输局，请于2026年6月11日前答复" in filled(file)
    assert "关于修复<石板桥>的建议" in filled(file)


def test_a_row_is_repeated_for_each_of_a_field_with_rows():
    def build(document):
        table = document.add_table(rows=4, cols=2)
        table.rows[0].cells[0].text = "事项"
        table.rows[1].cells[0].text = "{%tr for 行 in 逐条答复 %}"
        table.rows[2].cells[0].text = "{{ 行.事项 }}"
        table.rows[2].cells[1].text = "{{ 行.answer }}"
        table.rows[3].cells[0].text = "{%tr endfor %}"

    text = filled(word(build=build))

    assert "事项|\n加固桥墩|已加固\n更换护栏|列入明年计划" in text


def test_a_part_is_shown_only_when_its_field_is_filled():
    file = word("{% if 承办单位 %}承办：{{ 承办单位 }}{% else %}未交办{% endif %}")

    assert "承办：县交通运输局" in filled(file)
    assert "未交办" in text_of(fill(file, FIELDS, {}))


def test_headers_and_footers_are_filled_too():
    def build(document):
        document.sections[0].header.paragraphs[0].text = "编号 {{ 承办单位 }}"

    assert "编号 县交通运输局" in filled(word("正文", build=build))


def test_braces_in_a_value_are_not_read_as_a_field():
    values = VALUES | {"office": "{{ 标题 }}{% if %}"}

    assert "{{ 标题 }}{% if %}" in text_of(fill(word("{{ 承办单位 }}"), FIELDS, values))


def test_a_value_of_several_lines_keeps_them_and_loses_what_word_cannot_hold():
    values = VALUES | {"office": "第一行\r\n第二行\x07\x0c\x00"}

    assert "第一行\n第二行" in text_of(fill(word("{{ 承办单位 }}"), FIELDS, values))


def test_an_unknown_field_is_named_with_its_place_and_the_one_meant():
    file = word("标题", "", "承办：{{ 承办单为 }}")

    assert troubles(file) == ["第 2 段：没有“承办单为”这个字段，是不是“承办单位”？"]


def test_a_trouble_in_a_table_or_header_names_table_and_row():
    def build(document):
        document.add_table(rows=1, cols=1)
        table = document.add_table(rows=2, cols=2)
        table.rows[1].cells[1].text = "{{ 完全没有 }}"
        document.sections[0].header.paragraphs[0].text = "{{ offise }}"

    assert troubles(word(build=build)) == [
        "第 2 个表格第 2 行：没有“完全没有”这个字段，请从字段表里选。",
        "页眉第 1 段：没有“offise”这个字段，是不是“office”？",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "承办：{{ 承办单位",
            "“{{ 承办单位”只有左边的 {{，缺少右边的 }}；一个字段要写在同一段里。",
        ),
        ("承办：承办单位 }}", "多出一个 }}，前面缺少 {{。"),
        ("{{ 承办 单位 }}", "字段“承办 单位”中间有空格，请写成“承办单位”。"),
        ("｛｛承办单位｝｝", "用了全角大括号，请改成半角的 {{ 和 }}。"),
        ("{{ }}", "大括号里没有字段名。"),
        ("{# 说明 #}", "不能写 {# #} 注释，请删除。"),
        ("{% if 承办单位 %}有", "这里的 {% if %} 没有结束，请在后面加上 {% endif %}。"),
        ("有{% endif %}", "这里的 {% endif %} 前面没有与它配对的开头。"),
        ("{%tr for 行 in 逐条答复 %}{%tr endfor %}", "{%tr … %} 只能写在表格里。"),
        ("{% for 行 in 标题 %}{% endfor %}", "“标题”只有一个值，不能重复成行。"),
        ("{% for 行 in 逐条答复 %}{{ 行 }}{% endfor %}", "“行”是一整行，请写明其中的哪一项。"),
        (
            "{% for 行 in 逐条答复 %}{{ 行.事向 }}{% endfor %}",
            "没有“事向”这个字段，是不是“事项”？",
        ),
        ("{{ 行.事项 }}", "“行.事项”不是字段名：“行”不在重复的行里。"),
        (
            "{{ 逐条答复 }}",
            "“逐条答复”有多行，请写成 {%tr for 行 in 逐条答复 %}，行里写 {{ 行.事项 }}。",
        ),
    ],
)
def test_what_is_written_wrongly_is_said_in_words(text, words):
    assert f"第 1 段：{words}" in troubles(word(text))


@pytest.mark.parametrize(
    "text",
    [
        "{{ 标题.__class__ }}",
        "{{ 标题.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ 标题|upper }}",
        "{{ 标题() }}",
        "{{ 标题[0] }}",
        "{{ range(100000000) }}",
        "{{ 1 + 1 }}",
        "{{ loop }}",
        "{{r 标题 }}",
        "{% set x = 1 %}",
        "{% for x in range(9) %}{% endfor %}",
        "{% import 'os' as os %}",
        "{% raw %}{{ 标题 }}{% endraw %}",
        "{% if 标题 == 1 %}{% endif %}",
        "{% colspan 标题 %}",
        "{%- if 标题 -%}{%- endif -%}",
    ],
)
def test_nothing_but_names_rows_and_conditions_is_accepted(text):
    file = word(text)

    assert troubles(file)
    with pytest.raises(Refused):
        fill(file, FIELDS, VALUES)


def test_the_environment_itself_gives_nothing_private_away():
    from jinja2.sandbox import SecurityError

    from lianxin.foundation.papers.own_templates.filling import _Environment

    for text in ("{{ x.__class__ }}", "{{ x.upper() }}", "{{ x['a'] }}", "{{ x.items }}"):
        with pytest.raises(SecurityError):
            _Environment().from_string(text).render(x={"a": 1})


def test_what_is_repeated_must_lie_in_one_piece():
    def build(document):
        table = document.add_table(rows=2, cols=2)
        table.rows[0].cells[0].text = "{% for 行 in 逐条答复 %}{{ 行.事项 }}"
        table.rows[1].cells[1].text = "{% endfor %}"
        for text in ("{%tr if 标题 %}", "{%tr endif %}"):
            document.add_table(rows=1, cols=1).rows[0].cells[0].text = text

    assert troubles(word(build=build)) == [
        "第 1 个表格第 2 行：{% endfor %} 和它的开头（第 1 个表格第 1 行）不在同一个表格或者单元格里。",
        "第 3 个表格第 1 行：{% endif %} 和它的开头（第 2 个表格第 1 行）不在同一个表格或者单元格里。",
    ]


def test_paragraphs_between_a_beginning_and_its_end_are_repeated():
    file = word("{%p for 行 in 逐条答复 %}", "事项：{{ 行.事项 }}", "{%p endfor %}", "完")

    assert filled(file) == "事项：加固桥墩\n事项：更换护栏\n完\n"


def test_an_end_must_be_written_like_its_beginning():
    file = word("{%p if 标题 %}", "有", "{% endif %}")

    assert troubles(file) == ["第 3 段：开头写的是“{%p if”，结尾的写法要与它一致。"]


def test_a_template_that_is_torn_is_refused_in_words_not_crashed_into():
    file = word("{% if 标题 %}{% else %}{% else %}{% endif %}")

    with pytest.raises(Refused, match="填不出来"):
        fill(file, FIELDS, VALUES)


def test_a_field_in_the_document_s_properties_is_refused():
    def build(document):
        document.core_properties.title = "{{ 标题 }}"

    assert troubles(word(build=build)) == ["文档属性（标题、主题等）：这里不能写字段，请删除。"]


def refusal(file, name="模板.docx"):
    with pytest.raises(Refused) as refused:
        refuse_unsafe(file, name)
    return str(refused.value)


def test_a_plain_document_passes_and_is_left_at_its_beginning():
    file = word("{{ 标题 }}")

    refuse_unsafe(file, "模板.docx")

    assert file.tell() == 0


def test_other_kinds_of_file_are_refused():
    assert "应当是 Word 文档（docx）" in refusal(BytesIO(b"%PDF-1.7\n" + b"x" * 99), "模板.pdf")


def test_macros_are_refused():
    assert "带有宏" in refusal(with_part(word("x"), "word/vbaProject.bin", b"x"))


def test_a_macro_document_with_an_innocent_name_is_refused():
    file = with_part(
        word("x"),
        "[Content_Types].xml",
        b"",
        replace=(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    )

    assert "带有宏" in refusal(file)


def test_embedded_objects_are_refused():
    assert "嵌入了别的文件" in refusal(with_part(word("x"), "word/embeddings/o.bin", b"x"))


def test_links_outside_are_named():
    def build(document):
        document.part.relate_to(
            "http://evil.example/x.dotm",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
            is_external=True,
        )

    assert "“http://evil.example/x.dotm”" in refusal(word("x", build=build))


def test_a_field_that_fetches_something_is_refused():
    def build(document):
        instruction = OxmlElement("w:instrText")
        instruction.text = ' INCLUDETEXT "C:\\\\secret.txt" '
        document.add_paragraph().add_run()._r.append(instruction)

    assert "从别处取内容的域" in refusal(word("x", build=build))


def test_tracked_changes_are_to_be_accepted_first():
    def build(document):
        inserted = OxmlElement("w:ins")
        inserted.set(qn("w:author"), "某人")
        document.add_paragraph()._p.append(inserted)

    assert "修订痕迹" in refusal(word("x", build=build))


def test_a_bomb_is_not_unpacked():
    file = with_part(word("x"), "word/media/image1.png", b"\0" * (30 * 1024 * 1024))

    assert "展开以后过大" in refusal(file)


def test_entities_are_refused():
    file = with_part(
        word("x"),
        "word/styles.xml",
        b"",
        replace=(b"<w:styles", b"<!DOCTYPE a [<!ENTITY b 'c'>]><w:styles"),
    )

    assert "不是 Word 正常保存的格式" in refusal(file)


def test_a_document_with_a_password_is_refused():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    ole += b"\0\0" + "EncryptedPackage".encode("utf-16-le") + b"\0\0"

    assert "加了打开密码" in refusal(BytesIO(ole))


def test_a_broken_document_is_refused():
    content = word("x").getvalue()

    assert "已损坏" in refusal(BytesIO(content[: len(content) // 2]))
