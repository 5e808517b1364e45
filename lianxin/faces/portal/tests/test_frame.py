"""The frame: light, in three languages, without a cookie, for browsers of years ago."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import translation

from lianxin.faces.portal.abuse import question
from lianxin.faces.portal.asking import MessageForm
from lianxin.ui.languages import traditional
from lianxin.work.voices.tests.factories import Place

MOST = 100 * 1024
"""Bytes, compressed, of all that the first view asks for: 13 seconds at 64 kbit/s.

Today it is 28 KB.
"""
OWN = Path(__file__).parents[1] / "static" / "portal"


@pytest.fixture
def place(db):
    return Place()


@pytest.mark.parametrize("name", ["honours:public", "laws:list", "help:home"])
def test_a_public_page_of_another_room_has_the_voters_menu(client, place, name):
    args = [place.body.code] if name == "honours:public" else []
    page = client.get(reverse(name, args=args)).content.decode()
    assert f'href="{reverse("portal:ask")}"' in page
    assert "portal/portal" in page


@pytest.mark.parametrize("name", ["home", "message", "ask", "deputies", "stations"])
def test_the_first_view_is_light_and_asks_nobody_else(client, place, name):
    page = client.get(reverse(f"portal:{name}"))
    asked = re.findall(r'<(?:script|link|img)[^>]*?(?:src|href)="([^"#]+)', page.content.decode())
    files = {one for one in asked if one.startswith("/static/")}
    others = [one for one in asked if not one.startswith("/")]
    assert not others
    total = len(gzip.compress(page.content))
    for one in files:
        total += len(
            gzip.compress(Path(finders.find(one.removeprefix("/static/")) or "").read_bytes())
        )
    assert total < MOST
    assert len(files) >= 4


def test_styles_and_scripts_are_those_an_old_browser_reads():
    css = (OWN / "portal.css").read_text()
    assert len(css) < 4096
    assert not re.search(r":has\(|:is\(|:where\(|@layer|@container|&|\bgap:", css)
    script = (OWN / "message.js").read_text()
    assert not re.search(r"\?\.|\?\?|\|\|=|#[a-z]+\(|\bawait\b|\.at\(", script)


def test_the_language_is_kept_only_when_chosen(client, place):
    plain = client.get(reverse("portal:home"))
    assert not plain.cookies
    assert '<html lang="zh-Hans"' in plain.content.decode()

    once = client.get(reverse("portal:home"), {"lang": "zh-hant"})
    assert not once.cookies
    assert '<html lang="zh-Hant"' in once.content.decode()
    assert "給代表留言" in once.content.decode()

    chosen = client.get(reverse("portal:language"), {"to": "zh-hant", "next": "/public/ask/"})
    assert chosen["Location"] == "/public/ask/"
    assert "憑查詢碼看辦理" in client.get("/public/ask/").content.decode()
    client.get(reverse("portal:language"), {"to": "zh-hans"})
    assert "凭查询码看办理" in client.get("/public/ask/").content.decode()


def test_the_english_frame_says_its_language(client, place):
    page = client.get(reverse("portal:home"), {"lang": "en"})
    assert '<html lang="en"' in page.content.decode()


@pytest.mark.parametrize("next_", ["https://elsewhere.example/", "//elsewhere.example", "x:y"])
def test_choosing_a_language_leads_nowhere_else(client, next_):
    page = client.get(reverse("portal:language"), {"to": "en", "next": next_})
    assert page["Location"] == "/public/"


def test_what_a_reader_typed_is_not_turned_into_other_characters():
    page = '<p title="办理">发展</p><textarea name="text">头发和发展</textarea><a href="/发">台</a>'
    turned = traditional(page)
    assert 'title="辦理"' in turned
    assert "發展</p>" in turned
    assert ">头发和发展</textarea>" in turned
    assert 'href="/发"' in turned


def test_words_made_with_numbers_are_in_the_language_of_the_page():
    with translation.override("en"):
        words = [question("any").words, str(MessageForm.base_fields["pictures"].help_text)]
    assert not any("\u3400" <= letter <= "\u9fff" for letter in "".join(words)), words
