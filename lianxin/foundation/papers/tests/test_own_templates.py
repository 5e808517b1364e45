"""Keeping counties' templates: versions, the one in force, papers made by them, who may."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.papers import kinds
from lianxin.foundation.papers.models import OwnTemplate, Paper, TemplateUse
from lianxin.foundation.papers.own_templates import workflow
from lianxin.foundation.papers.own_templates.kinds import fields_of
from lianxin.foundation.papers.sheet import Sheet
from lianxin.foundation.papers.tests.word_files import text_of, word
from lianxin.foundation.papers.workflow import draft, issue
from lianxin.foundation.people.models import Role
from lianxin.foundation.people.tests.factories import county, township, with_role
from lianxin.foundation.refusals import Refused, WrongStatus

TODAY = date(2026, 3, 11)


@pytest.fixture(autouse=True)
def kind(monkeypatch, settings, tmp_path):
    """A kind of paper drawn from a body itself, so that no room is needed."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(kinds, "_kinds", {})
    one = kinds.Kind(
        key="test_notice",
        name="测试通知",
        model="people.body",
        data_of=lambda body, by: {
            "title": "关于试行的通知",
            "addressee": "各乡镇",
            "items": [{"request": "加固桥墩", "answer": "已加固"}],
        },
        compose=lambda data: Sheet(title=data["title"]),
        fields=(
            kinds.Field("place", "地点（村）", "柳溪村"),
            kinds.Field("items", "逐条答复", rows=(kinds.Field("request", "事项", "加固"),)),
        ),
        has_signature=False,
    )
    kinds.register(one)
    return one


@pytest.fixture
def body(db):
    return county()


@pytest.fixture
def clerk(body):
    return with_role(Role.COUNTY_CLERK, body, "周文书")


def upload(*paragraphs, name="模板.docx"):
    return SimpleUploadedFile(name, word(*paragraphs).getvalue())


def add(body, kind, clerk, text="致{{ 主送 }}：{{ 标题 }}", *, on=TODAY, today=TODAY):
    return workflow.add_version(body, kind, upload(text), valid_from=on, by=clerk, today=today)


def test_a_kind_s_fields_come_with_those_every_paper_has(kind):
    names = {field.name: field.key for field in fields_of(kind)}

    assert names["地点村"] == "place"
    assert {"文号": "number", "标题": "title", "发文机关": "issuer"}.items() <= names.items()


def test_uploading_keeps_a_version_with_its_fields_and_an_event(body, kind, clerk):
    first = add(body, kind, clerk)
    second = add(body, kind, clerk, "{{ title }}")

    assert (first.version, second.version) == (1, 2)
    assert first.used == ["主送", "标题"]
    event = events_of(first).get()
    assert event.words == "上传“测试通知”的本地模板第 1 版，2026-03-11起启用"
    assert event.after["sha256"] == first.file.sha256


def test_only_a_clerk_of_the_body_itself_may_upload(body, kind, clerk):
    town = township(body)
    for by in (
        with_role(Role.TOWNSHIP_CLERK, town),
        with_role(Role.CHAIR, body),
        with_role(Role.SYSTEM_ADMIN, body),
    ):
        with pytest.raises(PermissionDenied):
            add(body, kind, by)
    with pytest.raises(PermissionDenied):
        add(town, kind, clerk)

    assert not OwnTemplate.objects.exists()


def test_a_template_with_troubles_is_not_kept(body, kind, clerk):
    with pytest.raises(workflow.Unfit) as unfit:
        add(body, kind, clerk, "致{{ 主送单位 }}")

    assert [str(one) for one in unfit.value.troubles] == [
        "第 1 段：没有“主送单位”这个字段，是不是“主送”？"
    ]
    assert not OwnTemplate.objects.exists()


def test_a_template_without_any_field_is_refused(body, kind, clerk):
    with pytest.raises(Refused, match="没有任何字段"):
        add(body, kind, clerk, "写死的通知")


def test_a_template_cannot_begin_in_the_past(body, kind, clerk):
    with pytest.raises(Refused, match="不能早于今天"):
        add(body, kind, clerk, on=TODAY - timedelta(days=1))


def test_the_version_in_force_is_chosen_by_date(body, kind, clerk):
    first = add(body, kind, clerk)
    later = add(body, kind, clerk, on=TODAY + timedelta(days=10))
    held = OwnTemplate.objects.in_force

    assert held(body, kind.key, TODAY - timedelta(days=1)) is None
    assert held(body, kind.key, TODAY + timedelta(days=9)) == first
    assert held(body, kind.key, TODAY + timedelta(days=10)) == later
    assert held(township(body), kind.key, TODAY) is None


def test_withdrawing_brings_back_the_version_before(body, kind, clerk):
    first, second = add(body, kind, clerk), add(body, kind, clerk)

    workflow.withdraw(second, by=clerk, today=TODAY)

    assert OwnTemplate.objects.in_force(body, kind.key, TODAY) == first
    assert events_of(second).last().words == "停用“测试通知”的本地模板第 2 版"
    with pytest.raises(WrongStatus):
        workflow.withdraw(second, by=clerk, today=TODAY)


def test_only_a_clerk_of_the_body_may_withdraw(body, kind, clerk):
    template = add(body, kind, clerk)

    with pytest.raises(PermissionDenied):
        workflow.withdraw(template, by=with_role(Role.CHAIR, body), today=TODAY)

    assert OwnTemplate.objects.get().withdrawn_on is None


def test_an_issued_paper_is_made_by_the_template_in_force_and_remembers_it(body, kind, clerk):
    template = add(body, kind, clerk, "致{{ 主送 }}：{{ 标题 }} {{ 印发日期 }}")
    paper = draft(kind, body, by=clerk, today=TODAY)

    issue(paper, by=clerk, today=TODAY)

    assert TemplateUse.objects.get().template == template
    with paper.docx.file.open("rb") as made:
        assert "致各乡镇：关于试行的通知 2026年3月11日" in text_of(made.read())


def test_without_a_template_the_standard_document_is_made(body, kind, clerk):
    add(body, kind, clerk, on=TODAY + timedelta(days=1))
    paper = draft(kind, body, by=clerk, today=TODAY)

    issue(paper, by=clerk, today=TODAY)

    assert paper.docx_id
    assert not TemplateUse.objects.exists()


def test_a_template_that_no_longer_fits_stops_the_issuing_in_words(body, kind, clerk, monkeypatch):
    add(body, kind, clerk, "{{ 地点村 }}{{ 标题 }}")
    monkeypatch.setattr(
        kinds, "_kinds", {kind.key: kind.__class__(**(vars(kind) | {"fields": ()}))}
    )
    paper = draft(kinds.kind_of(kind.key), body, by=clerk, today=TODAY)

    with pytest.raises(Refused, match="没有“地点村”这个字段"):
        issue(paper, by=clerk, today=TODAY)

    assert Paper.objects.get().status == "drafting"


# Pages


def test_the_page_names_every_field_with_a_real_value(client, body, kind, clerk):
    draft(kind, body, by=clerk, today=TODAY)
    client.force_login(clerk)

    page = client.get(reverse("papers:own_template", args=[kind.key])).content.decode()

    assert "{{ 地点村 }}" in page
    assert "柳溪村" in page
    assert "关于试行的通知" in page
    assert "{%tr for 行 in 逐条答复 %}" in page
    assert "{{ 行.事项 }}" in page
    assert "加固桥墩" in page


def test_uploading_on_the_page_and_previewing_on_a_real_paper(client, body, kind, clerk):
    paper = draft(kind, body, by=clerk, today=TODAY)
    client.force_login(clerk)
    url = reverse("papers:own_template", args=[kind.key])

    posted = client.post(url, {"file": upload("致{{ 主送 }}"), "valid_from": localdate()})
    version = OwnTemplate.objects.get()
    preview = reverse("papers:preview_template", args=[version.pk])
    real = client.get(preview, {"paper": paper.pk})
    sample = client.get(preview)

    assert posted.status_code == 302
    assert text_of(real.content).startswith("致各乡镇")
    assert text_of(sample.content).startswith("致（主送）")
    assert real["Content-Disposition"].startswith("attachment")
    assert not TemplateUse.objects.exists()


def test_the_page_shows_each_trouble_with_its_place(client, body, kind, clerk):
    client.force_login(clerk)
    url = reverse("papers:own_template", args=[kind.key])

    response = client.post(url, {"file": upload("好", "{{ 标提 }}"), "valid_from": localdate()})

    page = response.content.decode()
    assert response.status_code == 422
    assert "<b>第 2 段</b>：没有“标提”这个字段，是不是“标题”？" in page
    assert not OwnTemplate.objects.exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 not word", b"PK\x03\x04broken"])
def test_a_file_that_is_no_word_document_is_refused_on_the_page(client, kind, clerk, content):
    client.force_login(clerk)
    url = reverse("papers:own_template", args=[kind.key])

    file = SimpleUploadedFile("模板.docx", content)
    response = client.post(url, {"file": file, "valid_from": localdate()})

    assert response.status_code in {409, 422}
    assert "field-error" in response.content.decode()


def test_another_body_s_clerk_sees_nothing_of_a_template(client, body, kind, clerk):
    template = add(body, kind, clerk)
    client.force_login(with_role(Role.TOWNSHIP_CLERK, township(body)))

    assert client.get(reverse("papers:preview_template", args=[template.pk])).status_code == 404
    assert client.post(reverse("papers:withdraw_template", args=[template.pk])).status_code == 404
    assert client.get(reverse("files:download", args=[template.file_id])).status_code == 404
    page = client.get(reverse("papers:own_template", args=[kind.key])).content.decode()
    assert "第 1 版" not in page


def test_a_paper_of_another_body_cannot_be_previewed(client, body, kind, clerk):
    town = township(body)
    foreign = draft(kind, town, by=with_role(Role.TOWNSHIP_CLERK, town), today=TODAY)
    template = add(body, kind, clerk)
    client.force_login(clerk)

    url = reverse("papers:preview_template", args=[template.pk])

    assert client.get(url, {"paper": foreign.pk}).status_code == 404


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.CHAIR, Role.AUDITOR, Role.SYSTEM_ADMIN])
def test_who_is_no_clerk_is_kept_out(client, body, kind, clerk, role):
    template = add(body, kind, clerk)
    client.force_login(with_role(role, body))

    for url in (
        reverse("papers:own_templates"),
        reverse("papers:own_template", args=[kind.key]),
        reverse("papers:preview_template", args=[template.pk]),
    ):
        assert client.get(url).status_code == 403


def test_a_clerk_downloads_the_template_as_it_was_uploaded(client, body, kind, clerk):
    template = add(body, kind, clerk)
    client.force_login(clerk)

    response = client.get(reverse("files:download", args=[template.file_id]))

    content = b"".join(response.streaming_content)
    assert "致{{ 主送 }}" in text_of(content)
    assert BytesIO(content).getvalue() == content
