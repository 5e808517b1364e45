"""Pressing twice, going back, two windows, lost sessions, unfit input: words, and nothing lost."""

import errno

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from playwright.sync_api import expect

from lianxin.engines.matters.models import Assignment, Evaluation, Matter
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.ledger.chain import verify
from lianxin.foundation.people.tests.factories import PASSWORD
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.tests import factories as make
from tests.browser.visitor import Visitor

TITLE = "关于给柳溪村小学门口加装红绿灯的建议"
TEXT = "柳溪村小学门口没有红绿灯。建议加装。"
RARE = "关于𠮷家湾、㛃水桥加装路灯的建议😀"


@pytest.fixture
def county(transactional_db):
    return make.make_county()


@pytest.fixture
def deputy(county):
    return make.make_deputy(county, "李𠮷安")


@pytest.fixture
def visit(open_page, sign_in):
    """visit(account, address, width) -> Visitor who stands on that page."""

    def visit(account, address, width="desktop", **options) -> Visitor:
        page = open_page(width, **options)
        if account is not None:
            sign_in(page, account)
        visitor = Visitor(page)
        visitor.open(address)
        return visitor

    return visit


def to(name, *args) -> str:
    return reverse(f"suggestions:{name}", args=args)


@pytest.fixture(params=[True, False], ids=["with the script", "without it"])
def script(request) -> dict:
    return {"java_script_enabled": request.param}


def twice(visitor, words):
    visitor.page.get_by_role("button", name=words, exact=True).dblclick()


class TestPressingTwice:
    def test_saving_a_draft_makes_one(self, deputy, visit, script):
        page = visit(deputy, to("write"), "phone", **script)
        page.write("标题", TITLE)
        twice(page, "保存草稿")
        page.arrives("修改建议")

        assert Suggestion.objects.count() == 1

    def test_accepting_gives_one_number(self, county, deputy, visit, script, faults):
        faults.expect("409")
        story = make.make_suggestion(county, status="submitted", deputy=deputy)
        page = visit(story.clerk, to("accept", story.suggestion.pk), **script)
        twice(page, "受理并编号")
        page.sees("待交办")

        assert Suggestion.objects.get().number == "1"
        assert verify()[1] == []

    def test_handing_over_hands_over_once(self, county, deputy, visit, script, faults):
        faults.expect("409")
        story = make.make_suggestion(county, status="accepted", deputy=deputy)
        office = make.make_office(county)
        page = visit(story.clerk, to("hand_over", story.suggestion.pk), **script)
        page.choose("主办单位", office.name)
        twice(page, "交办")
        page.sees("办理中")

        assert Assignment.objects.count() == 1

    def test_judging_judges_once(self, county, deputy, visit, script, faults):
        faults.expect("409")
        story = make.make_suggestion(county, status="replied", deputy=deputy)
        page = visit(deputy, to("judge", story.answer.pk), "phone", **script)
        page.tick("满意", within="办理态度")
        page.tick("满意", within="办理结果")
        twice(page, "提交评价")
        page.arrives("评价已记录")

        assert Evaluation.objects.count() == 1


class TestGoingBack:
    def test_the_page_of_a_step_already_taken_leads_on(self, county, deputy, visit):
        story = make.make_suggestion(county, status="submitted", deputy=deputy)
        page = visit(story.clerk, to("accept", story.suggestion.pk))
        page.press("受理并编号")
        page.sees("已受理，编为第 1 号。")

        page.page.go_back()

        page.arrives(story.suggestion.title)
        page.sees("本件现在的状态是“已受理待交办”，不能办理这一步。")

    def test_a_page_left_open_tells_of_the_step_taken_since(self, county, deputy, visit, faults):
        faults.expect("409")
        story = make.make_suggestion(county, status="submitted", deputy=deputy)
        old, page = (visit(story.clerk, to("accept", story.suggestion.pk)) for _ in range(2))
        page.press("受理并编号")
        page.sees("已受理，编为第 1 号。")

        old.write("回访记录", "代表说先装减速带也可以。")
        old.press("受理并编号")

        old.sees("还不能提交", "本件现在的状态是“已受理待交办”，不能办理这一步。")
        expect(old.field("回访记录")).to_have_value("代表说先装减速带也可以。")
        assert Suggestion.objects.get().number == "1"

    def test_a_submitted_suggestion_is_not_submitted_again(self, county, deputy, visit):
        story = make.make_suggestion(county, status="draft", deputy=deputy)
        old, page = (
            visit(deputy, to("submission", story.suggestion.pk), "phone") for _ in range(2)
        )
        page.press("提交")
        page.sees("已提交。")

        old.press("提交")

        old.arrives(story.suggestion.title)
        old.sees("待审查")
        assert Suggestion.objects.get().status == "submitted"

    def test_reloading_after_a_step_takes_no_second_one(self, county, deputy, visit):
        story = make.make_suggestion(county, status="assigned", deputy=deputy)
        page = visit(story.head, to("note_progress", story.assignment.pk))
        page.write("进展", "已经到现场勘查。")
        page.press("提交")
        page.sees("进展已提交")

        page.page.reload()

        expect(page.main.get_by_text("已经到现场勘查。")).to_have_count(1)

    def test_reloading_a_refused_form_asks_again(self, county, deputy, visit, faults):
        faults.expect("422")
        story = make.make_suggestion(county, status="submitted", deputy=deputy)
        page = visit(story.clerk, to("return_for_correction", story.suggestion.pk))
        page.press("退回修改")
        page.sees("还不能提交")

        page.page.reload()

        page.sees("还不能提交")
        assert Suggestion.objects.get().status == "submitted"


class TestTwoWindows:
    def test_the_second_to_save_a_draft_sees_both_texts(self, county, deputy, visit, faults):
        faults.expect("409")
        story = make.make_suggestion(county, status="draft", deputy=deputy)
        first, second = (
            # Without the script: it would keep what stands in one window by itself.
            visit(deputy, to("edit", story.suggestion.pk), java_script_enabled=False)
            for _ in range(2)
        )
        first.write("内容", "第一个窗口写的内容")
        first.press("保存草稿")
        first.sees("草稿已保存。")

        second.write("内容", "第二个窗口写的内容")
        second.press("保存草稿")
        second.sees("这份草稿在别处已经改过", "第一个窗口写的内容")
        expect(second.field("内容")).to_have_value("第二个窗口写的内容")
        second.press("保存草稿")

        second.sees("草稿已保存。")
        assert Suggestion.objects.get().text == "第二个窗口写的内容"

    def test_of_two_clerks_who_hand_over_the_second_is_told(self, county, deputy, visit, faults):
        faults.expect("409")
        story = make.make_suggestion(county, status="accepted", deputy=deputy)
        offices = [make.make_office(county), make.make_office(county)]
        clerks = [
            visit(clerk, to("hand_over", story.suggestion.pk))
            for clerk in (story.clerk, make.make_clerk(county))
        ]
        for clerk, office in zip(clerks, offices, strict=True):
            clerk.choose("主办单位", office.name)
            clerk.press("交办")

        clerks[1].sees("本件现在的状态是", "不能办理这一步")
        assert [item.office for item in Assignment.objects.all()] == offices[:1]

    def test_an_answer_signed_in_another_window_is_told_of(self, county, deputy, visit):
        story = make.make_suggestion(county, status="met", deputy=deputy)
        story_answer(story)
        windows = [visit(story.head, to("reply_preview", story.assignment.pk)) for _ in range(2)]
        for window in windows:
            window.page.on("dialog", lambda dialog: dialog.accept())
            window.press("签发并答复代表")

        windows[1].sees("这份答复已经发出")
        assert Matter.objects.get().status == "replied"


def story_answer(story):
    from lianxin.engines.matters import workflow as handling

    handling.save_reply(
        story.assignment,
        by=story.head,
        today=story.today,
        text="已经修好。",
        result_class="solved",
        document_no="禾交函〔2026〕8号",
        signatory="方局长",
    )


@pytest.mark.parametrize("name", ["edit", "submission", "follow", "detail", "accept"])
def test_anothers_draft_does_not_exist(name, county, deputy, visit, faults):
    faults.expect("404")
    story = make.make_suggestion(county, status="draft", deputy=deputy, title=TITLE)
    page = visit(make.make_deputy(county), to(name, story.suggestion.pk))

    page.arrives("没有找到这个页面")
    page.sees("可能不在您能查看的范围内")
    page.does_not_see(TITLE)
    page.follow("回到首页")
    page.arrives("今天")


def test_who_may_not_take_a_step_reads_why(county, deputy, visit, faults):
    faults.expect("403")
    story = make.make_suggestion(county, status="submitted", deputy=deputy)
    page = visit(deputy, to("accept", story.suggestion.pk))

    page.arrives("您不能做这一步")
    page.sees("内容没有改动")


class TestLostSession:
    @pytest.fixture
    def deputy(self, deputy):
        deputy.set_password(PASSWORD)
        deputy.save()
        return deputy

    def test_what_was_typed_is_offered_after_signing_in(self, deputy, visit):
        page = visit(deputy, to("write"), "phone")
        page.write("标题", "灯")
        page.write("内容", TEXT)
        page.page.wait_for_function("() => Object.values(localStorage).join('').includes('没有')")
        Session.objects.all().delete()

        page.press("保存草稿")
        page.arrives("登录")
        page.write("用户名或者手机号", deputy.username)
        page.write("密码", PASSWORD)
        page.press("登录")
        page.arrives("写建议")
        page.press("恢复内容")

        expect(page.field("内容")).to_have_value(TEXT)
        page.press("保存草稿")
        page.sees("草稿已保存。")
        assert Suggestion.objects.get().text == TEXT

    def test_a_step_without_a_page_of_its_own_leads_on(self, county, deputy, visit):
        story = make.make_suggestion(county, status="met", deputy=deputy)
        story_answer(story)
        story.head.set_password(PASSWORD)
        story.head.save()
        page = visit(story.head, to("reply_preview", story.assignment.pk))
        page.page.once("dialog", lambda dialog: dialog.accept())
        Session.objects.all().delete()

        page.press("签发并答复代表")
        page.arrives("登录")
        page.write("用户名或者手机号", story.head.username)
        page.write("密码", PASSWORD)
        page.press("登录")

        page.arrives("答复函（草稿）")
        assert Matter.objects.get().status == "assigned"

    def test_a_page_that_keeps_itself_says_that_it_no_longer_can(self, deputy, visit, faults):
        faults.expect("401")
        page = visit(deputy, to("write"), "phone")
        Session.objects.all().delete()
        page.write("标题", TITLE)

        page.sees("登录已经结束", "这一步没有办理")
        page.follow("重新登录")
        page.arrives("登录")
        assert page.page.url.endswith("?next=/suggestions/new/")

    def test_a_page_of_before_signing_in_again_says_so(self, county, deputy, visit, faults):
        faults.expect("403")
        page = visit(deputy, to("write"), "phone", java_script_enabled=False)
        page.write("标题", TITLE)
        page.page.context.clear_cookies()

        page.press("保存草稿")

        page.arrives("页面停留太久，没有提交成功")
        page.sees("内容没有改动", "后退")
        assert not Suggestion.objects.exists()


class TestUnfitInput:
    def test_an_over_long_text_is_refused_and_kept(self, deputy, visit, faults):
        faults.expect("422")
        page = visit(deputy, to("write"), "phone")
        page.write("标题", TITLE)
        page.write("内容", "长" * 20_001)
        page.press("保存草稿")

        page.sees("20000")
        expect(page.field("内容")).to_have_value("长" * 20_001)
        page.write("内容", "长" * 20_000)
        page.press("保存草稿")
        page.sees("草稿已保存。")
        assert len(Suggestion.objects.get().text) == 20_000

    def test_rare_characters_are_shown_as_they_were_typed(self, county, deputy, visit):
        clerk = make.make_clerk(county)
        page = visit(deputy, to("write"), "phone")
        page.write("标题", RARE)
        page.write("内容", f"{RARE}\n第二段：𠮷㛃👨‍👩‍👧")
        page.press("下一步：核对并提交")
        page.arrives("核对并提交")
        page.press("提交")
        page.arrives(RARE)
        page.sees("𠮷㛃👨‍👩‍👧")

        listed = visit(clerk, to("list"))
        listed.sees(RARE, "李𠮷安")
        listed.write("标题含有，或者编号", "㛃水")
        listed.press("筛选")
        listed.follow(RARE)
        listed.arrives(RARE)
        assert verify()[1] == []

    @pytest.fixture
    def draft(self, county, deputy):
        return make.make_suggestion(county, status="draft", deputy=deputy).suggestion

    def test_a_program_named_as_a_picture_is_refused(self, deputy, draft, visit):
        page = visit(deputy, to("edit", draft.pk), "phone")
        program = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(200)
        uploads(page, "照片.jpg", program)

        page.sees("这个文件是程序，不能上传。")
        assert not StoredFile.objects.exists()

    def test_a_full_disk_is_told_of(self, deputy, draft, visit, monkeypatch):
        def full(*args, **kwargs):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(FileSystemStorage, "_save", full)
        page = visit(deputy, to("edit", draft.pk), "phone")
        uploads(page, "说明.txt", "柳溪村".encode())

        page.sees("服务器的磁盘已满，文件没有保存，其他内容也没有改动。")
        assert not StoredFile.objects.exists()


def uploads(page, name, content):
    page.field("拍照或者选择文件").set_input_files(
        {"name": name, "mimeType": "image/jpeg", "buffer": content}
    )
    page.press("上传")


def test_a_fault_of_ours_is_told_in_plain_words(county, deputy, visit, faults, axe, monkeypatch):
    faults.expect("500")

    def broken(*args, **kwargs):
        raise RuntimeError("not expected")

    draft = make.make_suggestion(county, status="draft", deputy=deputy).suggestion
    page = visit(deputy, to("submission", draft.pk), "phone")
    monkeypatch.setattr(workflow, "submit", broken)
    page.press("提交")

    page.arrives("系统出了故障")
    page.sees("这一步可能没有完成", "系统管理员")
    page.does_not_see("RuntimeError", "Traceback")
    axe(page.page)
    page.follow("回到首页")
    page.arrives("今天")
