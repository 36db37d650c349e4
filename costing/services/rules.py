"""Changing the school's funding rules: the ones in force, and its own adapted copies."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any
from uuid import UUID

from costing.engine.errors import CostingError
from costing.engine.facts import Rules
from costing.models import SchoolFundingRules
from costing.rules_files import available, from_mapping, load_rules, to_mapping
from schools.access import Access, NotThere, there
from schools.edits import Edit, Refused, edit


def use_rules(*, by: Access, key: str = "", own: int | None = None, ticket: UUID | None = None) -> Edit:
    """Put rules in force: the shipped ones with this key exactly as shipped, or the school's own copy `own`. A copy
    under a shipped key that the school had changed is kept under another key. Raises NotThere."""
    with edit(by, "put in force", ticket=ticket) as change:
        if own is not None:
            chosen = change.about = find_rules(by, own)
            _enforce(change, chosen)
            return change
        if key not in available():
            raise NotThere(f"No funding rules ship under {key}.")
        rules = load_rules(key)
        held = SchoolFundingRules.objects.filter(school=by.school, key=key).first()
        if held and from_mapping(held.content) != rules:
            _keep_apart(change, held)
            held = None
        chosen = held or change.add(SchoolFundingRules(key=key, name=rules.name, content=to_mapping(rules)))
        change.about = chosen
        _enforce(change, chosen)
    return change


def save_rules(
    *, by: Access, base: Rules, name: str, values: Mapping[str, Any], own: int | None = None, in_force: bool = False,
    ticket: UUID | None = None,
) -> Edit:  # fmt: skip
    """Save an adaptation of `base` as a new copy, or as the school's copy `own`; `in_force` puts it in force too.
    `values` are the changed keys of the data files. Raises Refused with the key's own sentence."""
    with edit(by, "changed" if own else "added", ticket=ticket) as change:
        row = find_rules(by, own) if own else None
        key = row.key if row else free_key(by)
        rules = adapted(base, values, key=base.key if row else key, name=name)
        content = to_mapping(rules)
        if row is None:
            row = change.add(SchoolFundingRules(key=key, name=name, content=content))
        else:
            change.set(row, name=name, content=content)
        change.about = row
        if in_force:
            _enforce(change, row)
    return change


def remove_rules(own: int, *, by: Access, ticket: UUID | None = None) -> Edit:
    """Remove the school's own copy, unless it is in force."""
    with edit(by, "removed", ticket=ticket) as change:
        row = find_rules(by, own)
        change.about = copy(row)
        if row.in_force:
            raise Refused(f"{row.name} is in force. Put other rules in force first, then remove it.")
        change.remove(row)
    return change


def adapted(base: Rules, values: Mapping[str, Any], *, key: str, name: str) -> Rules:
    """`base` with these values. The explanation of a changed rule is dropped. Raises Refused that names the key's own
    field."""
    before = to_mapping(base)
    try:
        rules = from_mapping({**before, **values, "key": key, "name": name})
    except CostingError as fault:
        field = next((given for given in values if f": {given} must" in str(fault)), "")
        raise Refused(str(fault).partition(": ")[2].replace("_", " ").capitalize(), field) from fault
    after = to_mapping(rules)
    told = {rule: said for rule, said in after["explanations"].items() if before.get(rule) == after.get(rule)}
    return from_mapping({**after, "explanations": told})


def find_rules(by: Access, own: int) -> SchoolFundingRules:
    """The school's copy with this number. Raises NotThere."""
    found = SchoolFundingRules.objects.filter(school=by.school, pk=own).first()
    return there(found, "The school has no such funding rules.")


def free_key(by: Access) -> str:
    """A key for a new copy of the school's."""
    held = set(SchoolFundingRules.objects.filter(school=by.school).values_list("key", flat=True))
    return next(key for number in range(1, len(held) + 2) if (key := f"own-{number}") not in held)


def _keep_apart(change: Edit, row: SchoolFundingRules) -> None:
    """Give a changed copy a key of its own, so that the shipped rules can be stored under theirs."""
    key, name = free_key(change.by), f"{row.name}, as the school had changed it"[:150]
    change.set(row, key=key, name=name, content={**row.content, "key": key, "name": name})


def _enforce(change: Edit, chosen: SchoolFundingRules) -> None:
    # The others first: the database allows one copy in force.
    others = SchoolFundingRules.objects.filter(school=change.by.school, in_force=True).exclude(pk=chosen.pk)
    for row in others:
        change.set(row, in_force=False)
    change.set(chosen, in_force=True)
