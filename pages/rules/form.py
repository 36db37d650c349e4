"""Funding rules as values of their form, and the form's values as funding rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from costing.engine.facts import Rules
from costing.kept import role_codes_to_choose, role_ids
from costing.rules_files import to_mapping
from costing.services.rules import adapted
from schools.access import Access
from schools.edits import Refused

FIGURES = ("weeks", "days", "hours", "threshold")
ASIDE = 1_000_000
"""Lines of codes that are not among the school's roles are numbered from here on."""


def values_of(rules: Rules) -> dict[str, Any]:
    """The form's values for these rules."""
    told = to_mapping(rules)
    kept = {name: value for name, value in told.items() if name not in ("rounding", "role_rates", "caps", "checklist")}
    return kept | {
        **{name: _decimal(getattr(rules, name)) for name in FIGURES},
        "rounding_unit": rules.rounding_unit,
        "rounding_stage": rules.rounding_stage,
        "checklist": "\n".join(rules.checklist),
    }


def lines_of_roles(access: Access, rules: Rules) -> list[dict[str, Any]]:
    """What the rules say of each staff role they name, with the role's number."""
    numbers = role_ids(access)
    codes = sorted({*rules.role_rates, *rules.caps})
    return [
        {
            "row": numbers.get(code, ASIDE + place),
            "role": code,
            "rate": _decimal(rules.role_rates.get(code)),
            "hours": _decimal(rules.caps.get(code)),
        }
        for place, code in enumerate(codes)
    ]


def role_code_choices(access: Access, rules: Rules) -> list[tuple[str, str]]:
    """The staff roles that a line may be about: those there are, and those the rules name."""
    held = role_codes_to_choose(access)
    return held + [(code, code) for code in sorted({*rules.role_rates, *rules.caps} - dict(held).keys())]


def rules_of(base: Rules, values: Mapping[str, Any], lines: Iterable[Mapping[str, Any]]) -> Rules:
    """The rules that the form describes. Raises Refused with the key's own sentence."""
    return adapted(base, changes(base, values, lines), key=base.key, name=values["name"])


def changes(base: Rules, values: Mapping[str, Any], lines: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The form's values that differ from `base`, by the keys of the data files. Raises Refused for a role in two
    lines."""
    lines = list(lines)
    twice = next((one["role"] for place, one in enumerate(lines) if one["role"] in roles_of(lines[:place])), None)
    if twice:
        raise Refused(f"{twice} stands in two lines below. Say both figures in one of them.")
    was = values_of(base)
    found = {
        name: value
        for name, value in values.items()
        if name in was and value != was[name] and not name.startswith("rounding") and name not in ("name", "checklist")
    }
    checklist = [line.strip() for line in values["checklist"].splitlines() if line.strip()]
    found |= {"checklist": checklist} if checklist != list(base.checklist) else {}
    rounding = {"unit": values["rounding_unit"], "stage": values["rounding_stage"]}
    found |= {"rounding": rounding} if rounding != to_mapping(base)["rounding"] else {}
    for name, key, held in (("rate", "role_rates", base.role_rates), ("hours", "caps", base.caps)):
        table = {line["role"]: line[name] for line in lines if line[name] is not None}
        if table != {role: _decimal(figure) for role, figure in held.items()}:
            found[key] = table
    return found


def roles_of(lines: Iterable[Mapping[str, Any]]) -> set[str]:
    """The codes that lines are about."""
    return {one["role"] for one in lines}


def _decimal(value: Fraction | None) -> Decimal | None:
    """A figure for the form, rounded to ten decimals. Where it is not changed, the exact figure is kept."""
    if value is None:
        return None
    return round(Decimal(value.numerator) / Decimal(value.denominator), 10)
