"""Marks that mean the same everywhere: areas of need, tiers, SEN status, icons. Never told by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class AreaMark:
    """A broad area of need: code, name, the class with its hue on screen, its icon and its colour on paper."""

    code: str
    name: str
    hue: str
    icon: str
    colour: str


AREAS = (
    AreaMark("C&I", "Communication and interaction", "ci", "chat-dots", "#1d65a6"),
    AreaMark("C&L", "Cognition and learning", "cl", "book", "#6f4799"),
    AreaMark("SEMH", "Social, emotional and mental health", "semh", "heart", "#a83a53"),
    AreaMark("S&P", "Sensory and/or physical", "sp", "universal-access", "#3a7230"),
    AreaMark("Other", "Other", "oth", "three-dots", "#5f6668"),
)
_AREA_BY_CODE = {area.code: area for area in AREAS}

TIERS = {"universal": 2, "targeted": 4, "targeted plus": 5, "specialist": 6}
"""Each tier with the half-dots filled out of six."""

STATUSES = {
    "N": ("No SEN", "no SEN recorded"),
    "K": ("SEN support", "SEN support"),
    "K+": ("SEN support +", "SEN support, high need"),
    "E": ("EHC plan", "education, health and care plan"),
}


def area(code: str) -> AreaMark:
    """The area of need with this code; anything unknown or blank is "Other"."""
    return _AREA_BY_CODE.get(str(code), AREAS[-1])


@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """A Bootstrap Icon drawn in the line of text, hidden from screen readers: words must stand beside it."""
    drawing = get_template(f"bs_icon/{name}.svg").render({"height": 16})
    hidden = drawing.replace("<svg ", '<svg aria-hidden="true" focusable="false" width="16" ', 1)
    return mark_safe(hidden.strip())  # noqa: S308  the package's own drawing, named by us


@lru_cache(maxsize=64)
def area_tag(code: str, full: bool = False) -> SafeString:
    """The area as a small tag: icon and code, with its name for screen readers; `full` prints the name."""
    found = area(code)
    words: str | SafeString = found.name
    if not full and found.code != found.name:
        words = format_html('<abbr title="{}">{}</abbr>', found.name, found.code)
    return format_html('<span class="tag area {}">{}{}</span>', found.hue, icon(found.icon), words)


@lru_cache(maxsize=32)
def tier_mark(tier: str) -> SafeString:
    """The tier as three dots, filled as far as the tier goes, with its name as the drawing's text."""
    name = str(tier).lower()
    filled = TIERS.get(name, 0)
    dots = format_html_join("", "{}", ((_dot(place, filled - 2 * place),) for place in range(3)))
    return format_html(
        '<svg class="tier" role="img" width="38" height="12" viewBox="0 0 38 12"><title>{}</title>{}</svg>',
        name.capitalize(),
        dots,
    )


def _dot(place: int, halves: int) -> SafeString:
    x = 6 + 13 * place
    ring = format_html('<circle cx="{}" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="1.5"/>', x)
    if halves <= 0:
        return ring
    if halves == 1:
        half = format_html('<path d="M{} 2a4 4 0 0 0 0 8z" fill="currentColor"/>', x)
        return format_html("{}{}", ring, half)
    return format_html('<circle cx="{}" cy="6" r="4.75" fill="currentColor"/>', x)


@lru_cache(maxsize=32)
def tier_tag(tier: str) -> SafeString:
    """The tier as a tag: dots and word."""
    return format_html('<span class="tag">{} {}</span>', tier_mark(tier), str(tier).capitalize())


@lru_cache(maxsize=32)
def status_tag(status: str) -> SafeString:
    """A pupil's SEN status as a tag in words."""
    words, meaning = STATUSES.get(str(status), (str(status), str(status)))
    kind = {"E": "strong", "K+": "brand", "K": "brand"}.get(str(status), "")
    return format_html('<span class="tag {}" title="{}">{}</span>', kind, meaning.capitalize(), words)
