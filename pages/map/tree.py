"""The map as a tree: provisions, their groups and the pupils in each, with totals at every level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from costing.engine.facts import Rules
from costing.engine.quantities.figures import in_pounds, rounded
from pages.filters import MapFilters
from pages.map.page import (
    FilteredMap,
    GroupChip,
    MapBudget,
    budgets_of,
    chips_of,
    count_words,
    filtered_map,
    total_cost,
)
from pages.map.since import ChangeMark, presets, pupil_marks
from pages.map.source import hours_a_week
from provisions.costs import CostedYear, PlaceRow
from provisions.reading import names_of
from pupils.reading import PupilName
from reports.documents.maps.grid import year_groups_in_words
from reports.documents.maps.whole_school_map import MapRow
from schools.access import Access, address
from schools.kept import kept
from ui.marks import AREAS
from ui.words import dates_uk, plural


@dataclass(frozen=True, slots=True)
class TreeSums:
    """The totals of a level: places filled and in all, staff hours a week, cost and cost per pupil in pounds.

    A cost for each pupil is the cost ÷ pupils taught together, as on the whole-school map; None where there is none.
    """

    filled: int
    size: int
    hours: Fraction
    cost: Decimal | None
    each: Decimal | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """A pupil in a group with their share of its cost; or a share that is no named pupil's, without an address."""

    words: str
    href: str
    note: str
    marks: tuple[ChangeMark, ...]
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class Branch:
    """A group with its pupils; their costs, with empty places and rounding, add up to the group's."""

    chip: GroupChip
    code: str
    scope: str
    sums: TreeSums
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Trunk:
    """A provision with its groups."""

    title: str
    area: str
    tier: str
    sums: TreeSums
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Tree:
    """The page of the tree. Costs are of the planned run, and None for whoever may not see them."""

    filters: MapFilters
    budgets: tuple[MapBudget, ...]
    trunks: tuple[Trunk, ...]
    sums: TreeSums
    shown: int
    every: int
    since: str
    presets: tuple[tuple[str, str], ...]
    costs: bool

    @property
    def count_words(self) -> str:
        """How many of the groups are shown."""
        return count_words(self.shown, self.every)


def build(access: Access, params: Mapping[str, str]) -> Tree:
    """The tree of the groups that the address asks for; pupils are named within the person's reach."""
    found = filtered_map(access, params)
    costed = found.source.costed
    by_provision: dict[int, list[MapRow]] = {}
    for row in sorted(found.rows, key=_order):
        by_provision.setdefault(row.group.provision_id, []).append(row)
    key = ("branches", access.reader(), found.source.costed.year.pk, found.chosen.on, found.chosen.since)
    grown = kept(key, lambda: _branches(access, found), weight=_weight)
    return Tree(
        filters=found.chosen.form,
        budgets=budgets_of(found.source),
        trunks=tuple(
            Trunk(
                title=rows[0].group.provision,
                area=rows[0].group.area,
                tier=rows[0].group.tier,
                sums=_sums(rows, costed),
                branches=tuple(grown[row.group.id] for row in rows),
            )
            for rows in by_provision.values()
        ),
        sums=_sums(found.rows, costed),
        shown=len(found.rows),
        every=len(found.source.rows),
        since=params.get("since", "") if found.chosen.since else "",
        presets=presets(found.source.costed.calendar, found.chosen.on),
        costs=found.source.whole_map is not None,
    )


def _branches(access: Access, filtered: FilteredMap) -> dict[int, Branch]:
    """Every group's branch, whatever is filtered."""
    found = replace(filtered, rows=filtered.source.rows)
    names = _names(access, found)
    known = _Known(found, access.school.slug, names, {pupil: place for place, pupil in enumerate(names)})
    chips = chips_of(access, found, (lambda row: row.full_cost) if found.source.whole_map else None, "full")
    return {row.group.id: _branch(known, row, chips[row.group.id]) for row in found.rows}


def _weight(branches: Mapping[int, Branch]) -> int:
    return sum(2_000 + 1_000 * len(branch.leaves) for branch in branches.values())


@dataclass(frozen=True)
class _Known:
    """What every branch needs: the groups as filtered, the school, who may be named, and each one's place by name."""

    found: FilteredMap
    school: str
    names: Mapping[int, PupilName]
    order: Mapping[int, int]


def _order(row: MapRow) -> tuple[int, str, int, str, str]:
    """Provisions by area and name, their groups by title and code."""
    group = row.group
    place = next((place for place, area in enumerate(AREAS) if area.code == group.area), len(AREAS))
    return place, group.provision.lower(), group.provision_id, group.title.lower(), group.code


def _names(access: Access, found: FilteredMap) -> dict[int, PupilName]:
    held = {place.pupil_id for row in found.rows for place in row.group.places}
    return names_of(access, held)


def _sums(rows: Sequence[MapRow], costed: CostedYear) -> TreeSums:
    paid = [row for row in rows if row.full_cost is not None and row.group.tier != "universal"]
    taught = sum(max(row.group.facts.size, row.filled) for row in paid)
    exact = sum((row.cost.exact for row in paid if row.cost and row.cost.exact), Fraction(0))
    return TreeSums(
        filled=sum(row.filled for row in rows),
        size=sum(row.group.facts.size for row in rows if row.group.tier != "universal" or row.filled),
        hours=sum((hours_a_week(row, costed) for row in rows), Fraction(0)),
        cost=total_cost([row.full_cost for row in paid]),
        each=in_pounds(rounded(exact / taught, costed.rules.line_unit)) if paid else None,
    )


def _branch(known: _Known, row: MapRow, chip: GroupChip) -> Branch:
    group, costed = row.group, known.found.source.costed
    return Branch(
        chip=chip,
        code=group.code,
        scope=f"Class {group.class_name}" if group.class_name else year_groups_in_words(group.year_groups),
        sums=_sums([row], costed),
        leaves=(*_pupils(known, row), *_rest(row)),
    )


def _pupils(known: _Known, row: MapRow) -> list[Leaf]:
    """Those within reach by name, each once; the others together."""
    names, chosen, rules = known.names, known.found.chosen, known.found.source.costed.rules
    by_pupil: dict[int, list[PlaceRow]] = {}
    for place in row.group.places:
        by_pupil.setdefault(place.pupil_id, []).append(place)
    leaves = [
        Leaf(
            words=names[pupil].name,
            href=address("pupil", known.school, pupil),
            note=_note(names[pupil], by_pupil[pupil]),
            marks=pupil_marks(by_pupil[pupil], row.group, chosen.since, chosen.on),
            cost=_share(row, by_pupil[pupil], rules),
        )
        for pupil in sorted(by_pupil.keys() & names.keys(), key=known.order.__getitem__)
    ]
    others = [place for pupil, places in by_pupil.items() if pupil not in names for place in places]
    if others:
        count = len({place.pupil_id for place in others})
        words = f"{plural(count, 'pupil')} of other classes" if leaves else plural(count, "pupil")
        leaves.append(Leaf(words, "", "", (), _share(row, others, rules)))
    return leaves


def _note(pupil: PupilName, places: Sequence[PlaceRow]) -> str:
    dates = [dates_uk(place.joined, place.left) for place in sorted(places, key=lambda place: place.joined or date.min)]
    return ", ".join(text for text in (pupil.class_name, *dates) if text)


def _share(row: MapRow, places: Sequence[PlaceRow], rules: Rules) -> Decimal | None:
    """The cost of these places in pounds. Each is rounded by itself, so that with the group's rounding line they add
    up."""
    if row.cost is None or row.cost.cost is None or row.group.tier == "universal":
        return None
    return sum((in_pounds(rounded(row.cost.places[place.key], rules.rounding_unit)) for place in places), Decimal(0))


def _rest(row: MapRow) -> list[Leaf]:
    """The lines for the cost of empty places and for rounding."""
    if row.cost is None or row.group.tier == "universal":
        return []
    found = []
    if row.cost.empty_cost:
        found.append(Leaf("Empty places", "", "", (), row.cost.empty_cost))
    if row.cost.rounding:
        found.append(Leaf("Rounding", "", "", (), row.cost.rounding))
    return found
