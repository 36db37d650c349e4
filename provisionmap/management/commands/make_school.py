"""`manage.py make_school`: schools of any size, for measuring. Every name is made up of numbers."""

from __future__ import annotations

import random
from argparse import ArgumentParser
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from costing.models import RolePay, StaffRole
from provisions.models import FundingStream, InterventionGroup, Place, Provision, Session, Staffing, Tier
from pupils.models import Area, Pupil, PupilYear, SchoolClass
from schools.models import AcademicYear, HalfTerm, Membership, School, StaffMember, User
from schools.roles import Role

YEAR_GROUPS = ["7", "8", "9", "10", "11"]
HALF_TERMS = [
    ("Autumn 1", date(2026, 9, 7), date(2026, 10, 23)),
    ("Autumn 2", date(2026, 11, 2), date(2026, 12, 18)),
    ("Spring 1", date(2027, 1, 4), date(2027, 2, 12)),
    ("Spring 2", date(2027, 2, 22), date(2027, 3, 26)),
    ("Summer 1", date(2027, 4, 12), date(2027, 5, 28)),
    ("Summer 2", date(2027, 6, 7), date(2027, 7, 20)),
]
RATES = {"TA": "17.50", "HLTA": "19.85", "LM": "23.50", "ST": "40.00", "ELSA": "18.20"}
PLACES_A_PUPIL = 3
PUPILS_ON_ROLL_FOR_ONE_ON_THE_MAP = 5


class Command(BaseCommand):
    """Makes schools with so many pupils on the map and groups; the same seed makes the same schools."""

    help = "Make schools of a given size, for measuring."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pupils", type=int, default=300, help="pupils on the map of each school")
        parser.add_argument("--groups", type=int, default=120, help="groups of each school")
        parser.add_argument("--schools", type=int, default=1)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        dice = random.Random(options["seed"])  # noqa: S311 – measuring wants the same school each time
        first = School.objects.filter(slug__startswith="made-").count() + 1
        for number in range(first, first + options["schools"]):
            with transaction.atomic():
                MadeSchool(number, dice).fill(options["pupils"], options["groups"])
            if options["verbosity"]:
                self.stdout.write(f"made-{number}: sign in as senco@made-{number}.example, password as set by hand")


class MadeSchool:
    """One school under construction."""

    def __init__(self, number: int, dice: random.Random) -> None:
        self.dice = dice
        self.school = School.objects.create(name=f"Made School {number}", slug=f"made-{number}", phase="secondary")
        self.year = AcademicYear.objects.create(
            school=self.school, name="2026/27", starts=date(2026, 9, 1), ends=date(2027, 8, 31)
        )
        HalfTerm.objects.bulk_create(
            HalfTerm(school=self.school, year=self.year, name=name, starts=starts, ends=ends)
            for name, starts, ends in HALF_TERMS
        )

    def fill(self, pupils: int, groups: int) -> None:
        """Everything else: people, roles, pupils (five on roll for one on the map), groups, sessions and places."""
        self._people()
        roles = self._roles()
        on_map = self._pupils(pupils)
        made = self._groups(groups)
        self._staffing(made, roles)
        self._places(made, on_map)

    def _people(self) -> None:
        email = f"senco@{self.school.slug}.example"
        person = User.objects.create_user(email, name="Made SENCO")
        membership = Membership.objects.create(school=self.school, user=person, email=email, roles=[Role.SENCO.value])
        StaffMember.objects.create(school=self.school, name="Made SENCO", email=email, membership=membership)
        StaffMember.objects.bulk_create(
            StaffMember(school=self.school, name=f"Colleague {number}") for number in range(1, 60)
        )

    def _roles(self) -> list[StaffRole]:
        roles = StaffRole.objects.bulk_create(StaffRole(school=self.school, code=code, name=code) for code in RATES)
        RolePay.objects.bulk_create(
            RolePay(school=self.school, role=role, year=self.year, basis="hourly", rate=Decimal(RATES[role.code]))
            for role in roles
        )
        return roles

    def _pupils(self, on_map: int) -> list[Pupil]:
        count = on_map * PUPILS_ON_ROLL_FOR_ONE_ON_THE_MAP
        classes = SchoolClass.objects.bulk_create(
            SchoolClass(school=self.school, year=self.year, name=f"{code}{letter}", year_groups=[code])
            for code in YEAR_GROUPS
            for letter in "ABCDEFGHIJ"
        )
        pupils = Pupil.objects.bulk_create(
            Pupil(
                school=self.school, admission_number=str(number), surname=f"Surname{number}", forename=f"Pupil{number}"
            )
            for number in range(1, count + 1)
        )
        PupilYear.objects.bulk_create(
            PupilYear(
                school=self.school,
                pupil=pupil,
                year=self.year,
                year_group=classes[number % len(classes)].year_groups[0],
                school_class=classes[number % len(classes)],
                sen_status="K" if number < on_map else "N",
            )
            for number, pupil in enumerate(pupils)
        )
        return pupils[:on_map]

    def _groups(self, count: int) -> list[InterventionGroup]:
        areas = [Area.CI, Area.CL, Area.SEMH, Area.SP]
        provisions = Provision.objects.bulk_create(
            Provision(school=self.school, name=f"Provision {number}", area=areas[number % 4], tier=Tier.TARGETED)
            for number in range(1, 41)
        )
        stream = FundingStream.objects.create(
            school=self.school, year=self.year, name="Notional SEN", amount=Decimal(250_000)
        )
        return InterventionGroup.objects.bulk_create(
            InterventionGroup(
                school=self.school,
                year=self.year,
                code=f"G{number:03}",
                provision=provisions[number % len(provisions)],
                year_groups=[YEAR_GROUPS[number % len(YEAR_GROUPS)]],
                size=self.dice.choice([4, 6, 8]),
                weeks=self.dice.choice([12, 24, 38]),
                funding_stream=stream,
            )
            for number in range(1, count + 1)
        )

    def _staffing(self, groups: list[InterventionGroup], roles: list[StaffRole]) -> None:
        lines, sessions = [], []
        for number, group in enumerate(groups):
            role, times = roles[number % len(roles)], 4 if number % 3 == 0 else 3
            lines.append(Staffing(school=self.school, group=group, role=role, sessions=times, minutes=30))
            sessions += [
                Session(
                    school=self.school,
                    group=group,
                    day=day,
                    start=time(9 + number % 6, 15 * (number % 2)),
                    minutes=30,
                    band="lesson",
                )
                for day in range(times)
            ]
        Staffing.objects.bulk_create(lines)
        Session.objects.bulk_create(sessions)

    def _places(self, groups: list[InterventionGroup], pupils: list[Pupil]) -> None:
        taken: set[tuple[int, int]] = set()
        for pupil in pupils:
            for group in self.dice.sample(groups, min(PLACES_A_PUPIL, len(groups))):
                taken.add((group.pk, pupil.pk))
        joined = HALF_TERMS[0][1]
        Place.objects.bulk_create(
            Place(
                school=self.school,
                group_id=group,
                pupil_id=pupil,
                joined=joined + timedelta(weeks=self.dice.choice([0, 0, 0, 5])),
            )
            for group, pupil in sorted(taken)
        )
