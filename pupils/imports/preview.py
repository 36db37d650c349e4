"""The preview of an import: the pupils by outcome, and their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pupils.imports.planning import Kind, PupilEntry, PupilImportPlan
from pupils.models import YearGroup
from ui.words import and_words, plural

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


def sentence(plan: PupilImportPlan) -> str:
    """What the import would do, in one line: 420 new · 6 without a UPN · 1 row left out."""
    without = sum(not entry.writes.pupil.get("upn") for entry in plan.of("new"))
    parts = [
        (len(plan.of("new")), "new"), (without, "without a UPN"), (len(plan.of("changed")), "changed"),
        (len(plan.of("returned")), "back on the roll"), (len(plan.of("unclear")), "perhaps known"),
        (len(plan.of("same")), "unchanged"), (len(plan.leavers), "not in the file"),
    ]  # fmt: skip
    told = [f"{count:,} {words}" for count, words in parts if count]
    return " · ".join([*told, *([f"{plural(plan.left_out, 'row')} left out"] if plan.left_out else [])])


def lists(plan: PupilImportPlan) -> list[PreviewSection]:
    """The pupils by outcome, those that need most attention first."""
    found = [(heading, line, plan.of(kind), kind in ("changed", "returned")) for kind, heading, line in HEADINGS]
    return [PreviewSection(heading, line, entries, is_open) for heading, line, entries, is_open in found if entries]


def wider(plan: PupilImportPlan) -> list[tuple[str, str]]:
    """The existing classes that would get further year groups, with these in words."""
    return [(name, and_words([YearGroup(code).label for code in codes])) for name, codes in plan.wider_classes.items()]
