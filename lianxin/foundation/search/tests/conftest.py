import pytest

from lianxin.foundation.search import kinds
from lianxin.foundation.search.models import Document
from lianxin.foundation.search.tests.corpus import NOTE


@pytest.fixture
def only_notes(db, monkeypatch):
    """An index that knows notes alone and holds none yet."""
    monkeypatch.setattr(kinds, "KINDS", kinds.KINDS | {"note": NOTE})
    monkeypatch.setattr("lianxin.foundation.search.query.KINDS", {"note": NOTE})
    monkeypatch.setattr("lianxin.foundation.search.index.KINDS", {"note": NOTE})
    monkeypatch.setattr("lianxin.foundation.search.query.in_order", lambda: [NOTE])
    monkeypatch.setattr("lianxin.foundation.search.query._sample", {})
    Document.objects.all().delete()
