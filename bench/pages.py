"""Which pages are measured, as whom, and what they may cost."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """name: what is printed. who: account of county 7. path: address, with {…} filled in later.

    p50, p95: targets in milliseconds of server time, 0 for none. queries: at most so many.
    """

    name: str
    who: str
    path: str
    p50: int = 0
    p95: int = 0
    queries: int = 0


LIST = {"p50": 25, "p95": 60, "queries": 12}
PAGES = [
    Page("list, first page (clerk)", "clerk", "/suggestions/", **LIST),
    Page("list, page 2 (clerk)", "clerk", "/suggestions/{page2}", **LIST),
    Page("list, middle (clerk)", "clerk", "/suggestions/{middle}", **LIST),
    Page("list, last page (clerk)", "clerk", "/suggestions/{last}", **LIST),
    Page("list, in hand (clerk)", "clerk", "/suggestions/?status=assigned", **LIST),
    Page("list, late (clerk)", "clerk", "/suggestions/?late=late", **LIST),
    Page("list, this year (clerk)", "clerk", "/suggestions/?year={year}", **LIST),
    Page("list, first page (office)", "office0", "/suggestions/", **LIST),
    Page("list, first page (deputy)", "deputy0", "/suggestions/", **LIST),
    Page("inbox (office)", "office0", "/suggestions/inbox/", **LIST),
    Page("detail (clerk)", "clerk", "/suggestions/{pk}/", p50=30, queries=20),
    Page("detail (office)", "office0", "/suggestions/{office_pk}/", p50=30, queries=20),
    Page("detail (deputy)", "deputy0", "/suggestions/{deputy_pk}/", p50=30, queries=20),
    Page("desk (clerk)", "clerk", "/", p50=40),
    Page("desk (office)", "office0", "/", p50=40),
    Page("desk (deputy)", "deputy0", "/", p50=40),
    Page("ledger, this year (clerk)", "clerk", "/ledger/", p50=100),
    Page("ledger, all years (clerk)", "clerk", "/ledger/?year=all", p50=100),
    Page(
        "items of a rate (clerk)", "clerk", "/ledger/items/?rate=on_time&side=denominator", p50=100
    ),
    Page("promise board (clerk)", "clerk", "/ledger/promises/", p50=100),
    Page("public list", "", "/public/", p50=60),
]
COUNTY = 7
"""The county whose accounts look; any of the hundred would do."""
