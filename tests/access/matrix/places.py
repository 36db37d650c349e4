"""Who may open the pages that change places: rows of the access matrix."""

from typing import Any

from provisions.groups.bulk.services import ACTS
from tests.access.matrix.rows import SENCO, Row, pupil
from tests.access.world import Full


def group(full: Full) -> dict[str, Any]:
    """The group that the pupil `near` is in."""
    return {"pk": full.group.pk}


def place(full: Full) -> dict[str, Any]:
    """A place in it."""
    return {"pk": full.group.places.earliest("id").pk}


MATRIX: dict[str, list[Row]] = {
    "groups/<int:pk>/places/": [Row(SENCO, group)],
    "groups/<int:pk>/leave/": [Row(SENCO, group)],
    "groups/bulk/": [Row(SENCO)],
    "groups/bulk/<slug:act>/": [Row(SENCO, lambda full, act=act: {"act": act}) for act in ACTS],
    "places/<int:pk>/edit/": [Row(SENCO, place)],
    "places/<int:pk>/leave/": [Row(SENCO, place)],
    "places/<int:pk>/remove/": [Row(SENCO, place)],
    "pupils/<int:pk>/join/": [Row(SENCO, pupil, in_reach=True)],
}
