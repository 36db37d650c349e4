"""The navigation of a school's pages, in the order of the eight steps: only pages that exist and the person may use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class NavItem:
    """An item of the navigation. Any one of `permissions` opens it, and any one of `unless` hides it, because another
    item leads there. `own_section`: a gap is drawn before it. `holds` names pages that belong to it though their
    addresses do not begin with its own. `rarer` items are left out of a phone's bar first.
    """

    label: str
    icon: str
    url_name: str
    permissions: tuple[str, ...]
    own_section: bool = False
    holds: tuple[str, ...] = ()
    rarer: bool = False
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class NavEntry:
    """A link of the navigation for one person on one page. `in_bar`: it is in a phone's bar."""

    label: str
    icon: str
    href: str
    current: bool
    starts_section: bool
    in_bar: bool = False


IN_BAR = 4
ITEMS = (
    NavItem("Home", "house", "home", ("home",)),
    NavItem("Audit", "ui-checks-grid", "audit", ("edit_audit", "view_needs"), rarer=True),
    NavItem("Current provision", "clipboard-data", "current", ("view_map",), rarer=True),
    NavItem("Gaps", "bar-chart-steps", "gaps", ("view_needs",), rarer=True),
    NavItem("Plan", "list-check", "plan", ("view_costs",), rarer=True),
    NavItem("Map", "grid-3x3-gap", "map", ("view_map", "view_totals")),
    NavItem("Groups", "collection", "groups", ("view_map",)),
    NavItem("Provisions", "journal-text", "provisions", ("view_map",), rarer=True),
    NavItem("Costs", "currency-pound", "costs", ("view_costs",), holds=("rules",), rarer=True),
    NavItem("Papers", "file-earmark-text", "papers", ("home",), rarer=True),
    NavItem("Pupils", "people", "pupils", ("view_pupils", "view_own_pupils"), own_section=True,
            holds=("pupil_groups",)),
    NavItem("Pupils", "people", "pupil_roll", ("edit_pupils",), own_section=True, holds=("pupil_groups", "pupils"),
            unless=("view_pupils", "view_own_pupils")),
    NavItem("Workbook", "file-earmark-spreadsheet", "import", ("import_workbook", "export"), rarer=True),
    NavItem("School", "building", "school", ("home",), holds=("people", "classes", "calendar"), rarer=True),
)  # fmt: skip


def navigation(
    path: str, school: str, may: Callable[[str], bool], items: Sequence[NavItem] = ITEMS
) -> tuple[NavEntry, ...]:
    """The entries for a person in a school (its short name in addresses), with the one that `path` belongs to
    marked."""
    found = [
        (item, href)
        for item in items
        if any(map(may, item.permissions))
        and not any(map(may, item.unless))
        and (href := _address(item.url_name, school))
    ]
    home = found[0][1] if found else ""
    ways = {
        way: href for item, href in found for way in (href, *(_address(name, school) for name in item.holds)) if way
    }
    under = [way for way in ways if path == way or (way != home and path.startswith(way))]
    current = ways[max(under, key=len)] if under else ""
    bar = [href for _, href in sorted(found, key=lambda pair: pair[0].rarer)[:IN_BAR]]
    return tuple(
        NavEntry(item.label, item.icon, href, href == current, item.own_section and place > 0, href in bar)
        for place, (item, href) in enumerate(found)
    )


def _address(url_name: str, school: str) -> str:
    """The address with this name; blank where this installation has no such page."""
    try:
        return reverse(url_name, kwargs={"school": school})
    except NoReverseMatch:
        return ""
