"""`manage.py export`: any paper of a school as JSON, workbook, PDF or page; or its year as the school workbook."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from costing.engine.facts import Horizon
from costing.engine.results import CostingError
from costing.reading import rules_for
from provisionmap.management.base import PlainCommand
from provisions.weeks import group_coded, person_called
from pupils.models import YearGroup
from pupils.reading import class_called, find_pupil
from reports.documents.audit.audit_chart import chart_about
from reports.documents.head import NotForThem, PaperOptions
from reports.documents.registry import PAPERS, Paper
from reports.renderings.rendering import rendered
from schools.access import Access, NotThere, command_line_access, there
from schools.clock import today
from schools.edits.trail import record
from schools.models import AcademicYear, School
from schools.reading import current_year
from ui.sheets import SheetError
from workbook.writing import workbook_file

WORKBOOK = "workbook"


class Command(PlainCommand):
    """Writes one document to a file, or says in one clear message why it cannot and writes nothing."""

    help = "Write a paper of a school, or the school workbook, to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        documents = sorted([*PAPERS, WORKBOOK])
        parser.add_argument("document", choices=documents, metavar="DOCUMENT", help=", ".join(documents))
        parser.add_argument("--school", required=True, metavar="SLUG")
        parser.add_argument("-o", "--output", required=True, metavar="FILE")
        parser.add_argument("--year", metavar="2026/27")
        papers = parser.add_argument_group("papers", "The school workbook takes none of these.")
        self.add_paper_arguments(papers)
        self.for_papers = {action.dest: action for action in papers._group_actions}

    def add_paper_arguments(self, parser: Any) -> None:
        """What only papers take; whatever is added here the workbook refuses."""
        parser.add_argument("--format", choices=["json", "xlsx", "pdf", "docx", "html"])
        parser.add_argument("--pupil", metavar="UPN-or-number")
        parser.add_argument("--year-group", metavar="3")
        parser.add_argument("--class", metavar="NAME")
        parser.add_argument("--group", metavar="CODE")
        parser.add_argument("--person", metavar="E-MAIL-or-name")
        parser.add_argument("--room", metavar="ROOM")
        parser.add_argument("--cohort", metavar="NAME")
        parser.add_argument("--rules", metavar="KEY")
        parser.add_argument("--horizon", default="planned", choices=[str(one) for one in Horizon])
        parser.add_argument("--on", metavar="DATE")
        parser.add_argument("--as-recorded", metavar="DATE")
        parser.add_argument("--audience", default="staff", choices=["staff", "family", "governor"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            access = _access(options["school"], options["year"])
            if options["document"] == WORKBOOK:
                self.refuse_paper_arguments(options)
                content: object = workbook_file(access)
                summary = f"the school workbook of {access.year}"
            else:
                content, summary = _paper(access, options)
        except (NotThere, ValueError, NotForThem, CostingError, SheetError) as error:
            raise CommandError(str(error.args[0] if error.args else error)) from None
        _write(Path(options["output"]), content)
        record(access, "exported", summary=summary)

    def refuse_paper_arguments(self, options: dict[str, Any]) -> None:
        """Raise ValueError naming what the workbook does not take; that it is .xlsx may be said."""
        given = {name for name, action in self.for_papers.items() if options[name] != action.default}
        flags = [self.for_papers[name].option_strings[0] for name in given if (name, options[name]) != XLSX]
        if flags:
            raise ValueError(f"The school workbook does not take {', '.join(sorted(flags))}.")


XLSX = ("format", "xlsx")


def _paper(access: Access, options: dict[str, Any]) -> tuple[object, str]:
    """The paper's content, and what the trail says of it."""
    paper = PAPERS[options["document"]]
    if options["format"] is None:
        raise ValueError(f"Say in which form {paper.name} is wanted: --format {', '.join(paper.formats)}.")
    kind = _check(paper, options)
    about = _about(access, kind, options)
    about = chart_about(access, kind, about) if paper.about == "chart" else about
    made = paper.made(access, _asked(access, options), about, kind)
    return rendered(paper, made, options["format"]), f"{paper.title} as {options['format']}"


def _access(slug: str, year: str | None) -> Access:
    school = there(School.objects.filter(slug=slug).first(), f"There is no school with the short name {slug!r}.")
    if year is None:
        return command_line_access(school, current_year(school))
    found = AcademicYear.objects.filter(school=school, name=year).first()
    if found is None:
        years = ", ".join(AcademicYear.objects.filter(school=school).values_list("name", flat=True)) or "none yet"
        raise NotThere(f"{school.name} has no academic year {year!r}. It has: {years}.")
    return command_line_access(school, found)


def _check(paper: Paper, options: dict[str, Any]) -> str:
    """What the paper is to be about. Raises ValueError for what it is not for, or does not come as."""
    if options["audience"] not in paper.audiences:
        raise ValueError(f"{paper.name} is not a paper for the audience {options['audience']}.")
    if options["format"] not in paper.formats:
        raise ValueError(f"{paper.name} comes as {', '.join(paper.formats)}, not as {options['format']}.")
    given = [kind for kind in SUBJECTS if options[kind] is not None]
    subjects = CHARTS if paper.about == "chart" else paper.subjects
    for kind in given:
        if kind not in subjects:
            raise ValueError(f"{paper.name} does not take {_flag(kind)}.")
    if len(given) > 1 and paper.narrows:
        raise ValueError(f"{paper.name} takes one of {', '.join(map(_flag, paper.narrows))} at a time.")
    if subjects and len(given) != 1 and not paper.narrows:
        one = "one of " if len(subjects) > 1 else ""
        raise ValueError(f"{paper.name} needs {one}{', '.join(map(_flag, subjects))}.")
    return given[0] if given else ""


CHARTS = ("year_group", "class", "cohort")
SUBJECTS = ("pupil", "group", "person", "room", *CHARTS)


def _flag(kind: str) -> str:
    return f"--{kind.replace('_', '-')}"


def _asked(access: Access, options: dict[str, Any]) -> PaperOptions:
    return PaperOptions(
        rules=rules_for(access.school, options["rules"]) if options["rules"] else None,
        horizon=Horizon(options["horizon"]),
        on=_day("--on", options["on"]) or today(),
        as_recorded=_day("--as-recorded", options["as_recorded"]),
        audience=options["audience"],
    )


def _day(flag: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"{flag} takes a date such as 2026-10-23, not {text!r}.") from None


def _about(access: Access, kind: str, options: dict[str, Any]) -> object:
    if kind == "pupil":
        return find_pupil(access, options["pupil"]).pk
    if kind == "group":
        return group_coded(access, options["group"])
    if kind == "person":
        return person_called(access, options["person"])
    if kind == "class":
        return class_called(access, options["class"])
    if kind == "year_group" and options["year_group"] not in YearGroup.values:
        raise ValueError(f"--year-group takes one of {', '.join(YearGroup.values)}, not {options['year_group']!r}.")
    return options[kind] if kind else None


def _write(target: Path, content: object) -> None:
    """Write to a temporary file and rename it, so that there is never a half-written paper. Raises CommandError."""
    data = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False, indent=2).encode()
    try:
        handle, name = tempfile.mkstemp(dir=target.parent or Path(), prefix=".export-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(target)
    except OSError as error:
        raise CommandError(f"The file {target} cannot be written: {error.strerror}.") from None
