"""Other costs, of groups and of pupils: equipment, licences, training, professionals, meetings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from costing.engine.errors import CostingError
from costing.engine.facts import Calendar, OtherCost
from costing.engine.groups.group import amount_of
from costing.reading import roles_for, rules_for
from pages.filters import RowFilters
from provisions.money.awards import AwardLine, awards_of
from provisions.money.reading import OtherCostLine, other_cost_lines
from provisions.reading import names_of
from pupils.reading import PupilName
from reports.documents.head import year_of
from schools.access import Access
from schools.roles import Permission
from ui.tables import Col, Listing, Mark

OTHER = Listing(
    "Other costs",
    "cost",
    (
        Col("description", "What", path="line.description", href="edit", panel=True),
        Col("owner", "For", href="href", why="class_name", why_head="Class"),
        Col("kind", "Kind", path="line.kind"),
        Col("payer", "Who pays", path="line.payer_words"),
        Col("date", "When", "date", "line.date"),
        Col("cost", "Cost", "money", total=True, why="line.hours_words", why_head="How it was worked out"),
    ),
    foot="Costs shown",
)


@dataclass(frozen=True)
class OtherRow:
    """An other cost in the list. `cost` is in pounds; `edit` is blank for a person who may not change it."""

    line: OtherCostLine
    edit: str
    owner: str
    href: str
    class_name: str
    whose: str
    cost: Fraction | Mark


@dataclass(frozen=True)
class PupilMoney:
    """The other costs and the awards entered for one pupil."""

    others: tuple[OtherCostLine, ...]
    awards: tuple[AwardLine, ...]


def build(access: Access, params: Mapping[str, str]) -> RowFilters[OtherRow]:
    """The other costs of the year, with the filters. Raises NotAllowed for whoever sees no costs."""
    access.need(Permission.VIEW_COSTS)
    return RowFilters(
        params,
        _rows(access, other_cost_lines(access)),
        {
            "whose": ("For", lambda row: row.whose),
            "kind": ("Kind", lambda row: row.line.kind),
            "payer": ("Who pays", lambda row: row.line.payer_words),
        },
        lambda row: (row.line.description, row.owner),
        search="What or for whom",
    )


def of_pupil(access: Access, pupil: int) -> PupilMoney:
    """The costs of a pupil's own and the pupil's awards. Raises NotAllowed for whoever sees no costs."""
    access.need(Permission.VIEW_COSTS)
    awards = tuple(award for award in awards_of(access) if award.pupil_id == pupil)
    return PupilMoney(tuple(other_cost_lines(access, pupil)), awards)


def _rows(access: Access, lines: list[OtherCostLine]) -> list[OtherRow]:
    year = year_of(access)
    roles, rules = roles_for(year), rules_for(access.school)
    names = names_of(access, {one.pupil_id for one in lines if one.pupil_id})
    calendar = Calendar(year.starts, year.ends)
    found = []
    for one in lines:
        cost = OtherCost(
            str(one.id), one.description, one.kind, None if one.amount is None else Fraction(one.amount), one.role,
            None if one.hours is None else Fraction(one.hours), one.date, one.payer,
        )  # fmt: skip
        try:
            amount: Fraction | Mark = amount_of(cost, roles, rules, calendar).value
        except CostingError:
            amount = Mark("no cost yet", "warn")
        found.append(_row(access, one, names, amount))
    return found


def _row(access: Access, one: OtherCostLine, names: Mapping[int, PupilName], amount: Fraction | Mark) -> OtherRow:
    pupil = names.get(one.pupil_id or 0)
    owner, href = one.group, access.url("group", one.group_id) if one.group_id else ""
    if one.pupil_id:
        owner = pupil.name if pupil else "A pupil who is not on roll this year"
        href = access.url("pupil_costs", one.pupil_id) if pupil else ""
    return OtherRow(
        line=one,
        edit=access.url("other_cost_edit", one.id) if access.may(Permission.EDIT_COSTS) else "",
        owner=owner,
        href=href,
        class_name=pupil.class_name if pupil else "",
        whose="A pupil" if one.pupil_id else "A group",
        cost=amount,
    )
