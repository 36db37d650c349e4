"""Matching the pupils of a file with stored ones: by UPN, by admission number, else by name and date of birth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pupils.imports.records import FilePupil
from pupils.imports.stored import Stored
from pupils.models import Pupil
from ui.folding import folded, spelt
from ui.sheets.cells import Fault

NO_NUMBER = (
    "Without a UPN, an admission number is needed for a pupil who is new. Add it to the file; or add the pupil to the "
    "roll, and import again: the name and the date of birth then find them."
)
NAMESAKES = "More than one pupil has this name and date of birth. Give the UPN or the admission number."


@dataclass(slots=True)
class Match:
    """A pupil of the file with the stored one; `unclear` where it may be the same pupil with another number."""

    record: FilePupil
    pupil: Pupil | None = None
    unclear: bool = False
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def match_all(records: Sequence[FilePupil], stored: Stored) -> list[Match]:
    """Every pupil of the file, matched; one that the file repeats exactly is left out with a note."""
    matches = _without_repeats(records)
    for match in matches:
        _by_numbers(match, stored)
    taken = {match.pupil.pk for match in matches if match.pupil}
    for match in matches:
        if not match.pupil and not match.faults and not match.record.broken & {"upn", "admission_number"}:
            taken |= _by_name(match, stored, taken)
    _refuse_twice(matches)
    _note_namesakes(matches)
    return matches


def _without_repeats(records: Sequence[FilePupil]) -> list[Match]:
    """The pupils, each number once: a repeated number is a fault, unless the rows are equal."""
    found: list[Match] = []
    seen: dict[tuple[str, str], Match] = {}
    for record in records:
        keys = [(name, spelt(str(record.get(name)))) for name in ("upn", "admission_number") if record.get(name)]
        earlier = next(((key[0], seen[key]) for key in keys if key in seen), None)
        if earlier and earlier[1].record.values == record.values:
            earlier[1].notes.append(
                f"{record.unit} {record.number} repeats {earlier[1].record.number}, and was left out."
            )
            continue
        match = Match(record)
        if earlier:
            other = earlier[1].record
            words = (
                f"{other.unit} {other.number} ({other.name}) has the same. Keep one of the two, or correct the number."
            )
            match.faults.append(record.fault(earlier[0], words))
        for key in keys:
            seen.setdefault(key, match)
        found.append(match)
    return found


def _by_numbers(match: Match, stored: Stored) -> None:
    record = match.record
    upn, number = record.get("upn") or "", spelt(record.get("admission_number") or "")
    by_upn = stored.by_upn.get(upn) or stored.by_upn.get(record.get("former_upn") or "")
    by_number = stored.by_number.get(number)
    if by_upn and by_number and by_upn.pk != by_number.pk:
        what = f"This admission number is {by_number}'s here. Correct it, or the UPN."
        match.faults.append(record.fault("admission_number", what))
    elif by_upn:
        match.pupil = by_upn
    elif by_number:
        permanent = bool(upn and by_number.upn) and not by_number.upn[-1].isalpha()
        if permanent and by_number not in stored.same_person(record):
            what = f"This admission number is {by_number}'s here, whose UPN is another. Correct either of them."
            match.faults.append(record.fault("admission_number", what))
        match.pupil = by_number


def _by_name(match: Match, stored: Stored, taken: set[int]) -> set[int]:
    """Match by name among the stored pupils not matched yet; returns the numbers of those found."""
    record = match.record
    found = [pupil for pupil in stored.same_person(record) if pupil.pk not in taken]
    sure = len(found) == 1 and record.get("date_of_birth") and found[0].date_of_birth
    if record.get("upn") or record.get("admission_number"):
        # One who has no number yet gets the file's; one who has another may be another child.
        match.pupil = found[0] if found else None
        match.unclear = bool(found) and not (sure and not found[0].numbered)
    elif sure:
        match.pupil = found[0]
    else:
        match.faults.append(record.fault("upn", NAMESAKES if found else NO_NUMBER))
    return {match.pupil.pk} if match.pupil else set()


def _refuse_twice(matches: Sequence[Match]) -> None:
    """Add a fault where two rows match one stored pupil."""
    seen: dict[int, Match] = {}
    for match in matches:
        if match.pupil is None or match.faults:
            continue
        earlier = seen.setdefault(match.pupil.pk, match)
        if earlier is not match:
            other = f"{earlier.record.unit} {earlier.record.number}"
            what = f"{other} is about the same pupil, {match.pupil}. Keep one of the two."
            match.faults.append(match.record.fault("surname", what))


def _note_namesakes(matches: Sequence[Match]) -> None:
    """Add a note where two rows have the same name and date of birth: the MIS may have one child twice."""
    seen: dict[tuple[str, ...], Match] = {}
    for match in matches:
        record = match.record
        key = tuple(folded(str(record.get(name) or "")) for name in ("surname", "forename", "date_of_birth"))
        earlier = seen.setdefault(key, match) if all(key) else match
        if earlier is not match and not match.faults:
            two = f"{record.unit}s {earlier.record.number} and {record.number} ({record.name})"
            match.notes.append(
                f"{two} have the same name and date of birth, with different numbers: they come in as two pupils. "
                "If they are one, take one of them out of the file."
            )
