"""The search as pages show it: the form, the results with marks, the addresses of the tabs."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lianxin.foundation.search.kinds import KINDS, in_order
from lianxin.foundation.search.marking import marked, snippet
from lianxin.foundation.search.query import COUNT_AT_MOST, KIND_AT_MOST, search


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
    """A kind with its count; has the shape of a menu entry."""

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
    counted = {code: found.counts.get(code, 0) for code in kinds or found.counts}
    total, is_more = _total(counted, found.is_many, is_everything=not kinds)
    return context | {
        "is_loose": found.is_loose,
        "counts": found.counts,
        "is_many": found.is_many,
        "counted": total,
        "is_more": is_more,
    }


def tabs(
    request: HttpRequest, counts: dict[str, int], current: str, *, is_many: bool = False
) -> list[Tab]:
    """A tab for everything and one for each kind that has something or is open now."""
    words = _words(*_total(counts, is_many, is_everything=True))
    shown = [Tab(_("全部"), _address(request.GET, kind=""), not current, words)]
    for kind in in_order():
        number = counts.get(kind.code, 0)
        if number or kind.code == current:
            url = _address(request.GET, kind=kind.code)
            words = _words(*_total({kind.code: number}, is_many, is_everything=False))
            shown.append(Tab(str(kind.label), url, kind.code == current, words))
    return shown


def _total(counts: dict[str, int], is_many: bool, *, is_everything: bool) -> tuple[int, bool]:
    """How many were counted, and whether there are more."""
    if not is_many:
        return sum(counts.values()), False
    if is_everything:
        return COUNT_AT_MOST, True
    total = sum(min(number, KIND_AT_MOST) for number in counts.values())
    return total, any(number > KIND_AT_MOST for number in counts.values())


def _words(total: int, is_more: bool) -> str:
    """128, or 1000+ where no further was counted."""
    return f"{total}+" if is_more else str(total)


def _address(asked: QueryDict, **changed: str) -> str:
    kept = asked.copy()
    kept.pop("after", None)
    for name, value in changed.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    return f"?{kept.urlencode()}"
