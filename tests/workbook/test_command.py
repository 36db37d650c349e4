"""`manage.py import_workbook`: what it prints, and how it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from provisionmap.demo.build import write
from provisionmap.management.commands.import_workbook import Command
from schools.models import School
from tests.workbook.helpers import as_file, small

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> None:
    call_command("import_workbook", *[str(argument) for argument in arguments])


def test_create_says_what_was_added_and_again_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = as_file(small(), tmp_path)
    run(path, "--school", "case", "--create")
    told = capsys.readouterr().out
    assert "Pupils: 2 added, 0 left alone\n  added: Ann Bell (U801200018001)" in told
    assert told.endswith("Case School: imported.\n")
    run(path, "--school", "case")
    assert "added:" not in capsys.readouterr().out


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(as_file(small(), tmp_path), "--school", "case", "--create", "--dry-run")
    assert "Nothing was written: dry run." in capsys.readouterr().out
    assert School.objects.count() == 0


def test_changes_are_told_field_by_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(as_file(small(), tmp_path), "--school", "case", "--create")
    rows = small()
    rows["Groups"][0]["Weeks"] = 14
    capsys.readouterr()
    run(as_file(rows, tmp_path), "--school", "case")
    assert "  changed: R1 (Weeks: 12 → 14)\n" in capsys.readouterr().out


@pytest.mark.parametrize("extra", [(), ("--dry-run",)])
def test_each_fault_is_one_line_and_the_status_is_one(
    extra: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = small()
    rows["Groups"][0] |= {"Weeks": "x", "Group size": 0}
    with pytest.raises(CommandError) as refused:
        run(as_file(rows, tmp_path), "--school", "case", "--create", *extra)
    assert capsys.readouterr().out == ""
    assert refused.value.returncode == 1
    assert str(refused.value).splitlines() == [
        "Groups, row 2, Group size: found “0”. This must be at least 1.",
        "Groups, row 2, Weeks: found “x”. Type a number here.",
    ]
    assert School.objects.count() == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("FILE", "--school", "none"), "Give --create to make it."),
        (("FILE", "--school", "Not a slug", "--create"), "cannot be a short name"),
        (("none.xlsx", "--school", "case", "--create"), "cannot be opened"),
        (("FILE", "--school", "case", "--sideways"), "Unrecognized arguments"),
        (("FILE",), "--school"),
    ],
)
def test_wrong_arguments_are_one_line(arguments: tuple[str, ...], says: str, tmp_path: Path) -> None:
    path = str(as_file(small(), tmp_path))
    with pytest.raises(CommandError) as refused:
        run(*[path if argument == "FILE" else argument for argument in arguments])
    assert says in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_on_the_command_line_a_refusal_is_the_plain_lines_and_status_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = small()
    rows["Groups"][0] |= {"Weeks": "x", "Group size": 0}
    path = str(as_file(rows, tmp_path))
    command = Command()
    command._called_from_command_line = True
    with pytest.raises(SystemExit) as ended:
        call_command(command, path, "--school", "case", "--create")
    assert ended.value.code == 1
    assert [line.split(":")[0] for line in capsys.readouterr().err.splitlines()] == [
        "Groups, row 2, Group size",
        "Groups, row 2, Weeks",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["demo", "demo-secondary"])
def test_the_demo_workbooks_import_and_twice_changes_nothing(
    slug: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "demo.xlsx"
    write(slug, path)  # type: ignore[arg-type]
    run(path, "--school", slug, "--create")
    run(path, "--school", slug)
    again = capsys.readouterr().out.split(": imported.\n")[1]
    assert " added" not in again
    assert " changed" not in again
    assert " ended" not in again
