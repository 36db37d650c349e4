"""The sheets Pupils and Outcomes."""

from __future__ import annotations

from typing import Any

from pupils.groups.names import usual_visibility
from pupils.models import (
    Outcome,
    Pupil,
    PupilGroup,
    PupilGroupMember,
    PupilNeed,
    PupilProfile,
    PupilYear,
    is_number,
)
from schools.clock import today
from workbook.desk import Desk, RowImport
from workbook.ledger import UNNUMBERED, fold, unnumbered_key
from workbook.reading import SheetLine


def load_pupil(desk: Desk, line: SheetLine) -> None:
    """A pupil, where the pupil is this year, needs, groups and profile."""
    desk.resolve(line)
    if not _is_known(desk, line):
        return
    born = line.get("date_of_birth")
    if born and born > today():
        line.wrong("date_of_birth", "This day is still to come. Check the year.")
    entry = RowImport(desk, line)
    existing = _find(desk, line)
    if line.get("upn") and not is_number(line.get("admission_number") or ""):
        line.values["admission_number"] = ""  # the stand-in that the pupil had before the UPN
    pupil = entry.put(Pupil, existing, line.part("pupil"), school=desk.school)
    _load_year(desk, entry, pupil)
    if line.has("primary_need") or line.has("other_needs"):
        _load_needs(desk, entry, pupil)
    if line.has("groups"):
        _load_groups(desk, entry, pupil)
    _load_profile(desk, entry, pupil)
    entry.close(f"{pupil} ({pupil.reference})" if pupil.surname else pupil.reference)


def _is_known(desk: Desk, line: SheetLine) -> bool:
    """Whether the row says which pupil it is, and no row before it is about the same."""
    upn, number = line.get("upn") or "", line.get("admission_number") or ""
    if not upn and not number:
        if not {"upn", "admission_number"} & line.broken:
            line.wrong("upn", "Give the UPN or the admission number, so that the pupil can be known again.")
        return False
    first = [desk.first(line, fold(key), name) for name, key in (("upn", upn), ("admission_number", number)) if key]
    return all(first)


def _find(desk: Desk, line: SheetLine) -> Pupil | None:
    """The stored pupil: by UPN, else by the admission number of a pupil who has no other UPN, else by name and date of
    birth of one who had no number yet."""
    upn, number = line.get("upn") or "", line.get("admission_number") or ""
    by_upn = desk.ledger.find(Pupil, fold(upn)) if upn else None
    by_number = desk.ledger.find(Pupil, fold(number)) if number else None
    if by_upn and by_number and by_upn is not by_number:
        line.wrong("admission_number", f"This admission number is {by_number}'s. Correct it, or the UPN.")
        return by_upn
    if by_number and not by_upn and upn and by_number.upn and not by_number.upn[-1].isalpha():
        line.wrong("admission_number", f"This admission number is {by_number}'s, whose UPN is another. Correct either.")
        return None
    return by_upn or by_number or desk.ledger.find(Pupil, unnumbered_key(*map(line.get, UNNUMBERED)))


def _load_year(desk: Desk, entry: RowImport, pupil: Pupil) -> None:
    line = entry.line
    existing = desk.ledger.find(PupilYear, id(pupil))
    values: dict[str, Any] = line.part("year")
    if line.has("status"):
        status = line.get("status")
        values |= {"sen_status": status[0], "high_need": status == "K+"}
    if existing is None and "year_group" not in values:
        if "year_group" not in line.broken:
            line.wrong("year_group", "The pupil has no year group in this year yet. Add the column and give it.")
        return
    before = existing.status_code if existing else None
    row = entry.put(PupilYear, existing, values, school=desk.school, pupil=pupil, year=desk.year)
    entry.fields = [change for change in entry.fields if change.label not in ("sen_status", "high_need")]
    if before and before != row.status_code:
        entry.show_fields({"status": (before, row.status_code)})


def _load_needs(desk: Desk, entry: RowImport, pupil: Pupil) -> None:
    """Rank 1 is the primary need; a column that the sheet does not have leaves its needs as they are."""
    line = entry.line
    stored = sorted(desk.ledger.all(PupilNeed, id(pupil)), key=lambda row: row.rank)
    primary = [row.need_type for row in stored if row.rank == 1]
    others = [row.need_type for row in stored if row.rank > 1]
    before = {"primary_need": list(primary), "other_needs": list(others)}
    if line.has("primary_need"):
        primary = [line.get("primary_need")] if line.get("primary_need") else []
    if line.has("other_needs"):
        others = line.get("other_needs")
    others = list({id(need): need for need in others if need not in primary}.values())  # ranks without a gap
    ranks = {id(need): (need, rank) for rank, need in [*((1, need) for need in primary), *enumerate(others, 2)]}
    for row in stored:
        wanted = ranks.pop(id(row.need_type), None)
        if wanted is None:
            desk.ledger.remove(row)
        else:
            desk.ledger.change(row, {"rank": wanted[1]})
    for need, rank in ranks.values():
        desk.ledger.add(PupilNeed(school=desk.school, pupil=pupil, need_type=need, rank=rank))
    if entry.kind != "added":
        entry.show_fields(
            {"primary_need": (before["primary_need"], primary), "other_needs": (before["other_needs"], others)}
        )


def _load_groups(desk: Desk, entry: RowImport, pupil: Pupil) -> None:
    wanted = [_group(desk, name) for name in entry.line.get("groups")]
    there = {id(row.group): row for row in desk.ledger.all(PupilGroupMember, id(pupil))}
    before = sorted(row.group.name for row in there.values())
    for group in wanted:
        if not there.pop(id(group), None):
            desk.ledger.add(PupilGroupMember(school=desk.school, pupil=pupil, group=group))
    for row in there.values():
        desk.ledger.remove(row)
    if entry.kind != "added":
        entry.show_fields({"groups": (before, sorted(group.name for group in wanted))})


def _group(desk: Desk, name: str) -> PupilGroup:
    found = desk.ledger.find(PupilGroup, fold(name))
    if found:
        return found
    return desk.ledger.add(PupilGroup(school=desk.school, name=name, visibility=usual_visibility(name)))


def _load_profile(desk: Desk, entry: RowImport, pupil: Pupil) -> None:
    values = entry.line.part("profile")
    existing = desk.ledger.find(PupilProfile, id(pupil))
    if existing or any(values.values()):
        entry.put(PupilProfile, existing, values, school=desk.school, pupil=pupil)


def load_outcome(desk: Desk, line: SheetLine) -> None:
    """An outcome of a pupil, known by its wording."""
    desk.resolve(line)
    pupil, wording = line.get("pupil"), line.get("wording")
    if not pupil or not wording or not desk.first(line, (id(pupil), fold(wording)), "wording"):
        return
    entry = RowImport(desk, line)
    existing = desk.ledger.find(Outcome, (id(pupil), fold(wording)))
    entry.put(Outcome, existing, line.part(drop=["wording"] if existing else []), school=desk.school)
    entry.close(f"{pupil}: {wording}")


def linked_outcome(desk: Desk, pupil: Pupil, wording: str) -> Outcome:
    """The pupil's outcome of this wording; a new one is open."""
    found = desk.ledger.find(Outcome, (id(pupil), fold(wording)))
    return found or desk.ledger.add(Outcome(school=desk.school, pupil=pupil, wording=wording))
