"""What is put in order in the pupils of a file before they are compared: a row for each need, names in capitals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pupils.imports.files.cells import proper_case
from pupils.imports.records import FilePupil
from ui.folding import spelt
from ui.words import plural

_OF_NEEDS = ("primary_need", "other_needs", "need_rank")
_NAMES = ("surname", "forename", "preferred_name")
_FEW = 2  # letters; so short a name in capitals may be written so by its owner: TJ


def one_pupil_a_row(records: Sequence[FilePupil]) -> tuple[list[FilePupil], list[str]]:
    """The pupils, rows that differ in a need alone made one, with the needs by rank; and a note."""
    groups: dict[Any, list[FilePupil]] = defaultdict(list)
    for record in records:
        groups[_same(record)].append(record)
    many = [rows for rows in groups.values() if len({_need(row) for row in rows}) > 1]
    if not many and not any("need_rank" in record.labels for record in records):
        return list(records), []
    made = [_joined(rows) for rows in groups.values()]
    extra = len(records) - len(made)
    note = (
        f"{plural(extra, 'row')} with a further need of a pupil {'was' if extra == 1 else 'were'} joined to the first."
    )
    return made, [note] if extra else []


def _same(record: FilePupil) -> Any:
    """What makes two rows one pupil's: the same number, and nothing else that differs but a need."""
    values = {name: value for name, value in record.values.items() if name not in _OF_NEEDS}
    known = values.get("upn") or values.get("admission_number")
    if not known or record.faults:
        return id(record)
    return repr((sorted(values.items()), sorted(record.words.items())))


def _need(record: FilePupil) -> str:
    return spelt(" ".join(str(record.get(name) or "") for name in _OF_NEEDS[:2]))


def _joined(rows: Sequence[FilePupil]) -> FilePupil:
    ranked = sorted(rows, key=lambda row: row.get("need_rank") or 99)
    texts = [text for row in ranked for name in _OF_NEEDS[:2] if (text := row.get(name))]
    values = {name: value for name, value in rows[0].values.items() if name not in _OF_NEEDS}
    labels = {**rows[0].labels, "needs": rows[0].labels.get("primary_need", "Needs")}
    return replace(rows[0], values=values | ({"needs": list(dict.fromkeys(texts))} if texts else {}), labels=labels)


def in_small_letters(records: Sequence[FilePupil]) -> tuple[list[FilePupil], list[str]]:
    """The pupils, names all in capitals as people write them, and a note that shows it."""
    many = len(records) > 1
    all_loud = {
        name for name in _NAMES if many and all(_loud(text) for record in records if (text := record.get(name)))
    }
    made, shown = [], dict[str, str]()
    for record in records:
        loud = {
            name: proper_case(text) for name in _NAMES
            if (text := record.get(name)) and _loud(text) and (len(text) > _FEW or name in all_loud)
        }  # fmt: skip
        if loud:
            before = " ".join(record.get(name) for name in ("forename", "surname") if record.get(name))
            record = replace(record, values={**record.values, **loud}, loud=frozenset(loud))
            shown[before] = record.name
        made.append(record)
    if not shown:
        return made, []
    first = ", ".join(f"{before} → {after}" for before, after in list(shown.items())[:5])
    more = f" and {len(shown) - 5:,} more" if len(shown) > 5 else ""
    return made, [f"Names in capitals are written in small letters: {first}{more}."]


def _loud(text: str) -> bool:
    return text.isupper() and text.upper() != text.lower()
