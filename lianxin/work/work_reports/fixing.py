"""Figures fixed when a report is signed: the printed values stand, later changes show beside.

Nothing here asks permission: `workflow` does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation.figures import links, pinning
from lianxin.foundation.figures.catalogue import Scope
from lianxin.foundation.figures.models import Pin
from lianxin.foundation.figures.pinning import Difference
from lianxin.work.work_reports import tokens
from lianxin.work.work_reports.models import FixedFigure, Report
from lianxin.work.work_reports.picture import names_compared
from lianxin.work.work_reports.tokens import Token, tokens_of
from lianxin.work.work_reports.values import Book, Count, full_name, tight


def live_tokens(report: Report) -> dict[str, list[Token]]:
    """The report's live tokens by what they count."""
    found: dict[str, list[Token]] = {}
    for section in report.sections.all():
        for token in tokens_of(section.text):
            if token.is_live:
                found.setdefault(token.name, []).append(token)
    return found


def fix(report: Report, *, by) -> int:
    """Pin every live figure of the report; gives how many. Figures must all be known.

    Of the year before those that the text or the picture compares.
    """
    release(report)
    book, made = Book(report), 0
    in_picture = names_compared(report, book)
    for name, alike in live_tokens(report).items():
        compares = name in in_picture or any(
            one.turns & {tokens.BEFORE, tokens.COMPARED} for one in alike
        )
        FixedFigure.objects.create(
            report=report,
            token=name,
            pin=pinning.pin(book.scope_for(alike[0]), alike[0].key, by),
            pin_before=pinning.pin(book.scope_for(alike[0], before=True), alike[0].key, by)
            if compares
            else None,
        )
        made += 1
    return made


def release(report: Report) -> None:
    """Forget what was fixed: the report is open again."""
    rows = list(report.fixed.all())
    pins = [pk for one in rows for pk in (one.pin_id, one.pin_before_id) if pk]
    report.fixed.all().delete()
    Pin.objects.filter(pk__in=pins).delete()


def fixed_counts(report: Report) -> dict[tuple[str, bool], Count]:
    """What was fixed, by token name and whether it is of the year before."""
    found = {}
    for one in report.fixed.select_related("pin", "pin_before"):
        for pin, before in ((one.pin, False), (one.pin_before, True)):
            if pin is not None:
                found[one.token, before] = Count(pin.value, pin.denominator)
    return found


@dataclass(frozen=True)
class Later:
    """A figure that is not what it was when the report was signed.

    token: what the text calls it; is_before: of the year before.
    """

    name: str
    difference: Difference
    token: str
    is_before: bool

    @property
    def anchor(self) -> str:
        """Its place on the page of changes."""
        return f"figure-{self.difference.pin.pk}"

    @property
    def list_url(self) -> str:
        """What is counted now."""
        pin = self.difference.pin
        return links.url(pin.key, pinning.scope_of(pin)) if self.difference.figure else ""

    @property
    def words(self) -> str:
        """签发时 22 件，现为 21 件."""
        now = self.difference.now_words
        if not now:
            return _("签发时%s，现在不再统计") % tight(self.difference.then_words)
        if self.difference.then_words == now:
            return _("签发时%s，现在数目相同，所数的记录有变动") % tight(now)
        return _("签发时%(then)s，现为%(now)s") % {
            "then": tight(self.difference.then_words),
            "now": tight(now),
        }


def later_changes(report: Report, user) -> Iterator[Later]:
    """Figures that changed since, with the records that `user` may see."""
    for one in report.fixed.select_related("pin__body", "pin_before__body"):
        for pin, is_before in ((one.pin, False), (one.pin_before, True)):
            if pin is None:
                continue
            difference = pinning.difference(pin, user)
            if not difference.is_same:
                name = _name(pin.key, difference)
                shown = _("上年%s") % name if is_before else name
                yield Later(shown, difference, one.token, is_before)


def changes_by_token(report: Report, later: Iterable[Later]) -> dict[tuple[str, bool], str]:
    """Where each figure that changed says how, by token name and whether of the year before."""
    page = reverse("work_reports:changes", args=[report.pk])
    return {(one.token, one.is_before): f"{page}#{one.anchor}" for one in later}


def _name(key: str, difference: Difference) -> str:
    return full_name(difference.figure) if difference.figure else key


def published_pin(key: str, scope: Scope) -> Pin | None:
    """The pin of a published report for this figure, body, days and part."""
    pins = Pin.objects.filter(
        key=key, body=scope.body, since=scope.since, until=scope.until
    ).order_by("-pk")
    reports = FixedFigure.objects.filter(report__state=Report.State.PUBLISHED)
    now = pins.filter(pk__in=reports.values("pin"))
    before = pins.filter(pk__in=reports.exclude(pin_before=None).values("pin_before"))
    for pin in [*now, *before]:
        said = pin.scope
        same_part = said.get("narrowed", {}) == dict(scope.narrowed)
        if same_part and bool(said.get("below")) == scope.below:
            return pin
    return None


def uses_of(key: str, user) -> Iterator[tuple[str, str]]:
    """Reports that state the figure, as far as `user` may open them."""
    reports = Report.objects.visible_to(user).filter(sections__text__contains=f":{key}")
    for report in reports.distinct().order_by("-until", "-pk")[:20]:
        if any(token.key == key for alike in live_tokens(report).values() for token in alike):
            yield report.title, report.get_absolute_url()
