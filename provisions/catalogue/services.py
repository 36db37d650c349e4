"""Changing the catalogue: provisions, their measures, and entries copied from the library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import ProtectedError

from provisions.catalogue.library import Sample, library
from provisions.catalogue.library.staff import found_in
from provisions.catalogue.reading import measure_of, provision_of, role_names
from provisions.models import Measure, Provision
from schools.access import Access, NotThere
from schools.edits import Edit, Refused, edit
from schools.edits.removal import models_linking_to
from ui.words import plural


class MeasureToAdd(NamedTuple):
    """A new measure, added with the provision it is for."""

    name: str
    type: str
    better: str


STANDING = {
    "interventiongroup": "group",
    "audittick": "tick in audit charts,ticks in audit charts",
    "currentprovision": "line of current provision,lines of current provision",
}
"""What stands on a provision or a measure, by model, as it is counted where its own name is too long."""


def add_provision(
    *, by: Access, ticket: UUID | None = None, measure: int | MeasureToAdd | None, **values: Any
) -> Edit:  # fmt: skip
    """Add an entry to the catalogue; `measure` is the number of one, or a new one. Raises Refused for a name that the
    catalogue has."""
    with edit(by, "added", ticket=ticket) as change:
        _refuse_taken(Provision, by, values["name"])
        change.about = change.add(Provision(**values, measure=_measure(change, measure)))
    return change


def change_provision(
    pk: int, *, by: Access, ticket: UUID | None = None, measure: int | MeasureToAdd | None, **values: Any
) -> Edit:
    """Change an entry of the catalogue. Raises NotThere and Refused."""
    with edit(by, "changed", ticket=ticket) as change:
        change.about = one = provision_of(by, pk)
        _refuse_taken(Provision, by, values["name"], pk)
        change.set(one, **values, measure=_measure(change, measure))
    return change


def offer_provision(pk: int, *, by: Access, offered: bool, ticket: UUID | None = None) -> Edit:
    """Offer an entry for new groups, or stop offering it; its groups go on. Raises NotThere."""
    with edit(by, "offered again" if offered else "archived", ticket=ticket) as change:
        change.about = one = provision_of(by, pk)
        change.set(one, archived=not offered)
    return change


def remove_provision(pk: int, *, by: Access, ticket: UUID | None = None) -> Edit:
    """Remove an entry that nothing refers to. Raises NotThere, and Refused that counts what refers to it."""
    with edit(by, "removed", ticket=ticket) as change:
        one = provision_of(by, pk)
        change.summary = one.name
        try:
            change.remove(one)
        except ProtectedError as protected:
            raise Refused(
                f"{one.name} cannot be removed: {_standing(protected)} {'is' if _few(protected) else 'are'} there for "
                "it. Say that it is no longer offered instead; then all of that stays, and nothing new is begun."
            ) from None
    return change


def add_from_library(keys: Iterable[str], *, by: Access, ticket: UUID | None = None) -> Edit:
    """Copy entries of the library into the catalogue, with their measures and the school's own roles of those kinds; a
    name that the catalogue has already is left as it is. Raises NotThere for an entry that the library does not
    hold."""
    held = {sample.key: sample for sample in library()}
    wanted = [held[key] for key in keys if key in held]
    if len(wanted) < len(set(keys)):
        raise NotThere("The library has no such entry.")
    with edit(by, "took over", ticket=ticket) as change:
        there = {name.lower() for name in _names(Provision, by)}
        fresh = [sample for sample in wanted if sample.name.lower() not in there]
        measures = _measures(change, fresh)
        roles = role_names(by)
        change.add_all([_provision(sample, measures, roles) for sample in fresh])
        change.summary = f"{plural(len(fresh), 'provision')} from the library"
    return change


def add_measure(*, by: Access, ticket: UUID | None = None, **values: Any) -> Edit:
    """Add a measure: `name`, `type` and `better`. Raises Refused for a name that is taken."""
    with edit(by, "added", ticket=ticket) as change:
        _refuse_taken(Measure, by, values["name"])
        change.about = change.add(Measure(**values))
    return change


def change_measure(pk: int, *, by: Access, ticket: UUID | None = None, **values: Any) -> Edit:
    """Change a measure. Raises NotThere and Refused."""
    with edit(by, "changed", ticket=ticket) as change:
        change.about = one = measure_of(by, pk)
        _refuse_taken(Measure, by, values["name"], pk)
        change.set(one, **values)
    return change


def remove_measure(pk: int, *, by: Access, ticket: UUID | None = None) -> Edit:
    """Remove a measure that nothing uses. Raises NotThere, and Refused that counts what uses it."""
    with edit(by, "removed", ticket=ticket) as change:
        one: Any = measure_of(by, pk)
        if used := uses_of(one):
            raise Refused(f"{one.name} cannot be removed: {' and '.join(used)} told by it would lose the measure.")
        change.summary = one.name
        change.remove(one)
    return change


def uses_of(measure: Measure) -> list[str]:
    """What is told by a measure that was read with its uses, counted: 2 provisions, 1 score."""
    counted = ((kind._meta, getattr(measure, f"{kind._meta.model_name}_count")) for kind in models_linking_to(Measure))
    return [
        plural(count, STANDING.get(kind.model_name or "", str(kind.verbose_name))) for kind, count in counted if count
    ]


def _measure(change: Edit, wanted: int | MeasureToAdd | None) -> Measure | None:
    if wanted is None:
        return None
    if isinstance(wanted, int):
        return measure_of(change.by, wanted)
    known = Measure.objects.filter(school=change.by.school, name__iexact=wanted.name).first()
    return known or change.add(Measure(**wanted._asdict()))


def _measures(change: Edit, samples: Iterable[Sample]) -> dict[str, Measure]:
    """The measures of these entries by name in lower case; those the school lacks are added."""
    found = {one.name.lower(): one for one in Measure.objects.filter(school=change.by.school)}
    wanted = {sample.measure[0].lower(): sample.measure for sample in samples if sample.measure}
    fresh = {name: Measure(**MeasureToAdd(*one)._asdict()) for name, one in wanted.items() if name not in found}
    change.add_all(list(fresh.values()))
    return found | fresh


def _provision(sample: Sample, measures: dict[str, Measure], roles: list[tuple[str, str]]) -> Provision:
    return Provision(
        name=sample.name,
        area=sample.area,
        strand=sample.strand,
        tier=sample.tier,
        description=sample.what,
        usual_roles=", ".join(found_in(roles, sample.staff)),
        usual_size=sample.size,
        usual_sessions=sample.sessions,
        usual_minutes=sample.minutes,
        usual_weeks=sample.weeks,
        measure=measures[sample.measure[0].lower()] if sample.measure else None,
        training_needed=sample.training,
        evidence_strand=sample.evidence,
        entry_criteria=sample.entry,
        exit_criteria=sample.exit,
    )


def _names(model: type[Provision] | type[Measure], by: Access) -> Iterable[str]:
    return model._default_manager.filter(school=by.school).order_by().values_list("name", flat=True)


def _refuse_taken(model: type[Provision] | type[Measure], by: Access, name: str, pk: int | None = None) -> None:
    there = model._default_manager.filter(school=by.school, name__iexact=name).first()
    if there and there.pk != pk:
        raise Refused(f"There is {there.name} already. Choose another name, or change that one.", "name")


def _counted(protected: ProtectedError) -> Counter[str]:
    return Counter(one._meta.model_name or "" for one in protected.protected_objects)


def _standing(protected: ProtectedError) -> str:
    counted = _counted(protected)
    places = list(STANDING)
    named = sorted(counted, key=lambda name: (places.index(name) if name in STANDING else len(places), name))
    return " and ".join(plural(counted[name], STANDING.get(name, "entry,entries")) for name in named)


def _few(protected: ProtectedError) -> bool:
    return sum(_counted(protected).values()) == 1
