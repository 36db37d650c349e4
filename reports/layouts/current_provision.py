"""Current provision on paper: a table for each class and year group, with room to write where nothing stands yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.layout import Column, Layout, Line, Table
from ui.parts import Fact
from ui.words import date_uk, minutes

if TYPE_CHECKING:
    from audits.current import CurrentRow
    from reports.documents.current_provision import CurrentProvision

COLUMNS = (
    Column("Provision", width=34),
    Column("Area", width=8),
    Column("Ratio", width=8),
    Column("Staff", width=22),
    Column("Minutes a week", "number", width=12, total=True),
    Column("Weeks", "number", width=8),
    Column("Group", width=14),
)


def layout(made: CurrentProvision) -> Layout:
    """The sheets one below the other; those without a line are named at the end."""
    written = [scope for scope in made.scopes if scope.rows]
    bare = [scope.name for scope in made.scopes if not scope.rows]
    rows = [row for scope in written for row in scope.rows]
    whose = "What each class and year group has" if made.whole else "What your classes and year groups have"
    tables = tuple(Table(scope.name, COLUMNS, tuple(map(_line, scope.rows)), foot="Together") for scope in written)
    return Layout(
        line=f"{whose}, as its staff wrote it down by {date_uk(made.head.made_on)}.",
        about=made.about,
        size="a4-landscape",
        facts=(
            Fact("Sheets written down", f"{len(written)} of {len(made.scopes)}"),
            Fact("Lines", str(len(rows))),
            Fact("Pupils’ time a week", minutes(sum(row.minutes or 0 for row in rows))),
        ),
        parts=(
            *(tables or (Table("", COLUMNS, empty="Nothing is written down yet."),)),
            *(
                (
                    Table(
                        "Nothing written down yet", (Column("Class", width=34),), tuple(Line((name,)) for name in bare)
                    ),
                )
                if bare
                else ()
            ),
        ),
    )


def _line(row: CurrentRow) -> Line:
    under = "" if row.entry else "not in the catalogue yet"
    group = f"{row.group} (draft)" if row.draft else row.group
    return Line((row.provision, row.area, row.ratio, row.staff, row.minutes, row.weeks, group), under=under)
