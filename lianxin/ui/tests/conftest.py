"""A clerk, and a menu that starts empty."""

import pytest
from django.contrib.auth import get_user_model

from lianxin.ui import menu


@pytest.fixture
def clerk(db):
    return get_user_model().objects.create_user("clerk", name="林示例")


@pytest.fixture
def empty_menu(monkeypatch):
    """Nothing registered by any room."""
    monkeypatch.setattr(menu, "_items", {})
    monkeypatch.setattr(menu, "_body_name", [])
