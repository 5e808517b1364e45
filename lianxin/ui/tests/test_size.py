"""Large print is remembered, with and without a script."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.urls("lianxin.ui.tests.urls")


@pytest.mark.parametrize("method", ["get", "post"])
def test_large_print_is_remembered_and_leads_back(client, method):
    response = getattr(client, method)(
        reverse("ui:size"), {"to": "large", "next": "/ui/?status=late"}
    )

    assert response.url == "/ui/?status=late"
    assert 'data-size="large"' in client.get("/ui/").content.decode()


def test_normal_print_forgets_it(client):
    client.get(reverse("ui:size"), {"to": "large"})

    client.get(reverse("ui:size"), {"to": "normal"})

    assert 'data-size="large"' not in client.get("/ui/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "javascript:1"])
def test_it_never_leads_to_another_site(client, elsewhere):
    assert client.get(reverse("ui:size"), {"to": "large", "next": elsewhere}).url == "/"
