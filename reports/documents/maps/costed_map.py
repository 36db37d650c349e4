"""The individual costed map: a pupil's provision line by line, each with its cost and sum, against the threshold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from costing.engine.facts import Horizon
from costing.engine.groups.eligibility import is_compared, meets_threshold
from costing.engine.quantities.expressions import Quantity
from costing.engine.results import MapLine, PupilCost
from provisions.costs import CostedYear, GroupRow
from provisions.models import Place
from provisions.money.awards import award_remarks, awards_of_pupil, granted_in_year
from provisions.reading import pupils_in_year, reach
from pupils.reading import PupilRow, profile_of
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
    year_of,
)
from schools.access import Access, NotThere
from schools.roles import Permission

REASONS = {
    "payer": "Paid by somebody other than the school",
    "tier": "Universal: part of what every pupil gets, never costed",
    "date": "Dated outside the year, so another year’s",
    "role": "The rules leave out this member of staff's time",
    "band": "The rules leave out unstructured time in this part of the day",
    "left-out": "Left out by the school",
    "cap": "Above the hours a week that the rules allow for this role",
    "kind": "The rules do not count this kind of cost",
}


@dataclass(frozen=True)
class CostedLine:
    """A line of the map: the engine's line with the words printed beside it."""

    line: MapLine
    group_id: int | None
    title: str
    provision: str
    area: str
    outcome: str
    staff: tuple[str, ...]
    staff_words: str
    left_out_because: str

    @property
    def working(self) -> str:
        """The printed sum."""
        return self.line.working.text() if self.line.working else ""

    def json(self) -> Json:
        """The contract's keys of a line."""
        line = self.line
        return {
            "kind": line.kind,
            "group": line.group or None,
            "provision": self.provision,
            "description": self.title,
            "outcome": self.outcome or None,
            "ratio": line.ratio or None,
            "staff": list(self.staff),
            "weekly_hours": number_text(line.weekly_hours),
            "contact_hours": number_text(line.contact_hours),
            "weekly_cost": money_text(line.weekly_cost),
            "weeks": number_text(line.weeks),
            "cost": money_text(line.cost),
            "counted": line.counted,
            "reason": line.reason,
            "working": self.working or None,
        }


@dataclass(frozen=True)
class CostedMap:
    """A pupil's costed map. `top_up` is what the LA has granted for the year; `total_counted_exact` what counts, not
    rounded."""

    head: Head
    pupil: PupilRow
    lines: tuple[CostedLine, ...]
    total: Decimal | None
    total_counted: Decimal | None
    total_counted_exact: Fraction | None
    total_working: Quantity | None
    counted_working: Quantity | None
    over_threshold: bool | None
    top_up: Decimal
    high_quality_teaching: str
    needs: str
    notes: tuple[Note, ...]

    @property
    def counted(self) -> tuple[CostedLine, ...]:
        """The lines that count towards the threshold."""
        return tuple(line for line in self.lines if line.line.counted)

    @property
    def left_out(self) -> tuple[CostedLine, ...]:
        """The lines that do not, each with its reason."""
        return tuple(line for line in self.lines if not line.line.counted)

    @property
    def difference(self) -> Decimal | None:
        """What counts less the threshold, in pounds; negative where the threshold is not reached; None where the two
        are not compared."""
        if self.total_counted is None or self.over_threshold is None:
            return None
        return self.total_counted - Decimal(self.head.rules.threshold.numerator) / self.head.rules.threshold.denominator

    @property
    def shortfall(self) -> Decimal | None:
        """What counts beyond the threshold and the granted top-up, in pounds; never negative."""
        return None if self.difference is None else max(self.difference - self.top_up, Decimal(0))

    def json(self) -> Json:
        """The contract's keys."""
        return {
            **self.head.json(),
            "pupil": {
                "reference": self.pupil.reference,
                "name": self.pupil.name,
                "year_group": self.pupil.year_group,
            },
            "lines": [line.json() for line in self.lines],
            "total": money_text(self.total),
            "total_counted": money_text(self.total_counted),
            "total_counted_exact": money_text(self.total_counted_exact),
            "over_threshold": self.over_threshold,
            "shortfall": money_text(self.shortfall),
            "findings": [note.json() for note in self.notes],
        }


def build(access: Access, asked: PaperOptions, pupil_id: int, costed: CostedYear | None = None) -> CostedMap:
    """A pupil's costed map. Raises NotForThem where the person may not see costs or the pupil, NotThere where the
    pupil is not in the year, and CostingError where a sum cannot be made."""
    if not access.may(Permission.VIEW_COSTS):
        raise NotForThem("Costs are for the SENCO, the head and the business manager.")
    pupil = pupil_row(access, asked, pupil_id)
    costed = costed or read_for(access, asked, groups=group_ids_of(pupil_id))
    groups = [group.facts for group in costed.by_pupil.get(pupil_id, ())]
    cost = costed.costing(asked.horizon).pupil(str(pupil_id), groups, costed.own_costs.get(pupil_id, ()))
    return assemble(access, asked, costed, pupil, cost)


def assemble(access: Access, asked: PaperOptions, costed: CostedYear, pupil: PupilRow, cost: PupilCost) -> CostedMap:
    """The map of a pupil from a cost that is worked out already, with no further query for costs."""
    profile = profile_of(access, pupil.id)
    awards = awards_of_pupil(costed.year, pupil.id)
    return CostedMap(
        head=head_of(access, asked, costed, "costed-map", "Individual costed provision map"),
        pupil=pupil,
        lines=tuple(costed_line(costed, line, pupil.id) for line in cost.lines),
        total=cost.total,
        total_counted=cost.total_counted,
        total_counted_exact=cost.counted_exact,
        total_working=cost.total_working,
        counted_working=cost.counted_working,
        over_threshold=passes_threshold(costed, asked.horizon, cost.total_counted),
        top_up=granted_in_year(awards),
        high_quality_teaching=profile.high_quality_teaching if profile else "",
        needs=profile.needs if profile else "",
        notes=notes_of([*cost.remarks, *award_remarks(awards)]),
    )


def pupil_row(access: Access, asked: PaperOptions, pupil_id: int) -> PupilRow:
    """The pupil in the year. Raises NotThere outside the person's reach or the year."""
    within = reach(access)
    if within is not None and pupil_id not in within:
        raise NotThere("This pupil is outside the classes and groups given to you.")
    found = pupils_in_year(access, year_of(access), ids=[pupil_id])
    if not found:
        raise NotThere(f"The pupil is not on roll in {year_of(access).name}.")
    return found[0]


def group_ids_of(pupil_id: int) -> list[int]:
    """The groups in which the pupil has or had a place."""
    return list(Place.objects.filter(pupil_id=pupil_id).values_list("group_id", flat=True))


def passes_threshold(costed: CostedYear, horizon: Horizon, total: Decimal | None) -> bool | None:
    """Whether a printed total passes the rules' threshold test; None where it is not compared, because it is of a part
    of the year or not recorded."""
    return meets_threshold(Fraction(total), costed.rules) if total is not None and is_compared(horizon) else None


def costed_line(costed: CostedYear, line: MapLine, pupil_id: int) -> CostedLine:
    """The engine's line with the words printed beside it."""
    group = costed.by_code.get(line.group)
    return CostedLine(
        line=line,
        group_id=group.id if group else None,
        title=_title(line, group),
        provision=group.provision if group and line.kind == "group" else line.description,
        area=group.area if group else "",
        outcome=outcome_of(group, pupil_id) if group else "",
        staff=line.staff,
        staff_words=", ".join(costed.roles[code].name for code in line.staff if code in costed.roles),
        left_out_because=REASONS.get(line.reason or "", ""),
    )


def _title(line: MapLine, group: GroupRow | None) -> str:
    return group.title if group and line.kind == "group" else line.description


def outcome_of(group: GroupRow, pupil_id: int) -> str:
    """The outcome that the pupil's latest place in the group works towards."""
    return next((place.outcome for place in reversed(group.places) if place.pupil_id == pupil_id and place.outcome), "")
