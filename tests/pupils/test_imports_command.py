"""`manage.py import_pupils`: what it prints, and how it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pupils.models import Pupil, PupilYear
from tests.factories import PupilFactory, PupilYearFactory

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"


def run(name: str, *arguments: str) -> None:
    call_command("import_pupils", str(FILES / name), "--school", "ashgrove", *arguments)


def test_it_imports_and_again_changes_nothing(school, year, capsys):
    run("titles_and_total.csv")
    told = capsys.readouterr().out
    assert "Pupils: 4 new, 0 changed, 0 back, 0 as they are" in told
    assert "  new: Tansy Bramblewick (Year 3, 3 Oak)" in told
    assert told.endswith("Ashgrove Primary: imported.\n")
    assert PupilYear.objects.count() == 4
    run("titles_and_total.csv")
    assert "Pupils: 0 new, 0 changed, 0 back, 4 as they are" in capsys.readouterr().out


def test_a_dry_run_writes_nothing_and_names_who_is_missing(school, year, capsys):
    PupilYearFactory(school=school, year=year, pupil=PupilFactory(school=school, forename="Oak", surname="Rush"))
    run("joiners_ctf.xml", "--dry-run")
    run("titles_and_total.csv", "--dry-run")
    told = capsys.readouterr().out
    assert "Not in the file, and left on the roll: 1\n  Oak Rush, Year 3" in told
    assert told.endswith("Nothing was written: dry run.\n")
    assert Pupil.objects.count() == 1


def test_each_fault_is_one_line_and_the_status_is_one(school, year, capsys):
    with pytest.raises(CommandError) as refused:
        run("faulty.csv")
    assert refused.value.returncode == 1
    lines = str(refused.value).splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("Row 3, UPN: found “K999900026008”. Row 2 (Teasel Mallowby) has the same.")
    assert capsys.readouterr().out == ""
    assert Pupil.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("none.csv", (), "cannot be opened"),
        ("entities_ctf.xml", (), "DTD or entities"),
        ("titles_and_total.csv", ("--school", "none"), "There is no school with the short name none."),
        ("titles_and_total.csv", ("--sideways",), "Unrecognized arguments"),
    ],
)
def test_wrong_files_and_arguments_are_one_line(school, year, name, arguments, says):
    with pytest.raises(CommandError) as refused:
        run(name, *arguments)
    assert says in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_a_school_without_a_year_is_told_so(school):
    with pytest.raises(CommandError, match="no academic year yet"):
        run("titles_and_total.csv")
