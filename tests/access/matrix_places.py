"""Who may open the pages that change places: rows of the access matrix."""

from tests.access.rows import Row

MATRIX: dict[str, list[Row]] = {}
