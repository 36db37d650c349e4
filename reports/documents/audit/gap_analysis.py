"""Need against places on paper: each provision in each year group, who has no place, and what closing a gap costs.

The figures are the same as on the page: both read `audits.gaps`. Without the right to see costs the paper has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audits.gaps.comparison import GapAnalysis, GapLine, GapSums, gap_analysis
from audits.gaps.reading import By
from reports.documents.head import Head, Json, Note, PaperOptions, head_of, money_text, number_text, year_of
from schools.access import Access


@dataclass(frozen=True)
class GapPaper:
    """The paper. `about` is what it is narrowed to, "" = every year group that the reader may see."""

    head: Head
    found: GapAnalysis
    lines: tuple[GapLine, ...]
    about: str
    notes: tuple[Note, ...]

    @property
    def sums(self) -> GapSums:
        """All lines together."""
        return GapSums(self.lines)

    def names(self, keys: Iterable[str]) -> str:
        """People in a list, each with the class."""
        people = self.found.people
        return ", ".join(f"{people[key].name} ({people[key].where})" for key in keys)

    def json(self) -> Json:
        """The common head and a row for each line; pupils by reference, a child not on roll by name."""
        return self.head.json() | {
            "rows": [self._row(line) for line in self.lines],
            "overlaps": [
                {"pupil": one.who.reference, "area": one.area, "provisions": list(one.provisions)}
                for one in self.found.overlaps
            ],
            "training": [
                {
                    "provision": one.kind.name,
                    "training": one.kind.training,
                    "groups": number_text(one.groups),
                    "trained": number_text(one.trained),
                    "not_trained": [{"who": each.who, "group": each.title} for each in one.untrained],
                }
                for one in self.found.training
            ],
            "findings": [note.json() for note in self.notes],
        }

    def _row(self, line: GapLine) -> Json:
        row = line.row
        return {
            "scope": line.scope.label,
            "provision": line.kind.name,
            "must": number_text(line.must),
            "should": number_text(line.should),
            "could": number_text(line.could),
            "placed": number_text(len(row.placed)),
            "filled": number_text(row.filled),
            "places": number_text(row.places),
            "unmet": [self.found.people[need.pupil].reference for need in row.unmet],
            "gap": number_text(row.gap),
            "cost_to_close": money_text(line.cost_to_close),
        }


def build(access: Access, asked: PaperOptions, kind: str = "", about: object = None) -> GapPaper:
    """By year group, or narrowed to a class (`kind` "class", its number) or a year group ("year_group", its code).

    Raises NotAllowed for whoever may not read needs.
    """
    year_of(access)
    by: By = "class" if kind == "class" else "year"
    found = gap_analysis(access, asked.on, by)
    key = f"c{about}" if kind == "class" else str(about) if kind else ""
    lines = tuple(line for line in found.lines if not key or line.scope.key == key)
    label = next((scope.label for scope in found.facts.scopes(by) if scope.key == key), "")
    head = head_of(access, asked, found.costed, "gap-analysis", "Need against places")
    return GapPaper(head, found, lines, label, tuple(_notes(found, lines)))


def _notes(found: GapAnalysis, lines: Iterable[GapLine]) -> Iterable[Note]:
    if not found.charts:
        yield Note("no-chart", "No must / should / could chart is filled in this year, so no need is known yet.")
    for fault in dict.fromkeys(line.fault for line in lines if line.fault and line.row.gap > 0):
        yield Note("gap-not-costed", fault)
