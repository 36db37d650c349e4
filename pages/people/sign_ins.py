"""What happened at the door: sign-ins, what failed, second steps, passwords, and pages that were refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from pages.filters import RowFilters
from schools.entrance.noted import KIND
from schools.models import TrailEntry
from ui.parts import Empty
from ui.tables import Col, Listing, Mark
from ui.words import date_uk, time_uk

if TYPE_CHECKING:
    from schools.access import Access

MOST = 2_000
EMPTY = Empty("Nothing yet", "Signing in and out, and what fails of it, is listed here from now on.", "door-open")
LISTING = Listing(
    "Signing in",
    "entry,entries",
    (
        Col("when", "When", "short"),
        Col("who", "Who"),
        Col("what", "What"),
        Col("page", "Page"),
        Col("address", "From address", missing="not known"),
    ),
)


@dataclass(frozen=True)
class SignInLine:
    """One thing that happened."""

    when: Mark
    who: str
    what: str
    page: str
    address: str


def build(access: Access, params: Mapping[str, str]) -> RowFilters[SignInLine]:
    """The latest, newest first."""
    entries = TrailEntry.objects.filter(school=access.school, kind=KIND).order_by("-at", "-id")[:MOST]
    return RowFilters(
        params,
        [_line(entry) for entry in entries],
        {"what": ("What", lambda row: row.what), "who": ("Who", lambda row: row.who)},
        lambda row: (row.who, row.what, row.page, row.address),
        "Words",
    )


def _line(entry: TrailEntry) -> SignInLine:
    at = timezone.localtime(entry.at)
    return SignInLine(
        when=Mark(f"{date_uk(at.date())}, {time_uk(at)}", value=entry.pk),
        who=entry.by_name,
        what=entry.verb,
        page=entry.detail.get("page", ""),
        address=entry.detail.get("from", ""),
    )
