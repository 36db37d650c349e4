"""The locks of Python packages install on a clean machine, also after packages they do not name have moved on."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[(?P<extras>[^\]]*)\])?==", re.MULTILINE)


def locked(list_name: str) -> dict[str, set[str]]:
    """The packages of a lock with the extras that each is locked with."""
    text = (ROOT / list_name).read_text()
    return {
        canonicalize_name(found["name"]): {part.strip() for part in (found["extras"] or "").split(",") if part.strip()}
        for found in PINNED.finditer(text)
    }


@pytest.mark.parametrize("list_name", ["requirements.txt", "requirements-dev.txt"])
def test_a_requirement_with_an_extra_is_locked_with_it(list_name):
    """pip in hash mode refuses `package[extra]` of a locked package when the lock says `package` alone, as soon as a
    newer release of it appears."""
    lock = locked(list_name)
    assert len(lock) > 30
    missing = []
    for name, extras in lock.items():
        try:
            wanted = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # for another system or Python than this one
            continue
        for requirement in map(Requirement, wanted):
            for_us = requirement.marker is None or any(
                requirement.marker.evaluate({"extra": extra}) for extra in {"", *extras}
            )
            ours = lock.get(canonicalize_name(requirement.name))
            if for_us and ours is not None and not requirement.extras <= ours:
                missing.append(f"{name} asks for {requirement}")
    assert missing == []
