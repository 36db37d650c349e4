"""Schools at both ends: one that has only begun, and one with many groups and names longer than any column."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, Site
from tests.browser.test_every_page import fits, kinds_of_page, resize

BEGIN = """
from datetime import date
from schools.models import AcademicYear, Membership, School, User
for slug, name in (("bare", "Bare Primary"), ("young", "Young Primary")):
    school = School.objects.create(name=name, slug=slug)
    person = User.objects.create_user(f"senco@{slug}.example", "provision-map-demo", name="Sam Ngo")
    Membership.objects.create(school=school, user=person, email=person.email, roles=["SENCO"])
AcademicYear.objects.create(school=school, name="2026/27", starts=date(2026, 9, 1), ends=date(2027, 8, 31))
"""
CROWD = """
from django.db.models import F, Value
from django.db.models.functions import Concat
from provisions.models import Provision
from pupils.models import Pupil
from schools.models import StaffMember, User
long = " Featherstonehaugh-Winstanley-Entwistle"
Pupil.objects.filter(school__slug="made-1").update(surname=Concat(F("surname"), Value(long)))
StaffMember.objects.filter(school__slug="made-1").update(name=Concat(F("name"), Value(long)))
Provision.objects.filter(school__slug="made-1").update(
    name=Concat(F("name"), Value(": multisensorystructuredphonologicalawareness, listening and a first term here"))
)
person = User.objects.get(email="senco@made-1.example")
person.set_password("provision-map-demo")
person.save()
"""
CROWDED = ("map/", "map/?by=tree&open=all", "map/?by=pupil", "map/?by=compare", "groups/", "provisions/", "people/")
CROWDED_TOO = ("classes/", "pupils/", "attention/", "costs/", "costs/roles/", "papers/threshold-list/")


@pytest.fixture(scope="module")
def beginners(site: Site) -> None:
    """A school with nothing but its SENCO, and one with a year as well."""
    site.manage("shell", "--verbosity", "0", "--command", BEGIN)


@pytest.fixture(scope="module")
def crowd(site: Site) -> None:
    """A school of eighty groups in which every name is long."""
    site.manage("make_school", "--pupils", "60", "--groups", "80", "--verbosity", "0")
    site.manage("shell", "--verbosity", "0", "--command", CROWD)


@pytest.mark.usefixtures("beginners")
@pytest.mark.parametrize(("school", "at_least"), [("bare", 12), ("young", 35)])
def test_a_school_that_begins(page, sign_in, accessible, school, at_least):
    resize(page, "phone")
    sign_in("senco", school)
    expect(page.get_by_role("link", name="Import a workbook").first).to_be_visible()
    count = 0
    for address, its, _ in kinds_of_page(page, each=school == "young"):
        count += 1
        page.goto(address)
        assert page.get_by_role("heading", level=1).count() == 1, address
        assert "None" not in page.get_by_role("main").inner_text().split(), address
        assert fits(page), address
        if its.name in ("home", "map", "costs", "papers") and not its.choice[0]:
            accessible()
        if school == "bare" and its.name in ("map", "groups", "costs", "papers", "people", "calendar"):
            expect(page.get_by_role("link", name="Set up the year")).to_be_visible()
    assert count >= at_least


@pytest.mark.usefixtures("crowd")
def test_many_groups_and_long_names(page, sign_in):
    sign_in("senco", "made-1")
    home = page.url
    for part in (*CROWDED, *CROWDED_TOO):
        page.goto(home + part)
        for width in WIDTHS:
            resize(page, width)
            assert fits(page), f"{part} is wider than {width}"
    page.goto(home + "map/")
    page.get_by_role("link", name="Provision 1:").first.click()
    expect(page.locator("#panel").get_by_role("heading").first).to_contain_text("Provision 1:")
    assert fits(page)
