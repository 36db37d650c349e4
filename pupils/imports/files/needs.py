"""The types of need in a file, in their order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from pupils.imports.records import FilePupil
from pupils.imports.stored import Stored
from pupils.models import NeedType, PupilNeed
from ui.folding import folded, spelt

_OTHER_WORDS = {
    "autism": "ASD", "autistic spectrum condition": "ASD", "autism spectrum disorder": "ASD",
    "autism spectrum condition": "ASD", "asc": "ASD", "visual impairment": "VI", "dyslexia": "SPLD", "other": "OTH",
    "other difficulty": "OTH", "other disability": "OTH", "no specialist assessment": "NSA",
    "no specialist assessment of type of need": "NSA", "downs syndrome": "DS",
}  # fmt: skip
_NOTHING = ("none", "n/a", "", "no", "not applicable")
_STRONG = re.compile(r"[;|\n]|(?:^|\s)\d{1,2}[.)]\s")
_WEAK = re.compile(r"(\s*[,/+&]\s*|\s+and\s+)", re.IGNORECASE)
MOST = 12  # parts of one cell that are tried together


def needs_in_file(
    record: FilePupil, stored: Stored, there: list[PupilNeed], answers: Mapping[str, str]
) -> tuple[tuple[NeedType, ...] | None, list[str]]:
    """The pupil's needs by rank as the file has them, and the words that are no type of need; None where the needs are
    equal to the stored ones (`there`) or not in the file. `answers` are the school's own words, as spelt → code.

    A file with a column for the primary need alone leaves the others as they are.
    """
    unknown: list[str] = []
    listed, primary, others = (
        _read(record.get(name), stored, answers, unknown) for name in ("needs", "primary_need", "other_needs")
    )
    if listed is None and primary is None and others is None:
        return None, unknown
    now = [need.need_type for need in there]
    if listed is None:
        first = now[:1] if primary is None else primary
        listed = [*first, *(now[1:] if others is None else others)]
    wanted = tuple({need.pk: need for need in listed}.values())
    return (None if list(wanted) == now else wanted), unknown


def _read(said: object, stored: Stored, answers: Mapping[str, str], unknown: list[str]) -> list[NeedType] | None:
    found: list[NeedType] = []
    for text in said if isinstance(said, list) else [str(said or "")]:
        for part in _parts(str(text), stored, answers):
            code = answers.get(spelt(part))
            need = stored.need_types.get(spelt(code)) if code else _need(part, stored)
            if need:
                found.append(need)
            elif code is None and folded(part) not in _NOTHING:
                unknown.append(part)
    return found or None


def _parts(text: str, stored: Stored, answers: Mapping[str, str]) -> list[str]:
    """The needs in one cell. Labels hold commas, slashes and “and” themselves, so the whole is tried first, then the
    longest stretches between these that are known."""
    strong = [part.strip() for part in _STRONG.split(text) if part.strip()]
    return [part for each in strong for part in _weaker(each, stored, answers)]


def _weaker(text: str, stored: Stored, answers: Mapping[str, str]) -> list[str]:
    def known(part: str) -> bool:
        return _need(part, stored) is not None or spelt(part) in answers

    pieces = _WEAK.split(text)
    if known(text) or len(pieces) == 1 or len(pieces) > 2 * MOST:
        return [text]
    found, start = list[str](), 0
    while start < len(pieces):
        ends = range(len(pieces), start, -2)
        end = next((end for end in ends if known("".join(pieces[start:end]))), start + 1)
        found.append("".join(pieces[start:end]).strip())
        start = end + 1
    return [part for part in found if part] if any(map(known, found)) else [text]


def _need(text: str, stored: Stored) -> NeedType | None:
    code, _, label = text.partition(" - ")
    for part in (text, code, label, re.sub(r"[(].*?[)]", "", text)):
        key = folded(part.replace("&", " and "))
        found = stored.need_types.get(spelt(_OTHER_WORDS.get(key, ""))) or stored.need_names.get(key)
        if found:
            return found
    near = get_close_matches(folded(text.replace("&", " and ")), stored.need_names, n=1, cutoff=0.88)
    return stored.need_names[near[0]] if near else None
