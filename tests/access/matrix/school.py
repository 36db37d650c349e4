"""Who may open the pages that change the school, its people and its calendar: rows of the access matrix."""

from tests.access.matrix.rows import CLASS_TEAM, EVERYONE, LEADERS, OFFICE, OFFICE_AND_SENCO, Row
from tests.access.world import Full


def _somebody(full: Full) -> dict[str, int]:
    """The teacher, who has joined."""
    return {"pk": full.near.years.get().school_class.class_staff.first().staff_id}


def _room(full: Full) -> dict[str, str]:
    return {"room": f"{full.mark} room"}


def _class(full: Full) -> dict[str, int]:
    return {"pk": full.near.years.get().school_class_id}


def _set(full: Full) -> dict[str, int]:
    return {"pk": full.near.sets.order_by("id").first().teaching_set_id}


MATRIX: dict[str, list[Row]] = {
    "school/edit/": [Row(OFFICE_AND_SENCO)],
    "undo/<int:pk>/": [Row(EVERYONE, lambda full: {"pk": 0}, ok=404)],
    "year/new/": [Row(OFFICE_AND_SENCO, ok=404)],  # the school has a year
    "calendar/edit/": [Row(OFFICE_AND_SENCO)],
    "calendar/day/edit/": [Row(OFFICE_AND_SENCO)],
    "people/signing-in/": [Row(OFFICE_AND_SENCO)],
    "people/new/": [Row(OFFICE_AND_SENCO)],
    **{
        f"people/<int:pk>/{act}/": [Row(OFFICE_AND_SENCO, _somebody)] for act in ("edit", "invite", "suspend", "return")
    },
    "classes/new/": [Row(OFFICE_AND_SENCO)],
    "classes/<int:pk>/edit/": [Row(OFFICE_AND_SENCO, _class)],
    "classes/<int:pk>/remove/": [Row(OFFICE_AND_SENCO, _class)],
    "rooms/": [Row(LEADERS | CLASS_TEAM | {"system_manager"})],
    "rooms/rename/<path:room>/": [Row(OFFICE_AND_SENCO, _room)],
    "rooms/preview/<path:room>/": [Row(OFFICE_AND_SENCO, _room)],
    "sets/": [Row(OFFICE)],
    "sets/new/": [Row(OFFICE_AND_SENCO)],
    "sets/<int:pk>/edit/": [Row(OFFICE_AND_SENCO, _set)],
    "sets/<int:pk>/remove/": [Row(OFFICE_AND_SENCO, _set)],
}
