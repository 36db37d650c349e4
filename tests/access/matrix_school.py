"""Who may open the pages that change the school, its people and its calendar: rows of the access matrix."""

from tests.access.rows import EVERYONE, OFFICE_AND_SENCO, Row

MATRIX: dict[str, list[Row]] = {
    "school/edit/": [Row(OFFICE_AND_SENCO)],
    "undo/<int:pk>/": [Row(EVERYONE, lambda full: {"pk": 0}, ok=404)],
}
