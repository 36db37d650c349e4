"""Changing audit charts and current provision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from audits.models import CurrentProvision
from provisions.models import Provision
from schools.access import Access
from schools.edits import Edit, Refused, edit


def save_current(
    *, by: Access, scope: Mapping[str, Any], added: Iterable[dict[str, Any]], changed: Mapping[int, dict[str, Any]],
    removed: Iterable[int], ticket: UUID | None = None,
) -> Edit:  # fmt: skip
    """Save the lines of a class's or year group's current provision. Refused where one provision stands twice."""
    with edit(by, "wrote down current provision of", by.school, ticket=ticket) as change:
        rows = {row.pk: row for row in CurrentProvision.objects.filter(school=by.school, year=by.year, **scope)}
        for pk in removed:
            change.remove(rows.pop(pk))
        change.set_all([(rows[pk], _stored(by, values)) for pk, values in changed.items() if values])
        new = [CurrentProvision(year=by.year, **scope, **_stored(by, values)) for values in added]
        provisions = [row.provision_id for row in [*rows.values(), *new]]
        if len(provisions) != len(set(provisions)):
            raise Refused("One provision stands here twice. Put it in one line.")
        change.add_all(new)
    return change


def _stored(by: Access, values: dict[str, Any]) -> dict[str, Any]:
    provision = Provision.objects.filter(school=by.school, pk=values["provision"]).first()
    if provision is None:
        raise Refused("This provision is no longer in the catalogue. Choose another.")
    return {**values, "provision": provision}
