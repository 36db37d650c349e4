"""The pages of an import: the columns are asked, the preview is what is written, and it can be undone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pupils.models import ImportMapping, Pupil, PupilGroup, PupilNeed, PupilYear, SchoolClass
from schools.edits.undo import undo
from schools.models import TrailEntry
from tests.factories import ClassFactory, PupilFactory, PupilYearFactory
from tests.pupils.mis_file import mis_csv, upn_of

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"
HOME = "/s/ashgrove/pupils/import/"
ClientOf = Callable[[str], Client]


def upload(client: Client, content: bytes) -> str:
    """Hand a file over; the address of its preview."""
    answer = client.post(HOME, {"file": SimpleUploadedFile("list.csv", content)})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].removesuffix("columns/")


def sample(client: Client, name: str) -> str:
    return upload(client, (FILES / name).read_bytes())


def columns(client: Client, preview: str, **chosen: str) -> Any:
    """Send the columns as they are guessed, with these changed."""
    form = client.get(f"{preview}columns/").context["form"]
    data = {bound.html_name: bound.value() for bound in form}
    return client.post(f"{preview}columns/", data | chosen)


def confirm(client: Client, preview: str, **chosen: Any) -> Any:
    """Confirm what the preview shows; each new class keeps its tick."""
    context = client.get(preview).context
    data = {"seen": context["plan"].fingerprint, "classes": list(context["plan"].new_classes)}
    return client.post(preview, data | chosen)


def text(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def roll(school) -> set[str]:
    return {str(row.pupil) for row in PupilYear.objects.filter(school=school).select_related("pupil")}


def test_an_empty_school_gets_its_pupils_and_classes_and_undo_takes_them_back(client_of: ClientOf, school, access):
    client = client_of("senco")
    preview = sample(client, "titles_and_total.csv")
    page = text(client.get(f"{preview}columns/"))
    assert "SEN Need Type" in page
    assert "4 pupils in 14 columns" in page
    assert columns(client, preview)["Location"] == preview
    page = text(client.get(preview))
    assert "New: 4 pupils" in page
    assert "3 Oak (Year 3)" in page
    assert Pupil.objects.count() == 0
    assert confirm(client, preview)["Location"] == reverse("pupil_roll", args=["ashgrove"])
    assert roll(school) == {"Tansy Bramblewick", "Barney Thistledown", "Marigold O'Puddle", "Sorrel Nettlefold"}
    row = PupilYear.objects.get(pupil__surname="O'Puddle")
    assert (row.year_group, str(row.school_class), row.sen_status) == ("3", "3 Oak", "E")
    assert PupilGroup.objects.get(name="looked-after child").visibility == "senior"
    entry = TrailEntry.objects.latest("pk")
    assert (entry.verb, entry.summary) == ("imported", "a list of 4 pupils: 4 new")
    undo(entry.pk, by=access("senco"))
    assert [model.objects.count() for model in (Pupil, SchoolClass, PupilNeed)] == [0, 0, 0]


def test_sent_twice_counts_once_and_the_same_file_changes_nothing(client_of: ClientOf):
    client = client_of("senco")
    preview = sample(client, "titles_and_total.csv")
    columns(client, preview)
    seen = client.get(preview).context["plan"].fingerprint
    confirm(client, preview)
    again = client.post(preview, {"seen": seen}, follow=True)
    assert "imported already, so nothing was done twice" in text(again)
    assert Pupil.objects.count() == 4
    page = text(client.get(sample(client, "titles_and_total.csv")))
    assert "already holds all that is in this file" in page


def test_what_was_chosen_for_a_column_is_remembered(client_of: ClientOf):
    client = client_of("senco")
    content = f"UPN,Surname,Forename,Year,Teacher,House\n{upn_of(1)},Sedge,Ivy,3,3 Elm,Red\n".encode()
    preview = upload(client, content)
    form = client.get(f"{preview}columns/").context["form"]
    assert [bound.value() for bound in form] == ["upn", "surname", "forename", "year_group", "", ""]
    columns(client, preview, **{"column-4": "class_name"})
    assert ImportMapping.objects.get().headings["teacher"] == "class_name"
    page = client.get(f"{upload(client, content)}columns/")
    assert [bound.value() for bound in page.context["form"]][4] == "class_name"
    assert "as chosen last time" in text(page)


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"column-4": "surname"}, "“Surname” is chosen for two columns. Choose one."),
        ({"column-1": ""}, "No column holds the pupils' names."),
        ({"column-0": ""}, "No column holds a number."),
    ],
)
def test_columns_that_cannot_be_used_are_told_kindly(client_of: ClientOf, chosen, says):
    client = client_of("senco")
    preview = upload(client, f"UPN,Surname,Forename,Year,House\n{upn_of(1)},Sedge,Ivy,3,Red\n".encode())
    answer = columns(client, preview, **chosen)
    assert answer.status_code == 422
    assert says in text(answer)
    assert ImportMapping.objects.count() == 0


def test_a_file_with_faults_is_listed_and_never_written(client_of: ClientOf):
    client = client_of("senco")
    preview = sample(client, "faulty.csv")
    columns(client, preview)
    page = text(client.get(preview))
    assert "5 things to put right; nothing was changed" in page
    assert "Row 4 UPN" in page
    assert "Import the pupils" not in page
    answer = client.post(preview, {"seen": client.get(preview).context["plan"].fingerprint})
    assert answer.status_code == 409
    assert Pupil.objects.count() == 0


def test_leavers_are_those_ticked_and_stay_in_the_school(client_of: ClientOf, school, year):
    here, left, stays = (
        PupilYearFactory(
            school=school, year=year, sen_status="N", pupil=PupilFactory(school=school, surname=name)
        ).pupil
        for name in ("Sedge", "Rush", "Reed")
    )
    client = client_of("senco")
    rows = f"Adno,Surname,Forename,Year\n{here.admission_number},Sedge,{here.forename},3\n"
    preview = upload(client, rows.encode())
    columns(client, preview)
    assert "2 pupils on this year’s roll are not in the file" in text(client.get(preview))
    assert confirm(client, preview, leavers=[left.pk], last_day="").status_code == 422
    confirm(client, preview, leavers=[left.pk], last_day="2026-11-20")
    for pupil in (here, left, stays):
        pupil.refresh_from_db()
    assert (here.leaving_date, left.leaving_date, stays.leaving_date) == (None, date(2026, 11, 20), None)
    assert Pupil.objects.count() == 3


def test_the_same_pupil_or_another_must_be_said(client_of: ClientOf, school, year):
    there = PupilFactory(
        school=school, surname="Rush", forename="Oak", admission_number="9", date_of_birth=date(2018, 5, 6)
    )
    PupilYearFactory(school=school, year=year, pupil=there, sen_status="N")
    client = client_of("senco")
    preview = upload(client, f"UPN,Surname,Forename,DOB,Year\n{upn_of(3)},Rush,Oak,06/05/2018,3\n".encode())
    columns(client, preview)
    assert "has another number than Oak Rush, born 6 May 2018, who is on record with 9" in text(client.get(preview))
    answer = confirm(client, preview)
    assert answer.status_code == 422
    assert "Say of Oak Rush whether it is the same pupil or another." in text(answer)
    confirm(client, preview, **{"row-2": "same"})
    there.refresh_from_db()
    assert (there.upn, Pupil.objects.count()) == (upn_of(3), 1)
    preview = upload(client, f"UPN,Surname,Forename,DOB,Year\n{upn_of(4)},Rush,Oak,06/05/2018,3\n".encode())
    confirm(client, preview, **{"row-2": "another"})
    assert Pupil.objects.count() == 2


def test_what_changed_meanwhile_is_shown_anew(client_of: ClientOf, school, year):
    pupil = PupilFactory(school=school, surname="Sedge", forename="Ivy", admission_number="9")
    PupilYearFactory(school=school, year=year, pupil=pupil, sen_status="N")
    client = client_of("senco")
    preview = upload(client, b"Adno,Surname,Forename,Year\n9,Sedge-Rush,Ivy,3\n")
    columns(client, preview)
    seen = client.get(preview).context["plan"].fingerprint
    Pupil.objects.filter(pk=pupil.pk).update(surname="Reed")
    answer = client.post(preview, {"seen": seen})
    assert answer.status_code == 409
    assert "The school has changed since you looked" in text(answer)
    assert "Reed → Sedge-Rush" in text(answer)
    pupil.refresh_from_db()
    assert pupil.surname == "Reed"


def test_a_class_takes_another_year_group_and_one_without_its_tick_is_not_made(client_of: ClientOf, school, year):
    room = ClassFactory(school=school, year=year, name="3A", year_groups=["3"])
    client = client_of("senco")
    rows = f"UPN,Surname,Forename,Year,Class\n{upn_of(1)},Sedge,Ivy,4,3A\n{upn_of(2)},Rush,Oak,4,4B\n"
    preview = upload(client, rows.encode())
    columns(client, preview)
    assert "1 class with another year group" in text(client.get(preview))
    confirm(client, preview, classes=[])
    room.refresh_from_db()
    assert room.year_groups == ["3", "4"]
    assert not SchoolClass.objects.filter(name="4B").exists()
    assert PupilYear.objects.get(pupil__surname="Rush").school_class is None


def test_a_no_takes_a_pupil_out_of_a_group(client_of: ClientOf, school):
    client = client_of("senco")
    for answer in ("Y", "", "N"):
        rows = f"UPN,Surname,Forename,Year,PP\n{upn_of(1)},Sedge,Ivy,3,{answer}\n{upn_of(2)},Rush,Oak,3,Y\n"
        preview = upload(client, rows.encode())
        columns(client, preview)
        confirm(client, preview)
        there = set(PupilGroup.objects.get(name="pupil premium").members.values_list("pupil__surname", flat=True))
        assert there == ({"Rush"} if answer == "N" else {"Sedge", "Rush"})


def test_the_system_manager_imports_the_roll_and_neither_sees_nor_writes_needs(client_of: ClientOf):
    client = client_of("system_manager")
    preview = sample(client, "titles_and_total.csv")
    page = text(client.get(f"{preview}columns/"))
    assert "K - SEN Support" not in page
    assert "SLCN" not in page
    columns(client, preview)
    page = text(client.get(preview))
    assert "They are left as they are" in page
    assert "SLCN" not in page
    confirm(client, preview)
    assert Pupil.objects.count() == 4
    assert set(PupilYear.objects.values_list("sen_status", flat=True)) == {"N"}
    assert PupilNeed.objects.count() == 0


def test_a_transfer_file_goes_straight_to_its_preview(client_of: ClientOf):
    client = client_of("senco")
    preview = sample(client, "joiners_ctf.xml")
    assert client.get(f"{preview}columns/")["Location"] == preview
    confirm(client, preview)
    needs = PupilNeed.objects.filter(pupil__surname="Wrenfield").order_by("rank")
    assert [need.need_type.code for need in needs] == ["ASD", "SEMH"]


def test_a_file_that_cannot_be_read_is_told_where_it_was_uploaded(client_of: ClientOf):
    answer = client_of("senco").post(
        HOME, {"file": SimpleUploadedFile("a.xml", (FILES / "entities_ctf.xml").read_bytes())}, follow=True
    )
    assert answer.redirect_chain[-1][0] == HOME
    assert "holds instructions (a DTD or entities)" in text(answer)


def test_somebody_elses_upload_is_not_there(client_of: ClientOf):
    preview = sample(client_of("senco"), "titles_and_total.csv")
    answer = client_of("system_manager").get(preview, follow=True)
    assert "This upload is no longer kept." in text(answer)
    client_of("senco").post(f"{preview}discard/")
    assert "This upload is no longer kept." in text(client_of("senco").get(preview, follow=True))


def test_four_hundred_and_twenty_pupils_ask_no_more_than_forty_and_take_a_moment(client_of: ClientOf):
    client = client_of("senco")
    asked: list[tuple[int, int]] = []
    for count in (40, 420):
        preview = upload(client, mis_csv(count))
        columns(client, preview)
        with CaptureQueriesContext(connection) as looking:
            began = time.process_time()
            plan = client.get(preview).context["plan"]
            assert time.process_time() - began < 3
        assert not plan.faults
        data = {"seen": plan.fingerprint, "classes": list(plan.new_classes)}
        with CaptureQueriesContext(connection) as writing:
            began = time.process_time()
            assert client.post(preview, data).status_code == 302
            assert time.process_time() - began < 3
        asked.append((len(looking), len(writing)))
        assert PupilYear.objects.count() == count
        TrailEntry.objects.all().delete()
        Pupil.objects.all().delete()
        PupilGroup.objects.all().delete()
        SchoolClass.objects.all().delete()
    (few_look, few_write), (many_look, many_write) = asked
    assert many_look == few_look
    assert many_write - few_write <= 24  # bulk writes go out in pieces of some hundred values
