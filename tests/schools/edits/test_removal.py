"""Removing a row removes what belongs to it in the same edit: all of it is in history, and taken back together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db.models import CASCADE, SET_NULL, ForeignKey

import tests.factories as make
from schools.access import NotAllowed
from schools.edits import edit
from schools.edits.undo import undo
from schools.guards import owned_models
from schools.roles import Permission

pytestmark = pytest.mark.django_db
FACTORIES = {
    factory._meta.model: factory for name in make.__all__ if (factory := getattr(make, name)) is not make.SetFactory
} | {factory._meta.model: factory for factory in (make.SetFactory,)}


def links(kind):
    """Each link of a school's rows that acts in this way when the row at its end is removed, with its factory."""
    return [
        pytest.param(model, field.name, id=f"{model.__name__}.{field.name}")
        for model in sorted(owned_models(), key=lambda each: each._meta.label)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and field.remote_field.on_delete is kind
        and field.related_model in owned_models()
        if model._meta.app_label != "reports" or model.editors
    ]


@pytest.fixture
def senco(access):
    """The SENCO with every right, so that rights do not decide here."""
    return replace(access("senco"), permissions=frozenset(Permission))


MORE = {
    "ProposalPupil.newcomer": lambda row: {"pupil": None},
    "OtherCost.pupil": lambda pupil: {"group": None},
    "HalfTerm.year": lambda year: {"name": "A seventh"},
    "AuditQuestion.row": lambda row: {"chart": row.chart},
}


def linked(senco, model, name):
    """A row of the model and the row that it links to by this name."""
    target = model._meta.get_field(name).related_model
    parent = FACTORIES[target](school=senco.school)
    within = {"year": parent.year} if hasattr(parent, "year_id") and "year" in fields_of(model) else {}
    within |= MORE.get(f"{model.__name__}.{name}", lambda row: {})(parent)
    if model in FACTORIES:
        return parent, FACTORIES[model](school=senco.school, **{name: parent}, **within)
    others = {
        field.name: FACTORIES[field.related_model](school=senco.school)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.name not in ("school", name)
    }
    return parent, model.objects.create(school=senco.school, **{name: parent}, **others)


def fields_of(model):
    return {field.name for field in model._meta.concrete_fields}


def values(row):
    fields = (field for field in row._meta.concrete_fields if not getattr(field, "auto_now_add", False))
    return {field.attname: getattr(row, field.attname) for field in fields}


@pytest.mark.parametrize(("model", "name"), links(CASCADE))
def test_what_goes_with_it_is_in_history_and_comes_back(model, name, senco):
    parent, child = linked(senco, model, name)
    before, number = values(model.objects.get(pk=child.pk)), child.pk
    with edit(senco, "removed", parent) as change:
        change.remove(type(parent).objects.get(pk=parent.pk))
    assert not model.objects.filter(pk=number).exists()
    line = model.history.filter(id=number).latest()
    assert (line.history_type, line.history_user, line.holds_from) == ("-", senco.person, senco.year.starts)
    undo(change.entry.pk, by=senco)
    assert values(model.objects.get(pk=number)) == before
    assert type(parent).objects.filter(pk=parent.pk).exists()


@pytest.mark.parametrize(("model", "name"), links(SET_NULL))
def test_what_loses_its_link_is_in_history_and_has_it_back(model, name, senco):
    parent, child = linked(senco, model, name)
    before = values(model.objects.get(pk=child.pk))
    with edit(senco, "removed", parent) as change:
        change.remove(type(parent).objects.get(pk=parent.pk))
    line = model.history.filter(id=child.pk).latest()
    assert (getattr(line, f"{name}_id"), line.history_user) == (None, senco.person)
    undo(change.entry.pk, by=senco)
    assert values(model.objects.get(pk=child.pk)) == before


def test_whoever_may_not_remove_what_goes_with_it_removes_nothing(access):
    """The class's own rights do not reach the pupils' rows."""
    office = access("system_manager")
    pupil = make.PupilFactory(school=office.school)
    outcome = make.OutcomeFactory(school=office.school, pupil=pupil)
    with pytest.raises(NotAllowed), edit(office, "removed", pupil) as change:
        change.remove(pupil)
    assert type(outcome).objects.filter(pk=outcome.pk).exists()
