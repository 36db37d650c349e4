"""A small school and a large one of the same kind: what a page reads may not depend on how much there is to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.test import Client

from schools.models import Membership
from tests import factories as make
from tests.access.world import Full, fill
from tests.conftest import CAST

SMALL, LARGE = 3, 16
"""Rounds of `_more`: a school has two pupils and two groups, and with each round three pupils and two groups more."""


@dataclass(frozen=True)
class Grown:
    """A school of some size with its cast, each signed in."""

    full: Full
    year: Any
    cast: dict[str, Membership]
    clients: dict[str, Client]


def school_of(slug: str, rounds: int) -> Grown:
    """A school with something of everything, and so many rounds more of it."""
    own = {"school": make.SchoolFactory(name=f"{slug} School", slug=slug)}
    year = make.YearFactory(**own, half_terms=True)
    make.YearFactory(**own, name="2025/26", starts=date(2025, 9, 1), ends=date(2026, 8, 31))
    cast = {
        name: make.MembershipFactory(**own, user=make.UserFactory(name=f"{name} {slug}"), roles=[role.value])
        for name, role in CAST.items()
    }
    for each in cast.values():
        make.StaffFactory(**own, name=each.user.name, email=each.user.email, membership=each)
    full = fill(own["school"], year, "Mark", cast["teacher"], cast["assistant"])
    make.DayBandFactory(**own)
    for number in range(rounds):
        _more(full, year, cast, number)
    return Grown(full, year, cast, {name: _signed_in(each) for name, each in cast.items()})


def _signed_in(person: Membership) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def _more(full: Full, year: Any, cast: dict[str, Membership], number: int) -> None:
    """One round: a class, a person and a role, money, and pupils and groups, some of them hung by what is named in
    addresses (the pupil `near`, the group, its provision, its class, its staff)."""
    own = {"school": full.school}
    scale = make.PayPointFactory(**own, scale=f"Scale {number}").scale
    person = make.StaffFactory(**own)
    make.MembershipFactory(**own, user=make.UserFactory(), roles=["class teacher"])
    role = make.StaffRoleFactory(**own)
    make.RolePayFactory(**own, role=role, year=year, basis="contract hours", rate=None, scale=scale, contract_hours=30)
    make.RoleHolderFactory(**own, role=role, staff=person)
    room = make.ClassFactory(**own, year=year, name=f"More {number}")
    make.ClassStaffFactory(**own, school_class=room, staff=person)
    make.SetFactory(**own, year=year, year_groups=["3"], staff=[person], pupils=[full.near])
    stream = make.FundingStreamFactory(**own, year=year)
    make.WholeSchoolProvisionFactory(**own, year=year, funding_stream=stream)
    mine = full.near.years.get().school_class
    groups = [
        _group(full, year, role, stream, person, number, **more)
        for more in (
            {"provision": full.group.provision, "year_groups": [str(1 + number % 6)]},
            {"provision": make.ProvisionFactory(**own, area="SEMH", training_needed="A course"), "school_class": room},
        )
    ]
    for place in (mine, mine, room):
        pupil = _pupil(full, year, place)
        for group in (full.group, *groups):
            make.PlaceFactory(**own, group=group, pupil=pupil)
    for group in groups:
        outcome = make.OutcomeFactory(**own, pupil=full.near, by=date(2026, 10, 1))
        make.PlaceFactory(**own, group=group, pupil=full.near, outcome=outcome)
        make.ScoreFactory(**own, pupil=full.near, measure=make.MeasureFactory(**own), group=group)
        make.ReviewFactory(**own, pupil=full.near, group=group)
        make.StaffingFactory(**own, group=group, role=full.group.staffing.first().role, person=_staff(cast, number))
        make.OtherCostFactory(**own, year=year, group=group)
    chart = make.AuditChartFactory(**own, year=year, year_group="", school_class=room)
    row = make.AuditRowFactory(**own, chart=chart, pupil=full.near)
    make.AuditTickFactory(**own, row=row, provision=groups[0].provision)
    first = full.near.audit_rows.earliest("pk").chart
    row = make.AuditRowFactory(**own, chart=first, pupil=make.PupilFactory(**own))
    make.AuditTickFactory(**own, row=row, provision=groups[0].provision)
    make.CurrentProvisionFactory(**own, year=year, provision=groups[1].provision)
    job = make.DocumentJobFactory(**own, year=year, asked_by=cast["senco"].user)
    make.DocumentJobItemFactory(**own, job=job, pupil=full.near)
    make.DocumentJobItemFactory(**own, job=full.job, pupil=make.PupilFactory(**own))


def _staff(cast: dict[str, Membership], number: int) -> Any:
    return cast["teacher" if number % 2 else "assistant"].staff_member


def _group(full: Full, year: Any, role: Any, stream: Any, person: Any, number: int, **more: Any) -> Any:
    own = {"school": full.school}
    group = make.GroupFactory(**own, year=year, measure=full.group.measure, funding_stream=stream, **more)
    make.StaffingFactory(**own, group=group, role=role, person=person, trained=False)
    for line in (group, full.group):
        start = time(8 + number % 8, number)
        make.SessionFactory(**own, group=line, role=role, day=number % 5, start=start, room="Room")
    return group


def _pupil(full: Full, year: Any, room: Any) -> Any:
    own = {"school": full.school}
    pupil = make.PupilFactory(**own)
    make.PupilYearFactory(**own, pupil=pupil, year=year, school_class=room)
    make.PupilNeedFactory(**own, pupil=pupil)
    make.PupilGroupMemberFactory(**own, pupil=pupil, group=full.near.group_memberships.get().group)
    make.PupilProfileFactory(**own, pupil=pupil)
    make.OutcomeFactory(**own, pupil=pupil, by=date(2026, 10, 1))
    make.AwardFactory(**own, pupil=pupil, year=year)
    make.ReviewFactory(**own, pupil=pupil)
    make.ScoreFactory(**own, pupil=pupil, measure=full.group.measure, group=full.group)
    make.OtherCostFactory(**own, year=year, group=None, pupil=pupil)
    return pupil
