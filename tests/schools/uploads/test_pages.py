"""From the upload to the preview: a worker reads the file apart while the page polls; what it read is kept a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.module_loading import import_string

from pupils.imports import services as lists
from pupils.imports.files.reading import FileSheets, Transfer, read
from pupils.models import ImportMapping, PupilYear
from schools import uploads
from schools.models import TrailEntry
from schools.uploads.plain import from_json, to_json
from tests.pupils.mis_file import mis_csv, upn_of
from tests.pupils.test_imports_as_schools_have_them import FILES
from workbook.services import IMPORTER as WORKBOOKS

pytestmark = pytest.mark.django_db
HOME = "/s/ashgrove/pupils/import/"


@pytest.fixture
def no_worker(monkeypatch):
    """Uploads wait, as where no worker is running; what was asked of one is returned."""
    waiting: list[tuple[str, str]] = []

    class Waiting:
        enqueue = staticmethod(lambda *asked: waiting.append(asked))

    monkeypatch.setattr(uploads, "read_upload", Waiting)
    return waiting


def upload(client, content: bytes = b"", home: str = HOME) -> str:
    answer = client.post(home, {"file": SimpleUploadedFile("list.csv", content or mis_csv(20))})
    assert answer.status_code == 302
    return answer["Location"]


def test_the_page_polls_until_a_worker_has_read_the_file(client_of, no_worker):
    client = client_of("senco")
    address = upload(client)
    page = client.get(address).content.decode()
    assert "The file is being read." in page
    assert 'hx-trigger="every 1s"' in page
    polled = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "upload-waiting"}
    assert "The file is being read." in client.get(address, **polled).content.decode()
    ((importer, path),) = no_worker
    assert importer == "pupils.imports.services.IMPORTER"
    lists.IMPORTER.read_kept(path)
    assert client.get(address, **polled)["HX-Redirect"] == address
    assert "20 pupils in 12 columns" in client.get(address).content.decode()


def test_after_ten_seconds_without_a_worker_the_page_says_so(client_of, no_worker, monkeypatch):
    client = client_of("senco")
    address = upload(client)
    monkeypatch.setattr(uploads, "PATIENCE", timedelta(0))
    assert "No background worker has begun to read the file." in client.get(address).content.decode()


def test_a_file_whose_worker_was_killed_is_asked_for_again(client_of, no_worker, monkeypatch):
    client = client_of("senco")
    address = upload(client)
    lists.IMPORTER._put(no_worker[0][1] + uploads.BEGUN, "")
    assert "The file is being read." in client.get(address).content.decode()
    monkeypatch.setattr(uploads, "LOST", timedelta(0))
    answer = client.get(address, follow=True)
    assert "Reading the list of pupils was broken off. Upload it again." in answer.content.decode()


def test_a_file_is_read_once_and_not_kept_itself(client_of, monkeypatch):
    client = client_of("senco")
    address = upload(client)
    monkeypatch.setattr(uploads, "read_apart", lambda *_: pytest.fail("read again"))
    client.get(address)
    assert client.get(address.removesuffix("columns/")).status_code == 200


def test_what_was_read_goes_after_a_day_whoever_comes_next(client_of, tmp_path, monkeypatch):
    monkeypatch.setattr(uploads, "default_storage", FileSystemStorage(location=tmp_path))
    address = upload(client_of("senco"))
    there = list(tmp_path.rglob("*.read"))
    later = timezone.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(uploads.timezone, "now", lambda: later)
    upload(client_of("system_manager"), b"UPN,Surname\n1,Bell\n")
    assert len(there) == 1
    assert not there[0].exists()
    assert "no longer kept" in client_of("senco").get(address, follow=True).content.decode()


@pytest.mark.parametrize(
    "name",
    ["03-ctf-sen-starts-later.xml", "15-row-per-need.csv", "24-leavers-sheet-longer.xlsx", "11c-class-zero-width.csv"],
)
def test_what_was_read_is_the_same_after_it_was_kept(name):
    found = read(FILES / name)
    assert from_json(to_json(found), lists.IMPORTER.data_kinds) == found


def test_only_plain_data_comes_back():
    with pytest.raises(ValueError, match="Transfer is not among the data"):
        from_json(to_json(Transfer((), ())), (FileSheets,))


def test_words_are_asked_for_on_the_preview_and_remembered(client_of):
    client = client_of("senco")
    lines = [f"{upn_of(number)},Sedge,Ivy{number},3,Monitoring" for number in range(7)]
    address = upload(client, "\n".join(["UPN,Surname,Forename,Year,SEN", *lines]).encode()).removesuffix("columns/")
    page = client.get(address)
    told = page.content.decode()
    assert "What do these words mean?" in told
    assert "“Monitoring” in SEN" in told
    assert "Import the pupils" not in told
    seen = page.context["plan"].fingerprint
    assert client.post(address, {"seen": seen}).status_code == 422  # not before the words are explained
    assert client.post(address, {"step": "words", "word-0": ""}).status_code == 422
    assert client.post(address, {"step": "words", "word-0": "N"})["Location"] == address
    assert ImportMapping.objects.get().words == {"sen_status": {"monitoring": "N"}}
    page = client.get(address)
    assert "7 new" in page.content.decode()
    client.post(address, {"seen": page.context["plan"].fingerprint})
    assert set(PupilYear.objects.values_list("sen_status", flat=True)) == {"N"}


def test_of_two_sheets_one_is_chosen(client_of):
    client = client_of("senco")
    address = upload(client, (FILES / "24-leavers-sheet-longer.xlsx").read_bytes())
    assert "Sheet1 (3 rows)" in client.get(address).content.decode()
    assert client.get(address.removesuffix("columns/"))["Location"] == address
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"sheet": "Sheet1"})["Location"] == address
    told = client.get(address).content.decode()
    assert "3 pupils in 5 columns" in told
    assert "The sheet Sheet1 was read; Leavers was not." in told


def test_an_import_is_undone_as_a_whole_from_its_page_for_a_week(client_of, monkeypatch):
    client = client_of("senco")
    address = upload(client).removesuffix("columns/")
    context = client.get(address).context
    client.post(address, {"seen": context["plan"].fingerprint, "classes": list(context["plan"].new_classes)})
    entry = TrailEntry.objects.latest("pk")
    assert f"/s/ashgrove/undo/{entry.pk}/" in client.get(HOME).content.decode()
    assert f"/s/ashgrove/undo/{entry.pk}/" not in client_of("system_manager").get(HOME).content.decode()
    TrailEntry.objects.filter(pk=entry.pk).update(at=timezone.now() - timedelta(days=8))
    assert "Imported lately" not in client.get(HOME).content.decode()
    TrailEntry.objects.filter(pk=entry.pk).update(at=entry.at)
    client.post(f"/s/ashgrove/undo/{entry.pk}/", {"back": HOME})
    assert PupilYear.objects.count() == 0
    assert "Imported lately" not in client.get(HOME).content.decode()


def test_both_importers_are_found_by_their_names():
    assert import_string(lists.IMPORTER.name) is lists.IMPORTER
    assert import_string(WORKBOOKS.name) is WORKBOOKS
