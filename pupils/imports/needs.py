"""The types of need in a file, in their order."""

from __future__ import annotations

import re
from difflib import get_close_matches

from pupils.imports.records import FilePupil
from pupils.imports.stored import Stored
from pupils.models import NeedType, PupilNeed
from ui.sheets.cells import Fault

_OLD_WORDS = {"autism": "ASD", "autistic spectrum condition": "ASD", "visual impairment": "VI", "dyslexia": "SPLD"}
_NOTHING = ("none", "n/a", "-", "no", "not applicable")


def needs_in_file(
    record: FilePupil, stored: Stored, there: list[PupilNeed]
) -> tuple[tuple[NeedType, ...] | None, list[Fault]]:
    """The pupil's needs by rank as the file has them; None where they are equal to the stored ones (`there`) or not in
    the file.

    A file with a column for the primary need alone leaves the others as they are.
    """
    faults: list[Fault] = []
    listed = _read(record, "needs", stored, faults)
    primary, others = _read(record, "primary_need", stored, faults), _read(record, "other_needs", stored, faults)
    if listed is None and primary is None and others is None:
        return None, faults
    now = [need.need_type for need in there]
    if listed is None:
        first = now[:1] if primary is None else primary
        listed = [*first, *(now[1:] if others is None else others)]
    wanted = tuple({need.pk: need for need in listed}.values())
    return (None if list(wanted) == now else wanted), faults


def _read(record: FilePupil, name: str, stored: Stored, faults: list[Fault]) -> list[NeedType] | None:
    said = record.get(name)
    if not said:
        return None
    found = []
    for text in said if isinstance(said, list) else _parts(said, stored):
        need = _need(text, stored)
        if need:
            found.append(need)
        elif text.casefold() not in _NOTHING:
            what = f"Give the code of a type of need: {', '.join(stored.need_codes)}."
            faults.append(record.fault(name, what, text))
    return found or None


def _parts(text: str, stored: Stored) -> list[str]:
    """The needs in one cell; labels hold commas and slashes themselves, so the whole is tried first."""
    if _need(text, stored):
        return [text]
    return [part.strip() for part in re.split(r"[;,|/\n]", text) if part.strip()]


def _need(text: str, stored: Stored) -> NeedType | None:
    for part in (text, text.partition(" - ")[0], text.partition(" - ")[2], re.sub(r"[(].*?[)]", "", text).strip()):
        key = part.strip().casefold()
        found = stored.need_types.get(_OLD_WORDS.get(key, key).casefold())
        if found:
            return found
    near = get_close_matches(text.casefold(), stored.need_types, n=1, cutoff=0.88)
    return stored.need_types[near[0]] if near else None
