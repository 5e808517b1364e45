"""A map of stations drawn from our own data: no tiles, no outside host.

Villages have no coordinates of their own; each is drawn on a ring around the
station that covers it, and the map says so.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from lianxin.work.stations.models import Station

WIDE, MOST_HIGH, EDGE = 720, 720, 60
COLOURS: dict[str, str] = {
    Station.Kind.HOME.value: "#b01116",
    Station.Kind.STATION.value: "#0a58a8",
    Station.Kind.POINT.value: "#116329",
    Station.Kind.STUDIO.value: "#8a4600",
}
MOST_VILLAGES = 12


class Spot(NamedTuple):
    """A station and where it is drawn."""

    station: Station
    x: float
    y: float


def placed(stations: Sequence[Station]) -> tuple[list[Spot], int]:
    """Where each station with coordinates is drawn, and how high the map is.

    Degrees of longitude are drawn as long as they are at this latitude, so that
    distances agree in both directions.
    """
    known = [
        (one, float(one.longitude), float(one.latitude))
        for one in stations
        if one.longitude is not None and one.latitude is not None
    ]
    if not known:
        return [], 0
    middle = math.radians(sum(latitude for _one, _east, latitude in known) / len(known))
    points = [(east * math.cos(middle), -latitude) for _one, east, latitude in known]
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    top, bottom = min(y for _x, y in points), max(y for _x, y in points)
    room = WIDE - 2 * EDGE
    scale = min(
        room / (right - left) if right > left else math.inf,
        (MOST_HIGH - 2 * EDGE) / (bottom - top) if bottom > top else math.inf,
    )
    scale = 0 if math.isinf(scale) else scale
    high = round((bottom - top) * scale) + 2 * EDGE
    beside = (room - (right - left) * scale) / 2
    return [
        Spot(one, EDGE + beside + (x - left) * scale, EDGE + (y - top) * scale)
        for (one, _east, _latitude), (x, y) in zip(known, points, strict=True)
    ], high


def drawn(stations: Sequence[Station]) -> str:
    """The map as SVG; without styles, which our own policy forbids inside a page."""
    spots, high = placed(stations)
    high = max(high, 2 * EDGE)
    title = _("家站点分布示意图")
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" role="img"'
        f" aria-label={quoteattr(title)}"
        ' font-family="PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDE}" height="{high}" fill="#f6f5f2"/>',
    ]
    for spot in spots:
        lines += _villages(spot)
    for number, spot in enumerate(spots, start=1):
        colour = COLOURS[spot.station.kind]
        lines += [
            f'<g><title>{escape(spot.station.name)}</title><circle cx="{spot.x:.1f}"'
            f' cy="{spot.y:.1f}" r="14" fill="{colour}" stroke="#fff" stroke-width="2"/>',
            f'<text x="{spot.x:.1f}" y="{spot.y + 5:.1f}" font-size="14" fill="#fff"'
            f' text-anchor="middle">{number}</text></g>',
        ]
    return "".join([*lines, "</svg>"])


def _villages(spot: Spot) -> list[str]:
    names = spot.station.its_villages[:MOST_VILLAGES]  # type: ignore[attr-defined]
    lines = []
    for place, village in enumerate(names):
        turn = 2 * math.pi * place / max(len(names), 1) - math.pi / 2
        x, y = spot.x + 32 * math.cos(turn), spot.y + 32 * math.sin(turn)
        lines.append(
            f'<line x1="{spot.x:.1f}" y1="{spot.y:.1f}" x2="{x:.1f}" y2="{y:.1f}"'
            ' stroke="#b9b6af"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#fff" stroke="#767d86"'
            f' stroke-width="2"><title>{escape(village.name)}</title></circle>'
        )
    return lines
