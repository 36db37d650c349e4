"""The worked cases as they stand in YAML, and as facts of the engine, with no database between."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from costing.engine.facts import (
    Calendar,
    Group,
    OtherCost,
    Pay,
    Place,
    RateBasis,
    Role,
    Rules,
    Session,
    StaffingLine,
    WholeSchoolItem,
)
from costing.rules_files import from_mapping, load_rules, to_mapping

FILES = ("documents.yaml", "rules.yaml", "rules2.yaml")
COPY = Path(__file__).resolve().parent.parent / "cases"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


@dataclass(frozen=True)
class School:
    """A case's workbook as facts."""

    roles: dict[str, Role]
    rules: Rules
    calendar: Calendar
    groups: tuple[Group, ...]
    own_costs: dict[str, list[OtherCost]]
    whole: tuple[WholeSchoolItem, ...]
    awards: dict[str, list[tuple[Fraction, date, date]]]

    def groups_of(self, pupil: str) -> list[Group]:
        return [group for group in self.groups if any(place.pupil == pupil for place in group.places)]


def original_folder() -> Path:
    """Where the cases are kept: the environment's CASES, or beside the repository. It need not exist."""
    return Path(os.environ.get("CASES", Path(__file__).resolve().parents[3] / "shared" / "cases"))


@lru_cache
def load_cases() -> tuple[dict[str, Any], ...]:
    """Every case of the committed copy, in order."""
    return tuple(case for name in FILES for case in yaml.safe_load((COPY / name).read_text("utf-8")))


def each_expectation() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for case in load_cases():
        for expected in case["expect"]:
            yield case, expected


def rules_of(case: Mapping[str, Any]) -> Rules:
    """The rules a case names: a key, changes to a shipped profile, or none for the school's own copy."""
    named = case["rules"]
    if isinstance(named, str):
        return load_rules(named)
    if named:
        changes = {key: value for key, value in named.items() if key != "extends"}
        return from_mapping(to_mapping(load_rules(named["extends"])) | changes)
    school = case["workbook"]["School"]
    own = load_rules(school["Funding rules"])
    return replace(own, divide_by=school.get("Pupil cost divides by", own.divide_by))


def school_of(case: Mapping[str, Any], on: date | None = None) -> School:
    """A case's small school."""
    book = case["workbook"]
    first = int(book["School"]["Academic year"][:4])
    halves = tuple((day(row["Starts"]), day(row["Ends"])) for row in book.get("Half-terms", []))
    return School(
        roles={code: role(list(rows)) for code, rows in groupby(book["Staff roles"], key=lambda row: row["Code"])},
        rules=rules_of(case),
        calendar=Calendar(date(first, 9, 1), date(first + 1, 8, 31), halves, on),
        groups=tuple(group(row, book) for row in book.get("Groups", [])),
        own_costs={
            pupil: [other(n, row) for n, row in enumerate(book.get("Other costs", [])) if row.get("Pupil") == pupil]
            for pupil in {row["UPN"] for row in book["Pupils"]}
        },
        whole=tuple(whole(row) for row in book.get("Whole-school provision", [])),
        awards={
            pupil: [
                (
                    exact(row["Amount"]),
                    day(row.get("From")) or date(first, 9, 1),
                    day(row.get("To")) or date(first + 1, 8, 31),
                )
                for row in book.get("Awards", [])
                if row["Pupil"] == pupil and row["Status"] == "granted"
            ]
            for pupil in {row["UPN"] for row in book["Pupils"]}
        },
    )


def exact(value: Any) -> Fraction:
    return Fraction(str(value))


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def role(rows: list[Mapping[str, Any]]) -> Role:
    first = rows[0]
    rate = first.get("LA rate")
    return Role(
        first["Code"],
        first["Name"],
        first["Kind"],
        tuple(pay(row) for row in rows),
        None if rate is None else exact(rate),
    )


def pay(row: Mapping[str, Any]) -> Pay:
    hours, worked = row.get("Contract hours"), row.get("Hours worked a year")
    return Pay(
        basis=RateBasis(row["Rate basis"]),
        amount=exact(row.get("Annual salary", row.get("Rate"))),
        on_costs=exact(row.get("On-costs %", 0)),
        contract_hours=exact(hours) if hours else None,
        hours_worked=exact(worked) if worked else None,
        from_date=day(row.get("From")),
    )


def whole(row: Mapping[str, Any]) -> WholeSchoolItem:
    amount, weeks = row.get("Amount"), row.get("Weeks")
    return WholeSchoolItem(
        row["Description"],
        None if amount is None else exact(amount),
        row.get("Role", ""),
        exact(row.get("Hours a week", 0)),
        None if weeks is None else exact(weeks),
    )


def group(row: Mapping[str, Any], book: Mapping[str, Any]) -> Group:
    code = row["Group"]
    tiers = {found["Provision"]: found["Tier"] for found in book["Provisions"]}

    def mine(sheet: str) -> list[Mapping[str, Any]]:
        return [found for found in book.get(sheet, []) if found.get("Group") == code]

    return Group(
        code=code,
        provision=row["Provision"],
        tier=tiers[row["Provision"]],
        size=row["Group size"],
        weeks=exact(row["Weeks"]),
        starts=day(row.get("Starts")),
        ends=day(row.get("Ends")),
        staffing=tuple(
            StaffingLine(
                found["Role"],
                exact(found["Sessions a week"]),
                exact(found["Minutes a session"]),
                starts=day(found.get("From")),
                ends=day(found.get("To")),
            )
            for found in mine("Staffing")
        ),
        sessions=tuple(session(found) for found in mine("Sessions")),
        places=tuple(place(n, found) for n, found in enumerate(mine("Places"))),
        other_costs=tuple(other(n, found) for n, found in enumerate(mine("Other costs"))),
    )


def session(row: Mapping[str, Any]) -> Session:
    return Session(
        day=DAYS.index(row["Day"]),
        start=time.fromisoformat(row["Start"]),
        minutes=exact(row["Minutes"]),
        band=row.get("Band") or "lesson",
        structured=row.get("Structured") == "yes",
        role=row.get("Role") or "",
    )


def place(number: int, row: Mapping[str, Any]) -> Place:
    return Place(
        key=str(number),
        pupil=row["Pupil"],
        joined=day(row.get("Joined")),
        left=day(row.get("Left")),
        days=frozenset(DAYS.index(name.strip()) for name in row.get("Days", "").split(",") if name.strip()),
        charged_in_full=row.get("Charged") == "in full",
        reason=row.get("Reason", ""),
    )


def other(number: int, row: Mapping[str, Any]) -> OtherCost:
    return OtherCost(
        key=str(number),
        description=row["Description"],
        kind=row["Kind"],
        amount=exact(row["Amount"]),
        on=day(row.get("Date")),
        payer=row.get("Payer", "school"),
    )
