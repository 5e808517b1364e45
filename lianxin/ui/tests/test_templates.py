"""What the strict content policy and a slow line ask of every template and style."""

import re
from pathlib import Path

import pytest

import lianxin

PACKAGE = Path(lianxin.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("**/templates/**/*.html"))
STATIC = PACKAGE / "ui" / "static" / "ui"

INLINE = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "a script address": re.compile(r"=\s*[\"']\s*javascript:", re.IGNORECASE),
    "a file of another host": re.compile(
        r"<(?:script|link|img)\b[^>]*(?:src|href)=[\"'](?:https?:)?//"
    ),
    "htmx code in an attribute": re.compile(r"\shx-(?:on|vals=[\"']js:)", re.IGNORECASE),
}


def complaints(text):
    text = re.sub(r"{%.*?%}|{#.*?#}", "", text)
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


def test_no_template_breaks_the_content_policy():
    found = {
        str(path.relative_to(PACKAGE)): wrong
        for path in TEMPLATES
        if (wrong := complaints(path.read_text(encoding="utf-8")))
    }

    assert len(TEMPLATES) > 30
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        '<p class="a" style="color:red">',
        "<button onclick='go()'>",
        "<script>1</script>",
        "<style>p{}</style>",
        '<a href="javascript:1">',
        '<script src="https://example.com/a.js"></script>',
        '<div hx-on:click="1">',
    ],
)
def test_the_scan_sees_what_it_looks_for(text):
    assert complaints(text)


def test_the_scan_lets_ordinary_templates_pass():
    assert not complaints(
        "<script defer src=\"{% static 'ui/ui.js' %}\"></script><p data-on='1'>style = 好</p>"
        '<a {% if one == two %}aria-current="page"{% endif %}>'
    )


def test_the_styles_stay_small():
    assert sum(path.stat().st_size for path in STATIC.glob("*.css")) <= 24 * 1024


def test_the_script_stays_small_without_its_comments():
    code = re.sub(r"^\s*//.*\n", "", (STATIC / "ui.js").read_text(), flags=re.MULTILINE)

    assert len(code.encode()) <= 4 * 1024


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_styles_use_nothing_that_older_phones_drop(path):
    """A WebView before Chrome 99 drops a whole cascade layer, before 120 nested rules."""
    css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)

    assert "@layer" not in css
    assert "@container" not in css
    assert ":has(" not in css
    assert "&" not in css
