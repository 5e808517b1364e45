"""What the public sees of a file: blacked out, approved by a clerk, taken back."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from lianxin.foundation.files import access, copies, renditions
from lianxin.foundation.files.models import PublicCopy, Rendition
from lianxin.foundation.files.pdf_pages import Busy, CannotShow, find_words
from lianxin.foundation.files.storing import store
from lianxin.foundation.files.tests import factories
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.models import Role
from lianxin.foundation.people.tests import factories as people
from lianxin.foundation.refusals import Refused, WrongStatus

pytestmark = pytest.mark.django_db
HALF = (1, 0.0, 0.0, 50.0, 100.0)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def county():
    return people.county()


@pytest.fixture
def clerk(county):
    return people.with_role(Role.COUNTY_CLERK, county)


@pytest.fixture
def records(monkeypatch, clerk):
    """Whose files these are: `readers` may open them; `public` are on the public pages."""

    class Records:
        readers = {clerk}
        public: set = set()

    for name in ("_rules", "_public_rules", "_place_rules"):
        monkeypatch.setattr(access, name, [])
    access.register(lambda user, stored: user in Records.readers)
    access.register_public(lambda stored: stored.pk in Records.public)
    access.register_place(lambda stored: ("关于桥的建议", "/"))
    return Records


@pytest.fixture
def picture(county, clerk, records):
    return store(
        SimpleUploadedFile("王老五家.jpg", factories.jpeg((400, 300))), by=clerk, body=county
    )


@pytest.fixture
def document(county, clerk, records):
    content = factories.pdf("first page", "call Wang Laowu now")
    return store(SimpleUploadedFile("名单.pdf", content), by=clerk, body=county)


def approve(stored, clerk, *boxes):
    draft = copies.add_boxes(stored, boxes, by=clerk) if boxes else copies.draft_of(stored)
    return copies.approve(stored, version=draft.version, title="附件一", by=clerk)


def content_of(copy) -> bytes:
    with copy.file.open("rb") as file:
        return file.read()


def address(name, stored, **query) -> str:
    return reverse(f"files:{name}", args=[stored.pk], query=query or None)


# -- steps ------------------------------------------------------------------


def test_a_face_is_gone_from_the_copy_and_still_in_the_file(picture, clerk):
    before = content_of(picture)

    copy = approve(picture, clerk, HALF)

    shown = Image.open(io.BytesIO(content_of(copy)))
    hidden, left = shown.crop((10, 0, 190, 300)), shown.crop((290, 140, 310, 160))
    assert max(hidden.tobytes()) < 30
    assert max(left.tobytes()) > 200
    assert content_of(picture) == before
    assert (copy.state, copy.name, copy.approved_by) == ("approved", "附件一.jpg", clerk)
    assert copy.size == len(content_of(copy))


def test_a_name_found_in_a_pdf_is_gone_from_its_copy(document, clerk):
    (found,) = copies.find(document, "Laowu，Zhang", by=clerk).found

    copy = approve(document, clerk, (found.page, *found.box))

    with copy.file.open("rb") as pdf:
        assert not find_words(pdf, ["Laowu", "first"]).has_text
    assert b"Laowu" not in content_of(copy)


def test_approving_and_withdrawing_stand_in_the_ledger(picture, clerk):
    approve(picture, clerk, HALF)
    copies.withdraw(picture, reason="还能认出人", by=clerk)

    approved, withdrawn = events_of(picture)
    assert (approved.step, approved.actor) == ("files.approve_copy", clerk)
    assert len(approved.after["boxes"]) == 1
    assert (withdrawn.step, withdrawn.reason) == ("files.withdraw_copy", "还能认出人")


def test_a_withdrawn_copy_leaves_no_bytes(
    picture, clerk, settings, django_capture_on_commit_callbacks
):
    copy = approve(picture, clerk)
    path = Path(copy.file.path)
    assert path.exists()

    with django_capture_on_commit_callbacks(execute=True):
        copies.withdraw(picture, reason="另做一份", by=clerk)

    assert not path.exists()
    assert copies.approved_of(picture) is None
    with pytest.raises(WrongStatus, match="不用撤下"):
        copies.withdraw(picture, reason="再撤一次", by=clerk)


def test_a_new_copy_takes_the_old_ones_place_and_begins_with_its_boxes(picture, clerk):
    first = approve(picture, clerk, HALF)
    draft = copies.add_boxes(picture, [(1, 60, 60, 10, 10)], by=clerk)

    assert draft.boxes == [list(HALF), [1, 60, 60, 10, 10]]
    assert copies.approved_of(picture) == first
    second = copies.approve(picture, version=draft.version, title="附件一", by=clerk)

    assert copies.approved_of(picture) == second
    first.refresh_from_db()
    assert first.state == PublicCopy.State.WITHDRAWN


def test_what_was_marked_after_the_clerk_looked_is_not_approved(picture, clerk):
    seen = copies.add_boxes(picture, [HALF], by=clerk)
    copies.add_boxes(picture, [(1, 60, 60, 10, 10)], by=clerk)

    with pytest.raises(WrongStatus, match="刷新"):
        copies.approve(picture, version=seen.version, title="附件", by=clerk)
    with pytest.raises(WrongStatus, match="刷新"):
        copies.remove_box(picture, 0, version=seen.version, by=clerk)


def test_pressing_twice_approves_once(picture, clerk):
    draft = copies.add_boxes(picture, [HALF], by=clerk)
    copies.approve(picture, version=draft.version, title="附件", by=clerk)

    with pytest.raises(WrongStatus):
        copies.approve(picture, version=draft.version, title="附件", by=clerk)

    assert events_of(picture).count() == 1
    # A box sent twice is one box.
    copies.add_boxes(picture, [(1, 60, 60, 10, 10)], by=clerk)
    assert len(copies.add_boxes(picture, [(1, 60, 60, 10, 10)], by=clerk).boxes) == 2


@pytest.mark.parametrize(
    "box",
    [
        (2, 0, 0, 10, 10),
        (0, 0, 0, 10, 10),
        (1, -5, 0, 10, 10),
        (1, 0, 101, 10, 10),
        (1, 0, 0, 0, 10),
        (1, 0, 0, 10, 200),
        (1, float("nan"), 0, 10, 10),
        (1, 0, 0, float("inf"), 10),
    ],
)
def test_a_box_off_the_page_is_refused(picture, clerk, box):
    with pytest.raises(Refused, match="不在页面上"):
        copies.add_boxes(picture, [box], by=clerk)
    assert not picture.public_copies.exists()


def test_a_text_cannot_become_public_as_it_is(county, clerk, records):
    stored = store(SimpleUploadedFile("a.txt", "说明".encode()), by=clerk, body=county)

    with pytest.raises(Refused, match="另存为 PDF"):
        approve(stored, clerk)


def test_too_many_pages_are_refused_with_the_way_out(document, clerk, monkeypatch):
    monkeypatch.setattr(copies, "MOST_PAGES", 1)

    with pytest.raises(Refused, match="拆成几份"):
        approve(document, clerk)


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.LIAISON, Role.AUDITOR])
def test_who_may_not_make_public_copies(picture, county, records, role):
    reader = people.with_role(role, county)
    records.readers = records.readers | {reader}

    for step in (
        lambda: copies.add_boxes(picture, [HALF], by=reader),
        lambda: copies.approve(picture, version=0, title="附件", by=reader),
        lambda: copies.withdraw(picture, reason="x", by=reader),
        lambda: copies.find(picture, "x", by=reader),
    ):
        with pytest.raises(PermissionDenied):
            step()


def test_a_clerk_who_may_not_open_a_file_makes_no_copy_of_it(picture, clerk, records):
    records.readers = set()

    with pytest.raises(PermissionDenied):
        copies.approve(picture, version=0, title="附件", by=clerk)


# -- what the public gets ---------------------------------------------------


def test_the_public_gets_the_copy_while_the_record_is_public_and_never_the_file(
    client, picture, clerk, records
):
    copy = approve(picture, clerk, HALF)
    url = address("public", copy)
    assert client.get(url).status_code == 404
    client.force_login(clerk)
    assert client.get(url)["Cache-Control"] == "private, no-store"
    client.logout()

    records.public = {picture.pk}

    answer = client.get(url, {"view": "1"})
    assert b"".join(answer.streaming_content) == content_of(copy)
    assert "%E7%8E%8B" not in answer["Content-Disposition"]  # 王, of the file's own name
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, max-age=300"
    for private in ("download", "show", "thumbnail", "public_copy"):
        assert client.get(address(private, picture)).status_code == 302
    records.public = set()
    assert client.get(url).status_code == 404


def test_a_draft_and_a_withdrawn_copy_are_nobodys(client, picture, clerk, records):
    records.public = {picture.pk}
    draft = copies.add_boxes(picture, [HALF], by=clerk)
    assert client.get(address("public", draft)).status_code == 404
    approved = copies.approve(picture, version=draft.version, title="附件", by=clerk)
    copies.withdraw(picture, reason="错了", by=clerk)

    assert client.get(address("public", approved)).status_code == 404


# -- pages ------------------------------------------------------------------


def test_a_clerk_marks_finds_approves_and_withdraws_without_a_script(client, document, clerk):
    client.force_login(clerk)
    page = client.get(address("public_copy", document, page=2)).content.decode()
    assert "第 2 页，共 2 页" in page

    boxed = {"page": 2, "x": "10", "y": "20.5", "width": "30", "height": "4"}
    assert client.post(address("add_box", document), boxed).status_code == 302
    found = client.post(address("find_words", document), {"words": "Laowu"}).content.decode()
    assert "找到 1 处" in found
    (box,) = copies.find(document, "Laowu", by=clerk).found
    ticked = ",".join(map(str, (box.page, *box.box)))
    assert f'value="{ticked}"' in found
    client.post(address("add_found", document), {"box": [ticked, "nonsense"]})
    client.post(address("remove_box", document), {"place": 0, "version": 2, "page": 2})
    draft = copies.draft_of(document)
    assert draft.boxes == [[2, *box.box]]

    client.post(address("approve", document), {"title": "附件一", "version": draft.version})

    assert copies.approved_of(document).name == "附件一.pdf"
    client.post(address("withdraw", document), {"reason": "漏了一处"})
    assert copies.approved_of(document) is None
    again = client.post(address("withdraw", document), {"reason": "再撤"}, follow=True)
    assert "不用撤下" in again.content.decode()


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("add_box", {"x": "10", "y": "abc", "width": "5", "height": "5"}, "数字"),
        ("add_box", {"x": "10", "y": "10", "width": "5", "height": "nan"}, "数字"),
        ("find_words", {"words": " "}, "勾选查找号码"),
        ("find_words", {"words": " ".join(map(str, range(30)))}, "一次最多查找 20 个词"),
        ("approve", {"title": "", "version": "0"}, "必填"),
        ("approve", {"title": "附件", "version": "7"}, "刚刚有变化"),
    ],
)
def test_what_does_not_fit_is_said_beside_what_was_typed(
    client, document, clerk, name, typed, words
):
    client.force_login(clerk)

    answer = client.post(address(name, document), typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_pages_of_making_copies_are_for_those_who_may(client, picture, county, records):
    reader, stranger = (people.with_role(Role.DEPUTY, county) for _ in range(2))
    records.readers = records.readers | {reader}

    for user, status in ((reader, 403), (stranger, 404)):
        client.force_login(user)
        assert client.get(address("public_copy", picture)).status_code == status
        assert client.post(address("approve", picture)).status_code == status


def test_a_pdf_is_shown_page_by_page(client, document, clerk):
    client.force_login(clerk)

    first = client.get(address("show", document)).content.decode()
    last = client.get(address("show", document, page="99")).content.decode()

    assert "下一页" in first
    assert "上一页" not in first
    assert "第 2 页，共 2 页" in last
    assert document.sha256 in first
    page = client.get(reverse("files:page", args=[document.pk, 2]))
    assert page["Content-Type"] == "image/jpeg"
    assert b"".join(page.streaming_content).startswith(b"\xff\xd8")
    assert client.get(reverse("files:page", args=[document.pk, 3])).status_code == 404


def test_a_thumbnail_is_drawn_once_and_shown_to_readers_only(
    client, document, picture, clerk, county
):
    client.force_login(clerk)
    for stored in (document, picture):
        for _again in range(2):
            answer = client.get(address("thumbnail", stored))
            small = Image.open(io.BytesIO(b"".join(answer.streaming_content)))
            assert small.size == (192, 192)
    assert Rendition.objects.filter(kind="thumbnail").count() == 2

    client.force_login(people.with_role(Role.DEPUTY, county))

    assert client.get(address("thumbnail", picture)).status_code == 404


def test_a_pdf_nobody_can_read_is_offered_for_download(client, county, clerk, records):
    stored = store(SimpleUploadedFile("a.pdf", b"%PDF-1.7 nothing"), by=clerk, body=county)
    client.force_login(clerk)

    page = client.get(address("show", stored)).content.decode()

    assert "不能在网页上显示" in page
    assert "下载原件" in page
    stored.refresh_from_db()
    assert not stored.can_be_shown
    assert client.get(address("thumbnail", stored)).status_code == 404
    assert "不能制作公开副本" in client.get(address("public_copy", stored)).content.decode()


def test_a_busy_moment_is_not_taken_for_a_broken_file(client, document, clerk, monkeypatch):
    def busy(*args, **kwargs):
        raise Busy("正在生成的预览太多，请过一会儿再打开。")

    client.force_login(clerk)
    with monkeypatch.context() as now:
        now.setattr(renditions, "count_pages", busy)
        assert "请过一会儿" in client.get(address("show", document)).content.decode()
        assert client.get(address("thumbnail", document)).status_code == 503

    assert "第 1 页，共 2 页" in client.get(address("show", document)).content.decode()
    assert client.get(address("thumbnail", document)).status_code == 200


def test_a_page_that_cannot_be_drawn_is_tried_once(client, document, clerk, monkeypatch):
    tries = []

    def fail(pdf, page):
        tries.append(page)
        raise CannotShow("这份 PDF 不能在网页上显示。")

    monkeypatch.setattr(renditions, "draw_page", fail)
    client.force_login(clerk)

    for _visit in range(2):
        assert client.get(reverse("files:page", args=[document.pk, 1])).status_code == 404

    assert tries == [1]
