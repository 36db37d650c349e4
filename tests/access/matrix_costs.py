"""Who may open the pages that change costs: rows of the access matrix."""

from tests.access.rows import Row

MATRIX: dict[str, list[Row]] = {}
