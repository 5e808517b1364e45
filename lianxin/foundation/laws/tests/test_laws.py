"""The library holds what the files say, shows it to everyone and finds it."""

import json

import pytest
from django.urls import reverse

from lianxin.foundation.laws import shelf
from lianxin.foundation.laws.models import Article, Law
from lianxin.foundation.search import index
from lianxin.foundation.search.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    """The library as migrating leaves it; some tests empty all tables."""
    shelf.load()


def test_every_file_is_on_the_shelf_article_by_article(library):
    files = {path.stem: json.loads(path.read_bytes()) for path in shelf.DATA.glob("*.json")}

    assert set(Law.objects.values_list("slug", flat=True)) == set(files)
    assert Article.objects.count() == sum(len(one["articles"]) for one in files.values())
    assert Law.objects.get(slug="deputies-law").version_on.isoformat() == "2025-03-11"


def test_loading_again_changes_nothing_and_a_changed_file_replaces_its_law(
    library, tmp_path, monkeypatch
):
    assert shelf.load() == 0
    monkeypatch.setattr(shelf, "DATA", tmp_path)
    shipped = json.loads(
        (shelf.Path(shelf.__file__).parent / "data/electoral-law.json").read_bytes()
    )
    shipped["articles"] = shipped["articles"][:2]
    (tmp_path / "electoral-law.json").write_text(json.dumps(shipped), "utf-8")

    assert shelf.load() == 1

    assert Law.objects.count() == 1
    assert Article.objects.count() == Document.objects.filter(kind="law").count() == 2


def test_the_index_holds_each_article(library):
    found = index.check("law")

    assert found == {
        "documents": Article.objects.count(),
        "missing": 0,
        "stale": 0,
        "left_over": 0,
    }


def test_the_list_and_a_law_open_without_signing_in(client, library):
    page = client.get(reverse("laws:list"))
    law = client.get(reverse("laws:detail", args=["deputies-law"]))

    assert "代表法" in page.content.decode()
    assert 'id="a51"' in law.content.decode()
    assert client.get(reverse("laws:detail", args=["nothing"])).status_code == 404
    assert not page.cookies


def test_a_search_in_the_library_leads_to_the_article(client, library):
    page = client.get(reverse("laws:list"), {"q": "自交辦之日起三個月內答復"}).content.decode()

    assert 'href="/laws/deputies-law/#a51"' in page
    assert "<mark>自交办之日起三个月内答复</mark>" in page


def test_a_search_that_finds_nothing_says_what_to_do(client, library):
    page = client.get(reverse("laws:list"), {"q": "「火星移民」"}).content.decode()

    assert "没有找到" in page
