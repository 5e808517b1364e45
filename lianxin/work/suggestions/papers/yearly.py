"""A body's papers of a year: the ledger of promises and the report on its suggestions."""

from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.models import PromiseReport
from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import (
    Sheet,
    figure,
    heading,
    linked,
    paragraph,
    table,
)
from lianxin.work.suggestions.measures import LABELS
from lianxin.work.suggestions.papers.common import day, issuer_name, printed_by
from lianxin.work.suggestions.scope import Scope
from lianxin.work.suggestions.statistics import suggestion_statistics

MOST_PROMISES = 2000
SHOWN_RATES = ("on_time", "meeting", "closing", "solving", "satisfaction", "promise")


def ledger_data(body, by, year):
    """Promises in the answers to a year's suggestions. Confidential ones are left out."""
    found = (
        Scope(body, year, localdate(), include_below=True, user=by)
        .promises()
        .filter(reply__assignment__matter__is_confidential=False)
        .select_related("reply__assignment__office", "reply__assignment__matter")
        .prefetch_related(
            Prefetch("reports", PromiseReport.objects.order_by("-reported_on", "-pk"))
        )
        .order_by("due_on", "pk")
    )
    return {
        "title": _("%(year)s年代表建议|承诺事项台账") % {"year": year},
        "year": year,
        "issuer": issuer_name(body),
        "rows": [_promise_row(one) for one in found[:MOST_PROMISES]],
    }


def _promise_row(promise) -> dict[str, Any]:
    matter = promise.reply.assignment.matter
    latest = promise.latest_report
    return {
        "suggestion_number": matter.number,
        "path": reverse("suggestions:detail", args=[matter.pk]),
        "text": promise.text,
        "office": promise.reply.assignment.office.name,
        "due_on": f"{promise.due_on:%Y-%m-%d}",
        "progress": _progress(latest),
        "state": str(promise.get_state_display()),
        "explanation": promise.explanation,
        "told_on": f"{promise.settled_on:%Y-%m-%d}" if promise.settled_on else "",
        "second_judgement": str(promise.get_second_judgement_display()),
    }


def _progress(report) -> str:
    if report is None:
        return ""
    return f"{report.percent}%" if report.percent is not None else report.text[:40]


LEDGER_ROW = (
    Field("suggestion_number", gettext_lazy("建议号"), "38"),
    Field("text", gettext_lazy("承诺事项"), "更换下游护栏"),
    Field("office", gettext_lazy("责任单位"), "县交通运输局"),
    Field("due_on", gettext_lazy("完成时限"), "2026-12-31"),
    Field("progress", gettext_lazy("进度"), "60%"),
    Field("state", gettext_lazy("落实情况"), "兑现中"),
    Field("explanation", gettext_lazy("未落实原因"), ""),
    Field("told_on", gettext_lazy("告知日期"), ""),
    Field("second_judgement", gettext_lazy("代表二次评价"), "满意"),
)


def compose_ledger(data) -> Sheet:
    names = [field.name for field in LEDGER_ROW]
    rows = [
        [
            str(place),
            figure(row["suggestion_number"], row["path"]),
            *(row[name] for name in names[1:]),
        ]
        for place, row in enumerate(data["rows"], 1)
    ]
    head = [_("序号"), *(field.label for field in LEDGER_ROW)]
    blocks = [table(head, rows, [2, 3, 9, 6, 5, 3, 5, 6, 5, 4])]
    if not rows:
        blocks.append(paragraph(_("本年度的答复中没有承诺事项。")))
    return Sheet(
        title="", blocks=blocks, issuer=data["issuer"], is_landscape=True, has_closing=False
    )


def report_data(body, by, year):
    """The year's figures as they stand today, each with the address of its records."""
    today = localdate()
    statistics = suggestion_statistics(body, year, on=today, user=by)
    counts = {key: statistics.counts[key] for key in LABELS if key in statistics.counts}
    rates = [
        {
            "key": key,
            "label": str(rate.kind.label),
            "percent": rate.percent,
            "numerator": rate.numerator,
            "denominator": rate.denominator,
            "of": [rate.kind.numerator, rate.kind.denominator],
        }
        for key in SHOWN_RATES
        for rate in [statistics.rates[key]]
    ]
    return {
        "title": _("关于%(year)s年代表建议、批评和意见|办理情况的报告") % {"year": year},
        "addressee": _reported_to(body),
        "year": year,
        "on": day(today),
        "body": body.name,
        "issuer": issuer_name(body),
        "imprint": printed_by(body),
        "counts": counts,
        **counts,
        "rates": rates,
        "address": urlencode({"body": body.pk, "year": year, "reach": "own"}),
        "offices": _pairs(statistics.breakdowns["by_office"]),
    }


def _reported_to(body) -> str:
    return _("%s人民代表大会常务委员会") % body.short_name if body.is_county else body.name


def _pairs(counted: dict[str, int]) -> list[dict[str, Any]]:
    return [{"name": name or _("未分类"), "number": number} for name, number in counted.items()]


def compose_report(data) -> Sheet:
    """Every figure is a link to the list of the records it counts."""
    counts = data["counts"]

    def n(key: str) -> dict[str, str]:
        return figure(str(counts[key]), _records(data, key))

    blocks = [
        paragraph(
            _("现将%(year)s年代表建议、批评和意见办理情况报告如下（数据截至%(on)s）。")
            % {"year": data["year"], "on": data["on"]}
        ),
        heading(_("一、基本情况")),
        linked(
            _("全年共收到代表建议"),
            n("received"),
            _("件，受理"),
            n("accepted"),
            _("件，其中并案"),
            n("merged"),
            _("件；应办"),
            n("handled"),
            _("件，已交办"),
            n("assigned"),
            _("件，其中重点督办"),
            n("key"),
            _("件。"),
        ),
        heading(_("二、办理情况")),
        linked(
            _("已答复"),
            n("replied"),
            _("件，待答复"),
            n("pending"),
            _("件，其中超期未答复"),
            n("overdue"),
            _("件；批准延期"),
            n("extended"),
            _("件，超期答复"),
            n("late"),
            _("件；面商"),
            n("met"),
            _("件，其中当面面商"),
            n("met_face"),
            _("件；已办成"),
            n("solved"),
            _("件，已办结"),
            n("closed"),
            _("件。"),
        ),
        heading(_("三、代表评价")),
        linked(
            _("已反馈"),
            n("judged"),
            _("件：满意"),
            n("fully_satisfied"),
            _("件，基本满意"),
            n("basically_satisfied"),
            _("件，不满意"),
            n("dissatisfied"),
            _("件；重新办理"),
            n("reworked"),
            _("件。"),
        ),
        heading(_("四、承诺事项")),
        linked(
            _("答复中共承诺"),
            n("promises"),
            _("项，已到期"),
            n("promises_due"),
            _("项，已兑现"),
            n("promises_kept"),
            _("项，到期未兑现"),
            n("promises_overdue"),
            _("项，兑现中"),
            n("promises_open"),
            _("项。"),
        ),
        heading(_("五、主要指标")),
        _rates_table(data),
    ]
    if data["offices"]:
        blocks.append(heading(_("六、承办单位")))
        blocks.append(
            table(
                [_("承办单位"), _("承办件数")],
                [[one["name"], one["number"]] for one in data["offices"]],
                [3, 1],
            )
        )
    return Sheet(
        title="",
        head="file",
        mark=_("%s文件") % data["issuer"],
        blocks=blocks,
        issuer=data["issuer"],
        imprint=data["imprint"],
    )


def _rates_table(data):
    rows = [
        [
            rate["label"],
            f"{rate['percent']}%" if rate["percent"] is not None else "—",
            figure(str(rate["numerator"]), _records(data, rate["of"][0])),
            figure(str(rate["denominator"]), _records(data, rate["of"][1])),
        ]
        for rate in data["rates"]
    ]
    return table([_("指标"), _("比率"), _("分子（件）"), _("分母（件）")], rows, [3, 2, 2, 2])


def _records(data, measure: str) -> str:
    """Where the records that a figure counts are listed."""
    return f"{reverse('reports:items')}?{data['address']}&figure={measure}"


KINDS = [
    Kind(
        key="promise_ledger",
        name=gettext_lazy("承诺事项台账"),
        model="people.body",
        data_of=ledger_data,
        compose=compose_ledger,
        fields=(
            Field("year", gettext_lazy("年度"), "2026"),
            Field("rows", gettext_lazy("承诺事项"), rows=LEDGER_ROW),
        ),
        by_year=True,
        has_signature=False,
        archive_class=Paper.ArchiveClass.THIRTY_YEARS,
        order=60,
    ),
    Kind(
        key="yearly_report",
        name=gettext_lazy("建议办理情况报告"),
        model="people.body",
        data_of=report_data,
        compose=compose_report,
        fields=(
            Field("year", gettext_lazy("年度"), "2026"),
            Field("on", gettext_lazy("数据截至"), "2026年12月20日"),
            Field("body", gettext_lazy("机构"), "禾望县人民代表大会常务委员会"),
            *(Field(key, label, "12") for key, label in LABELS.items()),
            Field(
                "offices",
                gettext_lazy("承办单位"),
                rows=(
                    Field("name", gettext_lazy("单位"), "县交通运输局"),
                    Field("number", gettext_lazy("件数"), "6"),
                ),
            ),
        ),
        by_year=True,
        series="report",
        archive_class=Paper.ArchiveClass.PERMANENT,
        order=61,
    ),
]
