import pytest

from lianxin.foundation.search import asking, index, kinds, narrowing, query, sampling
from lianxin.foundation.search.models import Document
from lianxin.foundation.search.tests.corpus import NOTE


@pytest.fixture
def only_notes(db, monkeypatch):
    """An index that knows notes alone and holds none yet."""
    monkeypatch.setattr(kinds, "KINDS", kinds.KINDS | {"note": NOTE})
    for module in (query, index, asking, narrowing):
        monkeypatch.setattr(module, "KINDS", {"note": NOTE})
    monkeypatch.setattr(query, "in_order", lambda: [NOTE])
    sampling.forget()
    Document.objects.all().delete()
    yield
    sampling.forget()
