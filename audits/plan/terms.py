"""The terms that a proposal can be deferred to."""

from __future__ import annotations

from schools.access import Access
from schools.clock import today
from schools.models import HalfTerm


def terms_ahead(access: Access) -> list[str]:
    """The half-terms of the year that have not begun, in order, then the next year by its name."""
    if access.year is None:
        return []
    ahead = HalfTerm.objects.filter(year=access.year, starts__gt=today()).order_by("starts")
    first = access.year.ends.year
    later = [year for year in access.years if year.starts > access.year.ends]
    following = min(later, key=lambda year: year.starts).name if later else f"{first}/{(first + 1) % 100:02}"
    return [*ahead.values_list("name", flat=True), following]
