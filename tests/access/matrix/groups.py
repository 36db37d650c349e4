"""Who may open the pages that change groups: rows of the access matrix."""

from tests.access.matrix.rows import MONEY, SENCO, Row, pupil


def _group(full):
    return {"pk": full.group.pk}


MATRIX: dict[str, list[Row]] = {
    "groups/new/": [Row(SENCO)],
    "groups/cost/": [Row(MONEY, ok=405)],
    "groups/<int:pk>/edit/": [Row(SENCO, _group)],
    "groups/<int:pk>/staffing/": [Row(SENCO, _group)],
    "groups/<int:pk>/sessions/": [Row(SENCO, _group)],
    "groups/<int:pk>/costs/": [Row(MONEY, _group)],
    "groups/<int:pk>/about/": [Row(SENCO, _group)],
    "groups/<int:pk>/start/": [Row(SENCO, _group)],
    "groups/<int:pk>/end/": [Row(SENCO, _group)],
    "groups/<int:pk>/archive/": [Row(SENCO, _group)],
    "groups/<int:pk>/restore/": [Row(SENCO, _group)],
    "pupils/<int:pk>/support/": [Row(SENCO, pupil, in_reach=True)],
}
