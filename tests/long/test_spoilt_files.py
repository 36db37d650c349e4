"""Files spoilt at random: each is read, or refused in a sentence; nothing else happens."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from pupils.imports.reading import read
from tests.workbook.helpers import as_file, small
from ui.sheets import SheetError
from workbook.reading import from_file

pytestmark = pytest.mark.long
FILES = sorted((Path(__file__).resolve().parents[1] / "pupils/files").iterdir())
TIMES = 500


def spoilt(content: bytes, dice: random.Random) -> bytes:
    """The content with some of it changed, doubled, cut out or cut off."""
    made = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        place = dice.randrange(len(made) + 1)
        length = dice.randint(1, 60)
        how = dice.choice(("changed", "changed", "doubled", "cut out", "cut off"))
        if how == "changed":
            made[place : place + 3] = dice.randbytes(3)
        elif how == "doubled":
            made[place:place] = made[place : place + length]
        elif how == "cut out":
            del made[place : place + length]
        elif len(made) > 40:
            del made[max(place, 40) :]
    return bytes(made)


def refusal(reading, content: bytes) -> str | None:
    """The sentence with which the content is refused; None where it is read."""
    try:
        reading(io.BytesIO(content))
    except SheetError as error:
        return str(error)
    return None


def tried(content: bytes, reading, seed: int) -> tuple[int, int]:
    """How many of the spoilt copies were read, and how many refused in a sentence."""
    dice, done, refused = random.Random(seed), 0, 0
    for _ in range(TIMES):
        said = refusal(reading, spoilt(content, dice))
        assert said is None or said.strip().endswith(".")
        done, refused = done + (said is None), refused + (said is not None)
    return done, refused


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_list_of_pupils(path):
    assert sum(tried(path.read_bytes(), read, len(path.name))) == TIMES


def test_a_workbook(tmp_path):
    content = as_file(small(), tmp_path).read_bytes()
    done, refused = tried(content, from_file, 1)
    assert done + refused == TIMES
    assert refused > TIMES // 10
