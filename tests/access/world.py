"""Two full schools whose every word carries the school's own mark, so that a word in the wrong place shows."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from schools.models import AcademicYear, Membership, School
from tests import factories as make


@dataclass(frozen=True)
class Full:
    """A school with something of everything, and what its addresses can name."""

    school: School
    mark: str
    near: Any  # a pupil in the teacher's class and the assistant's group
    far: Any  # a pupil that neither teacher nor assistant works with
    group: Any
    far_group: Any
    job: Any  # papers that the SENCO asked for, one of them left out


def fill(school: School, year: AcademicYear, mark: str, teacher: Membership, assistant: Membership) -> Full:
    """Something of everything; the teacher has a class and the assistant a group, with the pupil `near` in both."""
    own = {"school": school}
    role = make.StaffRoleFactory(**own, code=f"{mark}TA", name=f"{mark} assistant")
    make.RolePayFactory(**own, role=role, year=year)
    stream = make.FundingStreamFactory(**own, year=year, name=f"{mark} stream")
    measure = make.MeasureFactory(**own, name=f"{mark} measure")
    room = make.ClassFactory(**own, year=year, name=f"{mark} class")
    make.ClassStaffFactory(**own, school_class=room, staff=teacher.staff_member)
    near, far = _pupil(school, year, mark, "near", room), _pupil(school, year, mark, "far", None)
    make.SetFactory(**own, year=year, name=f"{mark} set", staff=[teacher.staff_member], pupils=[near])
    groups = [
        _group(school, year, mark, name, role, stream, measure, pupil) for name, pupil in (("near", near), ("far", far))
    ]
    make.StaffingFactory(**own, group=groups[0], role=role, person=assistant.staff_member)
    make.RoleHolderFactory(**own, role=role, staff=assistant.staff_member)
    make.SessionFactory(**own, group=groups[0], role=role, staff=1, pupils=6, room=f"{mark} room")
    make.WholeSchoolProvisionFactory(**own, year=year, description=f"{mark} upkeep")
    chart = make.AuditChartFactory(**own, year=year, year_group="3")
    row = make.AuditRowFactory(**own, chart=chart, pupil=near, other=f"{mark} other")
    make.AuditTickFactory(**own, row=row, provision=groups[0].provision)
    make.CurrentProvisionFactory(**own, year=year, provision=groups[0].provision, staff=f"{mark} staff")
    return Full(school, mark, near, far, *groups, _job(school, year, mark, near))


def _job(school: School, year: AcademicYear, mark: str, pupil: Any) -> Any:
    senco = Membership.objects.get(school=school, roles=["SENCO"]).user
    job = make.DocumentJobFactory(school=school, year=year, asked_by=senco, whom=f"{mark} class")
    make.DocumentJobItemFactory(school=school, job=job, pupil=pupil, problem=f"{mark} problem")
    return job


def _pupil(school: School, year: AcademicYear, mark: str, name: str, room: Any) -> Any:
    own = {"school": school}
    pupil = make.PupilFactory(
        **own, surname=f"{mark}{name}", forename=f"{mark}child", admission_number=f"{mark}-{name}"
    )
    make.PupilYearFactory(**own, pupil=pupil, year=year, school_class=room, year_group="3")
    make.PupilNeedFactory(**own, pupil=pupil)
    make.PupilProfileFactory(**own, pupil=pupil, needs=f"{mark} needs", strengths=f"{mark} strengths")
    member = make.PupilGroupFactory(**own, name=f"{mark} pupil group {name}")
    make.PupilGroupMemberFactory(**own, pupil=pupil, group=member)
    make.AwardFactory(**own, pupil=pupil, year=year)
    make.ReviewFactory(**own, pupil=pupil, found=f"{mark} found", pupils_view=f"{mark} view", by=f"{mark} by")
    make.OtherCostFactory(**own, year=year, group=None, pupil=pupil, description=f"{mark} own cost")
    return pupil


def _group(
    school: School, year: AcademicYear, mark: str, name: str, role: Any, stream: Any, measure: Any, pupil: Any
) -> Any:
    own = {"school": school}
    provision = make.ProvisionFactory(**own, name=f"{mark} provision {name}", measure=measure)
    group = make.GroupFactory(
        **own, year=year, code=f"{mark}-{name}", name=f"{mark} group {name}", provision=provision,
        funding_stream=stream, measure=measure, focus=f"{mark} focus", starts=datetime.date(2026, 9, 7),
    )  # fmt: skip
    outcome = make.OutcomeFactory(**own, pupil=pupil, wording=f"{mark} outcome {name}")
    make.StaffingFactory(**own, group=group, role=role)
    make.PlaceFactory(**own, group=group, pupil=pupil, outcome=outcome)
    make.ScoreFactory(**own, pupil=pupil, measure=measure, group=group)
    make.OtherCostFactory(**own, year=year, group=group, description=f"{mark} books {name}")
    return group
