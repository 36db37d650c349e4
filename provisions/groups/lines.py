"""The lines of a group's form (staffing, sessions, other costs), and the content of an unsaved form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provisions.groups import reading
from provisions.groups.choices import Offers
from provisions.groups.draft import Unsaved
from provisions.groups.fields import GROUP
from provisions.groups.forms import CostForm, NewGroupForm, SessionForm, StaffingForm
from provisions.models import InterventionGroup
from schools.access import Access
from ui.edit_forms import Lines, lines_of

Data = Mapping[str, Any] | None


def staffing_lines(data: Data, offers: Offers, group: InterventionGroup | None = None) -> Lines:
    """The staffing lines; a new group begins with the usual role."""
    rows = reading.staffing_of(group) if group else []
    usual = offers.provision.usual_roles if offers.provision and group is None else ""
    made: Lines = lines_of(
        StaffingForm, data, rows, prefix="staffing", legend="Staffing", noun="staffing line",
        hint="Who takes it, how often and how long. A line for each role or person."
        + (f" Usual for this provision: {usual}." if usual else ""),
        form_kwargs={"offers": offers},
    )  # fmt: skip
    if group is None and data is None:
        made.forms[0].initial.update(offers.first_staffing)
    return made


def session_lines(data: Data, offers: Offers, group: InterventionGroup | None = None) -> Lines:
    """The sessions."""
    rows = reading.sessions_of(group) if group else []
    made: Lines = lines_of(
        SessionForm, data, rows, prefix="sessions", legend="Sessions", noun="session",
        hint="When it meets in the week. Without sessions the group is costed by its staffing.",
        form_kwargs={"offers": offers},
    )  # fmt: skip
    return made


def cost_lines(data: Data, offers: Offers, group: InterventionGroup | None = None) -> Lines:
    """The other costs; the school pays unless another payer is chosen."""
    rows = reading.costs_of(group) if group else []
    made: Lines = lines_of(
        CostForm, data, [{**row, "payer": "" if row["payer"] == "school" else row["payer"]} for row in rows],
        prefix="costs", legend="Other costs", noun="cost", form_kwargs={"offers": offers},
        hint="Equipment, licences, training, a professional’s visit: in pounds, or in hours of a role.",
    )  # fmt: skip
    return made


def unsaved(access: Access, data: Mapping[str, Any], group: int | None) -> Unsaved:
    """The content of an unsaved form. Parts it does not hold are as stored; fields that cannot be read count as blank.
    Raises NotThere for a group that is not there."""
    stored = reading.group_to_read(access, group) if group else None
    offers = Offers(access)
    values = reading.values_of(stored, GROUP) if stored else {}
    held = reading.rows_for_cost(stored) if stored else []
    if "code" in data:
        form = NewGroupForm(data, offers=offers)
        form.is_valid()
        unread = {name: None for name in GROUP if name in form.fields or not stored}
        values = {**values, **unread, **form.values}
        held = held if stored else [_place(n, pupil) for n, pupil in enumerate(form.values.get("pupils") or [], 1)]
    parts = {
        "staffing": (StaffingForm, reading.staffing_of), "sessions": (SessionForm, reading.sessions_of),
        "costs": (CostForm, reading.costs_of),
    }  # fmt: skip
    lines: dict[str, list[dict[str, Any]]] = {}
    for name, (form_of, read) in parts.items():
        if f"{name}-TOTAL_FORMS" in data:
            lines[name] = _lines(form_of, data, name, offers)
        else:
            lines[name] = read(stored) if stored else []
    return Unsaved(values, places=held, group=group, **lines)


def _lines(form: Any, data: Mapping[str, Any], prefix: str, offers: Offers) -> list[dict[str, Any]]:
    """The lines without an error."""
    made: Any = lines_of(form, data, [], prefix=prefix, legend="", noun="", form_kwargs={"offers": offers})
    kept = [one for one in made.forms if not one.data.get(one.add_prefix("DELETE")) and one.is_valid()]
    return [one.values for one in kept if one.has_changed()]


def _place(number: int, pupil: int) -> dict[str, Any]:
    """A place for the whole run."""
    blank: dict[str, Any] = {
        "joined": None,
        "left": None,
        "days": [],
        "charged_in_full": False,
        "reason": "",
        "outcome__wording": "",
    }
    return {"id": -number, "pupil_id": pupil, **blank}
