"""Need against places on paper: the picture, the figures, and the names behind them."""

from __future__ import annotations

from collections.abc import Iterable

from audits.gaps.compare import BANDS
from audits.gaps.comparison import GapLine as GapLine
from audits.gaps.comparison import OpenGroup
from audits.gaps.picture import SAID, gap_words, pictures
from reports.documents.audit.gap_analysis import GapPaper
from reports.layouts.parts import Layout, Picture, Table, TableColumn, TableLine, Worked
from ui.findings import Finding
from ui.marks import area
from ui.parts import Fact
from ui.words import date_uk, money, plural

FIGURES = (
    TableColumn("For", width=20),
    TableColumn("Provision", width=34),
    TableColumn("Must", "number", width=8, total=True),
    TableColumn("Should", "number", width=8, total=True),
    TableColumn("Could", "number", width=8, total=True),
    TableColumn("With a place", "number", width=12, total=True),
    TableColumn("No place", "number", width=12, total=True),
    TableColumn("Filled", "number", width=10, total=True),
    TableColumn("Places", "number", width=10, total=True),
    TableColumn("Gap", "number", width=8, total=True),
    TableColumn("In words", width=14),
    TableColumn("New groups", "number", width=10),
    TableColumn("Cost to close", "money", width=14, total=True),
)
MONEY = ("Cost to close",)
NAMES = (
    TableColumn("For", width=20),
    TableColumn("Provision", width=34),
    TableColumn("Who", width=60),
    TableColumn("Besides", width=50),
)
OVERLAPS = (
    TableColumn("Pupil", width=30),
    TableColumn("Class", width=14),
    TableColumn("Area", width=34),
    TableColumn("Provisions", width=60),
)
TRAINING = (
    TableColumn("Provision", width=34),
    TableColumn("Training", width=34),
    TableColumn("How many", width=40),
    TableColumn("Not trained", width=50),
)
HOW = (
    "Ticked: needed in this year’s charts, each pupil once for a provision, in the strongest band. Gap: those without "
    "a place less the empty places; below nought, places to spare. An empty place of a group for several year groups "
    "is counted once, where the need is strongest."
)
NBSP = "\N{NO-BREAK SPACE}"
COST = " Cost to close: new groups of the usual size for the gap, for the rest of the year."


def layout(made: GapPaper) -> Layout:
    """Picture and figures first, then names, overlaps and training."""
    sums = made.sums
    facts = [
        Fact("Needs ticked", str(sums.needed)),
        Fact("With a place", str(sums.placed)),
        Fact("Without one", str(sums.unmet), f"{sums.left_out} of them beyond the empty places"),
        Fact("Places", str(sums.places), f"{sums.empty} empty"),
    ]
    if made.found.money:
        facts.append(Fact("Cost to close the gaps", money(sums.cost), _uncosted(sums.uncosted)))
    return Layout(
        line=f"Charts and groups as on {date_uk(made.found.day)}",
        about=made.about,
        size="a4-landscape",
        facts=tuple(facts),
        parts=(
            Picture("Need and places", pictures(made.lines), SAID),
            _figures(made),
            _without(made),
            _unticked(made),
            _overlaps(made),
            _training(made),
        ),
        findings=tuple(Finding(note.code, note.message) for note in made.notes),
    )


def _uncosted(count: int) -> str:
    return f"{plural(count, 'gap')} could not be costed" if count else ""


def _figures(made: GapPaper) -> Table:
    shown = [column for column in FIGURES if made.found.money or column.label not in MONEY]
    return Table(
        "Each provision",
        tuple(shown),
        tuple(_line(line, made.found.money) for line in made.lines),
        note=HOW + COST * made.found.money,
        empty="There is neither a tick nor a place yet.",
        foot="All" if made.lines else "",
        workings=False,
    )


def _line(line: GapLine, costs: bool) -> TableLine:
    row = line.row
    figures = (line.must, line.should, line.could, len(row.placed), len(row.unmet), row.filled, row.places, row.gap)
    words = (gap_words(row.gap).replace(" ", NBSP), "" if line.groups is None else line.groups)
    cost = (Worked(line.cost_to_close, line.cost) if not line.fault else "",) * costs
    return TableLine((line.scope.label, line.kind.name, *figures, *words, *cost))


def _without(made: GapPaper) -> Table:
    rows = (
        TableLine((line.scope.label, line.kind.name, _by_band(made, line), _besides(line)))
        for line in made.lines
        if line.row.unmet
    )
    return Table("Ticked and no place", NAMES, tuple(rows), empty="Everybody who is ticked has a place.")


def _by_band(made: GapPaper, line: GapLine) -> str:
    found = ((band, [need.pupil for need in line.row.unmet if need.band == band]) for band in BANDS)
    return "; ".join(f"{band}: {made.names(keys)}" for band, keys in found if keys)


def _besides(line: GapLine) -> str:
    """Where there is room: groups with empty places, places next door, drafts."""
    told = [
        ("Empty", line.open),
        ("Next door", line.next_door),
        ("In a draft group", line.drafts),
    ]
    return "; ".join(f"{head}: {_rooms(rooms)}" for head, rooms in told if rooms)


def _rooms(rooms: Iterable[OpenGroup]) -> str:
    return ", ".join(f"{room.empty} in {room.title}" for room in rooms)


def _unticked(made: GapPaper) -> Table:
    rows = (
        TableLine((line.scope.label, line.kind.name, made.names(line.row.unticked)))
        for line in made.lines
        if line.row.unticked
    )
    return Table("A place and no tick", NAMES[:3], tuple(rows), empty="Everybody with a place is ticked for it.")


def _overlaps(made: GapPaper) -> Table:
    rows = (
        TableLine((one.who.name, one.who.where, area(one.area).name, "; ".join(one.provisions)))
        for one in made.found.overlaps
    )
    said = "Pupils in several provisions of one area of need, which may be too much of the same."
    return Table("Overlaps", OVERLAPS, tuple(rows), note=said, empty="Nobody is in several provisions of one area.")


def _training(made: GapPaper) -> Table:
    rows = (
        TableLine(
            (
                one.kind.name,
                one.kind.training,
                one.words,
                "; ".join(f"{each.who} ({each.title})" for each in one.untrained),
            )
        )
        for one in made.found.training
    )
    said = (
        "Provisions that ask for training and have fewer trained people than groups, or somebody marked as not trained."
    )
    return Table("Training needed", TRAINING, tuple(rows), note=said, empty="No training is missing.")
