"""Who may open the pages that change groups: rows of the access matrix."""

from tests.access.rows import Row

MATRIX: dict[str, list[Row]] = {}
