"""LA funding rules as data files: those that ship, any other LA's, and a school's own copy (the same keys)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from costing.engine.errors import CostingError
from costing.engine.facts import Rules
from costing.engine.quantities.figures import decimals, written_out

FOLDER = Path(__file__).parent / "funding_rules"
ROLE_KINDS = ("other", "class teacher", "class TA", "SENCO")
BANDS = ("before school", "registration", "lesson", "break", "lunch", "after school")
OTHER_COSTS = ("equipment", "licence", "training", "professional", "meeting", "other")
Reader = Callable[[str, Any], Any]


def available() -> dict[str, str]:
    """The rules that ship: key to name."""
    return {path.stem: load_rules(path.stem).name for path in sorted(FOLDER.glob("*.toml"))}


@lru_cache(maxsize=32)
def load_rules(key: str) -> Rules:
    """The shipped rules with this key. An unknown key is a CostingError that lists those there are."""
    path = FOLDER / f"{key}.toml"
    if path not in FOLDER.glob("*.toml"):
        held = ", ".join(sorted(found.stem for found in FOLDER.glob("*.toml")))
        raise CostingError(f"There are no funding rules called {key}. Choose one of: {held}.")
    return load_rules_file(path)


def load_rules_file(path: Path) -> Rules:
    """The rules in a data file. A key that is missing, unknown or wrong is a CostingError that names it."""
    try:
        with path.open("rb") as file:
            content = tomllib.load(file, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise CostingError(f"{path.name} cannot be read: {error}.") from error
    return from_mapping(content)


def from_mapping(content: Mapping[str, Any]) -> Rules:
    """Rules from the keys of a data file. A key that is missing, unknown or wrong is a CostingError that names it."""
    named = str(content.get("key", "")) or "without a key"
    unknown = sorted(set(content) - set(READERS))
    if unknown:
        raise CostingError(f"Funding rules {named}: {unknown[0]} is not a key of funding rules. Take it out.")
    missing = [key for key in REQUIRED if key not in content]
    if missing:
        raise CostingError(f"Funding rules {named}: {missing[0]} is missing. Add it.")
    fields: dict[str, Any] = {}
    for key, value in content.items():
        try:
            fields |= READERS[key](key, value)
        except (ValueError, TypeError) as error:
            raise CostingError(f"Funding rules {named}: {key} must be {error}.") from error
    return Rules(**fields)


def to_mapping(rules: Rules) -> dict[str, Any]:
    """The keys of a data file from rules; what `from_mapping` reads back to the same rules, and JSON can hold."""
    return {
        "key": rules.key,
        "name": rules.name,
        "source": rules.source,
        "weeks": _number_out(rules.weeks),
        "days": _number_out(rules.days),
        "hours": _number_out(rules.hours),
        "rates": rules.rates,
        "role_rates": {role: _number_out(rate) for role, rate in rules.role_rates.items()},
        "divide_by": rules.divide_by,
        "charge_in_full": rules.charge_in_full,
        "roles_not_counted": [kind for kind in ROLE_KINDS if kind in rules.roles_not_counted],
        "bands_not_counted": [band for band in BANDS if band in rules.bands_not_counted],
        "caps": {role: _number_out(hours) for role, hours in rules.caps.items()},
        "other_costs": [kind for kind in OTHER_COSTS if kind in rules.other_costs],
        "threshold": _number_out(rules.threshold),
        "threshold_test": rules.threshold_test,
        "rounding": {"unit": rules.rounding_unit, "stage": rules.rounding_stage},
        "timetable_required": rules.timetable_required,
        "checklist": list(rules.checklist),
        "explanations": dict(rules.explanations),
    }


LONGEST = 60  # characters of a number, as a fraction of two long ones


def _number_out(value: Fraction) -> int | str:
    """A number in a form that JSON and TOML hold exactly: a whole number as it is, others as text."""
    if value.denominator == 1:
        return int(value)
    return written_out(value) if decimals(value) is not None else f"{value.numerator}/{value.denominator}"


def _number(value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal | Fraction):
        raise TypeError("a number")
    text = str(value)
    # Looked at before it is made: 1e999999999 would take all memory there is.
    if len(text) > LONGEST or re.search(r"e[+-]?\d{3}", text, re.IGNORECASE):
        raise ValueError("a number of a usual size")
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError("a number") from None


def _text(key: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, str):
        raise TypeError("text in quotes")
    return {key: value}


def _above_zero(key: str, value: Any) -> dict[str, Any]:
    number = _number(value)
    if number <= 0:
        raise ValueError("more than 0")
    return {key: number}


def _not_negative(key: str, value: Any) -> dict[str, Any]:
    number = _number(value)
    if number < 0:
        raise ValueError("0 or more")
    return {key: number}


def _yes_no(key: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, bool):
        raise TypeError("true or false")
    return {key: value}


def _by_role(key: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError("a table of staff role codes with a number each, such as { TA = 2 }")
    return {key: {str(role): _not_negative(key, number)[key] for role, number in value.items()}}


def _choice(*choices: str) -> Reader:
    def read(key: str, value: Any) -> dict[str, Any]:
        if value not in choices:
            raise ValueError("one of: " + ", ".join(choices))
        return {key: value}

    return read


def _some_of(*choices: str) -> Reader:
    def read(key: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, list | tuple) or any(item not in choices for item in value):
            raise ValueError("a list out of: " + ", ".join(choices))
        return {key: frozenset(value)}

    return read


def _list(key: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise TypeError("a list of texts")
    return {key: tuple(value)}


def _rounding(key: str, value: Any) -> dict[str, Any]:
    told = 'unit "penny" or "pound" and stage "line", "week" or "total"'
    if not isinstance(value, Mapping) or set(value) != {"unit", "stage"}:
        raise TypeError(told)
    if value["unit"] not in ("penny", "pound") or value["stage"] not in ("line", "week", "total"):
        raise ValueError(told)
    return {"rounding_unit": value["unit"], "rounding_stage": value["stage"]}


def _explanations(key: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise TypeError("a table of one sentence for each rule")
    strange = sorted(set(value) - set(READERS))
    if strange:
        raise ValueError(f"about keys of funding rules, which {strange[0]} is not")
    return {key: dict(value)}


READERS: dict[str, Reader] = {
    "key": _text,
    "name": _text,
    "source": _text,
    "weeks": _above_zero,
    "days": _above_zero,
    "hours": _above_zero,
    "rates": _choice("school", "la"),
    "role_rates": _by_role,
    "divide_by": _choice("planned", "actual"),
    "charge_in_full": _yes_no,
    "roles_not_counted": _some_of(*ROLE_KINDS),
    "bands_not_counted": _some_of(*BANDS),
    "caps": _by_role,
    "other_costs": _some_of(*OTHER_COSTS),
    "threshold": _not_negative,
    "threshold_test": _choice("more than", "at least"),
    "rounding": _rounding,
    "timetable_required": _yes_no,
    "checklist": _list,
    "explanations": _explanations,
}
OPTIONAL = ("source", "role_rates", "caps", "explanations", "checklist")
REQUIRED = tuple(key for key in READERS if key not in OPTIONAL)


def at_rates(rules: Rules, rates: Literal["school", "la"]) -> Rules:
    """The same rules with the school's own rates of pay, or the LA's; the name says so where that differs from the
    rules' own."""
    if rules.rates == rates:
        return rules
    whose = {"school": "the school’s own rates", "la": "the LA’s rates"}[rates]
    return replace(rules, rates=rates, key=f"{rules.key}+{rates}", name=f"{rules.name} at {whose}")


def explained(rules: Rules, key: str) -> str:
    """A rule's own explanation; blank where there is none, or where these rules have changed what it explains."""
    said = rules.explanations.get(key, "")
    shipped = rules.key.partition("+")[0]
    if not said or shipped not in available():
        return said
    first = load_rules(shipped)
    stale = first.explanations.get(key) == said and to_mapping(first).get(key) != to_mapping(rules).get(key)
    return "" if stale else said
