"""Sentences of papers: the horizon, the threshold's test, the rules they were costed under."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from costing.engine.facts import Horizon, Rules
from costing.engine.quantities.figures import rounded
from costing.rules_files import explained, to_mapping
from pupils.reading import PupilRow
from reports.documents.head import Head
from reports.documents.maps.costed_map import CostedMap
from ui.words import date_uk, money, number, plural


class Rule(NamedTuple):
    """One rule in a sentence under its short name."""

    name: str
    sentence: str
    key: str = ""


def whole_pounds(value: Fraction) -> str:
    """A threshold as people write it: £6,000; pennies only where there are any."""
    return money(value).removesuffix(".00")


def costed_purpose(made: CostedMap) -> tuple[str, str]:
    """What a costed map is for, and what its threshold is not."""
    return (
        "It goes with our advice when an education, health and care needs assessment is considered, or with a request "
        f"for top-up funding. It sets out what {made.pupil.known_as} is given beyond what every pupil gets, what that "
        "costs, and how each figure was reached.",
        f"{whole_pounds(made.head.rules.threshold)} is a convention about which budget pays. It is not a legal test: "
        "whether a child’s needs should be assessed does not depend on what the school has spent.",
    )


def pupil_and_class(pupil: PupilRow) -> str:
    """A pupil's name, year group and class."""
    return f"{pupil.name}, {pupil.year_name}{f', class {pupil.class_name}' if pupil.class_name else ''}"


def length_words(hours: Fraction) -> str:
    """A length of time in full, for families: 2 hours 30 minutes."""
    whole, rest = divmod(hours * 60, 60)
    parts = [plural(whole, "hour")] if whole else []
    return " ".join([*parts, plural(rest, "minute")] if rest or not whole else parts)


def horizon_words(head: Head) -> str:
    """Which stretch of the year the costs are for."""
    return {
        Horizon.PLANNED: "Costs are for each group's whole planned run.",
        Horizon.TO_DATE: f"Costs are for the school weeks begun by {date_uk(head.on)}.",
        Horizon.FULL_YEAR: f"Costs are for a full year of {plural(head.rules.weeks, 'week')}.",
        Horizon.DELIVERED: "Costs are for sessions recorded as held; what has no record is shown as not recorded.",
    }[head.horizon]


def threshold_words(made: CostedMap) -> str:
    """The rules' threshold test, and whether the printed total meets it."""
    rules = made.head.rules
    asked = f"These rules ask for {rules.threshold_test} {whole_pounds(rules.threshold)}."
    if made.total_counted is None:
        return f"{asked} The total is not recorded yet, so it cannot be compared."
    if made.difference is None:
        return f"{asked} That is a year’s threshold, and these costs are of a part of the year: they are not compared."
    if not made.difference:
        apart = "exactly the threshold"
    else:
        side = "above" if made.difference > 0 else "below"
        apart = f"{money(abs(made.difference))} {side} it"
    verdict = "is over" if made.over_threshold else "is not over"
    return f"{asked} {money(made.total_counted)} counts, {apart}, so this map {verdict} the threshold."


def exact_words(made: CostedMap) -> tuple[str, ...]:
    """The total before any rounding, where each week is rounded and the two differ."""
    exact, rules = made.total_counted_exact, made.head.rules
    if exact is None or rules.rounding_stage != "week" or rounded(exact) == made.total_counted:
        return ()
    return (f"Each week is rounded before it is multiplied, as these rules ask; not rounded, {money(exact)} counts.",)


def shortfall_words(made: CostedMap) -> str:
    """The sum behind the shortfall, as printed."""
    rules = made.head.rules
    if made.shortfall is None or made.total_counted is None:
        return ""
    parts = f"{money(made.total_counted)} − {money(rules.threshold)} − {money(made.top_up)}"
    if made.shortfall == Decimal(0):
        return f"{parts} is not above nought, so nothing is short"
    return f"{parts} = {money(made.shortfall)}"


def rules_in_sentences(rules: Rules) -> tuple[Rule, ...]:
    """Each rule with its own explanation, or its value where the school's copy explains nothing or says otherwise."""
    return tuple(Rule(name, said, key) for key, name in RULES if (said := rule_sentence(rules, key)))


def rule_sentence(rules: Rules, key: str) -> str:
    """One rule in a sentence; blank where there is nothing to say."""
    return explained(rules, key) or _value(rules, key)


def rules_apart(a: Rules, b: Rules) -> tuple[tuple[str, str, str], ...]:
    """The rules that differ: name, and what each set says."""
    ours, theirs = to_mapping(a), to_mapping(b)
    return tuple(
        (name, rule_sentence(a, key) or "None.", rule_sentence(b, key) or "None.")
        for key, name in RULES
        if ours[key] != theirs[key]
    )


RULES = (
    ("weeks", "Weeks a year"),
    ("days", "Days a week"),
    ("hours", "Hours a day"),
    ("rates", "Rates of pay"),
    ("role_rates", "Table of rates"),
    ("divide_by", "Sharing"),
    ("charge_in_full", "Charged in full"),
    ("roles_not_counted", "Staff not counted"),
    ("bands_not_counted", "Times not counted"),
    ("caps", "Limits"),
    ("other_costs", "Other costs"),
    ("threshold", "Threshold"),
    ("threshold_test", "Its test"),
    ("rounding", "Rounding"),
    ("timetable_required", "Timetable"),
    ("checklist", "What a map shows"),
)


def _value(rules: Rules, key: str) -> str:
    """A rule without an explanation of its own, said from its value."""
    value: Any = getattr(rules, key, None)
    if key in ("weeks", "days", "hours"):
        return f"{plural(value, key.removesuffix('s'))}."
    if key == "rounding":
        return f"To the {rules.rounding_unit}, once for each {rules.rounding_stage}."
    if key in SENTENCES:
        return SENTENCES[key].get(value, "")
    if key in ("role_rates", "caps") and value:
        form = money if key == "role_rates" else number
        return "; ".join(f"{role} {form(figure)}" for role, figure in value.items()) + "."
    if key in ("threshold", "threshold_test"):
        return f"{rules.threshold_test.capitalize()} {whole_pounds(rules.threshold)}." if key == "threshold" else ""
    return f"{', '.join(sorted(value))}." if value else ""


SENTENCES: dict[str, dict[object, str]] = {
    "rates": {"school": "The school's own rates are used.", "la": "The local authority's rates are used."},
    "divide_by": {
        "planned": "A group's cost is divided by the pupils it is planned for.",
        "actual": "A group's cost is divided by the pupils who have a place in that week.",
    },
    "charge_in_full": {
        True: "One pupil may be charged a group's whole cost, with a written reason.",
        False: "No pupil is charged a group's whole cost.",
    },
    "timetable_required": {True: "A weekly timetable is required.", False: "No weekly timetable is required."},
}
