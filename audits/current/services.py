"""Changing current provision: saving sheets, making groups of their lines, and joining lines to groups or entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from audits.current.drafts import STATUS, waiting_line, waiting_lines
from audits.current.reading import Catalogue, CurrentSheet, catalogue_of, current_sheet, lines_of_year
from audits.models import CurrentProvision
from provisions.groups.services import NewLines, Parts, add_group
from provisions.models import InterventionGroup, Provision
from schools.access import Access, NotThere
from schools.edits import Edit, Refused, edit
from schools.roles import Permission
from ui.words import plural

Values = Mapping[str, Any]
COMPARED = ("ratio", "staff", "weekly_minutes", "weeks")


def save_current(
    *, by: Access, key: str, added: Iterable[Values], changed: Mapping[int, Values], removed: Iterable[int],
    ticket: UUID | None = None,
) -> Edit:  # fmt: skip
    """Save the sheet of a class or year group. A name of the catalogue, in any letter case, becomes that entry; another
    is kept in words. Raises Refused where a provision is named twice, NotThere for a sheet that is not theirs."""
    by.need(Permission.EDIT_AUDIT)
    sheet = current_sheet(by, key)
    with edit(by, "wrote down", by.school, summary=f"current provision of {sheet.scope.name}", ticket=ticket) as change:
        rows = {row.pk: row for row in lines_of_year(by).filter(**sheet.where)}
        for pk in removed:
            change.remove(rows.pop(pk))
        catalogue = catalogue_of(by)
        wanted = {pk: _stored(catalogue, said) if said else _held(rows[pk]) for pk, said in changed.items()}
        names = {_key(values): "" for values in wanted.values()}
        if len(names) != len(wanted):
            raise Refused(_twice([_name(values) for values in wanted.values()]))
        new = _new(by, sheet, rows, wanted, [_stored(catalogue, values) for values in added])
        _set(change, rows, wanted)
        change.add_all(new)
    return change


def _new(
    by: Access, sheet: CurrentSheet, rows: Mapping[int, CurrentProvision], wanted: Mapping[int, Values],
    added: Sequence[dict[str, Any]],
) -> list[CurrentProvision]:  # fmt: skip
    """The lines to add, without those that a colleague has saved identically meanwhile."""
    mine = {_key(values) for values in wanted.values()}
    theirs = {_key(_held(row)): _held(row) for pk, row in rows.items() if pk not in wanted}
    if met := mine & theirs.keys():
        raise Refused(_theirs(_name(theirs[min(met)])))
    found = []
    for values in added:
        key = _key(values)
        if key in mine:
            raise Refused(_twice([_name(values)] * 2))
        mine.add(key)
        if key not in theirs:
            group = _running(by, values.pop("group"), values["provision"])
            found.append(CurrentProvision(year=by.year, group=group, **sheet.where, **values))
        elif any(theirs[key][name] != values[name] for name in COMPARED):
            raise Refused(_theirs(_name(values)))
    return found


def _set(change: Edit, rows: Mapping[int, CurrentProvision], wanted: Mapping[int, Values]) -> None:
    """Save the values of lines. A line whose name moves to another line gives it up first, because a name is unique on
    a sheet at every moment. A line with another name no longer belongs to the group made from it."""
    held = {row.provision_id: row for row in rows.values() if row.provision_id}
    passed = [
        held[values["provision"].pk]
        for pk, values in wanted.items()
        if values["provision"] and held.get(values["provision"].pk, rows[pk]).pk != pk
    ]
    change.set_all([(row, {"named": str(row.provision), "provision": None}) for row in passed])
    changes = []
    for pk, values in wanted.items():
        kept = {name: values[name] for name in (*COMPARED, "provision", "named")}
        if _key(_held(rows[pk])) != _key(values):
            kept["group"] = None
        changes.append((rows[pk], kept))
    change.set_all(changes)


def _stored(catalogue: Catalogue, values: Values) -> dict[str, Any]:
    entry = catalogue.named(values["provision"])
    return {**values, "provision": entry, "named": "" if entry else values["provision"]}


def _held(row: CurrentProvision) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*COMPARED, "provision", "named")}


def _key(values: Values) -> tuple[int, str]:
    """A line's identity: its entry, or its words in lower case."""
    return (values["provision"].pk, "") if values["provision"] else (0, values["named"].casefold())


def _name(values: Values) -> str:
    return str(values["provision"] or values["named"])


def _twice(names: Sequence[str]) -> str:
    found = next((name for place, name in enumerate(names) if name.casefold() in _small(names[:place])), names[0])
    return f"“{found}” stands here twice. Put it in one line."


def _theirs(name: str) -> str:
    return (
        f"Somebody else has written down “{name}” on this sheet meanwhile. Remove your line to keep theirs, and open "
        "the sheet again to change it."
    )


def _small(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}


def _running(by: Access, group: int | None, provision: Provision | None) -> InterventionGroup | None:
    """The running group that a line was copied from, if the line still has its name."""
    rows = InterventionGroup.objects.filter(school=by.school, year=by.year, status=STATUS.RUNNING, provision=provision)
    return rows.filter(pk=group).first() if group and provision else None


def make_groups(*, by: Access, lines: Collection[int], ticket: UUID | None = None) -> Edit:
    """Make a draft group of each of these lines that is not a group yet. Raises Refused for a line without a catalogue
    entry."""
    by.need(Permission.EDIT_PROVISION)
    if not lines:
        raise Refused("Tick the lines to make groups of.")
    with edit(by, "made groups of", by.school, ticket=ticket) as change:
        wanted = [one for one in waiting_lines(by) if one.row.id in lines]
        rows = lines_of_year(by).in_bulk([one.row.id for one in wanted])
        made = []
        for one in wanted:
            if one.row.entry is None:
                raise Refused(
                    f"“{one.row.provision}” of {one.scope.name} is not in the catalogue yet. Add it there first."
                )
            group = add_group(change, one.values, parts=Parts(staffing=NewLines(one.lines)))
            made.append((rows[one.row.id], {"group": group, "provision": one.row.entry, "named": ""}))
        change.set_all(made)
        change.summary = plural(len(made), "line") + " of current provision"
    return change


def join_group(*, by: Access, line: int, group: int, ticket: UUID | None = None) -> Edit:
    """Join a line to a group, running or draft; the line takes the name of the group's provision."""
    by.need(Permission.EDIT_PROVISION)
    with edit(by, "joined to a group", ticket=ticket) as change:
        scope, _ = waiting_line(by, line)
        rows = InterventionGroup.objects.filter(school=by.school, year=by.year, pk=group)
        found = rows.filter(status__in=(STATUS.RUNNING, STATUS.DRAFT)).select_related("provision").first()
        if found is None:
            raise NotThere("There is no such group this year.")
        change.about = row = lines_of_year(by).get(pk=line)
        _call(change, [row], found.provision, scope.name)
        change.set(row, group=found)
    return change


def join_entry(*, by: Access, line: int, provision: int, ticket: UUID | None = None) -> Edit:
    """Set the catalogue entry of a line in the team's own words, and of every line of the year in the same words."""
    by.need(Permission.EDIT_PROVISION)
    with edit(by, "found in the catalogue", ticket=ticket) as change:
        scope, _ = waiting_line(by, line)
        entry = Provision.objects.filter(school=by.school, pk=provision).first()
        if entry is None:
            raise NotThere("There is no such provision in the catalogue.")
        change.about = row = lines_of_year(by).get(pk=line)
        alike = [
            one for one in lines_of_year(by).filter(provision=None) if one.named.casefold() == row.named.casefold()
        ]
        _call(change, alike, entry, scope.name)
    return change


def _call(change: Edit, rows: Sequence[CurrentProvision], entry: Provision, where: str) -> None:
    """Set the entry of lines. Raises Refused where the same sheet names it already."""
    for row in rows:
        others = lines_of_year(change.by).filter(school_class=row.school_class, year_group=row.year_group)
        if others.filter(provision=entry).exclude(pk=row.pk).exists():
            raise Refused(
                f"{entry} stands on the sheet of {row.scope or where} already. Remove one of the two lines there."
            )
    change.set_all([(row, {"provision": entry, "named": ""}) for row in rows])
