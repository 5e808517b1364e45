"""The search as pages show it: the form, the results with marks, the addresses of the tabs."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lianxin.foundation.search.kinds import KINDS, in_order
from lianxin.foundation.search.marking import marked, snippet
from lianxin.foundation.search.query import COUNT_AT_MOST, Found, search


@dataclass(frozen=True)
class Result:
    """One document as a page shows it."""

    kind: Any
    url: str
    title: SafeString
    details: SafeString
    snippet: SafeString
    on: Any
    status: str


@dataclass(frozen=True)
class Tab:
    """A kind with its count, empty where not counted; has the shape of a menu entry."""

    label: str
    url: str
    is_current: bool
    count: str


def results(
    request: HttpRequest,
    *,
    kinds: list[str] | None = None,
    year: int | None = None,
    body_id: int | None = None,
    status: str = "",
) -> dict[str, Any]:
    """What a page of results needs, from `q` and `after` in the address.

    kinds: only these, where the page is about them alone.
    """
    typed = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"typed": typed, "results": [], "next_url": "", "is_loose": False}
    if not typed:
        return context
    found = search(
        typed,
        user=request.user,
        kinds=kinds or (),
        year=year,
        body_id=body_id,
        status=status,
        after=request.GET.get("after", ""),
    )
    labels: dict[str, str] = {}
    for kind in KINDS.values():
        if kind.statuses:
            labels |= {code: str(words) for code, words in kind.statuses()}
    context["results"] = [
        Result(
            kind=KINDS[one.kind].label if one.kind in KINDS else "",
            url=one.url,
            title=marked(one.title, found.question),
            details=marked(one.details, found.question),
            snippet=snippet(one.text, found.question),
            on=one.on,
            status=labels.get(one.status, ""),
        )
        for one in found.documents
    ]
    if found.after:
        context["next_url"] = _address(request.GET, after=found.after)
    if request.GET.get("after"):
        context["first_url"] = _address(request.GET)
    return context | {"is_loose": found.is_loose, "found": found}


def tabs(request: HttpRequest, found: Found, current: str) -> list[Tab]:
    """A tab for everything and one for each kind that has something or is open now.

    Where more answer than are counted, all kinds, with a count of the open one alone.
    """
    everything = f"{COUNT_AT_MOST}+" if found.is_many else str(sum(found.counts.values()))
    shown = [Tab(_("全部"), _address(request.GET, kind=""), not current, everything)]
    for kind in in_order():
        is_open = kind.code == current
        if not (found.is_many or found.counts.get(kind.code) or is_open):
            continue
        count = "" if found.is_many else str(found.counts.get(kind.code, 0))
        if is_open:
            count = f"{found.total}+" if found.is_more else str(found.total)
        url = _address(request.GET, kind=kind.code)
        shown.append(Tab(str(kind.label), url, is_open, count))
    return shown


def _address(asked: QueryDict, **changed: str) -> str:
    kept = asked.copy()
    kept.pop("after", None)
    for name, value in changed.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    return f"?{kept.urlencode()}"
