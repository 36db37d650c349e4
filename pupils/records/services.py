"""Changing what is recorded of a pupil: SEN status and needs, the profile, outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pupils.models import NeedType, Outcome, Pupil, PupilNeed, PupilProfile, PupilYear
from pupils.records.needs import needs_fault
from schools.access import Access, there
from schools.edits import Edit, Refused, edit
from schools.edits.removal import dependent_rows
from schools.roles import Permission

LAST = 999
Ranked = tuple[float, int, int, int]  # rank, before or after those that had it, place, type of need


def change_needs(
    pk: int, *, by: Access, status: str, sen_since: date | None, added: Sequence[Mapping[str, Any]] = (),
    changed: Mapping[int, Mapping[str, Any]] | None = None, removed: Iterable[int] = (), ticket: UUID | None = None,
) -> Edit:  # fmt: skip
    """Change a pupil's SEN status of the year (N, K, K+, E), and the needs, ranked from 1 for the primary one.

    `added` and `changed` (by the number of the need) hold `need_type` and `rank`. A need given a taken rank pushes the
    one that has it back; without a rank it comes last. Raises Refused for a need given twice and for a status and needs
    that do not go together.
    """
    by.need(Permission.EDIT_NEEDS)
    with edit(by, "changed the needs of", ticket=ticket) as change:
        place = _place(by, pk)
        change.about = place.pupil
        stored = {row.pk: row for row in PupilNeed.objects.filter(pupil=place.pupil).select_related("need_type")}
        wanted = _ranked(stored, added, changed or {}, set(removed))
        types = {one.pk: one for one in NeedType.objects.filter(pk__in=[need for need, _ in wanted])}
        if fault := needs_fault(status, [types[need].code for need, _ in wanted]):
            raise Refused(fault, "status")
        change.set(place, sen_status=status[:1], high_need=status == "K+", sen_since=sen_since)
        _write(change, place.pupil, stored, wanted)
    return change


def change_profile(pk: int, *, by: Access, ticket: UUID | None = None, **values: Any) -> Edit:
    """Change a pupil's profile."""
    with edit(by, "changed the profile of", ticket=ticket) as change:
        pupil = _pupil(by, pk)
        change.about = pupil
        profile = PupilProfile.objects.filter(school=by.school, pupil=pupil).first()
        if profile:
            change.set(profile, **values)
        elif any(values.values()):
            change.add(PupilProfile(pupil=pupil, **values))
    return change


def add_outcome(pk: int, *, by: Access, values: Mapping[str, Any], ticket: UUID | None = None) -> Edit:
    """Add an outcome (`values` by field). Raises Refused for wording that the pupil has already."""
    with edit(by, "added an outcome of", ticket=ticket) as change:
        pupil = _pupil(by, pk)
        change.about = pupil
        _refuse_same(pupil, values["wording"])
        change.add(Outcome(pupil=pupil, **values))
    return change


def change_outcome(pk: int, outcome: int, *, by: Access, values: Mapping[str, Any], ticket: UUID | None = None) -> Edit:
    """Change an outcome of a pupil. Raises Refused for wording that another of theirs has."""
    with edit(by, "changed an outcome of", ticket=ticket) as change:
        row = _outcome(by, pk, outcome)
        change.about = row.pupil
        _refuse_same(row.pupil, values["wording"], row)
        change.set(row, **values)
    return change


def remove_outcome(pk: int, outcome: int, *, by: Access, ticket: UUID | None = None) -> Edit:
    """Remove an outcome. Raises Refused where a place in a group works towards it."""
    with edit(by, "removed an outcome of", ticket=ticket) as change:
        row = _outcome(by, pk, outcome)
        change.about = row.pupil
        if dependent_rows(row):
            raise Refused(
                "A place in a group works towards this outcome, and papers have said so. Give it the status that fits "
                "instead: met, partly met or not met."
            )
        change.remove(row)
    return change


def _pupil(by: Access, pk: int) -> Pupil:
    return there(Pupil.objects.filter(school=by.school, pk=pk).first(), "There is no such pupil.")


def _place(by: Access, pk: int) -> PupilYear:
    found = PupilYear.objects.filter(school=by.school, year=by.year, pupil_id=pk).select_related("pupil").first()
    return there(found, "The pupil has no year group in this year.")


def _outcome(by: Access, pk: int, outcome: int) -> Outcome:
    found = Outcome.objects.filter(school=by.school, pupil_id=pk, pk=outcome).select_related("pupil").first()
    return there(found, "The pupil has no such outcome.")


def _refuse_same(pupil: Pupil, wording: str, but: Outcome | None = None) -> None:
    others = Outcome.objects.filter(pupil=pupil, wording__iexact=wording).exclude(pk=but.pk if but else 0)
    if others.exists():
        raise Refused(f"{pupil} has an outcome in these words already. Change that one, or the words.", "wording")


def _ranked(
    stored: Mapping[int, PupilNeed], added: Sequence[Mapping[str, Any]],
    changed: Mapping[int, Mapping[str, Any]], removed: set[int],
) -> list[tuple[int, int]]:  # fmt: skip
    """(type of need, rank) in order. Where no rank was changed they stay as they are, gaps included."""
    lines = [_line(place, row, changed.get(pk)) for place, (pk, row) in enumerate(stored.items()) if pk not in removed]
    lines += [(one["rank"] or LAST, -1, len(lines), one["need_type"]) for one in added]
    needs = [need for *_, need in sorted(lines)]
    if len(set(needs)) < len(needs):
        twice = NeedType.objects.get(pk=next(need for need in needs if needs.count(need) > 1))
        raise Refused(f"“{twice}” is there twice. Remove one of the two lines.")
    before = [(row.need_type_id, row.rank) for row in stored.values()]
    same = sorted((need, rank) for rank, *_, need in lines) == sorted(before)
    return before if same else [(need, rank) for rank, need in enumerate(needs, 1)]


def _line(place: int, row: PupilNeed, new: Mapping[str, Any] | None) -> Ranked:
    """The sort key: a need moved up goes before the one that had the rank, one moved down behind it."""
    rank = new["rank"] or LAST if new else row.rank
    return (rank, (rank > row.rank) - (rank < row.rank), place, new["need_type"] if new else row.need_type_id)


def _write(change: Edit, pupil: Pupil, stored: Mapping[int, PupilNeed], wanted: Sequence[tuple[int, int]]) -> None:
    ranks = dict(wanted)
    there = {row.need_type_id: row for row in stored.values()}
    change.remove_all([row for need, row in there.items() if need not in ranks])
    change.set_all([(row, {"rank": ranks[need]}) for need, row in there.items() if need in ranks])
    new = [(need, rank) for need, rank in wanted if need not in there]
    change.add_all([PupilNeed(pupil=pupil, need_type_id=need, rank=rank) for need, rank in new])
