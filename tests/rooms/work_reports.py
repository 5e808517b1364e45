"""Records and pages of work reports: one being written, one published."""

from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.foundation.people.models import Account, Grant, Role
from lianxin.work.work_reports import workflow
from lianxin.work.work_reports.models import Report, StatedFigure
from lianxin.work.work_reports.outlining import SectionPlan
from tests.browser.visits import Visit

ARGUMENTS = {
    **{
        (f"work_reports:{name}", "pk"): "work_report"
        for name in (
            "detail",
            "checks",
            "source",
            "changes",
            "picture",
            "pdf",
            "docx",
            "outline",
            "section_new",
            "numbers",
            "stated",
            "stated_new",
            "versions",
            "version",
            "restore",
            "step",
        )
    },
    ("work_reports:section", "pk"): "report_section",
    ("work_reports:section_remove", "pk"): "report_section",
    ("work_reports:comment", "pk"): "report_section",
    ("work_reports:resolve", "pk"): "report_comment",
    ("work_reports:stated_change", "pk"): "stated_figure",
    ("work_reports:stated_drop", "pk"): "stated_figure",
    ("work_reports:version", "number"): "report_version",
    ("work_reports:restore", "number"): "report_version",
    ("work_reports:step", "name"): "report_step",
    ("portal:report", "pk"): "published_report",
    ("portal:report_picture", "pk"): "published_report",
    ("portal:report_pdf", "pk"): "published_report",
}
NO_PAGES = {
    "work_reports:source": "a form's target",
    "work_reports:outline": "a form's target",
    "work_reports:section_remove": "a form's target",
    "work_reports:stated_drop": "a form's target",
    "work_reports:restore": "a form's target",
    "work_reports:pdf": "a file",
    "work_reports:docx": "a file",
    "portal:report_pdf": "a file",
}
PLAN = [
    SectionPlan("opening", "opening", "", "各位代表，现在报告工作。"),
    SectionPlan(
        "work",
        "past",
        "代表建议办理",
        "共收到代表建议〔数字:suggestions.received〕，〔数字:suggestions.received 比上年〕；"
        "播发稿件〔手填:articles〕，其中省级2篇。",
    ),
    SectionPlan("next", "next", "", "继续办好代表建议。"),
]


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """A report in review with a remark, and one of the year before that was published."""
    body, today = suggestion.body, localdate()
    chair = Account(username=f"report-chair-{body.pk}", name="签发人")
    chair.set_unusable_password()
    chair.save()
    Grant.objects.create(account=chair, role=Role.CHAIR, body=body, valid_from=date(2022, 1, 1))

    def begin(year):
        report = Report(
            body=body,
            title=f"{body.short_name}人大{year}年工作报告",
            since=date(year, 1, 1),
            until=date(year, 12, 31),
        )
        report = workflow.begin(report, plan=PLAN, by=clerk, today=today)
        figure = StatedFigure(
            report=report, key="articles", name="媒体稿件", value=41, unit="篇", source="宣传台账"
        )
        return report, workflow.state_figure(figure, by=clerk)

    report, figure = begin(today.year)
    section = report.sections.get(key="work")
    workflow.lay_before(report, by=clerk)
    comment = workflow.comment(section, text="写得太短。", by=chair)
    published, _figure = begin(today.year - 1)
    workflow.lay_before(published, by=clerk)
    workflow.sign(published, accepts=True, by=chair, today=today)
    workflow.adopt(published, on=today, words="全票通过", by=clerk)
    workflow.publish(published, by=clerk, today=today)
    return SimpleNamespace(
        work_report=report,
        published_report=published,
        report_section=section,
        report_comment=comment,
        stated_figure=figure,
        report_version=1,
        report_step="lay-before",
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    yield Visit("work_reports:list", clerk)
    yield Visit("work_reports:list", deputy)
    yield Visit("work_reports:new", clerk)
    for name in (
        "detail",
        "checks",
        "changes",
        "picture",
        "numbers",
        "stated",
        "stated_new",
        "versions",
    ):
        yield Visit(f"work_reports:{name}", clerk, (of.work_report.pk,))
    yield Visit("work_reports:detail", deputy, (of.published_report.pk,))
    yield Visit("work_reports:picture", deputy, (of.published_report.pk,))
    yield Visit("work_reports:section_new", clerk, (of.work_report.pk,))
    yield Visit("work_reports:section", clerk, (of.report_section.pk,))
    yield Visit("work_reports:comment", clerk, (of.report_section.pk,))
    yield Visit("work_reports:resolve", clerk, (of.report_comment.pk,))
    yield Visit("work_reports:stated_change", clerk, (of.stated_figure.pk,))
    yield Visit("work_reports:version", clerk, (of.work_report.pk, 1))
    yield Visit("work_reports:step", clerk, (of.published_report.pk, "take-down"))
    yield Visit("portal:reports", None)
    yield Visit("portal:report", None, (of.published_report.pk,))
    yield Visit("portal:report_picture", None, (of.published_report.pk,))
