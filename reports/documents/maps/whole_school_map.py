"""The whole-school map: every group on it with its cost, what cannot be tracked to a pupil, and the budgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from costing.engine.costing import Costing
from costing.engine.facts import Horizon
from costing.engine.results import CostingError
from provisions.costed import CostedGroup, WholeSchoolLine, added, committed, costed_group, whole_school_line
from provisions.costs import CostedYear, GroupRow
from provisions.reading import streams, whole_school
from pupils.models import YearGroup
from reports.documents.head import (
    Head,
    Json,
    Note,
    NotForThem,
    PaperOptions,
    head_of,
    money_text,
    notes_of,
    number_text,
    read_for,
)
from schools.access import Access
from schools.kept import kept
from schools.roles import Permission


class MapRow(CostedGroup):
    """A group on the map. Its cost is None where it is not recorded or cannot be worked out (`fault` says why)."""

    @property
    def scope(self) -> str:
        """The class, or the year groups in words."""
        return self.group.class_name or year_groups_listed(self.group.year_groups)

    @property
    def staff(self) -> tuple[str, ...]:
        """Codes of the roles that take the group."""
        return tuple(dict.fromkeys(line.role for line in self.group.staff))

    def json(self) -> Json:
        """The contract's keys of a row."""
        return {
            "group": self.group.code,
            "provision": self.group.provision,
            "area": self.group.area,
            "strand": self.group.strand or None,
            "tier": self.group.tier,
            "scope": self.scope,
            "ratio": self.cost.ratio if self.cost else None,
            "staff": list(self.staff),
            "weekly_hours": number_text(self.cost.weekly_hours) if self.cost else None,
            "weeks": number_text(self.group.facts.weeks),
            "cost": money_text(self.full_cost),
            "places": number_text(self.filled),
            "size": number_text(self.group.facts.size),
            "cost_per_pupil": money_text(self.cost_per_pupil),
            "empty_places_cost": money_text(self.cost.empty_cost) if self.cost else None,
        }


@dataclass(frozen=True)
class StreamLine:
    """A funding stream: what there is, what is committed, what is left. `so_far` is what the weeks begun cost; None
    where that cannot be told."""

    name: str
    amount: Decimal
    committed: Decimal
    id: int = 0
    so_far: Decimal | None = None

    @property
    def left(self) -> Decimal:
        """Pounds left; negative where more is committed than there is."""
        return self.amount - self.committed

    def json(self) -> Json:
        """The contract's keys."""
        return {
            "name": self.name,
            "amount": money_text(self.amount),
            "committed": money_text(self.committed),
            "left": money_text(self.left),
            "so_far": money_text(self.so_far),
        }


@dataclass(frozen=True)
class WholeSchoolMap:
    """The map of a school's year."""

    head: Head
    rows: tuple[MapRow, ...]
    whole_school: tuple[WholeSchoolLine, ...]
    whole_school_so_far: tuple[WholeSchoolLine, ...]
    streams: tuple[StreamLine, ...]
    notes: tuple[Note, ...]
    costed: CostedYear
    asked: PaperOptions

    @property
    def groups_cost(self) -> Decimal | None:
        """The rows' printed costs, added; None where nothing is recorded."""
        costs = [row.full_cost for row in self.rows if row.full_cost is not None]
        return sum(costs, Decimal(0)) if costs or not self.rows else None

    @property
    def whole_school_costs(self) -> Decimal | None:
        """What cannot be tracked to a pupil, added; where only what was delivered is asked, what was planned so
        far."""
        return added(line.cost for line in self.whole_school)

    @property
    def total(self) -> Decimal | None:
        """Groups and whole-school costs together; of what was delivered the groups alone."""
        if self.head.horizon is Horizon.DELIVERED:
            return self.groups_cost
        return added([self.groups_cost, self.whole_school_costs])

    @cached_property
    def streams_so_far(self) -> tuple[StreamLine, ...]:
        """The streams with what the weeks begun cost."""
        costing = self.costed.costing(Horizon.TO_DATE)
        rows = [map_row(costing, row.group, self.asked) for row in self.rows]
        whole = self.whole_school_so_far
        unknown = {row.group.stream_id for row in rows if row.fault}
        unknown |= {line.stream_id for line in whole if line.cost is None}
        borne = committed(rows, whole)
        return tuple(
            replace(stream, so_far=None if stream.id in unknown else borne.get(stream.id, Decimal(0)))
            for stream in self.streams
        )

    @property
    def pupils(self) -> set[int]:
        """Pupils with a place now, or on the nearest day of the group's run."""
        return {pupil for row in self.rows for pupil in row.group.pupils_on(self.head.on)}

    def json(self) -> Json:
        """The contract's keys."""
        return {
            **self.head.json(),
            "rows": [row.json() for row in self.rows],
            "whole_school_costs": money_text(self.whole_school_costs),
            "total": money_text(self.total),
            "streams": [stream.json() for stream in self.streams_so_far],
            "findings": [note.json() for note in self.notes],
        }


def build(access: Access, asked: PaperOptions, costed: CostedYear | None = None) -> WholeSchoolMap:
    """The whole-school map with costs. Raises NotForThem for whoever may not see costs."""
    if not access.may(Permission.VIEW_COSTS):
        raise NotForThem("Costs are for the SENCO, the head and the business manager.")
    if costed:
        return _build(access, asked, costed)
    read = read_for(access, asked)
    key = ("whole-school map", read.year.pk, repr(asked))
    return kept(key, lambda: _build(access, asked, read), weight=lambda made: 1_000 * (5 + len(made.rows)))


def _build(access: Access, asked: PaperOptions, costed: CostedYear) -> WholeSchoolMap:
    costing = costed.costing(asked.horizon)
    rows = tuple(map_row(costing, group, asked) for group in costed.groups)
    whole, faults = whole_school_lines(costed, asked)
    remarks = [remark for row in rows if row.cost for remark in row.cost.remarks]
    broken = [Note("no-rate", row.fault, row.group.code) for row in rows if row.fault]
    return WholeSchoolMap(
        head=head_of(access, asked, costed, "whole-school-map", "Whole-school provision map"),
        rows=rows,
        whole_school=whole,
        # Read now, because a paper may be of the records as they were known on a day.
        whole_school_so_far=whole_school_lines(costed, asked, Horizon.TO_DATE)[0],
        streams=stream_lines(costed, *_planned(costed, asked, rows, whole)),
        notes=(*notes_of(remarks), *broken, *faults),
        costed=costed,
        asked=asked,
    )


def map_row(costing: Costing, group: GroupRow, asked: PaperOptions) -> MapRow:
    """A group with its cost; where that cannot be worked out `fault` says why, and the cost is None, never 0."""
    found = costed_group(costing, group, asked.on)
    return MapRow(found.group, found.cost, found.filled, found.fault)


def _planned(
    costed: CostedYear, asked: PaperOptions, rows: tuple[MapRow, ...], whole: tuple[WholeSchoolLine, ...]
) -> tuple[tuple[MapRow, ...], tuple[WholeSchoolLine, ...]]:
    """What is committed: the whole planned run, whatever stretch of it the paper is for."""
    if asked.horizon is Horizon.PLANNED:
        return rows, whole
    costing = costed.costing(Horizon.PLANNED)
    planned = tuple(map_row(costing, row.group, asked) for row in rows)
    return planned, whole_school_lines(costed, asked, Horizon.PLANNED)[0]


def whole_school_lines(
    costed: CostedYear, asked: PaperOptions, horizon: Horizon | None = None
) -> tuple[tuple[WholeSchoolLine, ...], tuple[Note, ...]]:
    """Each whole-school cost with its sum over the horizon asked for (or another), and what is to be looked at or could
    not be costed."""
    lines, notes = [], []
    for row in whole_school(costed.year):
        try:
            line = whole_school_line(costed, row, horizon or asked.horizon)
        except CostingError as error:
            notes.append(Note("no-rate", f"{row['description']}: {error}"))
        else:
            lines.append(line)
            notes += notes_of(line.remarks)
    return tuple(lines), tuple(notes)


def stream_lines(
    costed: CostedYear, rows: Iterable[MapRow], whole: Iterable[WholeSchoolLine]
) -> tuple[StreamLine, ...]:
    """The funding streams with what the map commits of each."""
    borne = committed(rows, whole)
    return tuple(
        StreamLine(stream.name, stream.amount, borne.get(stream.pk, Decimal(0)), stream.pk)
        for stream in streams(costed.year)
    )


def year_groups_listed(year_groups: tuple[str, ...]) -> str:
    """Year groups listed one by one: Year 3, Year 4; All years where none is named. Contracts use this form."""
    if not year_groups:
        return "All years"
    return ", ".join(YearGroup(code).label for code in year_groups)
