"""A township with a report; every name is fictional."""

from datetime import date
from types import SimpleNamespace

from lianxin.foundation.people.models import Role
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)
from lianxin.work.work_reports import workflow
from lianxin.work.work_reports.models import Report, Section
from lianxin.work.work_reports.outlining import SectionPlan

TODAY = date(2026, 3, 2)
PLAN = [
    SectionPlan("opening", "opening", "", "各位代表，现在报告工作。"),
    SectionPlan(
        "suggestions", "past", "代表建议办理", "共收到代表建议〔数字:suggestions.received〕。"
    ),
    SectionPlan("media", "past", "宣传", ""),
    SectionPlan("next", "next", "", "继续办好代表建议。"),
]


def make_report(town=None, *, clerk=None, year=2025, plan=PLAN):
    """A report of a township as its clerk began it, with everyone around it."""
    town = town or make_township(make_county())
    clerk = clerk or make_clerk(town)
    return workflow.begin(
        Report(
            body=town,
            kind=Report.Kind.YEAR,
            title=f"柳溪镇人大{year}年工作报告",
            since=date(year, 1, 1),
            until=date(year, 12, 31),
        ),
        plan=plan,
        by=clerk,
        today=TODAY,
    )


def make_people(town):
    return SimpleNamespace(
        clerk=make_clerk(town),
        chair=make_account(Role.CHAIR, town),
        member=make_account(Role.PRESIDIUM_MEMBER, town),
        deputy=make_deputy(town),
    )


def section(report, key) -> Section:
    return Section.objects.select_related("report__body").get(report=report, key=key)
