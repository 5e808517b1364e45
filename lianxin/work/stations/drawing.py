"""A map of stations drawn from our own data: no tiles, no outside host, no styles inside.

Villages have no coordinates of their own; where they are drawn, each stands on a ring
around the station that covers it.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lianxin.work.stations.models import Station

WIDE, MOST_HIGH, EDGE = 720, 720, 48
RADIUS = 15
COLOURS = {
    Station.Kind.HOME: "#b01116",
    Station.Kind.STATION: "#0a58a8",
    Station.Kind.POINT: "#116329",
    Station.Kind.STUDIO: "#8a4600",
}
MOST_VILLAGES = 12
METRES_A_DEGREE = 111_320
"""Of latitude; of longitude at the equator."""


class Spot(NamedTuple):
    """A station, its number on the map, and where it is drawn."""

    number: int
    station: Station
    x: float
    y: float


class Map(NamedTuple):
    """Where everything is drawn. metres: that one unit of the drawing stands for."""

    spots: list[Spot]
    height: int
    metres: float


def placed(stations: Iterable[Station]) -> Map:
    """Where each station with coordinates is drawn; those without are left out.

    Degrees of longitude are drawn as long as they are at this latitude, so that
    distances agree in both directions. Numbers follow the order given.
    """
    known = [one for one in stations if one.longitude is not None and one.latitude is not None]
    if not known:
        return Map([], 0, 0)
    middle = math.radians(sum(float(one.latitude or 0) for one in known) / len(known))
    points = [
        (float(one.longitude or 0) * math.cos(middle), -float(one.latitude or 0)) for one in known
    ]
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    top, bottom = min(y for _x, y in points), max(y for _x, y in points)
    # A single place is drawn in the middle of a square of some four kilometres.
    across = max(right - left, bottom - top, 0.04)
    scale = (min(WIDE, MOST_HIGH) - 2 * EDGE) / across
    height = round((bottom - top) * scale) + 2 * EDGE
    beside = (WIDE - 2 * EDGE - (right - left) * scale) / 2
    spots = [
        Spot(number, one, EDGE + beside + (x - left) * scale, EDGE + (y - top) * scale)
        for number, (one, (x, y)) in enumerate(zip(known, points, strict=True), 1)
    ]
    return Map(_apart(spots), height, METRES_A_DEGREE / scale)


def _apart(spots: Sequence[Spot]) -> list[Spot]:
    """Spots that would hide one another step aside, a little each."""
    found: list[Spot] = []
    for spot in spots:
        x, y = spot.x, spot.y
        for turn in range(12):
            if all(math.hypot(x - one.x, y - one.y) >= 2 * RADIUS for one in found):
                break
            angle = turn * math.pi / 3
            way = 2 * RADIUS * (1 + turn // 6)
            x, y = spot.x + way * math.cos(angle), spot.y + way * math.sin(angle)
        found.append(spot._replace(x=x, y=y))
    return found


def drawn(
    drawing: Map,
    *,
    address: Callable[[Station], str] | None = None,
    villages: Callable[[Station], Sequence[Any]] | None = None,
) -> SafeString:
    """The map as SVG, to stand in a page or as a picture of its own.

    address: where a spot leads, if anywhere. villages: what is drawn around a station, a
    dozen at most.
    """
    title = escape(_("家站点分布示意图"))
    high = drawing.height or 2 * EDGE
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}"'
        f' role="{"group" if address else "img"}" aria-label="{title}" class="station-map"'
        ' font-family="PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif">',
        f'<rect width="{WIDE}" height="{high}" fill="#f6f5f2"/>',
    ]
    if villages:
        for spot in drawing.spots:
            lines += _around(spot, villages(spot.station)[:MOST_VILLAGES])
    for spot in drawing.spots:
        name = escape(spot.station.name)
        dot = (
            f'<title>{name}</title><circle cx="{spot.x:.1f}" cy="{spot.y:.1f}" r="{RADIUS}"'
            f' fill="{COLOURS[Station.Kind(spot.station.kind)]}" stroke="#fff" stroke-width="2"/>'
            f'<text x="{spot.x:.1f}" y="{spot.y + 5:.1f}" font-size="15" fill="#fff"'
            f' text-anchor="middle">{spot.number}</text>'
        )
        url = escape(address(spot.station)) if address else ""
        lines.append(f'<a href="{url}">{dot}</a>' if url else f"<g>{dot}</g>")
    lines += _scale_bar(drawing)
    # Everything that is not ours was escaped above.
    return mark_safe("".join([*lines, "</svg>"]))


def _around(spot: Spot, villages: Sequence[Any]) -> list[str]:
    """Villages on a ring around the station that covers them."""
    lines = []
    for place, village in enumerate(villages):
        turn = 2 * math.pi * place / len(villages) - math.pi / 2
        x, y = spot.x + 32 * math.cos(turn), spot.y + 32 * math.sin(turn)
        lines.append(
            f'<line x1="{spot.x:.1f}" y1="{spot.y:.1f}" x2="{x:.1f}" y2="{y:.1f}"'
            ' stroke="#b9b6af"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#fff" stroke="#767d86"'
            f' stroke-width="2"><title>{escape(village.name)}</title></circle>'
        )
    return lines


def _scale_bar(drawing: Map) -> list[str]:
    """A bar of one, two, five … kilometres, about a fifth of the width."""
    if not drawing.spots:
        return []
    wanted = drawing.metres * WIDE / 5
    power = 10 ** math.floor(math.log10(wanted))
    length = max(one * power for one in (1, 2, 5) if one * power <= wanted)
    units, y = length / drawing.metres, drawing.height - 14
    words = _("%s 公里") % f"{length / 1000:g}"
    return [
        f'<path d="M16 {y - 5}v5h{units:.1f}v-5" fill="none" stroke="#545b64" stroke-width="2"/>',
        f'<text x="{24 + units:.1f}" y="{y + 3}" font-size="15" fill="#545b64">{escape(words)}</text>',
    ]
