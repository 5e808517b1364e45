"""The list of suggestions: for clerks the whole county's, for others what they may see."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lianxin.engines.matters.lateness import Grade, Lateness, lateness
from lianxin.engines.matters.models import Assignment, Matter, Proposer
from lianxin.engines.matters.models.answers import ResultClass, Satisfaction
from lianxin.engines.matters.queries import visible_apart
from lianxin.engines.matters.results import KEY as LETTERS
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.foundation.rulebook.rules import rule
from lianxin.foundation.sheets import exports
from lianxin.ui.menu import Entry
from lianxin.ui.paging import ordered_pks, paginate
from lianxin.work.suggestions.exporting import ledger_listing
from lianxin.work.suggestions.forms.filters import FilterForm
from lianxin.work.suggestions.inbox import Thresholds, thresholds
from lianxin.work.suggestions.kind import SUGGESTION_KINDS

NO_BODY = Thresholds(soon=0, serious=0)
# Words of a tab, and the filter behind it.
TABS = [
    (gettext_lazy("全部"), {}),
    (gettext_lazy("待审查"), {"status": "submitted"}),
    (gettext_lazy("待交办"), {"status": "accepted"}),
    (gettext_lazy("办理中"), {"status": "assigned"}),
    (gettext_lazy("将到期"), {"late": "soon"}),
    (gettext_lazy("已超期"), {"late": "late"}),
    (gettext_lazy("待评价"), {"status": "replied"}),
    (gettext_lazy("待办结"), {"status": "judged"}),
    (gettext_lazy("已办结"), {"status": "closed"}),
]


# Looked up here: Django's get_…_display sorts through all choices for each row.
STATUSES = dict(Matter.Status.choices)
RESULTS = dict(ResultClass.choices)
JUDGEMENTS = dict(Satisfaction.choices)
ROLES = dict(Assignment.Role.choices)
ROLE_ORDER = Assignment.Role.values
# How a lateness is drawn (the clock component's tones).
TONES = {Grade.SOON: "badge--warn", Grade.LATE: "badge--bad", Grade.SERIOUS: "badge--worst"}


SHOWN = (
    "kind",
    "title",
    "number",
    "status",
    "is_key",
    "is_confidential",
    "due_on",
    "waiting_for",
    "is_extended",
    "result_class",
    "satisfaction",
    "body__short_name",
    "suggestion__proposers_printed",
)
LABELS = {
    "choose": gettext_lazy("选择"),
    "number": gettext_lazy("编号"),
    "title": gettext_lazy("标题和提出人"),
    "offices": gettext_lazy("承办单位"),
    "status": gettext_lazy("状态和期限"),
    "result": gettext_lazy("结果和评价"),
}


@dataclass
class Row:
    """One line of the list, with everything it shows already at hand."""

    matter: Matter
    lateness: Lateness
    letter: str

    @property
    def status(self) -> str:
        return str(STATUSES[self.matter.status])

    @property
    def result(self) -> str:
        return str(RESULTS.get(self.matter.result_class, ""))

    @property
    def judgement(self) -> str:
        return str(JUDGEMENTS.get(self.matter.satisfaction, ""))

    @property
    def tone(self) -> str:
        return TONES.get(self.lateness.grade, "")

    @property
    def due(self) -> str:
        return f"{self.matter.due_on:%Y-%m-%d}" if self.matter.due_on else ""

    @property
    def proposers(self) -> str:
        """张某 等 3 人."""
        people = list(self.matter.proposers.all())
        if not people:
            return self.matter.suggestion.proposers_printed
        lead = people[0].person.name
        if len(people) == 1:
            return lead
        return _("%(lead)s等 %(number)s 人") % {"lead": lead, "number": len(people)}

    @property
    def offices(self) -> list[tuple[str, str]]:
        """Names with their part where there are several (主办、协办、分办)."""
        handling = list(self.matter.assignments.all())
        handling.sort(key=lambda item: ROLE_ORDER.index(item.role))
        if len(handling) == 1:
            return [("", handling[0].office.name)]
        return [(str(ROLES[item.role]), item.office.name) for item in handling]


@require_safe
def suggestion_list(request):
    """All that the reader may see, narrowed by the filter in the address."""
    if exports.is_asked(request):
        return exports.answer(request, suggestions_export)
    today, user = localdate(), request.user
    home = user.home_body
    marks = thresholds(home, today) if home else NO_BODY
    filters = FilterForm(request.GET, user=user, today=today, marks=marks)
    page = paginate(request, _streams(filters, user), order=filters.order, rows=_rows())
    letters = rule(LETTERS, home, today).value if home else {}
    context = {
        "filters": filters,
        "page": page,
        "rows": [_row(matter, today, marks, letters) for matter in page],
        "shows_bodies": filters.county is not None,
        "may_choose": user.has_role(*CLERKS, Role.CHAIR),
        "clear": reverse("suggestions:list"),
        "export": exports.address(request),
        # Once for the page, not once for the head and again in each row.
        "labels": {name: str(words) for name, words in LABELS.items()},
    }
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "suggestions/_table.html", context)
    else:
        filters.offer()
        context["tabs"] = _tabs(request)
        response = render(request, "suggestions/list.html", context)
    # The same address gives a page or its fragment; a cache must not mix them up.
    patch_vary_headers(response, ["HX-Request"])
    return response


def suggestions_export(user, asked) -> exports.Export:
    """The list as the address filters and orders it, with the columns of the official ledger."""
    today, home = localdate(), user.home_body
    marks = thresholds(home, today) if home else NO_BODY
    filters = FilterForm(asked, user=user, today=today, marks=marks)
    pks = ordered_pks(_streams(filters, user), order=filters.order)
    unit = home.name if home else ""
    listing = ledger_listing(pks, unit=unit, marks=marks)
    return exports.Export(listing.title, [listing], body=home)


def _streams(filters: FilterForm, user) -> list:
    matters = filters.apply(Matter.objects.filter(kind__in=SUGGESTION_KINDS))
    return [matters.filter(condition) for condition in visible_apart(user, SUGGESTION_KINDS)]


def _rows():
    """What a row shows and no more: a page of full texts would be half a megabyte."""
    proposers = Proposer.objects.exclude(state=Proposer.State.DECLINED).select_related("person")
    handling = Assignment.objects.active().select_related("office")
    return (
        Matter.objects.select_related("body", "suggestion")
        .only(*SHOWN)
        .prefetch_related(
            Prefetch("proposers", proposers.only("matter_id", "person__name")),
            Prefetch("assignments", handling.only("matter_id", "role", "office__name")),
        )
    )


def _row(matter, today, marks, letters) -> Row:
    return Row(
        matter,
        lateness(
            matter.due_on,
            today,
            waiting_for=matter.waiting_for,
            is_extended=matter.is_extended,
            soon_days=marks.soon,
            serious_days=marks.serious,
        ),
        letters.get(matter.result_class, {}).get("letter", ""),
    )


def _tabs(request) -> list[Entry]:
    asked = {name: request.GET.get(name, "") for name in ("status", "late")}
    kept = {name: request.GET[name] for name in ("body", "year") if request.GET.get(name)}
    tabs = []
    for words, wanted in TABS:
        is_current = all(asked[name] == wanted.get(name, "") for name in asked)
        query = kept | wanted
        url = reverse("suggestions:list", query=query) if query else reverse("suggestions:list")
        tabs.append(Entry(words, url, is_current, None))
    return tabs
