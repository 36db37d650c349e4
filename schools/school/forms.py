"""The form of the school itself."""

from __future__ import annotations

from schools.models import School
from ui.edit_fields import Email, Pick, WebAddress, Words, YesNo
from ui.edit_forms import EditForm


class SchoolForm(EditForm):
    """What holds for the school as a whole."""

    beside = (("local_authority", "phase"), ("telephone", "email"))

    name = Words("Name", longest=200, required=True)
    urn = Words("URN", longest=10, hint="Unique reference number, as in the register of schools.")
    local_authority = Words("Local authority", longest=100)
    phase = Pick("Phase", School.Phase.choices, of=str, blank="Not said")
    telephone = Words("Telephone", longest=30, hint="As families ring it: it stands on their papers.")
    email = Email("E-mail", hint="Of the office, or whoever answers families.")
    website = WebAddress("Website")
    timetable_weeks = Pick("Timetable", [(1, "The same every week"), (2, "Weeks A and B")], required=True, initial=1)
    teachers_make_groups = YesNo(
        "Class teachers may set up groups for their own classes",
        hint="They see no money. The SENCO sees every change in the group's history.",
    )
    assistants_fill_audits = YesNo(
        "Teaching assistants may fill in audit charts and current provision",
        hint="For the classes they work in. They see the pupils’ SEN status there.",
    )
