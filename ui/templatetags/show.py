"""How figures and marks are shown in templates: `{% load show %}`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from ui import charts, marks, words
from ui.parts import Choice
from ui.searches import without_words
from ui.tables import ListLine, ListTable

register = template.Library()

register.filter("money", words.money)
register.filter("pounds", words.pounds)
register.filter("date_uk", words.date_uk)
register.filter("time_uk", words.time_uk)
register.filter("hours", words.hours)
register.filter("minutes", words.minutes)
register.filter("number", words.number)
register.filter("plural", words.plural)
register.filter("ratio", words.ratio)

register.simple_tag(marks.icon, name="icon")
register.simple_tag(marks.area_tag, name="area_tag")
register.simple_tag(marks.tier_mark, name="tier_mark")
register.simple_tag(marks.tier_tag, name="tier_tag")
register.simple_tag(marks.status_tag, name="status_tag")
register.simple_tag(charts.threshold_meter, name="threshold_meter")
register.simple_tag(charts.bar, name="bar")
register.simple_tag(charts.bars, name="bars")
register.simple_tag(charts.timeline, name="timeline")
register.simple_tag(words.dates_uk, name="dates_uk")


@register.simple_tag
def list_lines(table: ListTable, ticks: str = "") -> list[ListLine]:
    """The rows of a list's page; `ticks` is where the form around the list leads, if there is one."""
    return table.lines(bool(ticks))


@register.filter
def hue(code: str) -> str:
    """The class that carries the hue of an area of need."""
    return marks.area(code).hue


@register.filter
def area_name(code: str) -> str:
    """The full name of an area of need."""
    return marks.area(code).name


@register.filter
def area_head(code: str) -> SafeString:
    """The area for a column's head: icon and full name."""
    return marks.area_tag(code, full=True)


@register.inclusion_tag("components/switch.html", takes_context=True)
def switch(
    context: template.Context, label: str, name: str, pairs: Sequence[tuple[str, str]], current: str
) -> dict[str, Any]:
    """A segmented switch of links that change one part of the address and keep the rest.

    `pairs` are (value, label); `name` is the part of the address, `current` the value that holds now.
    """
    request = context["request"]
    sides = tuple(Choice(text, address_with(request, name, value), current=value == current) for value, text in pairs)
    return {"label": label, "choices": sides, "target": context.get("target", "")}


@register.simple_tag(takes_context=True)
def address(context: template.Context, **parts: str | int | None) -> str:
    """This page's address with the given parts set (blank or None takes one out): `{% address group=g.code %}`."""
    query = without_words(context["request"].GET)
    for name, value in parts.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else context["request"].path


def address_with(request: Any, name: str, value: str) -> str:
    """The page's address with one part of it changed; a change starts again at the first page."""
    query = without_words(request.GET)
    query.pop("page", None)
    query[name] = value
    return f"?{query.urlencode()}"
