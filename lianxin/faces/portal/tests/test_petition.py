"""A petitioner asks by code: the steps, the written answer, one judgement, and no names."""

import pytest
from django.urls import reverse

from lianxin.faces.portal.models import Window
from lianxin.work.petitions import workflow
from lianxin.work.petitions.tests.factories import TODAY, House, answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


@pytest.fixture
def registered(house):
    return house.register()


def opened(client, code) -> str:
    """The page that asking by `code` leads to."""
    asked = client.post(reverse("portal:ask"), {"code": code})
    page = client.get(asked["Location"])
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert not page.cookies
    return page.content.decode()


def test_the_code_shows_where_it_stands_and_names_nobody(client, registered):
    page = opened(client, registered.code)

    assert registered.petition.number in page
    assert "登记" in page
    for private in ("田示例", "13900000001", "柳溪村三组", "许示例", "五十亩地"):
        assert private not in page


def test_the_answer_is_read_and_judged_once(client, house, registered):
    petition = registered.petition
    workflow.accept(petition, way="opinion", told_on=TODAY, by=house.clerk, today=TODAY)
    answer(petition, by=house.clerk)
    assert "四月底前修通" in opened(client, registered.code)
    address = reverse("portal:grade_petition", args=[registered.code])

    assert client.post(address, {"grade": "delighted"}).status_code == 422
    assert client.post(address, {"grade": "basically"}).status_code == 302
    again = client.post(address, {"grade": "satisfied"})

    assert again.status_code == 409
    assert "已经评价过" in again.content.decode()
    assert petition.opinions.get().grade == "basically"


def test_a_code_of_neither_is_counted_as_a_miss(client, registered):
    page = client.get(reverse("portal:petition", args=["AAAABBBBCCCC"]))

    assert page.status_code == 404
    assert Window.objects.exists()
