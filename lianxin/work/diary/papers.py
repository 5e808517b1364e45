"""The year plan on paper: 工作要点 with its items, and the dated duties as an appendix."""

from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.papers import kinds
from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import Sheet, heading, new_page, paragraph, paragraphs, table
from lianxin.work.diary.models import Period, YearPlan
from lianxin.work.diary.queries import year_of

PLAN_KIND = "year_plan"


def plan_data(plan: YearPlan, by):
    return {
        "title": _("%(body)s|%(year)s年工作要点") % {"body": plan.body.name, "year": plan.year},
        "year": plan.year,
        "text": plan.text,
        "approval": plan.approval,
        "items": [
            {"month": str(item.month), "words": item.words, "owner": item.owner}
            for item in plan.items.all()
        ],
        "duties": _duties(plan),
        "issuer": plan.body.name,
    }


def _duties(plan: YearPlan) -> list[dict[str, str]]:
    """Dated duties of the year; weekly ones once, with their day."""
    found, seen = [], set()
    for one in year_of(plan.body, plan.year, on=localdate()):
        if one.duty.period == Period.WEEK:
            if one.key in seen:
                continue
            seen.add(one.key)
        found.append(
            {
                "day": _day(one.due, plan.year, is_weekly=one.duty.period == Period.WEEK),
                "name": one.name,
                "owner": one.owner,
                "basis": one.duty.basis,
            }
        )
    return found


def _day(due: date, year: int, *, is_weekly: bool) -> str:
    if is_weekly:
        return _("每周%s") % "一二三四五六日"[due.weekday()]
    if due.year != year:
        return f"{due.year}年{due.month}月{due.day}日"
    return f"{due.month}月{due.day}日"


def compose_plan(data) -> Sheet:
    rows = [[_("%s月") % one["month"], one["words"], one["owner"]] for one in data["items"]]
    duties = [[one["day"], one["name"], one["owner"], one["basis"]] for one in data["duties"]]
    blocks = [
        heading(_("一、总体要求")),
        *(paragraphs(data["text"]) or [paragraph(_("（待写）"))]),
        heading(_("二、重点工作")),
        table([_("月份"), _("事项"), _("责任人")], rows, [2, 9, 4]),
        new_page(_("全年工作日程")),
        table([_("日期"), _("工作"), _("责任人"), _("依据")], duties, [3, 5, 4, 6]),
    ]
    return Sheet(
        title="",
        head="file",
        mark=_("%s文件") % data["issuer"],
        blocks=blocks,
        attachments=[_("全年工作日程")],
        issuer=data["issuer"],
    )


def register_papers() -> None:
    kinds.register(
        Kind(
            key=PLAN_KIND,
            name=gettext_lazy("年度工作要点"),
            model="diary.yearplan",
            data_of=plan_data,
            compose=compose_plan,
            fields=(
                Field("year", gettext_lazy("年度"), "2026"),
                Field("text", gettext_lazy("总体要求"), "围绕全镇中心工作，依法履职。"),
                Field("approval", gettext_lazy("批准文号"), "镇党委会〔2026〕第3次会议"),
                Field(
                    "items",
                    gettext_lazy("重点工作"),
                    rows=(
                        Field("month", gettext_lazy("月份"), "3"),
                        Field("words", gettext_lazy("事项"), "视察春灌用水"),
                        Field("owner", gettext_lazy("责任人"), "主席"),
                    ),
                ),
                Field(
                    "duties",
                    gettext_lazy("全年日程"),
                    rows=(
                        Field("day", gettext_lazy("日期"), "3月20日"),
                        Field("name", gettext_lazy("工作"), "代表活动日"),
                        Field("owner", gettext_lazy("责任人"), "主席"),
                        Field("basis", gettext_lazy("依据"), "工作惯例"),
                    ),
                ),
            ),
            series="year_plan",
            archive_class=Paper.ArchiveClass.PERMANENT,
            order=300,
        )
    )
