"""A new SENCO's first hour: from an empty school to a printed map, in the browser alone and by the clock."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.pupils.mis_file import mis_csv

PUPILS, PROVISIONS, GROUPS, USED = 420, 10, 10, 8
MINUTES = 10  # what a machine may take for all of it; a person reads and thinks between the clicks


@pytest.fixture
def newcomer(page: Page, site) -> Page:
    """The first person of a school that is new here, just come in."""
    link = site.manage(
        "invite", "first@elm-row.example", "--school", "elm-row", "--name", "Elm Row Primary", "--role", "SENCO"
    )  # fmt: skip
    page.goto("/" + link.strip().split("/", 3)[3])
    page.get_by_label("Your name").fill("Ines Adair")
    page.get_by_label("Choose a password").fill("a calm and private sentence")
    page.get_by_role("button", name="Join Elm Row Primary").click()
    page.wait_for_url("**/s/elm-row/")
    return page


def saved(page: Page) -> None:
    """The message that says so, with its Undo."""
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def test_from_an_empty_school_to_the_printed_map(newcomer, site, accessible, tmp_path, record_property):
    page, began = newcomer, time.monotonic()
    set_up_the_year(page)
    bring_in_the_pupils(page, site, tmp_path / "export.csv", accessible)
    say_what_staff_cost(page)
    choose_provisions(page)
    for number in range(GROUPS):
        set_up_a_group(page, number)
    print_the_map(page)
    taken = time.monotonic() - began
    record_property("seconds", round(taken))
    assert taken < MINUTES * 60


def set_up_the_year(page: Page) -> None:
    page.get_by_role("link", name="Set up the year").click()
    page.get_by_role("button", name="Set up the year").click()
    saved(page)


def bring_in_the_pupils(page: Page, site, file, accessible) -> None:
    step(page, "Bring in the pupils")
    file.write_bytes(mis_csv(PUPILS))
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Check the file").click()
    accessible()
    site.manage("db_worker", "--batch", "--no-startup-delay")
    accessible()
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("main")).to_contain_text(f"{PUPILS}")
    accessible()
    page.get_by_role("button", name="Import the pupils").click()
    saved(page)


def say_what_staff_cost(page: Page) -> None:
    step(page, "Say what staff cost")
    page.get_by_label("Code").fill("TA")
    page.get_by_role("textbox", name=re.compile("^Name")).fill("Teaching assistant")
    page.get_by_label("How an hour is found").select_option("Hourly rate, on-costs included")
    page.get_by_role("textbox", name="Rate, £", exact=True).fill("17.50")
    page.get_by_role("button", name="Add this role").click()
    saved(page)


def choose_provisions(page: Page) -> None:
    step(page, "Choose provisions")
    boxes = page.get_by_role("checkbox")
    for number in range(PROVISIONS):
        boxes.nth(number).check()
    page.get_by_role("button", name="Add to our catalogue").click()
    saved(page)


def set_up_a_group(page: Page, number: int) -> None:
    page.goto("/s/elm-row/groups/new/")
    page.locator("ul.doors").get_by_role("link").nth(number % USED).click()
    page.get_by_role("checkbox", name=f"Year {number % 6 + 1}", exact=True).check()
    page.get_by_role("group", name="Pupils").get_by_role("checkbox").nth(number).check()
    page.get_by_role("button", name="Add the group").click()
    saved(page)


def print_the_map(page: Page) -> None:
    page.get_by_role("link", name="Map", exact=True).first.click()
    expect(page.locator("a.chip")).to_have_count(GROUPS)
    page.get_by_text("Print or export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("PDF")).first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def step(page: Page, name: str) -> None:
    """From the home page to one of the first steps."""
    page.goto("/s/elm-row/")
    page.get_by_role("link", name=name).click()
