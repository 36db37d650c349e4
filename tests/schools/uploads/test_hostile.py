"""No upload can hurt: what is dear to read is refused in a sentence within the limits, and nothing is written."""

from __future__ import annotations

import io
import random
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.xml import DEFUSEDXML, LXML

from pupils.imports.files.reading import read
from pupils.models import Pupil
from schools.uploads import apart
from schools.uploads.apart import MEMORY, PROCESSOR, TOO_DEAR, read_apart
from tests.hostile import far_row, hostile, sheet, spoilt, spoilt_within
from tests.workbook.helpers import as_file, small
from ui.sheets import SheetError, read_grids
from workbook.reading import from_file

FILES = sorted(path for path in (Path(__file__).parents[2] / "pupils/files").rglob("*") if path.is_file())
NAMES = list(hostile())


def outcome(reading, content: bytes) -> str:
    """The sentence with which a file is refused, or "" where it is read, each within the limits."""
    begun = time.monotonic()
    said = refusal(lambda file: read_apart(reading, file.read()), content)
    assert time.monotonic() - begun < apart.PATIENCE + 1
    assert said == "" or said.endswith(".")
    return said


def refusal(reading, content: bytes) -> str:
    """The sentence with which a file is refused; "" where it is read."""
    try:
        reading(io.BytesIO(content))
    except SheetError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_is_read_or_refused_in_a_sentence(name):
    content = hostile()[name]
    assert apart.BROKEN not in (outcome(read, content), outcome(from_file, content))


def test_a_row_far_below_costs_nothing():
    begun = time.process_time()
    assert [number for number, _ in read_grids(io.BytesIO(far_row(1_048_576)))["Pupils"]] == [1, 1_048_576]
    with pytest.raises(SheetError, match="damaged"):
        read_grids(io.BytesIO(far_row(2_000_000_000)))
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("says", "content"),
    [
        ("more than 200,000 filled cells", sheet('<row r="2">' + "<c><v>1</v></c>" * 200_001 + "</row>")),
        ("more than 100,000 rows, filled or not", sheet("<row/>" * 100_001)),
        ("more than 200,000 filled cells", b"UPN,Surname\n" + (b",".join([b"x"] * 100) + b"\n") * 2_001),
    ],
)
def test_what_is_too_much_is_told_by_its_limit(says, content):
    with pytest.raises(SheetError, match=says):
        read(io.BytesIO(content))


def endless(file):
    while True:
        pass


def greedy(file):
    return "x" * (2 * MEMORY)


def failing(file):
    raise KeyError("something that no reader expected")


@pytest.mark.parametrize(
    ("reading", "says"), [(endless, TOO_DEAR), (greedy, TOO_DEAR), (failing, apart.BROKEN)]
)  # fmt: skip
def test_the_limits_of_the_process_hold(reading, says, monkeypatch):
    monkeypatch.setattr(apart, "PROCESSOR", 1)
    assert outcome(reading, b"") == says
    assert PROCESSOR == 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_list_spoilt_at_random_never_raises(path):
    content, dice = path.read_bytes(), random.Random(path.name)
    said = [refusal(read, spoilt(content, dice)) for _ in range(10)]
    assert all(sentence == "" or sentence.endswith(".") for sentence in said)


def test_a_workbook_spoilt_at_random_never_raises(tmp_path):
    content, dice = as_file(small(), tmp_path).read_bytes(), random.Random(7)
    said = [refusal(from_file, (spoilt if number % 3 == 0 else spoilt_within)(content, dice)) for number in range(60)]
    assert all(sentence == "" or sentence.endswith(".") for sentence in said)
    assert any(said)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["row two thousand million", "5,000 digits in a transfer file", "5,000 digits in a list"]
)
def test_through_the_pages_there_is_an_answer_and_nothing_is_written(client_of, name):
    content = hostile()[name]
    for home in ("/s/ashgrove/pupils/import/", "/s/ashgrove/workbook/"):
        sent = {"file": SimpleUploadedFile("list", content)}
        assert client_of("senco").post(home, sent, follow=True).status_code == 200
    assert Pupil.objects.count() == 0


@pytest.mark.django_db
def test_many_faults_have_an_end(client_of):
    lines = b"".join(b"X99,Bell,Ann%d,99\n" % number for number in range(500))
    sent = {"file": SimpleUploadedFile("list.csv", b"UPN,Surname,Forename,Year\n" + lines)}
    address = client_of("senco").post("/s/ashgrove/pupils/import/", sent)["Location"].removesuffix("columns/")
    told = client_of("senco").get(address).content.decode()
    assert "1,000 things to put right" in told
    assert "and 800 more" in told


def test_workbooks_are_read_by_the_guarded_parser():
    """With lxml, which Word files need, openpyxl would leave defusedxml aside."""
    assert (LXML, DEFUSEDXML) == (False, True)
