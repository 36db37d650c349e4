"""What the frame of every school page needs: `{% load frame %}`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from ui import navigation as nav

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> tuple[nav.NavEntry, ...]:
    """The navigation of the person who is signed in, for the page that is open."""
    access = context["access"]
    return nav.navigation(
        path=context["request"].path,
        school=access.school.slug,
        may=lambda name: bool(access.can.get(name)),
    )


@register.inclusion_tag("components/another_day.html", takes_context=True)
def another_day(context: template.Context, asks: str = "on recorded") -> dict[str, Any]:
    """The control by which a page is seen as on another day, and the word that it is, with the way back to today.

    `on` in the address is the day that is looked at, `recorded` the day as known on which; `asks` names those to type.
    What was recorded is for those who see every pupil.
    """
    query, may = context["request"].GET, context["access"].can["view_pupils"]
    days = {name: _day(query.get(name, "")) for name in ("on", "recorded") if name == "on" or may}
    rest = query.copy()
    for name in ("on", "recorded"):
        rest.pop(name, None)
    keep = [(name, value) for name in rest for value in rest.getlist(name)]
    if days["on"] and "on" not in asks:
        keep.append(("on", days["on"].isoformat()))
    return {
        "days": days, "keep": keep, "back": f"?{rest.urlencode()}" if rest else context["request"].path,
        "asks_on": "on" in asks.split(), "asks_recorded": may and "recorded" in asks.split(),
    }  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
