"""Words of a school's own in its files: each is asked about once for all rows that have it, and the answer is
remembered for the next file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pupils.imports.fields import GROUP, LOOKED_AFTER, PREVIOUSLY, field_of
from pupils.imports.records import FilePupil
from pupils.models import NeedType, PupilYear, YearGroup
from ui.folding import spelt

Answers = Mapping[str, Mapping[str, str]]  # field → word as spelt → answer
NEEDS = "needs"
OUT = "out"
_YES_NO = (("yes", "Yes"), ("no", "No"))
_BLANK = ("blank", "Nothing: as if the cell were blank")


@dataclass(frozen=True, slots=True)
class Question:
    """What a word of the file means. `rows` are where it stands."""

    field: str
    label: str
    word: str
    rows: tuple[int, ...]
    unit: str
    choices: tuple[tuple[str, str], ...]

    @property
    def where(self) -> str:
        """The rows, the first of many."""
        named = ", ".join(map(str, self.rows[:5]))
        more = f" and {len(self.rows) - 5:,} more" if len(self.rows) > 5 else ""
        return f"{self.unit}{'s' if len(self.rows) > 1 else ''} {named}{more}".lower()

    def __str__(self) -> str:
        return f"{self.label}, {self.where}: found “{self.word}”."


def answered(records: Iterable[FilePupil], answers: Answers) -> tuple[list[FilePupil], list[str]]:
    """The pupils with the words that are known put in their place, and notes on those who are left out for one."""
    there, notes = [], []
    for record in records:
        values, words, out = dict(record.values), dict(record.words), ""
        for name, word in record.words.items():
            answer = answers.get(name, {}).get(spelt(word))
            if answer is None:
                continue
            del words[name]
            out = word if answer == OUT else out
            values |= _meant(name, answer)
        if out:
            notes.append(f"{record.unit} {record.number} ({record.name}) has “{out}”, and was left out.")
        else:
            there.append(replace(record, values=values, words=words))
    return there, notes


def _meant(name: str, answer: str) -> dict[str, object]:
    if answer in ("blank", OUT):
        return {}
    if answer == PREVIOUSLY:
        return {name: False, GROUP + PREVIOUSLY: True}
    return {name: answer == "yes" if name.startswith(GROUP) else answer}


def questions(
    records: Iterable[FilePupil], needs: Iterable[tuple[FilePupil, str]], types: Iterable[NeedType]
) -> tuple[Question, ...]:
    """What is to be asked: each word once, with the rows that have it. `needs` are words for types of need."""
    found: dict[tuple[str, str], list[tuple[FilePupil, str]]] = defaultdict(list)
    for record in records:
        for name, word in record.words.items():
            found[name, spelt(word)].append((record, word))
    for record, word in needs:
        found[NEEDS, spelt(word)].append((record, word))
    offered = tuple((kind.code, f"{kind.label} ({kind.code})") for kind in types if kind.in_use)
    return tuple(
        Question(
            name, _label(name, rows[0][0]), rows[0][1], tuple(dict.fromkeys(record.number for record, _ in rows)),
            rows[0][0].unit, (*offered, _BLANK) if name == NEEDS else choices_for(name),
        )
        for (name, _), rows in found.items()
    )  # fmt: skip


def _label(name: str, record: FilePupil) -> str:
    if name == NEEDS:
        return record.labels.get("primary_need") or record.labels.get(NEEDS) or "Types of need"
    held = field_of(name)
    return record.labels.get(name) or (held.label if held else name)


def choices_for(name: str) -> tuple[tuple[str, str], ...]:
    """The answers to a word in this field."""
    if name == "year_group":
        return (*YearGroup.choices, (OUT, "Leave these pupils out"))
    if name == "sen_status":
        return (*PupilYear.Status.choices, ("K+", "SEN support, very high need"), _BLANK)
    return (*_YES_NO, *(((PREVIOUSLY, "Previously looked-after"),) if name == GROUP + LOOKED_AFTER else ()), _BLANK)
