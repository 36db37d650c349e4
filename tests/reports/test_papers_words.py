"""What papers say in sentences, where a school's rules or a day of the year could make them say it wrongly."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from costing.engine.facts import Horizon
from costing.rules_files import load_rules
from reports.documents.maps.grid import year_groups_in_words
from reports.wording import horizon_words, length_words, rules_in_sentences, shortfall_words, threshold_words
from tests.reports.conftest import PapersOf

RULES = load_rules("38-week-guidance")


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (Fraction(5, 2), "2 hours 30 minutes"),
        (Fraction(1), "1 hour"),
        (Fraction(1, 3), "20 minutes"),
        (Fraction(61, 60), "1 hour 1 minute"),
        (Fraction(0), "0 minutes"),
    ],
)
def test_length_of_time(hours: Fraction, said: str) -> None:
    assert length_words(hours) == said


@pytest.mark.parametrize(
    ("year_groups", "said"),
    [
        ((), "All years"),
        (("3",), "Year 3"),
        (("4", "3"), "Year 3 and Year 4"),
        (("R", "1", "2"), "Reception to Year 2"),
        (("1", "3", "6"), "Year 1, Year 3 and Year 6"),
    ],
)
def test_year_groups(year_groups: tuple[str, ...], said: str) -> None:
    assert year_groups_in_words(year_groups) == said


def test_shipped_rules_explain_themselves() -> None:
    """Each rule has a sentence of its own, in the words of its data file."""
    for key in ("38-week-guidance", "39-week-timetable"):
        rules = load_rules(key)
        said = {rule.sentence for rule in rules_in_sentences(rules)}
        assert said == set(rules.explanations.values())


def test_rules_without_explanations_are_said_from_their_values() -> None:
    rules = replace(
        RULES,
        explanations={},
        rates="la",
        divide_by="actual",
        charge_in_full=False,
        role_rates={"TA": Fraction("16.9")},
        caps={"TA": Fraction("12.5")},
        rounding_unit="pound",
        rounding_stage="total",
    )
    said = {rule.name: rule.sentence for rule in rules_in_sentences(rules)}
    assert said == {
        "Weeks a year": "38 weeks.",
        "Days a week": "5 days.",
        "Hours a day": "6 hours.",
        "Rates of pay": "The local authority's rates are used.",
        "Table of rates": "TA £16.90.",
        "Sharing": "A group's cost is divided by the pupils who have a place in that week.",
        "Charged in full": "No pupil is charged a group's whole cost.",
        "Staff not counted": "SENCO, class teacher.",
        "Limits": "TA 12.5.",
        "Other costs": "equipment, licence, meeting, other, professional, training.",
        "Threshold": "More than £6,000.",
        "Rounding": "To the pound, once for each total.",
        "Timetable": "No weekly timetable is required.",
        "What a map shows": "individual costed map, outcomes.",
    }


@pytest.mark.django_db
def test_the_threshold_in_words(demo: dict[str, PapersOf]) -> None:
    """Above, below, exactly at, and not recorded; the shortfall never helps anybody over."""
    made = demo["demo"].made("costed-map", "A1197")
    assert threshold_words(made) == (
        "These rules ask for more than £6,000. £7,055.72 counts, £1,055.72 above it, so this map is over the threshold."
    )
    assert shortfall_words(made) == "£7,055.72 − £6,000.00 − £0.00 = £1,055.72"
    exactly = replace(made, total_counted=Decimal("6000.00"), over_threshold=False)
    assert "£6,000.00 counts, exactly the threshold, so this map is not over" in threshold_words(exactly)
    assert shortfall_words(exactly).endswith("is not above nought, so nothing is short")
    unknown = replace(made, total_counted=None, over_threshold=None)
    assert "not recorded yet" in threshold_words(unknown)
    assert shortfall_words(unknown) == ""


@pytest.mark.django_db
def test_every_horizon_is_said(demo: dict[str, PapersOf]) -> None:
    head = demo["demo"].made("costed-map", "A1197").head
    said = [horizon_words(replace(head, horizon=horizon)) for horizon in Horizon]
    assert said == [
        "Costs are for each group's whole planned run.",
        "Costs are for the school weeks begun by 23 Nov 2026.",
        "Costs are for a full year of 38 weeks.",
        "Costs are for sessions recorded as held; what has no record is shown as not recorded.",
    ]
