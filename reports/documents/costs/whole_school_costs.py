"""The whole-school costs sheet: what cannot be tracked to one pupil, kind by kind.

The governors' copy holds only the totals of each kind: hours and cost of a line would show what one person is paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from costing.engine.quantities.expressions import Quantity, total
from costing.engine.quantities.figures import in_pounds
from provisions.costed import WholeSchoolLine, added
from provisions.costs import CostedYear
from provisions.reading import streams
from reports.documents.head import Head, Json, Note, PaperOptions, head_of, money_text, number_text, read_for
from reports.documents.maps.whole_school_map import whole_school_lines
from schools.access import Access
from schools.roles import Permission

NO_KIND = "no kind named"


@dataclass(frozen=True)
class WholeSchoolCostLine:
    """A cost with the names of its kind, role and budget; `stream` is "" where it has no budget."""

    line: WholeSchoolLine
    kind: str
    role: str
    stream: str

    def json(self) -> Json:
        """The line for a program: `amount` only where one was entered."""
        line = self.line
        return {
            "description": line.description,
            "kind": line.kind or None,
            "role": line.role or None,
            "hours_a_week": number_text(line.hours_a_week),
            "weeks": number_text(line.weeks),
            "amount": money_text(line.item.amount),
            "stream": self.stream or None,
            "cost": money_text(line.cost),
            "working": line.working.text() if line.working else None,
        }


@dataclass(frozen=True)
class KindTotal:
    """A kind with its lines (none in the governors' copy) and its total."""

    kind: str
    cost: Decimal | None
    working: Quantity | None
    lines: tuple[WholeSchoolCostLine, ...]


@dataclass(frozen=True)
class WholeSchoolCosts:
    """The sheet. `detailed` is False in the copy for governors."""

    head: Head
    kinds: tuple[KindTotal, ...]
    notes: tuple[Note, ...]
    detailed: bool

    @property
    def total(self) -> Decimal | None:
        """The sum of the printed lines, in pounds; None where one is not known."""
        return added(kind.cost for kind in self.kinds)

    def json(self) -> Json:
        """The common head, the lines (not in the governors' copy), the kinds and the total."""
        lines = [line.json() for kind in self.kinds for line in kind.lines]
        return {
            **self.head.json(),
            **({"lines": lines} if self.detailed else {}),
            "kinds": [{"kind": kind.kind, "cost": money_text(kind.cost)} for kind in self.kinds],
            "total": money_text(self.total),
            "findings": [note.json() for note in self.notes],
        }


def build(access: Access, asked: PaperOptions, costed: CostedYear | None = None) -> WholeSchoolCosts:
    """The sheet, whole for those who see costs and in totals for governors. Raises NotAllowed for anybody else."""
    detailed = asked.audience != "governor"
    access.need(Permission.VIEW_COSTS if detailed else Permission.VIEW_TOTALS)
    costed = costed or read_for(access, asked)
    found, faults = whole_school_lines(costed, asked)
    names = {stream.pk: stream.name for stream in streams(costed.year)}
    lines = [_line(costed, one, names) for one in found]
    kinds = dict.fromkeys(sorted({line.kind for line in lines}, key=lambda kind: (kind == NO_KIND, kind.lower())))
    return WholeSchoolCosts(
        head=head_of(access, asked, costed, "whole-school-costs", "Whole-school costs"),
        kinds=tuple(_kind(kind, [line for line in lines if line.kind == kind], detailed=detailed) for kind in kinds),
        notes=faults if detailed else (),
        detailed=detailed,
    )


def _line(costed: CostedYear, line: WholeSchoolLine, streams: dict[int, str]) -> WholeSchoolCostLine:
    role = costed.roles[line.role].name if line.role else ""
    return WholeSchoolCostLine(line, line.kind or NO_KIND, role, streams.get(line.stream_id or 0, ""))


def _kind(kind: str, lines: list[WholeSchoolCostLine], *, detailed: bool) -> KindTotal:
    kept = tuple(lines) if detailed else ()
    known = [one.line.working.named(one.line.description, "£") for one in lines if one.line.working]
    if len(known) < len(lines):
        return KindTotal(kind, None, None, kept)
    working = total(known)
    return KindTotal(kind, in_pounds(working.value), working if detailed else None, kept)
