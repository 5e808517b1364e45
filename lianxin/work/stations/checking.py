"""How a station stands against a list: each item met by what shows it, or not met."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lianxin.work.stations import proofs
from lianxin.work.stations.models import (
    ChecklistItem,
    ChecklistTemplate,
    Evidence,
    Station,
)
from lianxin.work.stations.proofs import Proof


@dataclass(frozen=True)
class Checked:
    """One item of a list at one station.

    proof: what records say; None where a file is the proof.
    """

    item: ChecklistItem
    proof: Proof | None
    files: list[Evidence] = field(default_factory=list)

    @property
    def is_met(self) -> bool:
        """By what records say; by a file only where nothing is computed."""
        return self.proof.is_met if self.proof else bool(self.files)

    @property
    def points(self) -> int:
        if self.proof:
            return int(self.item.points * self.proof.part)
        return self.item.points if self.files else 0

    @property
    def words(self) -> str:
        if self.proof:
            return self.proof.words
        return _("已有 %s 份材料") % len(self.files) if self.files else _("还没有材料")


@dataclass(frozen=True)
class Result:
    """A list as it stands at one station in one year."""

    template: ChecklistTemplate
    items: list[Checked]

    @property
    def met(self) -> int:
        return sum(one.is_met for one in self.items)

    @property
    def is_met(self) -> bool:
        """A list without items demands nothing yet, and is not met."""
        return bool(self.items) and self.met == len(self.items)

    @property
    def points(self) -> int:
        return sum(one.points for one in self.items)

    @property
    def most(self) -> int:
        return sum(one.item.points for one in self.items)

    @property
    def stars(self) -> int:
        """0 to 5, by the sheet's marks; 0 where nothing can be earned."""
        return self.template.stars_for(self.points * 100 // self.most) if self.most else 0


def check(station: Station, year: int, *, use: str = ChecklistTemplate.Use.CHECK) -> list[Result]:
    """Every list in use for the station's body, item by item."""
    templates = (
        ChecklistTemplate.objects.for_body(station.body).in_use().filter(use=use).order_by("pk")
    )
    if use == ChecklistTemplate.Use.STARS:
        # The body's own sheet, else the nearest above: only one gives stars.
        templates = templates.order_by("-body__path")[:1]
    found = list(templates.select_related("body"))
    items = ChecklistItem.objects.filter(template__in=found, dropped_on__isnull=True)
    by_template: dict[int, list[ChecklistItem]] = defaultdict(list)
    for item in items.order_by("position", "pk"):
        by_template[item.template_id].append(item)
    files = _files(station, year)
    known: dict[str, Proof] = {}
    return [
        Result(one, [_checked(item, station, year, files, known) for item in by_template[one.pk]])
        for one in found
    ]


def _checked(item, station, year, files, known) -> Checked:
    proof = None
    if item.proof and proofs.is_known(item.proof):
        # Several lists ask for the same: read once.
        if item.proof not in known:
            known[item.proof] = proofs.proof_of(item.proof, station, year)
        proof = known[item.proof]
    return Checked(item, proof, files.get(item.pk, []))


def _files(station: Station, year: int) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = defaultdict(list)
    for one in station.evidence.filter(year=year).select_related("file"):
        found[one.item_id].append(one)
    return found
