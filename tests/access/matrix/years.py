"""Who may open the pages that change years: rows of the access matrix."""

from tests.access.matrix.rows import OFFICE_AND_SENCO, Row

MATRIX: dict[str, list[Row]] = {"years/new/": [Row(OFFICE_AND_SENCO)]}
