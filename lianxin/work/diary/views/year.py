"""The year: as a list, by month, for all bodies below; one duty; the wall calendar."""

import calendar
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.calendars.queries import calendar_of
from lianxin.foundation.people.models import Body
from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import FORM, step_page, typed
from lianxin.ui.menu import Entry
from lianxin.work.diary import workflow
from lianxin.work.diary.forms import ReasonForm, TickForm
from lianxin.work.diary.models import Period
from lianxin.work.diary.permissions import Permission
from lianxin.work.diary.queries import (
    DatedDuty,
    bodies_seen_by,
    duties_of,
    year_of,
    years_of,
)
from lianxin.work.diary.states import STATE_NAMES, STATE_SIGNS, State
from lianxin.work.diary.views.common import (
    body_asked,
    body_or_404,
    day_or_404,
    home_of,
    step_words,
    works,
    year_asked,
    year_or_404,
)
from lianxin.work.diary.views.keeping import days_words

SHOWN_STATES = (State.MISSED, State.DUE, State.DONE, State.UPCOMING)
SIZES = {"a3": "A3", "a4": "A4"}


@dataclass(frozen=True)
class Day:
    """One square of a month; duties is empty on most."""

    on: date
    is_of_month: bool
    is_worked: bool
    duties: list[DatedDuty]


@require_safe
def home(request):
    """A body's year as a list, or a month of it; narrowed by state or duty in the address."""
    seen = bodies_seen_by(request.user)
    body = body_asked(request, seen)
    if body is None:
        if request.GET.get("body"):
            raise Http404
        return render(request, "diary/none.html")
    year, today = year_asked(request), localdate()
    duties = year_of(body, year, on=today)
    month = _month_asked(request, year, today)
    context = {
        "body": body,
        "bodies": seen,
        "year": year,
        "years": range(today.year + 1, today.year - 4, -1),
        "today": today,
        "counts": _counts(duties, body, year),
        "tabs": _tabs(request, body, year),
        "keeps": may(request.user, Permission.KEEP, body),
        "works": works(request.user),
        "certain": calendar_of(body).is_certain(date(year, 12, 31)),
        "matrix": len(seen) > 1,
    }
    if request.GET.get("view") == "month":
        context |= _month_view(body, year, month, duties)
        return render(request, "diary/month.html", context)
    shown = _narrowed(request, duties)
    context |= {
        "months": [
            (
                month,
                rows,
                sum(one.state == State.MISSED for one in rows),
                len(shown) < len(duties) or year != today.year or month == today.month,
            )
            for month, rows in _by_month(shown, year)
        ],
        "is_narrowed": len(shown) < len(duties),
        "clear": home_of(body, year=year),
        "not_kept": [one for one in duties_of([body])[body.pk] if not one.is_on],
    }
    return render(request, "diary/home.html", context)


def _month_asked(request, year: int, today: date) -> int:
    asked = request.GET.get("month", "")
    if asked.isdecimal() and 1 <= int(asked) <= 12:
        return int(asked)
    return today.month if year == today.year else 1


def _narrowed(request, duties: list[DatedDuty]) -> list[DatedDuty]:
    state, key = request.GET.get("state", ""), request.GET.get("duty", "")
    wanted = (State.DONE, State.LATE) if state == State.DONE else (state,)
    return [
        one for one in duties if (not state or one.state in wanted) and (not key or one.key == key)
    ]


def _by_month(duties: list[DatedDuty], year: int) -> list[tuple[int, list[DatedDuty]]]:
    """Months with what is due in them; what is due in a later year stands in December."""
    months: dict[int, list[DatedDuty]] = {}
    for one in duties:
        months.setdefault(one.due.month if one.due.year == year else 12, []).append(one)
    return sorted(months.items())


def _counts(duties: list[DatedDuty], body: Body, year: int) -> list[dict]:
    number = count_states(duties)
    return [
        {
            "label": STATE_NAMES[state],
            "sign": STATE_SIGNS[state],
            "number": number[state],
            "url": home_of(body, year=year, state=state.value),
            "tone": {State.MISSED: "worst", State.DUE: "warn"}.get(state, ""),
        }
        for state in SHOWN_STATES
    ]


def count_states(duties: list[DatedDuty]) -> Counter:
    """How many stand in each state; those done late count as done."""
    return Counter(State.DONE if one.is_done else one.state for one in duties)


def _tabs(request, body: Body, year: int) -> list[Entry]:
    view = request.GET.get("view", "")
    return [
        Entry(_("全年清单"), home_of(body, year=year), view != "month", None),
        Entry(_("按月看"), home_of(body, year=year, view="month"), view == "month", None),
        Entry(_("工作要点"), reverse("diary:plan_of", args=[body.code, year]), False, None),
    ]


def _month_view(body: Body, year: int, month: int, duties: list[DatedDuty]) -> dict:
    def address(of: date) -> str:
        return home_of(body, year=of.year, view="month", month=of.month)

    first = date(year, month, 1)
    return {
        "month": month,
        "weeks": weeks_of(body, year, month, duties),
        "before": address(first - timedelta(days=1)),
        "after": address(first + timedelta(days=31)),
        "months": [(one, address(date(year, one, 1)), one == month) for one in range(1, 13)],
    }


def weeks_of(body: Body, year: int, month: int, duties: list[DatedDuty]) -> list[list[Day]]:
    """Weeks of a month, Monday first, each day with its duties."""
    by_day: dict[date, list[DatedDuty]] = {}
    for one in duties:
        by_day.setdefault(one.due, []).append(one)
    worked = calendar_of(body)
    return [
        [Day(on, on.month == month, worked.is_workday(on), by_day.get(on, [])) for on in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]


@require_safe
def matrix(request):
    """All bodies below: how each stands, and each duty at each body."""
    seen = bodies_seen_by(request.user)
    year, today = year_asked(request), localdate()
    if not seen:
        return render(request, "diary/none.html")
    every = years_of(seen, year, on=today)
    rows = []
    for body in seen:
        number = count_states(every[body.pk])
        rows.append(
            {
                "body": body,
                "url": home_of(body, year=year),
                "counts": [
                    (STATE_SIGNS[state], number[state], home_of(body, year=year, state=state.value))
                    for state in SHOWN_STATES
                ],
            }
        )
    context = {
        "year": year,
        "years": range(today.year + 1, today.year - 4, -1),
        "rows": rows,
        "bodies": seen,
        "duties": _cells(seen, every, year),
        "states": [(STATE_SIGNS[one], STATE_NAMES[one]) for one in SHOWN_STATES],
    }
    return render(request, "diary/matrix.html", context)


def _cells(seen: list[Body], every: dict[int, list[DatedDuty]], year: int) -> list[tuple]:
    """Each duty with, for each body, signs and numbers; None where the body does not have it."""
    found: dict[str, tuple[str, dict[int, Counter]]] = {}
    for body in seen:
        for one in every[body.pk]:
            _name, cells = found.setdefault(one.key, (one.name, {}))
            cells.setdefault(body.pk, Counter())[State.DONE if one.is_done else one.state] += 1
    return [
        (
            name,
            [
                {
                    "url": home_of(body, year=year, duty=key),
                    "states": [
                        (STATE_SIGNS[state], cells[body.pk][state], STATE_NAMES[state], state.value)
                        for state in SHOWN_STATES
                        if cells[body.pk][state]
                    ],
                }
                if body.pk in cells
                else None
                for body in seen
            ],
        )
        for key, (name, cells) in found.items()
    ]


def _one(body: Body, key: str, on: date) -> tuple[DatedDuty, list[DatedDuty]]:
    """One time of a duty, with the others of its year; 404 where there is none."""
    for year in (on.year, on.year - 1, localdate().year):
        others = [one for one in year_of(body, year, on=localdate()) if one.key == key]
        found = next((one for one in others if one.on == on), None)
        if found is not None:
            return found, others
    raise Http404


@require_safe
def duty(request, code, key, on):
    """One time of a duty: why, when and how counted, what shows it was done."""
    body = body_or_404(request, code)
    one, others = _one(body, key, day_or_404(on))
    ticks = may(request.user, Permission.TICK, body)
    context = {
        "body": body,
        "one": one,
        "others": others,
        "period": Period(one.duty.period).label,
        "ticks": ticks and not one.is_done,
        "unticks": ticks and one.is_manual,
        "keeps": may(request.user, Permission.KEEP, body),
        "works": works(request.user),
        "home": home_of(body, year=one.due.year),
    }
    return render(request, "diary/duty.html", context)


@require_http_methods(FORM)
def tick(request, code, key, on):
    body = body_or_404(request, code, Permission.TICK)
    one, _others = _one(body, key, day_or_404(on))
    return step_page(
        request,
        TickForm(typed(request), request.FILES or None),
        lambda **values: workflow.tick(one, by=request.user, today=localdate(), **values),
        words=step_words(
            body,
            _("登记完成：%s") % one.name,
            _("登记"),
            one.url,
            lead=_("系统里有记录的工作会自动显示完成，不用登记。"),
        ),
        done=_("已登记，标明“人工登记”。"),
        then=one.url,
    )


@require_http_methods(FORM)
def untick(request, code, key, on):
    body = body_or_404(request, code, Permission.TICK)
    one, _others = _one(body, key, day_or_404(on))
    found = one.tick
    if found is None:
        raise Http404
    return step_page(
        request,
        ReasonForm(typed(request)),
        lambda reason: workflow.untick(found, reason=reason, by=request.user),
        words=step_words(body, _("撤销登记：%s") % one.name, _("撤销"), one.url, is_grave=True),
        done=_("已撤销。"),
        then=one.url,
    )


@require_safe
def wall(request, code, year):
    """The year on one large sheet for the wall; printed by the browser."""
    body, year = body_or_404(request, code), year_or_404(year)
    duties = year_of(body, year, on=localdate())
    size = request.GET.get("size", "")
    context = {
        "body": body,
        "year": year,
        "size": size if size in SIZES else "a3",
        "sizes": SIZES.items(),
        "months": _wall_months(duties, year),
        "repeated": _repeated(duties, year),
        "today": localdate(),
        "home": home_of(body, year=year),
    }
    return render(request, "diary/wall.html", context)


def _wall_months(duties: list[DatedDuty], year: int) -> list[tuple[int, list[DatedDuty]]]:
    dated = [one for one in duties if not _is_every_month(one) and one.due.year == year]
    months = dict(_by_month(dated, year))
    return [(month, months.get(month, [])) for month in range(1, 13)]


def _is_every_month(one: DatedDuty) -> bool:
    return one.duty.period in (Period.WEEK, Period.HALF_MONTH) or (
        one.duty.period == Period.MONTH and not one.duty.months
    )


def _repeated(duties: list[DatedDuty], year: int) -> list[str]:
    """What runs in every month stands once below the months; so does what is due years ahead."""
    words = {}
    for one in duties:
        if _is_every_month(one):
            words[one.key] = f"{Period(one.duty.period).label}{days_words(one.duty)} {one.name}"
        elif one.due.year != year:
            words[one.key] = _("%(day)s以前 %(name)s") % {"day": one.due, "name": one.name}
    return list(words.values())
