"""What must hold for every model of ours, walked over all of them; a test names every model that falls short."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

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


def names(models):
    return {model.__name__ for model in models}


def test_there_are_models_to_walk_over():
    assert len(OURS) > 40


def test_every_field_says_what_it_is():
    faults = {}
    for model in OURS:
        privacy = getattr(model, "Privacy", None)
        if not (privacy and issubclass(privacy, Classified) and isinstance(privacy.kept, Kept)):
            faults[model.__name__] = "needs an inner class Privacy(Classified) that says how long it is kept"
            continue
        named = f"{privacy.ordinary} {privacy.personal} {privacy.special}".split()
        fields = [field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]]
        if sorted(named) != sorted(fields):
            faults[model.__name__] = f"each field exactly once among ordinary, personal and special: {fields}"
    assert faults == {}


def test_every_row_belongs_to_a_school():
    assert names(model for model in OURS if not issubclass(model, SchoolOwned)) == NOT_OWNED


def test_every_row_of_a_school_has_a_history():
    owned = [model for model in OURS if issubclass(model, SchoolOwned)]
    assert names(model for model in owned if not hasattr(model, "history")) == set()


def test_nothing_happens_in_save():
    """Writing goes through services; logic in save() is skipped by bulk writes and surprises the rest."""
    assert names(model for model in OURS if {"save", "delete"} & set(vars(model))) == set()


def test_every_ordering_is_total():
    """Rows that tie would change places from page to page."""
    ordered = [model for model in OURS if model._meta.ordering]
    assert names(model for model in ordered if model._meta.ordering[-1].lstrip("-") not in {"id", "pk"}) == set()


def test_no_list_is_sorted_by_names_in_the_database():
    """Databases disagree on accents, capitals and numbers: `ui.folding` sorts what people read."""
    asked = re.compile(r"""order_by\([^)]*["']-?(?:\w+__)*(?:name|surname|forename|label|room)["']""")
    rooms = ("audits", "costing", "delivery", "pages", "provisions", "pupils", "reports", "schools", "workbook")
    files = [
        path
        for room in rooms
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py")
        if "migrations" not in path.parts
    ]
    assert [str(path) for path in files if asked.search(path.read_text("utf-8"))] == []
