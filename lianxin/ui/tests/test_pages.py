"""The shell, the component page and the pages of refusal."""

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django_cotton.compiler_regex import CottonCompiler

from lianxin.ui import menu

pytestmark = [pytest.mark.urls("lianxin.ui.tests.urls"), pytest.mark.usefixtures("empty_menu")]


def drawn(source, **values):
    return engines["django"].from_string(CottonCompiler().process(source)).render(values)


def test_the_component_page_needs_no_sign_in(client):
    response = client.get("/ui/?say=1")

    assert response.status_code == 200
    assert 'lang="zh-Hans"' in response.content.decode()


def test_the_shell_names_person_body_and_menu(client, clerk):
    menu.register("建议", "records", order=20, count=lambda user: 12)
    menu.name_body_with(lambda user: "禾望县人大")
    client.force_login(clerk)

    html = client.get("/ui/").content.decode()

    assert "禾望县人大" in html
    assert "林示例" in html
    assert 'href="/records/"' in html
    assert 'action="/sign-out/"' in html
    assert "hx-headers:inherited" in html


def test_the_demo_says_that_it_is_one(client, settings):
    assert "演示系统" not in client.get("/ui/").content.decode()

    settings.DEMO = True

    assert "演示系统" in client.get("/ui/").content.decode()


def test_a_missing_page_says_what_to_do_to_strangers_and_to_staff(client, clerk):
    assert "没有找到这个页面" in client.get("/nowhere/").content.decode()

    client.force_login(clerk)
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "没有找到这个页面" in response.content.decode()
    assert "林示例" in response.content.decode()


def test_a_refusal_gives_its_reason(client, clerk):
    client.force_login(clerk)

    response = client.get("/forbidden/")

    assert response.status_code == 403
    assert "只有县人大的工作人员可以交办。" in response.content.decode()


@pytest.mark.parametrize(("path", "status"), [("/broken/", 500), ("/malformed/", 400)])
def test_pages_drawn_without_a_request_stand_alone(client, clerk, path, status):
    client.force_login(clerk)

    response = client.get(path)

    assert response.status_code == status
    assert "回到首页" in response.content.decode()


def test_a_form_from_before_the_last_sign_in_is_refused_in_plain_words(clerk, client):
    client.handler.enforce_csrf_checks = True

    response = client.post("/display/", {"to": "large"})

    assert response.status_code == 403
    assert "没有提交成功" in response.content.decode()


def test_public_pages_carry_no_token_that_would_hinder_a_proxy():
    html = render_to_string("base_public.html", {"csrf_token": "secret-token"})

    assert "secret-token" not in html


def test_who_recorded_for_whom_is_always_said():
    assert "王某（由李某代录）" in drawn('<c-person name="王某" by="李某" />')
    assert "代录" not in drawn('<c-person name="王某" />')


@pytest.mark.parametrize(
    ("grade", "tone"),
    [("soon", "warn"), ("late", "bad"), ("serious", "worst"), ("done", "ok")],
)
def test_lateness_is_said_in_words_and_in_colour(grade, tone):
    html = drawn('<c-clock :grade="grade" words="已超期 6 天" cause="待协办" />', grade=grade)

    assert f'<span class="badge badge--{tone}">已超期 6 天</span>' in html
    assert "待协办" in html


def test_a_pager_with_nowhere_to_go_is_not_drawn():
    assert "翻页" not in drawn("<c-pager />")
    assert "下一页" in drawn('<c-pager older="?after=3" />')
    assert "上一页" not in drawn('<c-pager older="?after=3" />')


def test_a_tile_without_an_address_is_not_a_link():
    assert "<a" not in drawn('<c-tile label="待办" value="0" />')
    assert 'href="/records/"' in drawn('<c-tile label="待办" value="3" href="/records/" />')


def test_typed_text_never_becomes_markup():
    html = drawn(
        '<c-person :name="name" /><c-card title="{{ name }}" /><c-badge>{{ name }}</c-badge>'
        '<c-empty title="{{ name }}" /><c-tile label="{{ name }}" value="1" />'
        '<c-step what="{{ name }}" who="{{ name }}" /><c-notice title="{{ name }}" />',
        name="<img src=x>",
    )

    assert "<img" not in html


def test_the_menu_needs_no_query_of_its_own(client, clerk, django_assert_num_queries):
    for number, name in enumerate(["records", "late", "home"]):
        menu.register(name, name, order=number)
    client.force_login(clerk)
    client.get("/ui/")

    # The session and the account, which the page needs with or without a menu.
    with django_assert_num_queries(2):
        client.get("/ui/")
