"""What charts are drawn with, as SVG: letters, lines, shapes and hatches."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SIZE = 15
"""Height of letters, in the same units."""
INK, MUTED, GRID = "#1f2226", "#545b64", "#c9c5bd"
# Dark, middle and light also in grey: they differ in print without colour.
COLOURS = ("#0a4f97", "#c8791a", "#6b6f76", "#1f7a4d")
DASHES = ("", "7 4", "2 4", "10 3 2 3")
SHAPES = 4
"""Round, square, triangle, diamond."""


def point(place: int, x: int, y: int) -> SafeString:
    """The shape of a series, within a round of nothing that a finger hits."""
    colour = colour_of(place)
    hit = format_html('<circle cx="{}" cy="{}" r="11" fill="#fff" fill-opacity="0"/>', x, y)
    shape = place % SHAPES
    if shape == 0:
        drawn = format_html('<circle cx="{}" cy="{}" r="4.5" fill="{}"/>', x, y, colour)
    elif shape == 1:
        drawn = format_html(
            '<rect x="{}" y="{}" width="9" height="9" fill="#fff" stroke="{}" stroke-width="2"/>',
            x - 4,
            y - 4,
            colour,
        )
    else:
        low = y + (4 if shape == 2 else 0)
        corners = [(x, y - 5), (x + 5, low), (x, y + (4 if shape == 2 else 5)), (x - 5, low)]
        drawn = format_html(
            '<polygon points="{}" fill="{}"/>',
            " ".join(f"{across},{down}" for across, down in corners),
            colour,
        )
    return format_html("{}{}", hit, drawn)


def hatches(key: str) -> SafeString:
    """Hatches of the second to the fourth series; the first is solid."""
    stripes = ("M0 6L6 0", "M0 3H6", "M0 0L6 6M0 6L6 0")
    return format_html(
        "<defs>{}</defs>",
        format_html_join(
            "",
            '<pattern id="{}-p{}" width="6" height="6" patternUnits="userSpaceOnUse">'
            '<rect width="6" height="6" fill="#fff"/>'
            '<path d="{}" stroke="{}" stroke-width="2"/></pattern>',
            ((key, place, path, COLOURS[place]) for place, path in enumerate(stripes, start=1)),
        ),
    )


def fill_of(key: str, place: int) -> str:
    place %= len(COLOURS)
    return COLOURS[0] if place == 0 else f"url(#{key}-p{place})"


def colour_of(place: int) -> str:
    return COLOURS[place % len(COLOURS)]


def dash_of(place: int) -> SafeString:
    dash = DASHES[place % len(DASHES)]
    return format_html(' stroke-dasharray="{}"', dash) if dash else SafeString("")


def text(x, y, words, *, anchor="start", fill=INK, size=SIZE) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" fill="{}" font-size="{}">{}</text>',
        x,
        y,
        anchor,
        fill,
        size,
        words,
    )


def rule(x, y, until) -> SafeString:
    return format_html('<path d="M{} {}H{}" stroke="{}" stroke-width="1"/>', x, y, until, GRID)


def joined(parts: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def width_of(words: str) -> int:
    """About how wide words stand, in units: Chinese ones are square, others half as wide."""
    return sum(SIZE if ord(one) > 0x2E7F else SIZE * 3 // 5 for one in words)


def cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def round_up(value: int) -> int:
    """The number a scale ends on: a little above the largest value, its half a whole number."""
    step = 1
    while True:
        for first in (2, 4, 6, 8, 10) if step == 1 else (2, 3, 4, 5, 6, 8, 10):
            if first * step >= value:
                return first * step
        step *= 10
