"""Files spoilt at random: each is read, or refused in a sentence; nothing else happens."""

from __future__ import annotations

import io
import random
from contextlib import suppress
from pathlib import Path

import pytest

from pupils.imports.files.reading import read
from pupils.imports.services import plan_of
from pupils.models import Pupil
from schools.edits import Refused
from tests.hostile import spoilt, spoilt_within
from tests.workbook.helpers import as_file, small
from ui.sheets import SheetError
from workbook.planning import plan_import
from workbook.reading import from_file

pytestmark = pytest.mark.long
HERE = Path(__file__).resolve().parents[1] / "pupils/files"
FILES = sorted(path for path in HERE.rglob("*") if path.is_file())
WORKBOOKS = 1_000
TIMES = 120  # of each file: with those that schools have, over 2,000 of each kind


def refusal(reading, content: bytes) -> str | None:
    """The sentence with which the content is refused; None where it is read."""
    try:
        reading(io.BytesIO(content))
    except SheetError as error:
        return str(error)
    return None


def tried(content: bytes, reading, seed: int, spoil=spoilt, times: int = TIMES) -> tuple[int, int]:
    """How many of the spoilt copies were read, and how many refused in a sentence."""
    dice, done, refused = random.Random(seed), 0, 0
    for _ in range(times):
        said = refusal(reading, spoil(content, dice))
        assert said is None or said.strip().endswith(".")
        done, refused = done + (said is None), refused + (said is not None)
    return done, refused


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_list_of_pupils(path):
    assert sum(tried(path.read_bytes(), read, len(path.name))) == TIMES


@pytest.mark.parametrize(("spoil", "seed"), [(spoilt, 1), (spoilt_within, 2)])
def test_a_workbook(tmp_path, spoil, seed):
    content = as_file(small(), tmp_path).read_bytes()
    assert sum(tried(content, from_file, seed, spoil, WORKBOOKS)) == WORKBOOKS


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["joiners_ctf.xml", "semicolons_cp1252.csv", "as_schools_have_them/17b-needs.csv"])
def test_what_is_read_of_a_spoilt_list_is_planned_and_nothing_is_written(access, name):
    content, dice = (HERE / name).read_bytes(), random.Random(name)
    for _ in range(TIMES):
        with suppress(SheetError, Refused):
            plan_of(read(io.BytesIO(spoilt(content, dice))), by=access("senco"))
    assert Pupil.objects.count() == 0


@pytest.mark.django_db
def test_what_is_read_of_a_spoilt_workbook_is_planned_and_nothing_is_written(access, school, tmp_path):
    content, dice = as_file(small(), tmp_path).read_bytes(), random.Random(3)
    for _ in range(TIMES):
        with suppress(SheetError):
            data = from_file(io.BytesIO(spoilt_within(content, dice)))
            plan_import(data, school=school, by=access("senco"))
    assert Pupil.objects.count() == 0
