"""Ledgers as spreadsheets: what a page shows, with its filters, in the official layout."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Promise
from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.faces.reports.forms import ALL_YEARS, FigureForm, ScopeForm
from lianxin.faces.reports.promises import BY_DAY, PromiseForm, promise_rows
from lianxin.faces.reports.tables import Ledger, Row
from lianxin.faces.reports.trail import TrailForm
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.sheets.exports import Export, in_order
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.ui.paging import ordered_pks
from lianxin.work.suggestions.exporting import ledger_listing
from lianxin.work.suggestions.inbox import thresholds
from lianxin.work.suggestions.measures import LABELS, PROMISE_MEASURES
from lianxin.work.suggestions.statistics import Rate, figures, rates, records_behind

JUDGEMENTS = dict(Satisfaction.choices)
PLAIN_RATES = ("rate", "figure")


def ledger_export(user, asked) -> Export:
    """The ledger of a body and year with its rates and tables, or the list behind one figure."""
    form = ScopeForm(asked, user=user, today=localdate())
    wanted = FigureForm(asked)
    scope = wanted.narrowed(form.scope())
    body = form.chosen_body
    is_whole = not any(wanted.cleaned_data.get(name) for name in PLAIN_RATES)
    measure = "received" if is_whole else wanted.measure
    title = _("%(body)s代表建议台账（%(year)s）") % {
        "body": body.short_name,
        "year": form.chosen_year or _("全部年度"),
    }
    if measure in PROMISE_MEASURES:
        found = records_behind(scope, measure)
        listing = promise_listing(ordered_pks(found), body, str(LABELS[measure]))
        return Export(f"{body.short_name}{LABELS[measure]}", [listing], body=body)
    records = records_behind(scope, measure)
    # The whole ledger runs as the matters were handed in, a list as its page does.
    pks = list(records.order_by("pk").values_list("pk", flat=True)) if is_whole else None
    listing = ledger_listing(
        ordered_pks(records) if pks is None else pks,
        unit=body.name,
        marks=thresholds(body, form.today),
        title=title if is_whole else f"{title}：{LABELS[measure]}",
    )
    listing.name = _("代表建议台账")
    listings = [listing]
    if is_whole:
        listings.append(_rates_listing(list(rates(scope, figures(scope)).values()), body))
        shown = Ledger(scope, form.address())
        listings += [_table_listing(table, shown, body) for table in shown.tables if table["rows"]]
    return Export(title, listings, body=body)


def items_export(user, asked) -> Export:
    """The list behind a figure, as its page shows it: all that is handled where none is named."""
    asked = asked.copy()
    if not any(asked.get(name) for name in PLAIN_RATES):
        asked["figure"] = "handled"
    return ledger_export(user, asked)


def promises_export(user, asked) -> Export:
    """The promise board as it is narrowed."""
    form = ScopeForm(asked, user=user, today=localdate(), default_year=ALL_YEARS)
    found = PromiseForm(asked).apply(form.scope().promises(), form.today)
    title = _("%(body)s承诺事项台账") % {"body": form.chosen_body.short_name}
    pks = ordered_pks(found, order=BY_DAY)
    return Export(title, [promise_listing(pks, form.chosen_body, title)], body=form.chosen_body)


def trail_export(user, asked) -> Export:
    """The trail as it is narrowed, newest first."""
    form = TrailForm(asked, user=user, today=localdate())
    pks = ordered_pks(form.events())
    bodies = {body.pk: body.short_name for body in form.bodies}
    body = form.chosen[0]
    fields = [
        Field(_("时间"), lambda event: event.happened_at, 17, Kind.MOMENT),
        Field(_("办了什么"), lambda event: event.words, 50),
        Field(_("经手人"), lambda event: event.people, 16),
        Field(_("机构"), lambda event: bodies.get(event.body_id or 0, ""), 14),
        Field(_("理由"), lambda event: event.reason, 40),
        Field(_("账本序号"), lambda event: event.seq, 10, Kind.NUMBER),
        Field(_("指纹"), lambda event: event.hash, 20),
    ]
    listing = Listing(
        _("留痕"),
        body.name,
        fields,
        in_order(Event.objects.all(), pks, chunk=2_000),
        count=len(pks),
    )
    return Export(_("%(body)s留痕") % {"body": body.short_name}, [listing], body=body)


def promise_listing(pks: list[int], body, title: str) -> Listing:
    """Promises in the columns of the board (practice.md: 承诺事项台账)."""
    today = localdate()
    fields = [
        Field(_("建议编号"), lambda one: _matter(one).number, 9),
        Field(_("建议标题"), lambda one: _matter(one).title, 32),
        Field(_("机构"), lambda one: _matter(one).body.short_name, 12),
        Field(_("承诺事项"), lambda one: one.text, 40),
        Field(_("责任单位"), lambda one: one.reply.assignment.office.name, 20),
        Field(_("承诺日期"), lambda one: one.promised_on, 12, Kind.DATE),
        Field(_("完成时限"), lambda one: one.due_on, 12, Kind.DATE),
        Field(_("兑现情况"), lambda one: _state(one, today), 14, is_stamped=False),
        Field(_("最近进展"), lambda one: getattr(_report(one), "text", ""), 30),
        Field(_("进展日期"), lambda one: getattr(_report(one), "reported_on", None), 12, Kind.DATE),
        Field(_("进度（%）"), lambda one: getattr(_report(one), "percent", None), 8, Kind.NUMBER),
        Field(_("未落实原因"), lambda one: one.explanation, 30),
        Field(_("代表再评价"), lambda one: one.get_second_judgement_display(), 12),
    ]
    rows = in_order(promise_rows(), pks)
    return Listing(
        title, body.name, fields, rows, count=len(pks), key=lambda one: f"promise-{one.pk}"
    )


def _matter(promise: Promise):
    return promise.reply.assignment.matter


def _report(promise: Promise):
    return next(iter(promise.reports.all()), None)


def _state(promise: Promise, today) -> str:
    if promise.state == Promise.State.OPEN and promise.due_on < today:
        return _("到期未兑现")
    return str(promise.get_state_display())


def _rates_listing(found: list[Rate], body) -> Listing:
    """The rates with both their sides, on a sheet of their own."""
    fields = [
        Field(_("比率"), lambda rate: str(rate.kind.label), 24),
        Field(_("分子"), lambda rate: rate.numerator, 8, Kind.NUMBER),
        Field(_("分母"), lambda rate: rate.denominator, 8, Kind.NUMBER),
        Field(_("百分比"), _share, 10, Kind.PERCENT),
        Field(_("口径"), lambda rate: str(rate.kind.meaning), 50),
        Field(_("提示"), _hint, 30),
    ]
    return Listing(_("比率"), body.name, fields, found, count=len(found))


def _share(rate: Rate) -> float | None:
    if rate.is_small or not rate.denominator:
        return None
    return rate.numerator / rate.denominator


def _hint(rate: Rate) -> str:
    return _("样本过少（n<%(n)s），不作评价") % {"n": rate.min_n} if rate.is_small else ""


def _table_listing(table: dict, shown: Ledger, body) -> Listing:
    """One of the page's tables: a line for each office, body, topic or result."""
    fields = [Field(table["head"], lambda row: row.name, 24)]
    for place, heading in enumerate(shown.columns):
        fields.append(Field(heading, _number_at(place), 9, Kind.NUMBER))
    fields.append(Field(_("满意率"), lambda row: row.satisfaction, 24))
    return Listing(str(table["title"]), body.name, fields, table["rows"], count=len(table["rows"]))


def _number_at(place: int):
    def number(row: Row) -> int:
        return row.figures[place].number

    return number
