"""A station's year plan: written, submitted, returned or approved, reported on item by item."""

import re
from datetime import date

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import write
from lianxin.work.stations import notices
from lianxin.work.stations.models import PlanItem, PlanTemplate, Station, YearPlan
from lianxin.work.stations.permissions import Permission

S = YearPlan.Status
_LINE = re.compile(r"(\d{1,2})\s*月?[份]?[\s:：、.．，,]*(.+)")


def read_items(text: str) -> list[tuple[int, str]]:
    """Month and words of each line, 「3月 接待选民」; Refused names the line that is not one.

    text: one item a line; empty lines do not count.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if match is None or not 1 <= int(match[1]) <= 12:
            raise Refused(
                gettext("第 %(number)s 行“%(line)s”看不出月份。请写成：3月 接待选民。")
                % {"number": number, "line": line[:20]}
            )
        if len(match[2]) > 200:
            raise Refused(gettext("第 %s 行超过 200 字，请精简。") % number)
        found.append((int(match[1]), match[2].strip()))
    return found


@transaction.atomic
def set_plan_template(
    body: Body, *, year: int, guidance: str, items: str, by: Account | None
) -> PlanTemplate:
    """What the body asks its stations, and those of bodies below it, to plan for a year.

    Raises PermissionDenied, Refused for a line without a month.
    """
    require(by, Permission.SET_LISTS, body)
    read_items(items)
    template = PlanTemplate.objects.filter(body=body, year=year).first()
    template = template or PlanTemplate(body=body, year=year)
    write(template, {"guidance": guidance.strip(), "items": items.strip()})
    record(
        by,
        "station.plan_template",
        template,
        gettext("制定 %s 年联络站年度计划样式") % year,
        after={"guidance": template.guidance, "items": template.items},
    )
    return template


def plan_template_for(body: Body, year: int) -> PlanTemplate | None:
    """The body's own, or the nearest above it."""
    above = [int(pk) for pk in body.path.split("/") if pk]
    found = PlanTemplate.objects.filter(body__in=above, year=year).select_related("body")
    return found.order_by("-body__path").first()


@transaction.atomic
def write_plan(
    station: Station, *, year: int, text: str, items: str, by: Account | None
) -> YearPlan:
    """Write the plan, or write it anew while it is not with the congress's office.

    items: one a line, its month first.
    Raises PermissionDenied; WrongStatus once it was submitted or the station is closed;
    Refused for a line without a month.
    """
    require(by, Permission.PLAN, station)
    if station.closed_on is not None:
        raise WrongStatus(_("本站已经撤销，不再订计划。"))
    wanted = read_items(items)
    plan = YearPlan.objects.select_for_update().filter(station=station, year=year).first()
    plan = plan or YearPlan(station=station, year=year)
    if plan.status not in (S.DRAFT, S.RETURNED):
        raise WrongStatus(
            gettext("计划%s，不能再改。要改，请联系本级人大工作人员退回。")
            % plan.get_status_display()
        )
    write(plan, {"text": text.strip()})
    plan.items.all().delete()
    PlanItem.objects.bulk_create(
        PlanItem(plan=plan, position=place, month=month, words=words)
        for place, (month, words) in enumerate(wanted, 1)
    )
    record(
        by,
        "station.plan_write",
        station,
        gettext("起草 %s 年度计划") % year,
        after={"text": plan.text, "items": [f"{month}月 {words}" for month, words in wanted]},
    )
    return plan


@transaction.atomic
def submit_plan(plan: YearPlan, *, by: Account | None, today: date) -> None:
    """Send the plan to the congress's office. Raises PermissionDenied, WrongStatus, Refused."""
    require(by, Permission.PLAN, plan.station)
    if not plan.items.exists():
        raise Refused(_("计划里还没有事项。请至少写一项，再上报。"))
    _move(plan, (S.DRAFT, S.RETURNED), status=S.SUBMITTED, submitted_on=today, return_reason="")
    record(by, "station.plan_submit", plan.station, gettext("上报 %s 年度计划") % plan.year)
    notices.plan_submitted(plan)


@transaction.atomic
def return_plan(plan: YearPlan, *, reason: str, by: Account | None, today: date) -> None:
    """Give the plan back to be put right; also one that was approved and must change.

    What was reported of its items would be lost with them: such a plan stays.
    Raises PermissionDenied, WrongStatus, Refused without a reason.
    """
    require(by, Permission.DECIDE_PLAN, plan.station)
    if not reason.strip():
        raise Refused(_("退回计划应当写明理由，站里才知道怎么改。"))
    if plan.items.filter(held_on__isnull=False).exists():
        raise Refused(_("计划已经有事项报了开展情况，不能退回。请在下一年度的计划里调整。"))
    _move(
        plan,
        (S.SUBMITTED, S.APPROVED),
        status=S.RETURNED,
        decided_on=today,
        decided_by=by,
        return_reason=reason.strip()[:300],
    )
    record(
        by,
        "station.plan_return",
        plan.station,
        gettext("退回 %s 年度计划") % plan.year,
        reason=reason.strip(),
    )
    notices.plan_decided(plan)


@transaction.atomic
def approve_plan(plan: YearPlan, *, by: Account | None, today: date) -> None:
    """Approve the plan; it goes on the wall and its items wait for reports.

    Raises PermissionDenied, WrongStatus unless it was submitted.
    """
    require(by, Permission.DECIDE_PLAN, plan.station)
    _move(plan, (S.SUBMITTED,), status=S.APPROVED, decided_on=today, decided_by=by)
    record(by, "station.plan_approve", plan.station, gettext("审定 %s 年度计划") % plan.year)
    notices.plan_decided(plan)


@transaction.atomic
def report_item(
    item: PlanItem, *, held_on: date, report: str, by: Account | None, today: date
) -> None:
    """Report on what was held, or put the report right.

    Raises PermissionDenied; WrongStatus before the plan is approved; Refused for a day
    in the future or of another year, and for an empty report.
    """
    plan = item.plan
    require(by, Permission.PLAN, plan.station)
    if plan.status != S.APPROVED:
        raise WrongStatus(_("计划还没有审定，不能报开展情况。"))
    if held_on > today:
        raise Refused(_("开展日期还没有到。请在开展以后再报。"))
    if held_on.year != plan.year:
        raise Refused(gettext("开展日期不在 %s 年。请核对日期。") % plan.year)
    if not report.strip():
        raise Refused(_("请写明开展情况：谁参加、做了什么、有什么结果。"))
    before = {"held_on": item.held_on, "report": item.report}
    write(item, {"held_on": held_on, "report": report.strip(), "reported_by": by})
    record(
        by,
        "station.plan_report",
        plan.station,
        gettext("报告开展情况：%s") % item.words,
        before=before,
        after={"held_on": held_on, "report": item.report},
    )


def _move(plan: YearPlan, sources, **values) -> None:
    # The WHERE clause picks the winner when two press at once.
    if not YearPlan.objects.filter(pk=plan.pk, status__in=sources).update(**values):
        raise WrongStatus(_("计划的状态刚刚有变化，本次没有办理。请刷新页面，按当前状态办。"))
    for name, value in values.items():
        setattr(plan, name, value)
