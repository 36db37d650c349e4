"""A year that another follows stays as it was, and what is asked for as recorded is as it was known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from audits.models import AuditChart
from costing.rules_files import load_rules
from provisions.models import InterventionGroup, Place, Provision, Staffing
from provisions.years.plan import YearPlan
from provisions.years.reading import days_after, half_terms_after, read
from provisions.years.services import open_next_year
from pupils.models import Pupil, PupilYear, SchoolClass
from reports.documents.head import PaperOptions
from reports.documents.registry import PAPERS
from schools.access import Access, as_recorded
from schools.edits import Refused, edit
from schools.history import of_a_year
from schools.models import AcademicYear, School
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
AT = date(2026, 11, 23)


def papers_of(access: Access) -> dict[str, Any]:
    """Every paper of the school as JSON, for each audience; those about a pupil for a sample of pupils."""
    found: dict[str, Any] = {}
    pupils = sorted(Place.objects.filter(group__year=access.year).values_list("pupil_id", flat=True).distinct())
    group = InterventionGroup.objects.filter(year=access.year, sessions__isnull=False).order_by("id").first()
    person = Staffing.objects.filter(group__year=access.year, person__isnull=False).order_by("id").first()
    room = group.sessions.exclude(room="").values_list("room", flat=True).first() if group else None
    about = {
        "": [None], "pupil": pupils[:: max(len(pupils) // 3, 1)], "year_group": [_year_group(access)],
        "class": [_class(access)], "group": [group.pk if group else None],
        "person": [person.person_id if person else None], "room": [room],
        "chart": list(AuditChart.objects.filter(year=access.year).order_by("id").values_list("id", flat=True)[:3]),
    }  # fmt: skip
    for name, paper in PAPERS.items():
        for audience in paper.audiences:
            asked = PaperOptions(on=AT, audience=audience, against=load_rules("39-week-timetable"))
            for kind in paper.subjects or ("",):
                for thing in about[kind]:
                    if (thing is None and kind) or (audience != "staff" and kind in paper.also):
                        continue
                    made = paper.made(access, asked, thing, kind)
                    found[f"{name} {audience} {kind} {thing}"] = made.json()
    return found


def _year_group(access: Access) -> str:
    return str(PupilYear.objects.filter(year=access.year).order_by("id").values_list("year_group", flat=True)[0])


def _class(access: Access) -> int:
    return int(SchoolClass.objects.filter(year=access.year).order_by("id").values_list("id", flat=True)[0])


def rolled(access: Access) -> Access:
    """The year after, opened with everything carried over, and an access that looks at it."""
    now = read(access)
    first, last = days_after(now.year)
    terms = [dict(zip(("name", "starts", "ends"), one, strict=True)) for one in half_terms_after(now)]
    plan = YearPlan(
        "2027/28", first, last, terms, groups=frozenset(pk for pk, _ in now.groups), with_pupils=True, rates=True,
        streams=frozenset(pk for pk, *_ in now.streams), whole=frozenset(pk for pk, _ in now.whole),
        leaving=frozenset(pupil.id for pupil in now.leaving),
        ways={pupil.id: (code, "") for (_, code), those in now.moving.items() for pupil in those},
    )  # fmt: skip
    open_next_year(by=access, plan=plan)
    return replace(access, year=AcademicYear.objects.get(school=access.school, name="2027/28"))


def shared() -> list[type[models.Model]]:
    """Every model with history whose rows belong to no one year."""
    return [model for model in apps.get_models() if hasattr(model, "editors") and not of_a_year(model)]


def changed(field: models.Field, value: Any, row: models.Model) -> Any:
    """Another value that the field can hold; None where there is none to try."""
    if field.choices or field.is_relation or field.primary_key or isinstance(field, models.SlugField):
        return None
    if isinstance(field, models.BooleanField) or value is None:
        return None
    if isinstance(field, models.EmailField):
        return f"new-{row.pk}@example.org"
    if isinstance(field, models.CharField):
        return f"{row.pk} Later"[: field.max_length]
    if isinstance(field, models.TextField):
        return f"Later words {row.pk}"
    if isinstance(field, models.DecimalField):
        return value + 1 if isinstance(value, Decimal) else None
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return value + timedelta(days=3)
    return value + 40 if isinstance(field, models.PositiveSmallIntegerField) else None


def change_everything(access: Access) -> int:
    """Give every shared row of the school other words, names, amounts and days, for the access's year."""
    count = 0
    for model in shared():
        own = (
            model.objects.filter(pk=access.school.pk) if model is School else model.objects.filter(school=access.school)
        )
        wanted = []
        for row in own.order_by("pk"):
            values = {
                field.attname: new
                for field in model._meta.concrete_fields
                if (new := changed(field, getattr(row, field.attname), row)) is not None
            }
            values.pop("timetable_weeks", None)
            wanted.append((row, values))
        with edit(access, "changed", summary="everything") as change:
            change.set_all([(row, values) for row, values in wanted if values])
            count += len(wanted)
    return count


@pytest.mark.parametrize("slug", ["demo", "demo-secondary"])
def test_the_papers_of_a_year_stay_as_they_were(demo, slug):
    access = demo[slug].access
    before = papers_of(access)
    assert len(before) > 20
    later = rolled(access)
    access = replace(access)  # knows of the year that follows
    assert change_everything(later) > 200
    after = papers_of(access)
    different = [name for name in before if after[name] != before[name]]
    assert not different
    assert not called(later) & called(access)


def called(access: Access) -> set[str]:
    """What the provisions are called in the access's year."""
    with as_recorded(access):
        return set(Provision.objects.filter(school=access.school).values_list("name", flat=True))


@pytest.fixture
def known(access, school, year, cast) -> dict[str, Any]:
    """A school as it was recorded ten days ago, and changed today: names, staffing, and a pupil who left a group."""
    own = {"school": school}
    pupil = make.PupilFactory(**own, forename="Ada", preferred_name="", surname="Before")
    make.PupilYearFactory(**own, pupil=pupil, year=year)
    role = make.StaffRoleFactory(**own, code="TA", name="Assistant before")
    make.RolePayFactory(**own, role=role, year=year)
    group = make.GroupFactory(**own, year=year, name="", provision=make.ProvisionFactory(**own, name="Words before"))
    line = make.StaffingFactory(**own, group=group, role=role, person=cast["assistant"].staff_member)
    place = make.PlaceFactory(**own, group=group, pupil=pupil)
    then = timezone.now() - timedelta(days=10)
    for model in apps.get_models():
        if hasattr(model, "history"):
            model.history.update(history_date=then)
    with edit(access("senco"), "changed", group) as change:
        change.set(pupil, surname="After")
        change.set(group.provision, name="Words after")
        change.set(role, name="Assistant after")
        change.set(cast["assistant"].staff_member, name="Person After")
        change.set(line, person=None)
        change.set(place, left=AT - timedelta(days=30))
        change.set(school, name="School After")
    return {"pupil": pupil, "group": group, "day": (then + timedelta(days=1)).date()}


def test_as_recorded_is_as_it_was_known_on_the_day_names_too(known, access):
    asked = PaperOptions(on=AT)
    made = PAPERS["individual-map"].made(access("senco"), asked, known["pupil"].pk).json()
    assert made["lines"] == []
    assert (made["school"], made["pupil"]["name"]) == ("School After", "Ada After")
    then = PAPERS["individual-map"].made(access("senco"), replace(asked, as_recorded=known["day"]), known["pupil"].pk)
    said = then.json()
    assert (said["school"], said["pupil"]["name"]) == ("Ashgrove Primary", "Ada Before")
    (line,) = said["lines"]
    assert (line["provision"], line["staff"]) == ("Words before", "Assistant before (Assistant Person)")


def test_a_page_shows_what_was_recorded_to_those_who_see_every_pupil(known, client_of):
    page = f"/s/ashgrove/pupils/{known['pupil'].pk}/provision/"
    now, then = (client_of("senco").get(page + more).content.decode() for more in ("", f"?recorded={known['day']}"))
    assert "Ada After" in now
    assert "Ada Before" in then
    assert "Words before" in then
    assert "as it was recorded on" in then
    plain = client_of("governor").get(f"/s/ashgrove/map/?recorded={known['day']}")
    assert plain.status_code == 200
    assert client_of("senco").get(f"{page}?recorded=soon").status_code == 404


def test_whoever_sees_some_pupils_sees_them_as_recorded_now(known, client_of, school):
    said = client_of("assistant").get(f"/s/ashgrove/map/?recorded={known['day']}").content.decode()
    assert "Words after" in said
    assert "Words before" not in said


def test_saving_in_an_old_year_looks_at_what_is_stored_now(access, school, year):
    pupil = make.PupilFactory(school=school, surname="Old")
    new = make.YearFactory(school=school, name="2027/28", starts=date(2027, 9, 1), ends=date(2028, 7, 31))
    by = replace(access("senco"), years=(new, year))
    with edit(replace(by, year=new), "changed", pupil) as change:
        change.set(pupil, surname="New")
    with as_recorded(by):
        assert Pupil.objects.get(pk=pupil.pk).surname == "Old"
        with edit(by, "changed", pupil) as change:
            assert Pupil.objects.get(pk=pupil.pk).surname == "New"
            with pytest.raises(Refused):
                change.set(pupil, surname="Other")
    assert Pupil.objects.get(pk=pupil.pk).surname == "New"


def test_a_year_that_was_opened_late_knows_what_was_there(access, school, year):
    pupil = make.PupilFactory(school=school, surname="There")
    with edit(access("senco"), "changed", pupil) as change:
        change.set(pupil, surname="Here")
    early = make.YearFactory(school=school, name="2025/26", starts=date(2025, 9, 1), ends=date(2026, 7, 31))
    with as_recorded(replace(access("senco"), year=early, years=(year, early))):
        assert Pupil.objects.get(pk=pupil.pk).surname == "Here"
