"""Small pictures as SVG for page and PDF alike: attributes only, lengths in percent, each with its message as title.

Nothing here styles: a picture is drawn in `currentColor`, which the page's style sheet sets for light and dark; the
`color` attribute is what paper gets. Every picture has a table or a sentence beside it that says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ui.marks import area
from ui.parts import Bar
from ui.words import Number, exact, money, number

ROW = 44
BRAND = "#0e5a5c"
FAMILY = "Atkinson Hyperlegible, sans-serif"


def percent(part: Number, whole: Number) -> str:
    """`part` of `whole` as an SVG length, kept between 0 % and 100 %."""
    if not exact(whole):
        return "0%"
    share = exact(part) * 100 / exact(whole)
    return f"{number(min(max(share, Fraction(0)), Fraction(100)))}%"


def threshold_message(cost: Number, threshold: Number) -> str:
    """What the threshold meter shows, in words: how far the counted cost is from the threshold."""
    apart = exact(cost) - exact(threshold)
    if not apart:
        return f"{money(cost)} counted, exactly the {money(threshold)} threshold"
    side = "above" if apart > 0 else "below"
    return f"{money(cost)} counted, {money(abs(apart))} {side} the {money(threshold)} threshold"


def threshold_meter(cost: Number, threshold: Number) -> SafeString:
    """A bar of the counted cost with a mark at the threshold. Both in pounds."""
    span = max(exact(cost) * Fraction(21, 20), exact(threshold) * Fraction(4, 3))
    mark = percent(threshold, span)
    late = exact(threshold) * 4 > span * 3
    return format_html(
        '<svg class="meter" role="img" width="100%" height="38" color="{}" font-family="{}">'
        "<title>{}</title>"
        '<rect x="0" y="4" width="100%" height="10" rx="5" fill="currentColor" fill-opacity="0.14"/>'
        '<rect x="0" y="4" width="{}" height="10" rx="5" fill="currentColor"/>'
        '<rect class="ink" x="{}" y="0" width="2" height="18"/>'
        '<text class="ink" x="{}" y="34" font-size="14" text-anchor="{}">{} threshold</text>'
        "</svg>",
        BRAND,
        FAMILY,
        threshold_message(cost, threshold),
        percent(cost, span),
        mark,
        mark,
        "end" if late else "middle",
        money(threshold).removesuffix(".00"),
    )


def bar(value: Number, largest: Number, message: str) -> SafeString:
    """One bar for a table's cell: `value` against the largest of its column."""
    return format_html(
        '<svg class="bar" role="img" width="100%" height="10" color="{}"><title>{}</title>'
        '<rect width="100%" height="10" rx="3" fill="currentColor" fill-opacity="0.12"/>'
        '<rect width="{}" height="10" rx="3" fill="currentColor"/></svg>',
        BRAND,
        message,
        percent(value, largest),
    )


def bars(rows: Sequence[Bar], message: str) -> SafeString:
    """Bars under one another, each with its label and printed figure, all to one scale."""
    largest = max((exact(row.value) for row in rows), default=Fraction(0))
    drawn = format_html_join("", "{}", ((_bar_row(row, place, largest),) for place, row in enumerate(rows)))
    return format_html(
        '<svg class="bars" role="img" width="100%" height="{}" font-family="{}"><title>{}</title>{}</svg>',
        ROW * len(rows),
        FAMILY,
        message,
        drawn,
    )


def _bar_row(row: Bar, place: int, largest: Fraction) -> SafeString:
    top = ROW * place
    hue, colour = (area(row.area).hue, area(row.area).colour) if row.area else ("brand", BRAND)
    return format_html(
        '<text class="ink" x="0" y="{}" font-size="15">{}</text>'
        '<text class="ink" x="100%" y="{}" font-size="15" text-anchor="end">{}</text>'
        '<g class="{}" color="{}"><rect y="{}" width="{}" height="10" rx="3" fill="currentColor"/></g>',
        top + 16,
        row.label,
        top + 16,
        row.printed,
        hue,
        colour,
        top + 24,
        percent(row.value, largest),
    )
