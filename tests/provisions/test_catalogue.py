"""The catalogue is kept on pages: added to, changed, archived and cleared, with its measures and its evidence."""

from __future__ import annotations

import pytest

from provisions.catalogue.reference_data import load
from provisions.models import Measure, Provision
from tests.editing import opened, send
from tests.factories import (
    AuditRowFactory,
    AuditTickFactory,
    GroupFactory,
    MeasureFactory,
    ProvisionFactory,
    StaffRoleFactory,
)
from workbook.spec import spec_of

pytestmark = pytest.mark.django_db
AT = "/s/ashgrove/provisions/"


@pytest.fixture
def senco(client_of, school):
    load()
    StaffRoleFactory(school=school, code="TA", name="Teaching assistant")
    StaffRoleFactory(school=school, code="LSA", name="Learning support assistant")
    return client_of("senco")


def text(answer):
    return answer.content.decode()


def test_a_provision_with_a_new_measure_is_added_and_shown(senco):
    answer = senco.get(f"{AT}new/")
    assert "Phonics: +5 months, very low cost, extensive evidence" in text(answer)
    made = {
        "name": "Sound steps", "area": "C&L", "tier": "targeted", "description": "Letters and sounds, step by step.",
        "usual_roles": ["LSA", "TA"], "usual_size": "4", "usual_sessions": "2.5", "usual_minutes": "20",
        "usual_weeks": "12", "new_measure": "Sounds known", "new_measure_type": "raw",
        "evidence_strand": "Phonics", "evidence_link": "example.org/sounds",
    }  # fmt: skip
    send(senco, f"{AT}new/", **made)
    one = Provision.objects.get()
    assert (one.usual_roles, one.usual_sessions, one.measure.name) == ("LSA, TA", 2.5, "Sounds known")
    page = text(senco.get(f"{AT}{one.pk}/"))
    for words in ("+5 months", "as on 2 Apr 2026", "Education Endowment Foundation", "https://example.org/sounds"):
        assert words in page
    assert f"{AT}{one.pk}/edit/" in page


def test_changing_keeps_what_was_not_touched(senco, school):
    one = ProvisionFactory(
        school=school,
        usual_roles="TA, LSA, OLD",
        evidence_strand="Our own study",
        measure=MeasureFactory(school=school),
    )
    path = f"{AT}{one.pk}/edit/"
    send(senco, path)
    assert one.history.count() == 1
    send(senco, path, training_needed="A morning with the SENCO")
    one.refresh_from_db()
    assert (one.training_needed, one.usual_roles, one.evidence_strand, bool(one.measure)) == (
        "A morning with the SENCO", "TA, LSA, OLD", "Our own study", True
    )  # fmt: skip
    assert "In the school’s own words" in text(senco.get(f"{AT}{one.pk}/"))


def test_what_cannot_stand_has_its_sentence(senco, school):
    ProvisionFactory(school=school, name="Sound steps")
    asked = {"name": "sound steps", "area": "C&L", "evidence_strand": "Phonics"}
    both = send(senco, f"{AT}new/", **asked, evidence_words="Our own study", evidence_link="no address")
    assert "Choose a strand or write your own words, not both." in text(both)
    assert "Write a web address such as https://example.org/page." in text(both)
    twice = send(senco, f"{AT}new/", **asked)
    assert twice.status_code == 422
    assert "There is Sound steps already." in text(twice)


def test_archived_it_stays_with_its_groups_and_comes_back(senco, school, year):
    group = GroupFactory(school=school, year=year)
    path = f"{AT}{group.provision_id}/"
    send(senco, f"{path}archive/")
    page = text(senco.get(path))
    assert "No longer offered for new groups" in page
    assert "Start a group" not in page
    assert "no longer offered" in text(senco.get(AT))
    send(senco, f"{path}archive/")
    group.provision.refresh_from_db()
    assert not group.provision.archived


def test_removed_only_where_nothing_stands_on_it_and_taken_back(senco, school, year):
    group, free = GroupFactory(school=school, year=year), ProvisionFactory(school=school)
    AuditTickFactory(school=school, provision=group.provision, row=AuditRowFactory(school=school))
    refused = send(senco, f"{AT}{group.provision_id}/remove/")
    assert "1 group and 1 tick in audit charts are there for it." in text(refused)
    answer = senco.post(f"{AT}{free.pk}/remove/", opened(senco, f"{AT}{free.pk}/remove/") | {"back": f"{AT}{free.pk}/"})
    assert answer["Location"] == AT
    assert not Provision.objects.filter(pk=free.pk).exists()
    shown = senco.get(AT)
    (undo,) = [one.extra_tags.split()[1] for one in shown.context["messages"]]
    senco.post(f"/s/ashgrove/undo/{undo}/")
    assert Provision.objects.filter(pk=free.pk).exists()


def test_measures_are_kept_and_removed_when_unused(senco, school, year):
    used, free = MeasureFactory(school=school, name="Reading age"), MeasureFactory(school=school, name="Spelling age")
    GroupFactory(school=school, year=year, measure=used)
    send(senco, f"/s/ashgrove/measures/{used.pk}/edit/", name="Reading age (months)", type="age")
    used.refresh_from_db()
    assert (used.name, used.type) == ("Reading age (months)", "age")
    refused = send(senco, f"/s/ashgrove/measures/{used.pk}/remove/")
    assert "1 group told by it would lose the measure" in text(refused)
    send(senco, f"/s/ashgrove/measures/{free.pk}/remove/")
    assert list(Measure.objects.values_list("name", flat=True)) == ["Reading age (months)"]


def test_every_column_of_the_workbook_has_its_field(senco):
    fields = senco.get(f"{AT}new/").context["form"].fields
    assert {column.field for column in spec_of("Provisions").columns} <= set(fields)
