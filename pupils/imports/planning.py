"""Working out what an import would do: who is new, changed, back, unchanged, perhaps on record already, or not in the
file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Literal

from pupils.imports.fields import GROUP, SPECIAL, field_of
from pupils.imports.files.needs import needs_in_file
from pupils.imports.files.tidying import in_small_letters, one_pupil_a_row
from pupils.imports.matching import NO_NUMBER, Match, match_all
from pupils.imports.records import FilePupil
from pupils.imports.stored import Stored
from pupils.imports.words import NEEDS, Answers, Question, answered, questions
from pupils.models import NeedType, Pupil, SchoolClass, YearGroup
from pupils.reading import YEAR_GROUP_ORDER
from pupils.records.needs import NO_SPECIALIST
from schools.access import Access
from schools.roles import Permission
from ui.folding import folded, same_but_for_marks, spelt
from ui.sheets.cells import Fault, FieldChange
from ui.words import date_uk

Kind = Literal["new", "changed", "same", "returned", "unclear"]
_OF_PUPIL = ("upn", "admission_number", "surname", "forename", "preferred_name", "sex", "date_of_birth", "leaving_date")
LEFT_ALONE = (
    "SEN status and needs stand in the file. They are left as they are: writing them is for those who may write needs."
)
NO_YEAR_GROUP = "Nothing in the file says which year group new pupils are in. Choose the column that does."


@dataclass(frozen=True, slots=True)
class Writes:
    """The values to store for one pupil; a field that is not in it stays as it is."""

    pupil: dict[str, Any] = field(default_factory=dict)
    year: dict[str, Any] = field(default_factory=dict)
    class_name: str = ""
    needs: tuple[NeedType, ...] | None = None
    groups: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PupilEntry:
    """The outcome for one pupil of the file. `pupil` is the stored one; for an unclear match, the possible one."""

    kind: Kind
    record: FilePupil
    pupil: Pupil | None
    fields: tuple[FieldChange, ...]
    writes: Writes
    unknown: tuple[str, ...] = ()  # words that are no type of need
    note: str = ""

    @property
    def number(self) -> int:
        """The row of the file."""
        return self.record.number

    @property
    def name(self) -> str:
        """The pupil's name."""
        return self.record.name if self.pupil is None or self.kind == "unclear" else str(self.pupil)

    @property
    def where(self) -> str:
        """Year group and class in the file."""
        code = self.writes.year.get("year_group") or self.record.get("year_group")
        return ", ".join(part for part in (YearGroup(code).label if code else "", self.writes.class_name) if part)


@dataclass(frozen=True, slots=True)
class Leaver:
    """A pupil of this year's roll who is not in the file."""

    id: int
    name: str
    year_group: str
    class_name: str


@dataclass(frozen=True, slots=True)
class PupilImportPlan:
    """An import worked out and not written yet. It can be applied where it has no faults."""

    entries: tuple[PupilEntry, ...]
    leavers: tuple[Leaver, ...]
    new_classes: Mapping[str, tuple[str, ...]]  # name → year groups
    wider_classes: Mapping[str, tuple[str, ...]]  # name → year groups that it takes besides those it has
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    stored: Stored
    whole_roll: bool  # whether the file lists everybody, so that who is not in it may have left
    questions: tuple[Question, ...] = ()  # words that are to be explained before it can be applied
    answers: Mapping[str, str] = field(default_factory=dict)  # words for types of need
    left_out: int = 0  # rows of the file that are no pupil, or none of the school's choice

    def of(self, kind: Kind) -> list[PupilEntry]:
        """The pupils with this outcome."""
        return [entry for entry in self.entries if entry.kind == kind]

    @property
    def empty(self) -> bool:
        """Whether it would change nothing: everything in the file is stored, and everybody on the roll is in it."""
        return (
            not self.leavers
            and not self.faults
            and not self.questions
            and all(entry.kind == "same" for entry in self.entries)
        )

    @property
    def fingerprint(self) -> str:
        """A hash of the plan: equal for plans that would do the same, whatever the choices."""
        said = [
            (
                entry.kind,
                entry.number,
                entry.pupil and entry.pupil.pk,
                entry.fields,
                sorted(entry.record.values.items()),
            )
            for entry in self.entries
        ]
        leavers = [leaver.id for leaver in self.leavers]
        return sha256(
            repr(
                (
                    said,
                    leavers,
                    dict(self.new_classes),
                    dict(self.wider_classes),
                    self.faults,
                    self.questions,
                )
            ).encode()
        ).hexdigest()


def plan(
    records: Sequence[FilePupil],
    *,
    by: Access,
    notes: Iterable[str] = (),
    whole_roll: bool = True,
    answers: Answers | None = None,
    left_out: int = 0,
) -> PupilImportPlan:
    """Work out what these pupils of a file would change in `by`'s year, writing nothing. With `whole_roll`, those on
    the roll who are not in the file may have left. `answers` say what words of the school's own mean."""
    stored, answers = Stored(by), answers or {}
    records, out = answered(records, answers)
    records, joined = one_pupil_a_row(records)
    records, loud = in_small_letters(records)
    said = [*notes, *out, *joined, *loud]
    if not by.may(Permission.EDIT_NEEDS) and any(SPECIAL_VALUES & set(record.values) for record in records):
        said.append(LEFT_ALONE)
        records = [_without_needs(record) for record in records]
    matches = match_all(records, stored)
    said += [note for match in matches for note in (*match.record.notes, *match.notes)]
    faults = [fault for record in records for fault in record.faults]
    entries, unknown = [], list[tuple[FilePupil, str]]()
    for match in matches:
        entry, wrong = entry_of(match, stored, answers.get(NEEDS, {}))
        faults += [*match.faults, *wrong]
        unknown += [(match.record, word) for word in entry.unknown]
        said += [entry.note] if entry.note else []
        entries.append(entry)
    faults = _once(faults, records)
    return PupilImportPlan(
        entries=tuple(entries),
        leavers=_leavers(entries, stored) if whole_roll else (),
        new_classes=_classes(entries, stored, there=False),
        wider_classes=_classes(entries, stored, there=True),
        faults=tuple(sorted(faults, key=lambda fault: fault.row or 0)),
        notes=tuple(said),
        stored=stored,
        whole_roll=whole_roll,
        questions=questions(records, unknown, stored.types),
        answers=answers.get(NEEDS, {}),
        left_out=left_out + len(out) + len(records) - len(matches),
    )


SPECIAL_VALUES = SPECIAL | {"needs"}


def _without_needs(record: FilePupil) -> FilePupil:
    return replace(
        record, values={name: value for name, value in record.values.items() if name not in SPECIAL_VALUES},
        faults=tuple(fault for fault in record.faults if fault.column not in _special_labels(record)),
        words={name: word for name, word in record.words.items() if name not in SPECIAL_VALUES}, notes=(),
    )  # fmt: skip


def _special_labels(record: FilePupil) -> set[str]:
    return {label for name, label in record.labels.items() if name in SPECIAL_VALUES}


def _once(faults: list[Fault], records: Sequence[FilePupil]) -> list[Fault]:
    """Faults with a missing column reported once, not for each pupil."""
    for what, fields in ((NO_YEAR_GROUP, {"year_group"}), (NO_NUMBER, {"upn", "admission_number"})):
        same = [fault for fault in faults if fault.what == what]
        if len(same) > 1 and not any(fields & record.labels.keys() for record in records):
            faults = [Fault(None, "", "", what), *(fault for fault in faults if fault.what != what)]
    return faults


def entry_of(
    match: Match, stored: Stored, answers: Mapping[str, str] = MappingProxyType({})
) -> tuple[PupilEntry, list[Fault]]:
    """The outcome for a matched pupil, with its faults. `answers` are words for types of need."""
    record, pupil = match.record, match.pupil
    wrong: list[Fault] = []
    needs, unknown = needs_in_file(record, stored, stored.needs.get(pupil.pk, []) if pupil else [], answers)
    needs, note = _assessed(record, needs, _status(record, pupil, stored))
    writes = Writes(
        pupil=_pupil_values(record, pupil, stored),
        year=_year_values(record, pupil, stored),
        class_name=_class_of(record, pupil, stored),
        needs=needs,
        groups=_group_changes(record, pupil, stored),
    )
    if pupil is None and not match.faults:
        wrong += [
            record.fault(name, f"Give the {name}.")
            for name in ("surname", "forename")
            if not record.get(name) and name not in record.broken
        ]
    lacks_year = (pupil is None or pupil.pk not in stored.years) and "year_group" not in writes.year
    if lacks_year and "year_group" not in record.broken and "year_group" not in record.words and not match.faults:
        wrong.append(record.fault("year_group", NO_YEAR_GROUP))
    fields = _changes(record, pupil, writes, stored) if pupil else ()
    return PupilEntry(_kind(match, fields, stored), record, pupil, fields, writes, tuple(unknown), note), wrong


def _assessed(
    record: FilePupil, needs: tuple[NeedType, ...] | None, status: str
) -> tuple[tuple[NeedType, ...] | None, str]:
    """The needs without “no specialist assessment” unless the pupil has SEN support (source: DfE, school census rule
    2175), and a note where it was left out: files keep it of years ago."""
    if not needs or status in ("K", "K+") or NO_SPECIALIST not in (need.code for need in needs):
        return needs, ""
    left = tuple(need for need in needs if need.code != NO_SPECIALIST)
    note = (
        f"{record.unit} {record.number} ({record.name}): “No specialist assessment of type of need” goes only with SEN "
        "support, and was left out."
    )
    return left or None, note


def _status(record: FilePupil, pupil: Pupil | None, stored: Stored) -> str:
    row = stored.years.get(pupil.pk) if pupil else None
    return record.get("sen_status") or (row.status_code if row else "N")


def _kind(match: Match, fields: Sequence[FieldChange], stored: Stored) -> Kind:
    if match.unclear:
        return "unclear"
    if match.pupil is None:
        return "new"
    if (stored.gone(match.pupil) and "leaving_date" not in match.record.values) or match.pupil.pk not in stored.years:
        return "returned"
    return "changed" if fields else "same"


def _pupil_values(record: FilePupil, pupil: Pupil | None, stored: Stored) -> dict[str, Any]:
    values = {name: record.values[name] for name in _OF_PUPIL if name in record.values}
    if "preferred_name" in values:
        forename = record.get("forename") or (pupil.forename if pupil else "")
        values["preferred_name"] = "" if values["preferred_name"] == forename else values["preferred_name"]
    if pupil is None:
        return values
    if stored.gone(pupil) and "leaving_date" not in values:
        values["leaving_date"] = None
    if values.get("upn") and not pupil.numbered:
        values.setdefault("admission_number", "")
    return {
        name: value
        for name, value in values.items()
        if value != getattr(pupil, name) and not _same_name(record, pupil, name, value)
    }


def _same_name(record: FilePupil, pupil: Pupil, name: str, value: Any) -> bool:
    """Whether the file has only the same name in capitals, or with another kind of apostrophe, which is no change."""
    held = str(getattr(pupil, name))
    if name in record.loud or (isinstance(value, str) and value.isupper()):
        return folded(str(value)) == folded(held)
    return isinstance(value, str) and same_but_for_marks(value, held)


def _year_values(record: FilePupil, pupil: Pupil | None, stored: Stored) -> dict[str, Any]:
    """The values of this year's row that the file would change."""
    row = stored.years.get(pupil.pk) if pupil else None
    values = {name: record.values[name] for name in ("year_group", "sen_since") if name in record.values}
    held = stored.classes.get(spelt(record.get("class_name") or ""))
    if "year_group" not in values and row is None and held and len(held.year_groups) == 1:
        values["year_group"] = held.year_groups[0]
    status = record.get("sen_status")
    if status:
        support_stays = status == "K" and row is not None and row.high_need  # an MIS does not know K+
        values |= {"sen_status": status[0], "high_need": status == "K+" or support_stays}
    if row is None:
        return values
    return {name: value for name, value in values.items() if value != getattr(row, name)}


def _class_of(record: FilePupil, pupil: Pupil | None, stored: Stored) -> str:
    """The pupil's class in the file, if it differs from the present one."""
    wanted: str = record.get("class_name") or ""
    row = stored.years.get(pupil.pk) if pupil else None
    there = row.school_class.name if row and row.school_class else ""
    held = stored.classes.get(spelt(wanted))
    return "" if spelt(wanted) == spelt(there) else held.name if held else wanted


def _group_changes(record: FilePupil, pupil: Pupil | None, stored: Stored) -> dict[str, bool]:
    members = stored.members.get(pupil.pk, {}) if pupil else {}
    found = {}
    for name, wanted in record.groups.items():
        group = stored.groups.get(spelt(name))
        if wanted != (group is not None and group.pk in members):
            found[group.name if group else name] = wanted
    return found


def _changes(record: FilePupil, pupil: Pupil, writes: Writes, stored: Stored) -> tuple[FieldChange, ...]:
    row = stored.years.get(pupil.pk)
    pairs = [(name, getattr(pupil, name), value) for name, value in writes.pupil.items()]
    status = {"sen_status", "high_need"} & set(writes.year)
    pairs += [(name, row and getattr(row, name), value) for name, value in writes.year.items() if name not in status]
    if status:
        pairs.append(("sen_status", row and row.status_code, record.get("sen_status")))
    if writes.class_name:
        pairs.append(("class_name", row and row.school_class and row.school_class.name, writes.class_name))
    found = [FieldChange(_label(name), show(before), show(after)) for name, before, after in pairs]
    if writes.needs is not None:
        before = [need.need_type.code for need in stored.needs.get(pupil.pk, ())]
        found.append(FieldChange("Needs", ", ".join(before), ", ".join(need.code for need in writes.needs)))
    found += [
        FieldChange(_label(GROUP + name), "no" if wanted else "yes", "yes" if wanted else "no")
        for name, wanted in writes.groups.items()
    ]
    return tuple(found)


def _label(name: str) -> str:
    found = field_of(name)
    return found.label if found else name


def show(value: Any) -> str:
    """A value in words, for the preview."""
    if isinstance(value, date):
        return date_uk(value)
    return YearGroup(value).label if value in YearGroup.values else str(value or "")


def _leavers(entries: Iterable[PupilEntry], stored: Stored) -> tuple[Leaver, ...]:
    there = {entry.pupil.pk for entry in entries if entry.pupil}
    return tuple(
        Leaver(row.pupil_id, str(row.pupil), YearGroup(row.year_group).label, _name(row.school_class))
        for row in stored.on_roll()
        if row.pupil_id not in there
    )


def _name(held: SchoolClass | None) -> str:
    return held.name if held else ""


def _classes(entries: Iterable[PupilEntry], stored: Stored, *, there: bool) -> dict[str, tuple[str, ...]]:
    """The classes to be made, with the year groups of their pupils; or, of existing ones (`there`), the year groups
    that they do not have yet. One spelling for each."""
    spellings: dict[str, str] = {}
    found: dict[str, set[str]] = {}
    for entry in entries:
        name, code = _goes_to(entry, stored)
        held = stored.classes.get(spelt(name))
        if name and code and (held is not None) == there and not (held and code in held.year_groups):
            found.setdefault(spellings.setdefault(spelt(name), name), set()).add(code)
    return {name: tuple(sorted(groups, key=YEAR_GROUP_ORDER.__getitem__)) for name, groups in sorted(found.items())}


def _goes_to(entry: PupilEntry, stored: Stored) -> tuple[str, str]:
    """The class and year group that the pupil moves to; no class where neither changes."""
    row = stored.years.get(entry.pupil.pk) if entry.pupil else None
    code = entry.writes.year.get("year_group") or (row.year_group if row else "")
    moved_up = "year_group" in entry.writes.year and row is not None
    return entry.writes.class_name or (_name(row.school_class) if row and moved_up else ""), code
