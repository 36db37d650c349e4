"""The pages of the import: who may, what is shown, and that nothing happens before it is confirmed."""

from __future__ import annotations

import html
import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pupils.models import Pupil, PupilProfile, PupilYear
from schools import uploads
from schools.models import Membership, School, TrailEntry
from schools.uploads import KEPT_FOR
from tests.workbook.helpers import ANN, Rows, as_file, bring_in, small
from ui.sheets import read_workbook
from workbook.planning import plan_import
from workbook.spec import SHEETS

pytestmark = pytest.mark.django_db
HOME = "/s/ashgrove/workbook/"
ClientOf = Callable[[str], Client]


def rows() -> Rows:
    return {**small(), "School": {"Name": "Ashgrove Primary", "Academic year": "2026/27"}}


def upload(client: Client, content: bytes) -> str:
    """Upload a workbook; the address of its preview."""
    answer = client.post(HOME, {"file": SimpleUploadedFile("school.xlsx", content)})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def workbook(tmp_path: Path, given: Rows | None = None) -> bytes:
    return as_file(given or rows(), tmp_path).read_bytes()


@pytest.mark.parametrize("who", ["senco", "business_manager", "system_manager"])
def test_those_who_may_see_the_page(client_of: ClientOf, who: str) -> None:
    answer = client_of(who).get(HOME)
    assert answer.status_code == 200
    assert "Download the template" in answer.content.decode()


def test_who_may_only_take_it_out_is_shown_no_way_in(client_of: ClientOf, tmp_path: Path) -> None:
    client = client_of("head")
    told = client.get(HOME).content.decode()
    assert "Download the workbook of 2026/27" in told
    assert "Check the workbook" not in told
    assert client.post(HOME, {"file": SimpleUploadedFile("school.xlsx", workbook(tmp_path))}).status_code == 403


def test_the_copy_taken_out_is_told_about_noted_and_changes_nothing(
    client_of: ClientOf, school: School, tmp_path: Path
) -> None:
    bring_in(rows(), school)
    client = client_of("business_manager")
    told = client.get(HOME).content.decode()
    assert "What your copy leaves out" in told
    assert "read pupils&#x27; needs" in told
    answer = client.get(f"{HOME}export/")
    assert answer["Content-Disposition"] == 'attachment; filename="ashgrove-2026-27.xlsx"'
    content = b"".join(answer.streaming_content)
    assert "Reviews" not in read_workbook(io.BytesIO(content))
    entry = TrailEntry.objects.latest("pk")
    assert (entry.verb, entry.summary) == ("exported", "the school workbook of 2026/27")
    assert entry.detail["left out"]["Reviews"] == "all of it"
    assert "already holds all that is in this workbook" in client.get(upload(client, content)).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("head", 403), ("teacher", 403), ("assistant", 403), ("governor", 403), ("stranger", 404)],
)
def test_the_others_do_not(client_of: ClientOf, who: str, status: int) -> None:
    client = client_of(who)
    assert who == "head" or client.get(HOME).status_code == status
    for address in (f"{HOME}template/", f"{HOME}upload/{uuid4()}/"):
        assert client.get(address).status_code == status
    assert client.post(HOME).status_code == status
    assert client.post(f"{HOME}upload/{uuid4()}/discard/").status_code == status


def test_the_template_has_every_sheet_and_imports_without_a_note(client_of: ClientOf, school: School) -> None:
    answer = client_of("senco").get(f"{HOME}template/")
    sheets = read_workbook(io.BytesIO(answer.content))
    assert list(sheets) == ["Read me", *(sheet.name for sheet in SHEETS)]
    assert sheets["Groups"].headers[:3] == ("Group", "Name", "Provision")
    done = plan_import({name: sheet for name, sheet in sheets.items() if name != "School"}, school=school)
    assert done.fine
    assert done.report.notes == []
    assert done.ledger.empty


def test_upload_preview_confirm(client_of: ClientOf, school: School, tmp_path: Path) -> None:
    client = client_of("senco")
    address = upload(client, workbook(tmp_path))
    page = client.get(address)
    assert "Nothing is changed yet" in page.content.decode()
    assert "Ann Bell (U801200018001)" in page.content.decode()
    assert Pupil.objects.count() == 0
    answer = client.post(address, dict(page.context["hidden"]))
    assert answer.status_code == 302
    assert Pupil.objects.filter(school=school).count() == 2
    entry = TrailEntry.objects.latest("pk")
    assert (entry.by_name, entry.verb) == ("Senco Person", "imported")
    assert Pupil.history.first().history_user.name == "Senco Person"


def test_an_upload_is_gone_once_confirmed(
    client_of: ClientOf, tmp_path: Path, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    client = client_of("senco")
    address = upload(client, workbook(tmp_path))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, dict(client.get(address).context["hidden"]))
    assert client.get(address)["Location"] == HOME
    assert "no longer kept" in client.get(HOME).content.decode()


def test_a_confirmation_sent_twice_counts_once(client_of: ClientOf, tmp_path: Path) -> None:
    client = client_of("senco")
    address = upload(client, workbook(tmp_path))
    seen = dict(client.get(address).context["hidden"])
    client.post(address, seen)
    again = client.post(address, seen, follow=True)
    assert "imported already, so nothing was done twice" in again.content.decode()
    assert TrailEntry.objects.filter(verb="imported").count() == 1


def test_faults_are_a_table_and_cannot_be_confirmed(client_of: ClientOf, tmp_path: Path) -> None:
    client = client_of("senco")
    given = rows()
    given["Groups"][0]["Weeks"] = "many"
    address = upload(client, workbook(tmp_path, given))
    page = client.get(address)
    told = page.content.decode()
    assert "1 thing to put right" in told
    assert "Type a number here." in told
    assert "Import the workbook" not in told
    assert client.post(address, dict(page.context["hidden"])).status_code == 409
    assert Pupil.objects.count() == 0


def test_a_preview_that_no_longer_holds_is_shown_anew(client_of: ClientOf, school: School, tmp_path: Path) -> None:
    client = client_of("senco")
    bring_in(rows(), school)
    given = rows()
    given["Groups"][0]["Weeks"] = 14
    address = upload(client, workbook(tmp_path, given))
    seen = dict(client.get(address).context["hidden"])
    between = rows()
    between["Groups"][0]["Weeks"] = 20
    bring_in(between, school)
    answer = client.post(address, seen)
    assert answer.status_code == 409
    assert "The school has changed since you looked" in answer.content.decode()
    assert "20 → <b>14</b>" in answer.content.decode()
    assert client.post(address, dict(answer.context["hidden"])).status_code == 302


def test_nobody_else_sees_an_upload(client_of: ClientOf, tmp_path: Path) -> None:
    address = upload(client_of("senco"), workbook(tmp_path))
    assert client_of("business_manager").get(address)["Location"] == HOME
    assert client_of("stranger").get(address).status_code == 404
    assert client_of("stranger").get(address.replace("ashgrove", "brook-lane")).status_code == 302


def test_an_upload_can_be_thrown_away(client_of: ClientOf, tmp_path: Path) -> None:
    client = client_of("senco")
    address = upload(client, workbook(tmp_path))
    assert client.get(f"{address}discard/").status_code == 405
    client.post(f"{address}discard/")
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xlsx", b"Name,Value", "not an Excel workbook"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 600, "old .xls format"),
        ("a.xlsx", b"", "empty"),
    ],
)
def test_a_wrong_file_is_told_where_it_was_uploaded(client_of: ClientOf, name: str, content: bytes, says: str) -> None:
    answer = client_of("senco").post(HOME, {"file": SimpleUploadedFile(name, content)}, follow=True)
    assert answer.status_code == (200 if answer.redirect_chain else 422)
    assert "Bring a workbook in" in answer.content.decode()
    assert says in answer.content.decode()


def test_stored_words_are_shown_only_to_those_who_may_read_them(
    client_of: ClientOf, school: School, tmp_path: Path
) -> None:
    bring_in(rows(), school)
    PupilProfile.objects.update(strengths="A quiet word")
    given = {"Pupils": [{"UPN": ANN, "Strengths": "Sings"}]}
    for who, seen in (("senco", True), ("business_manager", False), ("system_manager", False)):
        client = client_of(who)
        told = client.get(upload(client, workbook(tmp_path, given))).content.decode()
        assert ("A quiet word" in told) is seen
        assert ("Sings" in told) is seen
        assert ("for those who may read pupils’ needs" in told.replace("&#x27;", "’")) is not seen


def test_only_those_who_look_after_people_change_what_somebody_may_do(
    client_of: ClientOf, cast: dict[str, Membership], tmp_path: Path
) -> None:
    person = cast["business_manager"]
    given = {"People": [{"E-mail": person.email, "Name": "B", "Roles": "head"}]}
    client = client_of("business_manager")
    assert "looks after people" in client.get(upload(client, workbook(tmp_path, given))).content.decode()
    client = client_of("system_manager")
    assert "business manager → <b>head</b>" in client.get(upload(client, workbook(tmp_path, given))).content.decode()


def test_a_crowded_preview_shows_the_first_of_many(client_of: ClientOf, tmp_path: Path) -> None:
    given = rows()
    given["Pupils"] += [
        {"Admission number": str(number), "Surname": "S", "Forename": "F", "Year group": "3"}
        for number in range(100, 220)
    ]
    client = client_of("senco")
    told = client.get(upload(client, workbook(tmp_path, given))).content.decode()
    assert "Pupils: 122 added" in told
    assert "… and 72 more." in told


def test_old_uploads_are_thrown_away(client_of: ClientOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = FileSystemStorage(location=tmp_path / "files")
    monkeypatch.setattr(uploads, "default_storage", storage)
    assert storages
    client = client_of("senco")
    content = workbook(tmp_path)
    address = upload(client, content)
    assert not list((tmp_path / "files").rglob("*.xlsx"))  # it was read: the file itself is gone
    kept = next((tmp_path / "files").rglob("*.read"))
    old = time.time() - KEPT_FOR.total_seconds() - 60
    os.utime(kept, (old, old))
    upload(client, content)
    assert client.get(address).status_code == 302
    assert len(list((tmp_path / "files").rglob("*.read"))) == 1


def refused(client: Client, tmp_path: Path, given: Rows, *says: str) -> None:
    """The preview gives these sentences, does not say whether the values are those stored, and nothing is written."""
    address = upload(client, workbook(tmp_path, given))
    answer = client.get(address)
    told = html.unescape(answer.content.decode())
    assert [words for words in says if words not in told] == []
    plan = answer.context["plan"]
    assert not plan.fine
    assert client.post(address, {"seen": plan.report.fingerprint}).status_code == 409


READS_NEEDS = "This column is for those who may read pupils' needs."
ROLL = "for those who may change the roll"


@pytest.mark.parametrize("who", ["business_manager", "system_manager"])
@pytest.mark.parametrize("status", ["K+", "E"])
def test_what_the_importer_may_not_read_is_neither_written_nor_confirmed(
    who: str, status: str, client_of: ClientOf, school: School, tmp_path: Path
) -> None:
    """K+ is what is stored, E is not: both are answered alike."""
    bring_in(rows(), school)
    refused(client_of(who), tmp_path, {"Pupils": [{"UPN": ANN, "SEN status": status}]}, READS_NEEDS)
    assert PupilYear.objects.get(pupil__upn=ANN).status_code == "K+"
    given = {
        "Scores": [{"Pupil": ANN, "Measure": "Reading age", "Date": "2026-09-10", "Value": 84, "Point": "baseline"}]
    }
    if who == "system_manager":
        refused(client_of(who), tmp_path, given, "This sheet is for those who may see all pupils and read")


def test_what_the_importer_may_not_change_on_the_pages_is_refused(
    client_of: ClientOf, school: School, tmp_path: Path
) -> None:
    bring_in(rows(), school)
    office, system = client_of("business_manager"), client_of("system_manager")
    refused(office, tmp_path, {"Pupils": [{"UPN": ANN, "Surname": "Bull"}]}, ROLL)
    refused(office, tmp_path, {"Groups": [{"Group": "R1", "Group size": 5}]}, "for those who may change provision")
    refused(office, tmp_path, {"Half-terms": [{"Name": "Autumn 1", "Starts": "2026-09-08", "Ends": "2026-10-23"}]},
            "for those who may look after the calendar and classes")  # fmt: skip
    refused(system, tmp_path, {"Staff roles": [{"Code": "TA", "Name": "Assistant"}]}, "change rates and budgets")


@pytest.mark.parametrize(
    ("who", "given"),
    [
        ("business_manager", {"Staff roles": [{"Code": "TA", "Rate": 18}]}),
        ("business_manager", {"Pupils": [{"UPN": ANN, "Surname": "Bell"}]}),  # as it is: nothing to write
        ("system_manager", {"Pupils": [{"UPN": ANN, "Surname": "Bull", "Class": "", "Pupil groups": "EAL"}]}),
        ("system_manager", {"Half-terms": [{"Name": "Autumn 1", "Starts": "2026-09-08", "Ends": "2026-10-23"}]}),
        ("senco", rows()),
    ],
)
def test_what_is_the_importer_s_own_work_comes_in(
    who: str, given: Rows, client_of: ClientOf, school: School, tmp_path: Path
) -> None:
    bring_in(rows(), school)
    address = upload(client_of(who), workbook(tmp_path, given))
    plan = client_of(who).get(address).context["plan"]
    assert [str(fault) for fault in plan.report.faults] == []
    assert client_of(who).post(address, {"seen": plan.report.fingerprint}).status_code == 302


@pytest.mark.parametrize("who", ["senco", "business_manager", "system_manager"])
def test_one_s_own_copy_comes_in_again(who: str, client_of: ClientOf, school: School, tmp_path: Path) -> None:
    bring_in(rows(), school)
    copy = b"".join(client_of(who).get(f"{HOME}export/").streaming_content)  # type: ignore[attr-defined]
    plan = client_of(who).get(upload(client_of(who), copy)).context["plan"]
    assert [str(fault) for fault in plan.report.faults] == []
