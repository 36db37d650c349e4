"""The preview of an import: the pupils by outcome, and their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pupils.imports.planning import Kind, PupilEntry, PupilImportPlan
from pupils.models import YearGroup
from ui.parts import Fact
from ui.words import and_words

HEADINGS: tuple[tuple[Kind, str, str], ...] = (
    ("changed", "Changed", "Each field as it stands, and as it would be."),
    ("returned", "Back on the roll", "Known to the school, and on the roll of this year again."),
    ("new", "New", "Not known to the school yet."),
    ("same", "As they are", "The school holds just what the file says."),
)


@dataclass(frozen=True, slots=True)
class PreviewSection:
    """The pupils with one outcome, under a heading. Sections that need attention are open."""

    heading: str
    line: str
    entries: Sequence[PupilEntry]
    is_open: bool


def facts(plan: PupilImportPlan) -> list[Fact]:
    """The number of pupils by outcome."""
    counts = [("New", len(plan.of("new"))), ("Changed", len(plan.of("changed"))), ("Back", len(plan.of("returned")))]
    counts += [("Perhaps known", len(plan.of("unclear")))] if plan.of("unclear") else []
    counts += [("As they are", len(plan.of("same")))]
    counts += [("Not in the file", len(plan.leavers))] if plan.whole_roll else []
    return [Fact(label, f"{count:,}") for label, count in counts]


def lists(plan: PupilImportPlan) -> list[PreviewSection]:
    """The pupils by outcome, those that need most attention first."""
    found = [(heading, line, plan.of(kind), kind in ("changed", "returned")) for kind, heading, line in HEADINGS]
    return [PreviewSection(heading, line, entries, is_open) for heading, line, entries, is_open in found if entries]


def wider(plan: PupilImportPlan) -> list[tuple[str, str]]:
    """The existing classes that would get further year groups, with these in words."""
    return [(name, and_words([YearGroup(code).label for code in codes])) for name, codes in plan.wider_classes.items()]
