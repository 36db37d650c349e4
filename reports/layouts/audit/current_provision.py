"""Current provision on paper: sheet by sheet, and who has not written down yet."""

from __future__ import annotations

from collections.abc import Iterator

from audits.current.reading import CurrentRow, covered
from reports.documents.audit.current_provision import CurrentProvisionPaper
from reports.layouts.parts import Layout, Prose, Table, TableColumn, TableLine
from ui.parts import Fact
from ui.words import date_uk, minutes

COLUMNS = (
    TableColumn("Provision", width=34),
    TableColumn("Area", width=8),
    TableColumn("Ratio", width=8),
    TableColumn("Staff", width=22),
    TableColumn("Minutes a week", "number", width=12, total=True),
    TableColumn("Weeks", "number", width=8),
    TableColumn("Group", width=14),
)


def layout(made: CurrentProvisionPaper) -> Layout:
    """One table, sheet by sheet; classes that are on nobody's sheet are named at the end."""
    rows = [row for _, row in made.rows]
    classes = [scope for scope in made.scopes if scope.class_id is not None]
    bare = [scope.name for scope in made.scopes if not covered(scope, made.scopes)]
    whose = "What each class and year group has" if made.whole else "What your classes and year groups have"
    return Layout(
        line=f"{whose}, as its staff wrote it down by {date_uk(made.head.made_on)}.",
        about=made.about,
        size="a4-landscape",
        facts=(
            Fact("Classes written down", f"{len(classes) - len(bare)} of {len(classes)}"),
            Fact("Lines", str(len(rows))),
            Fact("Pupils’ time a week", minutes(sum(row.minutes or 0 for row in rows))),
        ),
        parts=(
            Table("", COLUMNS, tuple(_lines(made)), empty="Nothing is written down yet.", foot="All" if rows else ""),
            *((Prose("Nothing written down yet", (", ".join(bare),)),) if bare else ()),
        ),
    )


def _lines(made: CurrentProvisionPaper) -> Iterator[TableLine]:
    for scope in made.scopes:
        if scope.rows:
            yield TableLine((scope.name,), look="part")
            yield from map(_line, scope.rows)


def _line(row: CurrentRow) -> TableLine:
    under = "" if row.entry else "not in the catalogue yet"
    group = f"{row.group} (draft)" if row.draft else row.group
    return TableLine((row.provision, row.area, row.ratio, row.staff, row.minutes, row.weeks, group), under=under)
