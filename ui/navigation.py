"""The way through a school's pages, in the order of the eight steps: only what exists and the person may use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class NavItem:
    """A place in the navigation. `permissions` are names any one of which opens it; its own section starts apart."""

    label: str
    icon: str
    url_name: str
    permissions: tuple[str, ...]
    own_section: bool = False


@dataclass(frozen=True)
class NavEntry:
    """A link of the navigation as one person sees it on one page."""

    label: str
    icon: str
    href: str
    current: bool
    starts_section: bool


ITEMS = (
    NavItem("Home", "house", "home", ("home",)),
    NavItem("Map", "grid-3x3-gap", "map", ("view_map", "view_totals")),
    NavItem("Groups", "collection", "groups", ("view_map",)),
    NavItem("Papers", "file-earmark-text", "papers", ("export",)),
    NavItem("Pupils", "people", "pupils", ("view_pupils", "view_own_pupils"), own_section=True),
    NavItem("Import", "upload", "import", ("import_workbook",)),
)


def navigation(
    path: str, school: str, may: Callable[[str], bool], items: Sequence[NavItem] = ITEMS
) -> tuple[NavEntry, ...]:
    """The entries for a person in a school (its short name in addresses), the one `path` lies under marked."""
    found = [
        (item, href)
        for item in items
        if any(may(name) for name in item.permissions) and (href := _address(item, school))
    ]
    home = found[0][1] if found else ""
    under = [href for _, href in found if path == href or (href != home and path.startswith(href))]
    current = max(under, key=len, default="")
    return tuple(
        NavEntry(item.label, item.icon, href, href == current, item.own_section and place > 0)
        for place, (item, href) in enumerate(found)
    )


def _address(item: NavItem, school: str) -> str:
    """Where the item leads, or nothing for a page that this installation does not have."""
    try:
        return reverse(item.url_name, kwargs={"school": school})
    except NoReverseMatch:
        return ""
