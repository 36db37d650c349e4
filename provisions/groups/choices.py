"""The choices in a group's form (provisions, classes, people, pupils, parts of the year), and its first values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q

from costing.models import StaffRole
from costing.reading import rules_for
from provisions.costs import calendar_of
from provisions.groups.spans import YearSpan, spans_of
from provisions.models import FundingStream, InterventionGroup, Measure, Provision, Session
from provisions.reading import names_of
from pupils.models import PupilYear, SchoolClass, YearGroup
from pupils.reading import YEAR_GROUP_ORDER, PupilName, class_ids
from schools.access import Access, NotThere
from schools.clock import today
from schools.models import DayBand, StaffMember
from schools.roles import Permission
from ui.folding import by_name, in_order

Choices = list[tuple[Any, Any]]
NOT_IN_CODES = frozenset({"and", "the", "for", "of", "in", "to", "with", "a"})


@dataclass(frozen=True)
class Offers:
    """The choices for a group for this person in their year; each list is read when it is first needed."""

    access: Access
    provision: Provision | None = None
    class_id: int | None = None
    year_group: str = ""

    @property
    def all_classes(self) -> bool:
        """Whether the person may change groups of every class, not only of their own."""
        return self.access.may(Permission.EDIT_PROVISION)

    @property
    def costs(self) -> bool:
        """Whether the person sees costs."""
        return self.access.may(Permission.VIEW_COSTS)

    @property
    def two_weeks(self) -> bool:
        """Whether the school has weeks A and B."""
        return self.access.school.timetable_weeks > 1

    @cached_property
    def provisions(self) -> Choices:
        """The catalogue without archived entries."""
        rows = Provision.objects.filter(school=self.access.school)
        kept = Q(archived=False) | Q(pk=self.provision.pk if self.provision else None)
        return by_name(rows.filter(kept).order_by("id").values_list("pk", "name"), 1)

    @cached_property
    def classes(self) -> Choices:
        """The classes of the year; for a teacher, their own."""
        rows = SchoolClass.objects.filter(school=self.access.school, year=self.access.year)
        rows = rows if self.all_classes else rows.filter(pk__in=class_ids(self.access))
        return by_name(rows.order_by("id").values_list("pk", "name"), 1)

    @cached_property
    def year_groups(self) -> Choices:
        """The year groups that have a class or a pupil in the year; all of them where there are none yet."""
        of_year = {"school": self.access.school, "year": self.access.year}
        classes = SchoolClass.objects.filter(**of_year).values_list("year_groups", flat=True)
        pupils = PupilYear.objects.filter(**of_year).order_by().values_list("year_group", flat=True).distinct()
        held = {*pupils, *(code for codes in classes for code in codes)}
        return [(code, label) for code, label in YearGroup.choices if code in held or not held]

    @cached_property
    def roles(self) -> Choices:
        """The staff roles, by name."""
        rows = StaffRole.objects.filter(school=self.access.school).order_by("id")
        return [(pk, f"{name} ({code})") for pk, name, code in by_name(rows.values_list("pk", "name", "code"), 1)]

    @cached_property
    def role_ids(self) -> dict[str, int]:
        """The roles by their code, in capitals."""
        rows = StaffRole.objects.filter(school=self.access.school)
        return {code.upper(): pk for pk, code in rows.values_list("pk", "code")}

    @cached_property
    def people(self) -> Choices:
        """The people of the school."""
        rows = StaffMember.objects.filter(school=self.access.school).order_by("id").values_list("pk", "name")
        return sorted(rows, key=lambda row: in_order(row[1]))

    @cached_property
    def streams(self) -> Choices:
        """The funding streams of the year."""
        rows = FundingStream.objects.filter(school=self.access.school, year=self.access.year).order_by("id")
        return by_name(rows.values_list("pk", "name"), 1)

    @cached_property
    def measures(self) -> Choices:
        """The measures of the school."""
        return by_name(Measure.objects.filter(school=self.access.school).order_by("id").values_list("pk", "name"), 1)

    @cached_property
    def rooms(self) -> list[str]:
        """The rooms that sessions of the school have ever had."""
        rows = Session.objects.filter(school=self.access.school).exclude(room="")
        return sorted(rows.order_by().values_list("room", flat=True).distinct(), key=in_order)

    @cached_property
    def bands(self) -> list[DayBand]:
        """The parts of the school's day in their order."""
        return list(DayBand.objects.filter(school=self.access.school))

    @cached_property
    def spans(self) -> list[YearSpan]:
        """The parts of the year to choose from, the likeliest first."""
        if self.access.year is None:
            return []
        on: date = today()
        usual = self.provision.usual_weeks if self.provision else None
        return spans_of(calendar_of(self.access.year, on), rules_for(self.access.school).weeks, on, usual)

    @cached_property
    def pupils(self) -> list[tuple[str, Choices]]:
        """The pupils within reach by class or year group, those of the group's class or year group first."""
        found: dict[str, Choices] = {}
        for pupil in sorted(names_of(self.access).values(), key=self._nearness):
            year = YearGroup(pupil.year_group).label
            head = f"{pupil.class_name}, {year}" if pupil.class_name else year
            found.setdefault(head, []).append((pupil.id, pupil.name))
        return list(found.items())

    def _nearness(self, pupil: PupilName) -> tuple[bool, bool, int, str]:
        far = bool(self.class_id) and pupil.class_id != self.class_id
        other = bool(self.year_group) and pupil.year_group != self.year_group
        return far, other, YEAR_GROUP_ORDER[pupil.year_group], pupil.class_name

    @property
    def first(self) -> dict[str, Any]:
        """The initial values of a new group."""
        span = self.spans[0] if self.spans else None
        years = [self.year_group] if self.year_group else self._years_of_class()
        return {
            "provision": self.provision.pk if self.provision else None,
            "code": self.code(years),
            "size": self.provision.usual_size if self.provision else None,
            "run": span.key if span else "",
            "starts": span.starts if span else None,
            "ends": span.ends if span else None,
            "weeks": span.weeks if span else (self.provision.usual_weeks if self.provision else None),
            "measure": self.provision.measure_id if self.provision else None,
            "status": "running",
            "year_groups": years,
            "school_class": self.class_id,
        }

    @property
    def first_staffing(self) -> dict[str, Any]:
        """The first staffing line: the first of the provision's usual roles, with its usual sessions and minutes; none
        where the provision has no usual pattern, such as universal provision."""
        if self.provision is None or not (self.provision.usual_sessions or self.provision.usual_minutes):
            return {}
        codes = [code.strip().upper() for code in self.provision.usual_roles.split(",")]
        role = next((self.role_ids[code] for code in codes if code in self.role_ids), None)
        held = {"staff": Decimal(1), "sessions": self.provision.usual_sessions, "minutes": self.provision.usual_minutes}
        return {**held, "role": role}

    def code(self, years: Sequence[str] = ()) -> str:
        """A free code: the year group and the provision's initials, such as 3-RT."""
        if self.provision is None:
            return ""
        lead = f"{years[0]}-" if len(years) == 1 else ""
        return free_code(self.access, f"{lead}{initials(self.provision.name)}")

    def _years_of_class(self) -> list[str]:
        if self.class_id is None:
            return []
        rows = SchoolClass.objects.filter(school=self.access.school, year=self.access.year, pk=self.class_id)
        return list(rows.values_list("year_groups", flat=True).first() or [])


def initials(name: str) -> str:
    """The initials of a name's words, or the first four letters of a single word."""
    words = [word for word in re.findall(r"\w+", name) if word.lower() not in NOT_IN_CODES]
    return "".join(word[0] for word in words)[:5].upper() if len(words) > 1 else "".join(words)[:4].upper()


def free_code(access: Access, begin: str) -> str:
    """`begin`, or `begin` with the next number where a group of the year has that code already."""
    taken = {code.upper() for code in group_codes(access)}
    if begin.upper() not in taken:
        return begin
    return next(code for n in range(2, len(taken) + 3) if (code := f"{begin}{n}").upper() not in taken)


def group_codes(access: Access) -> Iterable[str]:
    """The codes of all groups of the year, drafts and archived ones included."""
    rows = InterventionGroup.objects.filter(school=access.school, year=access.year)
    return rows.order_by().values_list("code", flat=True)


def provision_to_offer(access: Access, asked: str) -> Provision | None:
    """The provision that the address names. Raises NotThere where the school has none with this number."""
    if not asked:
        return None
    found = Provision.objects.filter(school=access.school, pk=asked).first() if asked.isdecimal() else None
    if found is None:
        raise NotThere("There is no such provision in the catalogue.")
    return found


def pupil_to_offer(access: Access, asked: str) -> PupilName | None:
    """The pupil that the address names. Raises NotThere for one who is not on roll this year, or out of reach."""
    if not asked:
        return None
    found = names_of(access, [int(asked)]) if asked.isdecimal() else {}
    if not found:
        raise NotThere("There is no such pupil on roll this year.")
    return found[int(asked)]


def room_to_offer(access: Access, asked: str) -> int | None:
    """The class that the address names. Raises NotThere where the year has none with this number."""
    if not asked:
        return None
    rows = SchoolClass.objects.filter(school=access.school, year=access.year, pk=asked) if asked.isdecimal() else None
    if rows is None or not rows.exists():
        raise NotThere("There is no such class this year.")
    return int(asked)
