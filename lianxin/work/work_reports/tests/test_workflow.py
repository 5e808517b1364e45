"""A report from its draft to the public: what each step does, and what it refuses."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from lianxin.foundation.figures import publishing
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.tests.factories import make_county, make_suggestion, make_township
from lianxin.work.work_reports import fixing, workflow
from lianxin.work.work_reports.checks import Level, findings
from lianxin.work.work_reports.comparing import GONE, NEW, SAME, differences
from lianxin.work.work_reports.layout import blocks_of
from lianxin.work.work_reports.models import Comment, FixedFigure, Report, StatedFigure
from lianxin.work.work_reports.picture import picture_of
from lianxin.work.work_reports.tests.factories import TODAY, make_people, make_report, section
from lianxin.work.work_reports.values import Book
from lianxin.work.work_reports.workflow import ChangedMeanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return make_township(make_county())


@pytest.fixture
def people(town):
    return make_people(town)


@pytest.fixture
def report(town, people):
    return make_report(town, clerk=people.clerk, year=2026)


def write(report, key, text, *, by):
    one = section(report, key)
    return workflow.write(one, title=one.title, text=text, seen=one.version, by=by)


def prose(report):
    report = Report.objects.get(pk=report.pk)
    return "\n".join(
        "".join(piece.text for piece in paragraph)
        for block in blocks_of(report, Book(report))
        for paragraph in block.paragraphs
    )


def test_of_two_editors_the_later_is_refused_with_both_texts_kept(report, people):
    first, second = section(report, "next"), section(report, "next")
    workflow.write(first, title="", text="我的话。", seen=first.version, by=people.clerk)

    with pytest.raises(ChangedMeanwhile) as refused:
        workflow.write(second, title="", text="他的话。", seen=second.version, by=people.clerk)

    assert refused.value.theirs.text == "我的话。"
    assert section(report, "next").text == "我的话。"
    merged = section(report, "next")
    workflow.write(merged, title="", text="我的话。他的话。", seen=merged.version, by=people.clerk)
    assert section(report, "next").text == "我的话。他的话。"


def test_each_saving_is_a_version_and_two_are_compared_word_by_word(report, people):
    write(report, "next", "继续办好代表建议，办成实事。", by=people.clerk)
    report.refresh_from_db()
    new, old = report.versions.all()[:2]

    (changed,) = differences(old, new)

    assert [(one.kind, one.text) for one in changed.stretches] == [
        (SAME, "继续办好代表建议"),
        (NEW, "，办成实事"),
        (SAME, "。"),
    ]
    assert new.made_by == people.clerk
    workflow.restore(report, old.number, by=people.clerk)
    assert section(report, "next").text == "继续办好代表建议。"
    report.refresh_from_db()
    (back,) = differences(new, report.versions.first())
    assert [one.kind for one in back.stretches if one.kind != SAME] == [GONE]


def test_saving_nothing_new_makes_no_version(report, people):
    before = Report.objects.get(pk=report.pk).number

    write(report, "next", "继续办好代表建议。", by=people.clerk)

    assert Report.objects.get(pk=report.pk).number == before


def test_from_draft_to_public_each_by_who_may(report, people):
    with pytest.raises(PermissionDenied):
        workflow.lay_before(report, by=people.deputy)
    with pytest.raises(WrongStatus, match="起草"):
        workflow.sign(report, accepts=True, by=people.chair, today=TODAY)
    workflow.lay_before(report, by=people.clerk)
    with pytest.raises(PermissionDenied):
        workflow.sign(report, accepts=True, by=people.clerk, today=TODAY)
    workflow.sign(report, accepts=False, by=people.chair, today=TODAY)
    with pytest.raises(WrongStatus, match="已签发"):
        write(report, "next", "再改。", by=people.clerk)
    with pytest.raises(Refused, match="早于签发"):
        workflow.adopt(report, on=date(2026, 3, 1), words="", by=people.clerk)
    workflow.adopt(report, on=date(2026, 3, 5), words="全票通过", by=people.clerk)
    assert not Report.objects.published().exists()
    workflow.publish(report, by=people.clerk, today=date(2026, 3, 6))

    assert Report.objects.published().get() == report
    assert [one.step for one in events_of(report)] == [
        f"work_report.{name}" for name in ("begin", "lay_before", "sign", "adopt", "publish")
    ]
    assert list(Report.objects.visible_to(people.deputy)) == [report]


def test_a_draft_is_not_for_deputies_and_other_bodies(report, people, town):
    neighbour = make_people(make_township(town.parent, code="hewang-hegang", name="河港镇"))

    for account in (people.clerk, people.chair, people.member):
        assert Report.objects.visible_to(account).exists()
    for account in (people.deputy, neighbour.clerk, neighbour.chair):
        assert not Report.objects.visible_to(account).exists()


def test_signing_waits_for_remarks_and_for_what_must_be_put_right(report, people):
    workflow.lay_before(report, by=people.clerk)
    remark = workflow.comment(section(report, "next"), text="写得太短。", by=people.member)
    with pytest.raises(PermissionDenied):
        workflow.comment(section(report, "next"), text="我也说。", by=people.deputy)
    with pytest.raises(Refused, match="还有 1 条意见"):
        workflow.sign(report, accepts=True, by=people.chair, today=TODAY)
    with pytest.raises(Refused, match="怎样处理"):
        workflow.resolve(remark, resolution=" ", by=people.clerk)
    workflow.resolve(remark, resolution="已补写。", by=people.clerk)
    with pytest.raises(WrongStatus):
        workflow.resolve(remark, resolution="再处理。", by=people.clerk)
    assert Comment.objects.get().resolved_by == people.clerk
    write(report, "media", "播发稿件〔数字:media.gone〕。", by=people.clerk)
    with pytest.raises(Refused, match="必须改正"):
        workflow.sign(report, accepts=True, by=people.chair, today=TODAY)
    write(report, "media", "播发稿件41篇：省台2篇、两报各1篇、市台25篇。", by=people.clerk)
    with pytest.raises(Refused, match="逐条核对"):
        workflow.sign(report, accepts=False, by=people.chair, today=TODAY)
    workflow.sign(report, accepts=True, by=people.chair, today=TODAY)

    signed = events_of(report).get(step="work_report.sign")
    assert any("分项相加 29" in one for one in signed.after["accepted"])


def test_a_signed_figure_stands_and_a_later_correction_shows_beside_it(report, people, town):
    made = [make_suggestion(town) for _number in range(2)]
    assert "共收到代表建议2件。" in prose(report)
    workflow.lay_before(report, by=people.clerk)
    workflow.sign(report, accepts=True, by=people.chair, today=TODAY)
    report.refresh_from_db()
    assert not list(fixing.later_changes(report, people.chair))

    gone = made[0].suggestion
    Suggestion.objects.filter(pk=gone.pk).update(year=2025)

    assert "共收到代表建议2件。" in prose(report)
    # The picture compares with the year before, where it stands now.
    later, last = fixing.later_changes(report, people.chair)
    assert later.words == "签发时2件，现为1件"
    assert (last.name, last.words) == ("上年收到建议", "签发时0件，现为1件")
    assert [one.row.words for one in later.difference.removed] == [gone.title] or (
        gone.title in later.difference.removed[0].row.words
    )
    workflow.send_back(report, reason="更正数字", by=people.chair)
    assert "共收到代表建议1件。" in prose(report)
    assert not FixedFigure.objects.exists()


def test_what_changed_of_the_year_before_says_so(report, people, town):
    make_suggestion(town)
    before = [make_suggestion(town).suggestion for _number in range(2)]
    Suggestion.objects.filter(pk__in=[one.pk for one in before]).update(year=2025)
    write(report, "media", "建议数〔数字:suggestions.received 比上年〕。", by=people.clerk)
    workflow.lay_before(report, by=people.clerk)
    workflow.sign(report, accepts=True, by=people.chair, today=TODAY)
    report.refresh_from_db()
    assert not list(fixing.later_changes(report, people.chair))

    Suggestion.objects.filter(pk=before[0].pk).update(year=2024)

    (later,) = fixing.later_changes(report, people.chair)
    assert (later.name, later.words) == ("上年收到建议", "签发时2件，现为1件")
    assert (later.token, later.is_before) == ("suggestions.received", True)
    assert "建议数比上年减少1件。" in prose(report)
    Suggestion.objects.filter(pk=before[0].pk).update(year=2026)
    now, last = fixing.later_changes(report, people.chair)
    assert [one.name.startswith("上年") for one in (now, last)] == [False, True]
    assert now.words == "签发时1件，现为2件"


def test_last_years_bars_of_the_picture_stand_as_they_were_signed(report, people, town):
    make_suggestion(town)
    before = make_suggestion(town).suggestion
    Suggestion.objects.filter(pk=before.pk).update(year=2025)
    workflow.lay_before(report, by=people.clerk)
    workflow.sign(report, accepts=True, by=people.chair, today=TODAY)
    report.refresh_from_db()

    Suggestion.objects.filter(pk=before.pk).update(year=2024)

    _now, last = picture_of(report, Book(report)).compared.series
    assert [one.shown for one in last.marks] == ["1件"]
    (later,) = fixing.later_changes(report, people.chair)
    assert (later.name, later.words) == ("上年收到建议", "签发时1件，现为0件")


def test_only_a_published_report_opens_its_figures_to_everyone(report, people, town):
    scope = Book(report).scope
    workflow.lay_before(report, by=people.clerk)
    workflow.sign(report, accepts=True, by=people.chair, today=TODAY)
    workflow.adopt(report, on=TODAY, words="", by=people.clerk)
    assert publishing.published_pin("suggestions.received", scope) is None
    workflow.publish(report, by=people.clerk, today=TODAY)

    assert publishing.published_pin("suggestions.received", scope) is not None
    assert publishing.published_pin("suggestions.overdue", scope) is None
    assert publishing.published_pin("suggestions.received", scope.last_year()) is None
    workflow.take_down(report, reason="有误", by=people.clerk)
    assert publishing.published_pin("suggestions.received", scope) is None


def test_a_stated_figure_brings_its_proof_and_its_approximation(report, people):
    figure = StatedFigure(
        report=report, key="trained", name="线上培训", value=650, unit="人次", approx="余"
    )
    proof = SimpleUploadedFile("培训台账.txt", "六百五十四人次".encode(), "text/plain")
    workflow.state_figure(figure, by=people.clerk, upload=proof)
    write(report, "media", "线上培训〔手填:trained〕，也就是650人次。", by=people.clerk)

    assert "线上培训650余人次" in prose(report)
    found = [one for one in findings(report) if one.kind == "approx"]
    assert [one.what for one in found] == ["登记的是约数“650余人次”，这里写成了准确数。"]
    with pytest.raises(Refused, match="还写着这个数字"):
        workflow.drop_figure(figure, by=people.clerk)
    with pytest.raises(Refused, match="已经用过"):
        workflow.state_figure(
            StatedFigure(report=report, key="trained", name="又一个", value=1), by=people.clerk
        )
    with pytest.raises(Refused, match="请填写数值"):
        workflow.state_figure(
            StatedFigure(report=report, key="nothing", name="什么也没有"), by=people.clerk
        )


@pytest.mark.parametrize(
    ("text", "level", "what"),
    [
        ("收到近〔数字:suggestions.received〕。", Level.ASK, "不用写“近”"),
        ("答复率〔数字:suggestions.reply_rate〕。", Level.ASK, "没有可以计算的记录"),
        ("收到〔数字:suggestions.received 前年〕。", Level.STOP, "“前年”不是可以写的说明"),
        ("收到〔数字:suggestions.received color=red〕。", Level.STOP, "不能按“color”细分"),
        ("收到〔数字 suggestions.received〕。", Level.STOP, "没有写完整"),
        ("播发〔手填:media〕。", Level.STOP, "没有登记“media”"),
        ("2021年收到建议18件。", Level.ASK, "报告期是2026年"),
        ("播发稿件41篇。", Level.ASK, "没有写来源"),
    ],
)
def test_what_the_checks_say_of_one_sentence(report, people, text, level, what):
    make_suggestion(report.body)
    write(report, "media", text, by=people.clerk)

    assert any(one.level == level and what in one.what for one in findings(report)), [
        one.what for one in findings(report)
    ]


def test_a_typed_number_with_its_source_is_only_noted(report, people):
    write(report, "media", "播发稿件41篇。", by=people.clerk)

    workflow.give_source(report, words="41篇", source="镇宣传办台账", by=people.clerk)

    (one,) = [one for one in findings(report) if one.kind == "typed"]
    assert (one.level, one.what) == (Level.NOTE, "手填，来源：镇宣传办台账")
