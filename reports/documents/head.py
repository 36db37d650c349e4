"""The common head of papers, the options they are made with, and how figures are written as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from costing.engine.facts import Horizon, Rules
from costing.engine.results import Remark
from costing.reading import rules_for
from provisions.costs import ON_THE_MAP, CostedYear, read_year
from schools.access import Access, NotThere
from schools.clock import today
from schools.models import AcademicYear
from ui.words import to_places

Json = dict[str, object]
Audience = Literal["staff", "family", "governor"]


class NotForThem(Exception):
    """A paper was asked for by or for somebody whom it is not for; the message says whom it is for."""


@dataclass(frozen=True)
class PaperOptions:
    """The options that a paper is made with. `rules` None = the school's own; `on` is the day it looks at;
    `as_recorded` reads the records as they were known on a day; `against` is the second set of rules where two are
    compared; `by` is the kind of year shown, in papers that have both ("" = both)."""

    rules: Rules | None = None
    horizon: Horizon = Horizon.PLANNED
    on: date = field(default_factory=today)
    as_recorded: date | None = None
    audience: Audience = "staff"
    against: Rules | None = None
    by: Literal["", "academic", "financial"] = ""


@dataclass(frozen=True)
class Head:
    """The common head of a paper."""

    document: str
    title: str
    school: str
    local_authority: str
    year: str
    horizon: Horizon
    rules: Rules
    made_on: date
    on: date
    audience: Audience = "staff"

    def json(self) -> Json:
        """The contract's common keys."""
        return {
            "document": self.document,
            "school": self.school,
            "year": self.year,
            "horizon": str(self.horizon),
            "rules": {
                "key": self.rules.key,
                "weeks": number_text(self.rules.weeks),
                "threshold": money_text(self.rules.threshold),
            },
            "made_on": self.made_on.isoformat(),
        }


def year_of(access: Access) -> AcademicYear:
    """The academic year the paper is for. Raises NotThere with what to do where the school has none yet."""
    if access.year is None:
        raise NotThere("This school has no academic year yet. Import a workbook that names one first.")
    return access.year


def read_for(
    access: Access, asked: PaperOptions, groups: Iterable[int] | None = None, statuses: Iterable[str] = ON_THE_MAP
) -> CostedYear:
    """The year read once for a paper; `statuses` says which groups."""
    return read_year(year_of(access), rules=asked.rules, on=asked.on, groups=groups, statuses=statuses)


def head_of(access: Access, asked: PaperOptions, costed: CostedYear, document: str, title: str) -> Head:
    """The common head of a paper that is made today."""
    return Head(
        document=document,
        title=title,
        school=access.school.name,
        local_authority=access.school.local_authority,
        year=costed.year.name,
        horizon=asked.horizon,
        rules=costed.rules,
        made_on=today(),
        on=asked.on,
        audience=asked.audience,
    )


def plain_head(access: Access, asked: PaperOptions, document: str, title: str) -> Head:
    """The common head of a paper that holds no sum, so that the year need not be read."""
    return Head(
        document=document,
        title=title,
        school=access.school.name,
        local_authority=access.school.local_authority,
        year=year_of(access).name,
        horizon=asked.horizon,
        rules=asked.rules or rules_for(access.school),
        made_on=today(),
        on=asked.on,
        audience=asked.audience,
    )


@dataclass(frozen=True)
class Note:
    """A finding printed on a paper."""

    code: str
    message: str
    group: str = ""

    def json(self) -> Json:
        """The contract's keys."""
        return {"code": self.code, "message": self.message}


def notes_of(remarks: Iterable[Remark]) -> tuple[Note, ...]:
    """The engine's remarks as findings of a paper, each once."""
    return tuple(dict.fromkeys(Note(remark.code, remark.message, remark.group) for remark in remarks))


def money_text(value: Decimal | Fraction | None) -> str | None:
    """Pounds for a program: two decimals, no separators; None stays None ("not recorded")."""
    return None if value is None else f"{to_places(value, 2):.2f}"


def number_text(value: Decimal | Fraction | int | None) -> str | None:
    """Hours, weeks and counts for a program: at most four decimals, no trailing zeros."""
    if value is None:
        return None
    text = f"{to_places(value, 4):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
