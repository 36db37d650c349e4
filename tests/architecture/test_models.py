"""What must hold for every model of ours, walked over all of them."""

from __future__ import annotations

import pytest
from django.apps import apps

from schools.models import SchoolOwned
from schools.privacy import Classified, Kept

OURS = [
    model
    for app in apps.get_app_configs()
    if app.name in {"schools", "costing", "pupils", "provisions", "delivery", "audits", "workbook", "reports"}
    for model in app.get_models()
    if not model.__name__.startswith("Historical")
]
# Rows that name a school, or none, without hanging below one: published data, the tenant itself, people, the trail.
NOT_OWNED = {"Token", "User", "School", "PayPoint", "NeedType", "EvidenceStrand", "TrailEntry"}


def ids(model):
    return model.__name__


@pytest.mark.parametrize("model", OURS, ids=ids)
def test_every_field_says_what_it_is(model):
    privacy = getattr(model, "Privacy", None)
    assert privacy, f"{model.__name__} needs an inner class Privacy(Classified)"
    assert issubclass(privacy, Classified)
    assert isinstance(privacy.kept, Kept)
    named = f"{privacy.ordinary} {privacy.personal} {privacy.special}".split()
    fields = [field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]]
    assert sorted(named) == sorted(fields), "each field exactly once among ordinary, personal and special"


@pytest.mark.parametrize("model", OURS, ids=ids)
def test_every_row_belongs_to_a_school(model):
    assert issubclass(model, SchoolOwned) != (model.__name__ in NOT_OWNED)


@pytest.mark.parametrize("model", [model for model in OURS if issubclass(model, SchoolOwned)], ids=ids)
def test_every_row_of_a_school_has_a_history(model):
    assert hasattr(model, "history")


@pytest.mark.parametrize("model", OURS, ids=ids)
def test_nothing_happens_in_save(model):
    """Writing goes through services; logic in save() is skipped by bulk writes and surprises the rest."""
    assert "save" not in vars(model)
    assert "delete" not in vars(model)


@pytest.mark.parametrize("model", [model for model in OURS if model._meta.ordering], ids=ids)
def test_every_ordering_is_total(model):
    last = model._meta.ordering[-1]
    assert last.lstrip("-") in {"id", "pk"}, "rows that tie would change places from page to page"
