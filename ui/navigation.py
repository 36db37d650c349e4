"""The way through a school's pages, in the order of the eight steps: only what exists and the person may use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class NavItem:
    """A place in the navigation. `permissions` are names any one of which opens it; `step` is the step it serves."""

    label: str
    icon: str
    url_name: str
    permissions: tuple[str, ...]
    step: int | None = None
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
    NavItem("Map", "grid-3x3-gap", "map", ("view_map", "view_totals"), step=5),
    NavItem("Groups", "collection", "groups", ("view_map",), step=5),
    NavItem("Pupils", "people", "pupils", ("view_pupils", "view_own_pupils"), own_section=True),
    NavItem("Import", "upload", "import", ("import_workbook",)),
)


def navigation(
    path: str, school: str, may: Callable[[str], bool], items: Sequence[NavItem] = ITEMS
) -> tuple[NavEntry, ...]:
    """The entries for a person in a school (its short name in addresses), the one `path` lies under marked."""
    open_items = [item for item in items if any(may(name) for name in item.permissions)]
    hrefs = [reverse(item.url_name, kwargs={"school": school}) for item in open_items]
    current = max((href for href in hrefs if _under(path, href, hrefs[0])), key=len, default="")
    return tuple(
        NavEntry(item.label, item.icon, href, href == current, item.own_section and place > 0)
        for place, (item, href) in enumerate(zip(open_items, hrefs, strict=True))
    )


def _under(path: str, href: str, home: str) -> bool:
    """Whether the page at `path` belongs to the entry. Every page lies under home, which counts only when it is it."""
    return path == href or (href != home and path.startswith(href))
