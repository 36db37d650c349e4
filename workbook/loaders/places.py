"""The sheets Places, Scores and Reviews."""

from __future__ import annotations

from datetime import date
from typing import Any

from delivery.models import Review, Score
from provisions.models import Place
from schools.models import HalfTerm
from workbook.desk import Desk, RowImport, preview_text, show_days
from workbook.ledger import same
from workbook.loaders.pupils import linked_outcome
from workbook.reading import SheetLine


def load_place(desk: Desk, line: SheetLine) -> None:
    """A pupil's place in a group. A pupil who leaves and returns has two, known apart by the day of joining."""
    desk.resolve(line)
    group, pupil = line.get("group"), line.get("pupil")
    if not group or not pupil or "joined" in line.broken:
        return
    joined = line.get("joined")
    if not desk.first(line, (id(group), id(pupil), joined), "pupil"):
        return
    entry = RowImport(desk, line)
    existing = desk.ledger.find(Place, (id(group), id(pupil), joined))
    values = _values(desk, line)
    before = list(existing.days) if existing else []
    place = entry.put(Place, existing, values, school=desk.school)
    _check(desk, line, place)
    entry.fields = [change for change in entry.fields if change.label not in ("days", "charged_in_full", "Days")]
    if entry.kind != "added":
        entry.show_fields({"days": (show_days(before), show_days(place.days))})
    entry.close(f"{pupil} in {group.code}" + (f" from {preview_text(joined)}" if joined else ""))


def _values(desk: Desk, line: SheetLine) -> dict[str, Any]:
    values = line.part(drop=["charged"])
    if "days" in values:
        values["days"] = sorted(values["days"])
    if line.has("charged"):
        values["charged_in_full"] = line.get("charged") == "in full"
    if values.get("outcome"):
        values["outcome"] = linked_outcome(desk, line.get("pupil"), values["outcome"])
    else:
        values.pop("outcome", None) if not line.has("outcome") else values.update(outcome=None)
    return values


def _check(desk: Desk, line: SheetLine, place: Place) -> None:
    if place.left and place.joined and place.left < place.joined:
        line.wrong("left", "The pupil leaves before joining. Correct one of the two days.")
    if place.charged_in_full and not place.reason and not {"reason", "charged"} & line.broken:
        line.wrong("reason", "A place charged in full needs its reason in writing. Fill this in.", value="")
    if (place.joined or place.left) and not desk.ledger.rows(HalfTerm):
        what = (
            "Weeks from joining to leaving cannot be counted without the school's half-terms. Add the sheet Half-terms."
        )
        line.wrong("joined" if place.joined else "left", what)


def check_places(desk: Desk, lines: list[SheetLine]) -> None:
    """Tell where a pupil would have two places in one group at one time."""
    for line in lines:
        group, pupil = line.get("group"), line.get("pupil")
        if not group or not pupil or line.broken:
            continue
        places = desk.ledger.all(Place, (id(group), id(pupil)))
        own = desk.ledger.find(Place, (id(group), id(pupil), line.get("joined")))
        if own and any(other is not own and _overlap(own, other) for other in places):
            line.note(f"{pupil} has two places in {group.code} at one time. Give the earlier one a last day in Left.")


def _overlap(one: Place, other: Place) -> bool:
    return (one.joined or date.min) <= (other.left or date.max) and (other.joined or date.min) <= (one.left or date.max)


def load_score(desk: Desk, line: SheetLine) -> None:
    """A pupil's result on a measure on a day."""
    desk.resolve(line)
    pupil, measure, on = (line.get(name) for name in ("pupil", "measure", "date"))
    if not pupil or not measure or not on or not desk.first(line, (id(pupil), id(measure), on), "measure"):
        return
    entry = RowImport(desk, line)
    existing = desk.ledger.find(Score, (id(pupil), id(measure), on))
    entry.put(Score, existing, line.part(), school=desk.school)
    entry.close(f"{pupil}, {measure}, {preview_text(on)}")


def load_review(desk: Desk, line: SheetLine) -> None:
    """A review is added, never overwritten: a stored one may be completed where it is blank."""
    desk.resolve(line)
    pupil, on, group = (line.get(name) for name in ("pupil", "date", "group"))
    if not pupil or not on or "group" in line.broken or not desk.first(line, (id(pupil), on, id(group)), "date"):
        return
    entry = RowImport(desk, line)
    existing = desk.ledger.find(Review, (id(pupil), on, id(group)))
    values = line.part()
    for name, value in values.items():
        if existing and getattr(existing, name) and not same(getattr(existing, name), value):
            line.wrong(
                name, "This review is recorded already, and reviews are not overwritten. Give a new one its own day."
            )
            return
    entry.put(Review, existing, values, school=desk.school)
    entry.close(f"{pupil}, {preview_text(on)}")
