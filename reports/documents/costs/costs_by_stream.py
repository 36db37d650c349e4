"""Costs by funding stream: what there is, what the map commits, what is left; by academic and by financial year.

The engine splits a year's cost at 1 April (`costing.engine.parting`): groups by their school weeks, other
costs by their date, whole-school hours by the school weeks of the year, amounts and budgets by twelfths, top-up by its
days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from costing.engine.costing import Costing
from costing.engine.errors import CostingError
from costing.engine.quantities.expressions import Quantity, given, total
from costing.engine.year.awards import year_around
from costing.engine.year.parting import Parted, parted_days, parted_months, parted_whole, turn_of
from costing.engine.year.whole_school import WholeSchool
from provisions.costed import WholeSchoolLine, whole_school_sums
from provisions.costs import CostedYear
from provisions.money.awards import AwardLine, awards_of, day_inside
from provisions.reading import pupils_in_year, streams
from pupils.reading import PupilRow
from reports.documents.head import Head, Json, Note, NotForThem, PaperOptions, head_of, money_text, read_for, year_of
from reports.documents.maps.whole_school_map import MapRow, map_row, whole_school_lines
from schools.access import Access
from schools.roles import Permission

NO_STREAM = "Not given to a stream"
NOTHING = given(0, "£", "Nothing")


@dataclass(frozen=True)
class StreamItem:
    """A group or a whole-school line with its printed cost; `parted` splits it at 1 April where that can be done."""

    name: str
    code: str
    whole_school: bool
    stream_id: int | None
    cost: Quantity
    parted: Parted | None

    def json(self) -> Json:
        """The item for a program."""
        return {
            "name": self.name,
            "group": self.code or None,
            "kind": "whole-school" if self.whole_school else "group",
            "cost": money_text(self.cost.value),
            "parts": _parts(self.parted),
            "rounding": money_text(self.parted.rounding) if self.parted else None,
        }


@dataclass(frozen=True)
class StreamSums:
    """A stream over a stretch of time: its budget, and what groups and whole-school lines commit of it."""

    budget: Quantity
    groups: Quantity
    whole_school: Quantity

    @property
    def committed(self) -> Quantity:
        """Groups and whole-school lines."""
        return self.groups + self.whole_school

    @property
    def left(self) -> Quantity:
        """The budget less what is committed; negative where more is committed than there is."""
        return self.budget - self.committed

    @property
    def figures(self) -> tuple[Quantity, ...]:
        """Budget, groups, whole school, committed, left."""
        return self.budget, self.groups, self.whole_school, self.committed, self.left

    def __sub__(self, other: StreamSums) -> StreamSums:
        return StreamSums(
            self.budget - other.budget, self.groups - other.groups, self.whole_school - other.whole_school
        )

    def json(self) -> Json:
        """The figures under the contract's names of a stream."""
        names = ("amount", "groups", "whole_school", "committed", "left")
        return dict(zip(names, (money_text(one.value) for one in self.figures), strict=True))


@dataclass(frozen=True)
class StreamRow:
    """A stream (or what has none) over the academic year and, where it is parted, on both sides of 1 April."""

    name: str
    items: tuple[StreamItem, ...]
    year: StreamSums
    parts: tuple[StreamSums, ...]

    @property
    def rounding(self) -> StreamSums | None:
        """Pennies between both parts and the academic year; None where there are none."""
        if not self.parts:
            return None
        found = self.year - self.parts[0] - self.parts[1]
        return found if any(one.value for one in found.figures) else None

    def json(self, stretches: tuple[YearPortion, ...]) -> Json:
        """The stream for a program."""
        return {
            "name": self.name,
            **self.year.json(),
            "financial": [stretch.json() | sums.json() for stretch, sums in zip(stretches, self.parts, strict=False)],
            "rounding": self.rounding.json() if self.rounding else None,
            "items": [item.json() for item in self.items],
        }


@dataclass(frozen=True)
class YearPortion:
    """The part of the academic year that is in one financial year."""

    first: date
    last: date

    @property
    def financial_year(self) -> str:
        """The financial year, April to March: 2026/27."""
        start = self.first.year - (self.first.month < 4)
        return f"{start}/{(start + 1) % 100:02}"

    def json(self) -> Json:
        """The contract's keys of a part of the year."""
        return {
            "financial_year": self.financial_year,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
        }


@dataclass(frozen=True)
class GrantedTopUp:
    """Top-up granted for a pupil: income, not part of any stream. `amount` None where it was not entered."""

    pupil: PupilRow
    award: AwardLine
    amount: Quantity | None
    parted: Parted | None

    def json(self) -> Json:
        """The award for a program."""
        starts, ends = self.award.starts, self.award.ends
        return {
            "reference": self.pupil.reference,
            "name": self.pupil.name,
            "from": starts.isoformat() if starts else None,
            "to": ends.isoformat() if ends else None,
            "amount": None if self.amount is None else money_text(self.amount.value),
            "parts": _parts(self.parted),
            "rounding": money_text(self.parted.rounding) if self.parted else None,
        }


@dataclass(frozen=True)
class CostsByStream:
    """The paper. `stretches` are the two parts of the year, empty where it cannot be split; `recorded` is False, and
    there are no figures, where nothing is recorded for the horizon. `by` is the kind of year shown, "" = both."""

    head: Head
    rows: tuple[StreamRow, ...]
    granted: tuple[GrantedTopUp, ...]
    stretches: tuple[YearPortion, ...]
    notes: tuple[Note, ...]
    recorded: bool
    by: str

    @property
    def all(self) -> StreamRow:
        """The total of all streams and of what has none."""
        pairs = zip(*(row.parts for row in self.rows), strict=True)
        return StreamRow("All", (), _added(row.year for row in self.rows), tuple(_added(one) for one in pairs))

    def json(self) -> Json:
        """The common head, and both years whichever the page shows."""
        return {
            **self.head.json(),
            "streams": [row.json(self.stretches) for row in self.rows] if self.recorded else None,
            "total": self.all.json(self.stretches) if self.recorded else None,
            "awards": [one.json() for one in self.granted],
            "findings": [note.json() for note in self.notes],
        }


def build(access: Access, asked: PaperOptions, costed: CostedYear | None = None) -> CostsByStream:
    """The paper. Raises NotForThem for whoever may not see costs."""
    if not access.may(Permission.VIEW_COSTS):
        raise NotForThem("Costs are for the SENCO, the head and the business manager.")
    costed = costed or read_for(access, asked)
    costing = costed.costing(asked.horizon)
    maps = [map_row(costing, group, asked) for group in costed.groups]
    whole, faults = whole_school_lines(costed, asked)
    sums = whole_school_sums(costed, asked.horizon)
    turn = turn_of(costed.calendar)
    notes = [Note("no-rate", row.fault, row.group.code) for row in maps if row.fault] + list(faults)
    try:
        items = [*_groups(costing, maps, turn), *_whole(sums, whole, turn)]
    except CostingError as error:
        notes.append(Note("not-parted", f"The year cannot be read by financial year. {error}"))
        turn = None
        items = [*_groups(costing, maps, turn), *_whole(sums, whole, turn)]
    return CostsByStream(
        head=head_of(access, asked, costed, "costs-by-stream", "Costs by funding stream"),
        rows=tuple(_streams(costed, items, turn)),
        granted=tuple(_granted(access, costed, turn)),
        stretches=_stretches(costed, turn),
        notes=tuple(notes),
        recorded=not any(row.cost and row.cost.cost is None for row in maps),
        by=asked.by,
    )


def _groups(costing: Costing, rows: Iterable[MapRow], turn: date | None) -> Iterable[StreamItem]:
    for row in rows:
        if row.cost and row.cost.working is not None:
            parted = costing.parted(row.group.facts, turn) if turn else None
            yield StreamItem(row.group.title, row.group.code, False, row.group.stream_id, row.cost.working, parted)


def _whole(sums: WholeSchool, lines: Iterable[WholeSchoolLine], turn: date | None) -> Iterable[StreamItem]:
    for line in lines:
        if line.working is not None:
            cost = line.working.named(line.description, "£")
            parted = parted_whole(line.item, sums, cost, turn) if turn else None
            yield StreamItem(line.description, "", True, line.stream_id, cost, parted)


def _streams(costed: CostedYear, items: list[StreamItem], turn: date | None) -> Iterable[StreamRow]:
    """Each stream by name, then what has none."""
    for stream in streams(costed.year):
        mine = tuple(item for item in items if item.stream_id == stream.pk)
        yield _stream(costed, stream.name, Fraction(stream.amount), mine, turn)
    rest = tuple(item for item in items if item.stream_id is None and item.cost.value)
    if rest:
        yield _stream(costed, NO_STREAM, Fraction(0), rest, turn)


def _stream(
    costed: CostedYear, name: str, amount: Fraction, items: tuple[StreamItem, ...], turn: date | None
) -> StreamRow:
    budget = given(amount, "£", name, "entered for the year").rounded(name=f"{name}, budget")
    year = StreamSums(budget, *(_sum(name, items, kind, None) for kind in (False, True)))
    if turn is None:
        return StreamRow(name, items, year, ())
    parted = parted_months(budget, costed.calendar, turn)
    parts = (
        StreamSums(one, *(_sum(name, items, kind, place) for kind in (False, True)))
        for place, one in enumerate((parted.before, parted.after))
    )
    return StreamRow(name, items, year, tuple(parts))


def _sum(name: str, items: Iterable[StreamItem], whole_school: bool, place: int | None) -> Quantity:
    """The printed costs of a stream's groups or whole-school lines: of the year, or of one part of it."""
    said = "" if place is None else (", to 31 March", ", from 1 April")[place]
    kind = "whole school" if whole_school else "groups"
    chosen = [
        _of(item, place).named(f"{item.code or item.name}{said}", "£")
        for item in items
        if item.whole_school == whole_school
    ]
    return total(chosen).named(f"{name}: {kind}{said}", "£") if chosen else NOTHING


def _of(item: StreamItem, place: int | None) -> Quantity:
    if place is None or item.parted is None:
        return item.cost
    return (item.parted.before, item.parted.after)[place]


def _added(sums: Iterable[StreamSums]) -> StreamSums:
    held = list(sums)
    return StreamSums(
        total([one.budget for one in held] or [NOTHING]),
        total([one.groups for one in held] or [NOTHING]),
        total([one.whole_school for one in held] or [NOTHING]),
    )


def _stretches(costed: CostedYear, turn: date | None) -> tuple[YearPortion, ...]:
    if turn is None:
        return ()
    calendar = costed.calendar
    return YearPortion(calendar.starts, turn - timedelta(days=1)), YearPortion(turn, calendar.ends)


def _granted(access: Access, costed: CostedYear, turn: date | None) -> Iterable[GrantedTopUp]:
    awards = [award for award in awards_of(access) if award.granted and not award.outside]
    pupils = {row.id: row for row in pupils_in_year(access, year_of(access), ids={one.pupil_id for one in awards})}
    for award in awards:
        if award.pupil_id in pupils:
            pupil = pupils[award.pupil_id]
            amount = parted = None
            if award.share is not None:
                amount = award.share.named(f"Top-up for {pupil.name}", "£")
                year = year_around(day_inside(costed.year))
                first, last = max(award.first, year[0]), min(award.last, year[1])
                parted = parted_days(amount, first, last, turn) if turn else None
            yield GrantedTopUp(pupil, award, amount, parted)


def _parts(parted: Parted | None) -> list[str | None]:
    return [money_text(one.value) for one in (parted.before, parted.after)] if parted else []
