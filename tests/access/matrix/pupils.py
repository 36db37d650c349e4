"""Who may open the pages that change pupils: rows of the access matrix."""

from pupils.models import Outcome, PupilGroup
from tests.access.matrix.rows import OFFICE_AND_SENCO, SENCO, Row, pupil
from tests.access.world import Full


def _group(full: Full) -> dict[str, int]:
    return {"pk": PupilGroup.objects.filter(school=full.school, members__pupil=full.near).get().pk}


def _outcome(full: Full) -> dict[str, int]:
    return pupil(full, outcome=Outcome.objects.filter(pupil=full.near).order_by("pk")[0].pk)


MATRIX: dict[str, list[Row]] = {
    **{
        page: [Row(OFFICE_AND_SENCO)]
        for page in (
            "pupils/roll/", "pupils/roll/move/", "pupils/roll/leavers/", "pupils/roll/back/", "pupils/new/",
            "pupil-groups/", "pupil-groups/new/",
        )
    },
    **{f"pupils/<int:pk>/{page}/": [Row(OFFICE_AND_SENCO, pupil)] for page in ("edit", "leave", "back", "groups")},
    **{f"pupils/<int:pk>/{page}/": [Row(SENCO, pupil)] for page in ("needs", "profile", "outcomes/new")},
    **{f"pupils/<int:pk>/outcomes/<int:outcome>/{verb}/": [Row(SENCO, _outcome)] for verb in ("edit", "remove")},
    **{f"pupil-groups/<int:pk>/{verb}/": [Row(OFFICE_AND_SENCO, _group)] for verb in ("edit", "remove")},
}  # fmt: skip
