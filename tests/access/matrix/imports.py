"""Who may bring in lists of pupils: rows of the access matrix."""

from tests.access.matrix.rows import NOBODY_S_UPLOAD, OFFICE_AND_SENCO, Row

MATRIX: dict[str, list[Row]] = {
    "pupils/import/": [Row(OFFICE_AND_SENCO)],
    "pupils/import/<uuid:upload>/": [Row(OFFICE_AND_SENCO, lambda full: {"upload": NOBODY_S_UPLOAD}, ok=302)],
    "pupils/import/<uuid:upload>/columns/": [Row(OFFICE_AND_SENCO, lambda full: {"upload": NOBODY_S_UPLOAD}, ok=302)],
    "pupils/import/<uuid:upload>/discard/": [Row(OFFICE_AND_SENCO, lambda full: {"upload": NOBODY_S_UPLOAD}, ok=405)],
}
