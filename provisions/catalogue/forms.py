"""Forms of the catalogue: a provision, a measure, and the entries to copy from the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from provisions.catalogue.reading import StrandEvidence
from provisions.catalogue.services import MeasureToAdd
from provisions.models import Measure, Tier
from pupils.models import Area
from ui.edit_fields import Amount, Count, Pick, PickMany, Text, WebAddress, Words
from ui.edit_forms import EditForm
from ui.words import date_uk

Data = Mapping[str, Any] | None
LONGEST_ROLES = 150


class MeasureForm(EditForm):
    """A measure: its name, type of score, and which way is better."""

    name = Words("Name", longest=150, required=True, hint="The test, checklist or count, as you call it.",
                 error_messages={"required": "Give the measure a name."})  # fmt: skip
    type = Pick("Its figures are", Measure.Type.choices, of=str, required=True, initial=Measure.Type.RAW)
    better = Pick("Which way is better", Measure.Better.choices, of=str, required=True, initial=Measure.Better.HIGHER)


class ProvisionForm(EditForm):
    """An entry of the catalogue. `roles` are (code, name), `measures` (number, name), `evidence` the strands."""

    beside = (
        ("area", "strand", "tier"),
        ("usual_size", "usual_weeks"),
        ("usual_sessions", "usual_minutes"),
        ("new_measure", "new_measure_type", "new_measure_better"),
    )
    heads = {
        "usual_roles": "How it usually runs",
        "entry_criteria": "Who it is for",
        "measure": "How progress is told",
        "evidence_strand": "What the evidence says",
    }

    name = Words("Name", longest=150, required=True, error_messages={"required": "Give the provision a name."})
    description = Text("What it is", hint="As a family would understand it. It stands on the map for families.")
    area = Pick(
        "Area of need", Area.choices, of=str, required=True,
        error_messages={"required": "Choose the area of need it is mostly for."},
    )  # fmt: skip
    strand = Words("Strand", longest=60)
    tier = Pick("Tier", Tier.choices, of=str, required=True, initial=Tier.TARGETED)
    usual_roles = PickMany("Usual staff roles", (), of=str, search="Find a role")
    usual_size = Count("Pupils together")
    usual_weeks = Amount("Weeks", above=True, most="53")
    usual_sessions = Amount("Sessions a week", above=True, most="50")
    usual_minutes = Count("Minutes a session", most=600)
    training_needed = Words("Training needed", longest=200)
    entry_criteria = Text("Entry criteria", hint="For pupils who …")
    exit_criteria = Text("Exit criteria", hint="It has done its work when …")
    measure = Pick("Measure", ())
    new_measure = Words("Or the name of a new one", longest=150)
    new_measure_type = MeasureForm.base_fields["type"]
    new_measure_better = MeasureForm.base_fields["better"]
    evidence_strand = Pick("Strand of the EEF Toolkit", (), of=str)
    evidence_words = Words("Or in your own words", longest=120, hint="Where no strand of the Toolkit fits.")
    evidence_link = WebAddress("Your own link to evidence")

    def __init__(
        self, data: Data = None, *, roles: Sequence[tuple[str, str]], measures: Sequence[tuple[int, str]],
        evidence: Mapping[str, StrandEvidence], now: Mapping[str, Any] | None = None, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, now=now, **more)
        named = [(code, f"{code} · {name}") for code, name in roles]
        self.held_roles: list[str] = list((now or {}).get("usual_roles", ()))
        gone = [(code, f"{code} · not among the staff roles") for code in self.held_roles if code not in dict(roles)]
        strands = [(one.strand, one.short) for one in evidence.values()]
        self.offer(usual_roles=[*named, *gone], measure=measures, evidence_strand=strands)
        snapshot = max((one.snapshot for one in evidence.values()), default=None)
        if snapshot:
            self.fields["evidence_strand"].help_text = (
                "Education Endowment Foundation, Teaching and Learning Toolkit: average months of progress in a year, "
                f"cost and security, as on {date_uk(snapshot)}."
            )

    def clean_usual_roles(self) -> list[str]:
        """The roles in the order they were stored in; as many as the field can hold."""
        codes: list[str] = self.cleaned_data["usual_roles"]
        if len(", ".join(codes)) > LONGEST_ROLES:
            raise ValidationError("These are too many roles for one provision. Keep those who usually deliver it.")
        return sorted(codes, key=lambda code: [*self.held_roles, code].index(code))

    def clean(self) -> dict[str, Any]:
        """Refuse a strand of evidence together with the school's own words."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("evidence_strand") and cleaned.get("evidence_words"):
            self.add_error("evidence_words", "Choose a strand or write your own words, not both.")
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """The values to save, by the provision's fields; the measure as its number or as a new one."""
        kept = super().values
        name, type_, better = (kept.pop(f"new_measure{part}") for part in ("", "_type", "_better"))
        kept["measure"] = MeasureToAdd(name, type_, better) if name else kept["measure"]
        kept["usual_roles"] = ", ".join(kept["usual_roles"])
        kept["evidence_strand"] = kept["evidence_strand"] or kept.pop("evidence_words")
        kept.pop("evidence_words", None)
        return kept


class LibraryForm(EditForm):
    """The ticked entries of the library, each as (key, name)."""

    pick = PickMany("Provisions", (), of=str, required=True, error_messages={"required": "Tick what you want to add."})
