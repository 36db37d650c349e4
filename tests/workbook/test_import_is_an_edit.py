"""An import of the workbook is an edit like others: rights, trail, history, undo of the whole, a short lock."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pupils.models import Pupil, PupilNeed, PupilYear
from schools.edits import Refused, edit
from schools.edits.undo import undo
from schools.models import School, TrailEntry
from schools.uploads import TRIES, Importer
from tests.pupils.mis_file import upn_of
from tests.workbook.helpers import ANN, BEN, Rows, as_file, bring_in, small
from workbook import services
from workbook.ledger import TABLES

pytestmark = pytest.mark.django_db
HOME = "/s/ashgrove/workbook/"
ClientOf = Callable[[str], Client]


def rows(**more: Any) -> Rows:
    return {**small(), "School": {"Name": "Ashgrove Primary", "Academic year": "2026/27"}, **more}


def upload(client: Client, tmp_path, given: Rows) -> str:
    content = as_file(given, tmp_path).read_bytes()
    return client.post(HOME, {"file": SimpleUploadedFile("school.xlsx", content)})["Location"]


def confirm(client: Client, address: str) -> Any:
    """Press the button of the preview, which sends what the page itself holds."""
    page = client.get(address).content.decode()
    return client.post(address, dict(re.findall(r'type="hidden" name="(seen)" value="([^"]*)"', page)), follow=True)


def counted(school: School) -> dict[str, int]:
    """The number of the school's rows in every table of the workbook."""
    return {
        model.__name__: model._default_manager.filter(school=school).count()
        for model in TABLES
        if any(field.name == "school" for field in model._meta.fields)
    }


def test_a_whole_import_is_undone_in_one_step_and_leaves_nothing(client_of: ClientOf, school, access, tmp_path):
    before = counted(school)
    client = client_of("senco")
    page = confirm(client, upload(client, tmp_path, rows()))
    assert "The workbook is imported." in page.content.decode()
    entry = TrailEntry.objects.latest("pk")
    assert (entry.verb, entry.summary, entry.by_name) == ("imported", "the school workbook", "Senco Person")
    assert f"/s/ashgrove/undo/{entry.pk}/" in page.content.decode()
    assert counted(school) != before
    undo(entry.pk, by=access("senco"))
    assert counted(school) == before


def test_undo_gives_changed_rows_their_former_values(client_of: ClientOf, school, access, tmp_path):
    bring_in(rows(), school)
    client = client_of("senco")
    sheet = {"Pupils": [{"UPN": ANN, "Surname": "Bellamy", "SEN status": "E", "Other needs": ""}]}
    confirm(client, upload(client, tmp_path, sheet))
    ann = Pupil.objects.get(upn=ANN)
    assert (ann.surname, PupilYear.objects.get(pupil=ann).sen_status, ann.needs.count()) == ("Bellamy", "E", 1)
    assert [line.surname for line in ann.history.all()[:2]] == ["Bellamy", "Bell"]
    assert ann.history.first().history_user.name == "Senco Person"
    undo(TrailEntry.objects.latest("pk").pk, by=access("senco"))
    ann.refresh_from_db()
    assert (ann.surname, PupilYear.objects.get(pupil=ann).status_code) == ("Bell", "K+")
    assert sorted(PupilNeed.objects.filter(pupil=ann).values_list("rank", flat=True)) == [1, 2, 3]


def test_what_was_changed_since_is_not_undone(client_of: ClientOf, school, access, tmp_path):
    client = client_of("senco")
    confirm(client, upload(client, tmp_path, rows()))
    first = TrailEntry.objects.latest("pk").pk
    confirm(client, upload(client, tmp_path, {"Pupils": [{"UPN": ANN, "Surname": "Bellamy"}]}))
    with pytest.raises(Refused, match="It has been changed since"):
        undo(first, by=access("senco"))
    assert Pupil.objects.get(upn=ANN).surname == "Bellamy"


def test_five_hundred_pupils_hold_the_lock_for_two_seconds_at_most(client_of: ClientOf, school, tmp_path, monkeypatch):
    bring_in(rows(), school)
    pupils = [
        {"UPN": upn_of(number), "Surname": f"Bell{number}", "Forename": "Ann", "Year group": "3", "Class": "3A",
         "SEN status": "K", "Primary need": "SLCN", "Pupil groups": "EAL", "Strengths": "Draws"}
        for number in range(500)
    ]  # fmt: skip
    client = client_of("senco")
    address = upload(client, tmp_path, {"Pupils": pupils})
    hidden = dict(client.get(address).context["hidden"])
    took: list[float] = []
    locked = services.IMPORTER.lock

    @contextmanager
    def timed(by):
        begun = time.process_time()
        with locked(by):
            yield
        took.append(time.process_time() - begun)

    object.__setattr__(services.IMPORTER, "lock", timed)
    try:
        client.post(address, hidden)
    finally:
        object.__setattr__(services.IMPORTER, "lock", locked)
    assert PupilYear.objects.count() == 502
    assert len(took) == 1
    assert took[0] <= 2


@pytest.mark.parametrize("changes", [1, TRIES])
def test_a_change_between_planning_and_the_lock_is_planned_again(
    client_of: ClientOf, school, tmp_path, monkeypatch, changes
):
    bring_in(rows(), school)
    client = client_of("senco")
    address = upload(client, tmp_path, {"Pupils": [{"UPN": ANN, "Surname": "Bellamy"}]})
    hidden = dict(client.get(address).context["hidden"])
    plans: list[int] = []
    plan = services.IMPORTER.plan

    def disturbed(by, data):
        made = plan(by, data)
        plans.append(1)
        if len(plans) <= changes:  # somebody else saves just now
            with edit(by, "changed") as change:
                change.set(Pupil.objects.get(upn=BEN), forename=f"Benno {len(plans)}")
        return made

    monkeypatch.setattr(Importer, "__setattr__", object.__setattr__)
    monkeypatch.setattr(services.IMPORTER, "plan", disturbed)
    client.post(address, hidden)
    assert (len(plans), Pupil.objects.get(upn=ANN).surname, Pupil.objects.get(upn=BEN).forename) == (
        changes + 1, "Bellamy", f"Benno {changes}",
    )  # fmt: skip


def test_what_a_role_does_not_write_is_left_out_on_request_and_listed(client_of: ClientOf, school, tmp_path):
    bring_in(rows(), school)
    client = client_of("system_manager")
    given = {
        "Pupils": [{"UPN": ANN, "Surname": "Bellamy", "SEN status": "E", "Strengths": "Sings"}],
        "Outcomes": [{"Pupil": ANN, "Outcome": "I will sing"}],
    }
    address = upload(client, tmp_path, given)
    page = client.get(address).content.decode()
    assert "Leave these out and go on" in page
    assert "Sings" not in page
    page = client.post(address, {"step": "leave"}, follow=True).content.decode()
    assert "Left out, as your role does not write it: Outcomes, Pupils: SEN status, Pupils: Strengths." in page
    confirm(client, address)
    ann = Pupil.objects.get(upn=ANN)
    assert (ann.surname, PupilYear.objects.get(pupil=ann).status_code) == ("Bellamy", "K+")
