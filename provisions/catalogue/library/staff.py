"""The library's kinds of staff, and how a school's own role of a kind is recognised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StaffKind:
    """The kind's name, codes that schools often give it, and words in the name of such a role."""

    words: str
    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


STAFF = {
    "TA": StaffKind("teaching assistant", ("TA", "LSA"), ("teaching assistant", "learning support assistant")),
    "teacher": StaffKind(
        "teacher", ("T", "TEACHER"), ("additional teacher", "intervention teacher", "support teacher")
    ),
    "specialist teacher": StaffKind(
        "specialist teacher", ("S", "ST", "SPLD"), ("specialist teacher", "dyslexia teacher")
    ),
    "sensory teacher": StaffKind(
        "teacher of the sensory service", ("QTVI", "TOD"), ("vision", "teacher of the deaf", "sensory teacher")
    ),
    "ELSA": StaffKind("emotional literacy support assistant", ("ELSA",), ("emotional literacy", "elsa")),
    "learning mentor": StaffKind("learning mentor", ("LM",), ("learning mentor", "pastoral mentor")),
    "play leader": StaffKind("play leader", ("PL",), ("play leader", "play worker")),
    "family worker": StaffKind("family support worker", ("FSW", "FLO"), ("family support", "family liaison")),
    "counsellor": StaffKind("counsellor or therapist", ("COUN",), ("counsellor", "play therapist")),
    "communication assistant": StaffKind(
        "communication assistant", ("CTA", "SLTA"), ("communication assistant", "speech and language assistant")
    ),
    "speech and language therapist": StaffKind(
        "speech and language therapist", ("SLT", "SALT", "SAL"), ("speech and language therapist",)
    ),
    "occupational therapy assistant": StaffKind(
        "occupational therapy assistant", ("OTA", "OT"), ("occupational therap",)
    ),
    "physiotherapist": StaffKind("physiotherapist", ("PHYS", "PT"), ("physio",)),
}


def found_in(roles: Iterable[tuple[str, str]], kinds: Iterable[str]) -> list[str]:
    """The codes of the school's own roles (code, name) of these kinds, one for each kind it has; matched by code first,
    then by name."""
    held = list(roles)
    found = [code for kind in kinds if (code := _code(held, STAFF[kind]))]
    return list(dict.fromkeys(found))


def _code(held: Iterable[tuple[str, str]], kind: StaffKind) -> str:
    by_code = {code.upper(): code for code, _ in held}
    known = next((by_code[code] for code in kind.codes if code in by_code), "")
    return known or next((code for code, role in held if any(name in role.lower() for name in kind.names)), "")
