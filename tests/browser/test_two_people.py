"""Two people at the same thing at the same time: nothing is lost, and what both changed is asked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from provisionmap.management.commands.demo import PASSWORD


@pytest.fixture
def beside(sign_in, browser, base_url):
    """Two browsers at one page: `beside(path, "senco", "office")` gives a page for each of them."""
    contexts = []

    def opened(path: str, one: str, other: str) -> tuple[Page, Page]:
        context = browser.new_context(base_url=base_url)
        contexts.append(context)
        second = context.new_page()
        second.goto("/sign-in/in/")
        second.get_by_label("E-mail").fill(f"{other}@ashgrove.example")
        second.get_by_label("Password").fill(PASSWORD)
        second.get_by_role("button", name="Sign in").click()
        second.wait_for_url("**/s/**")
        first = sign_in(one)
        for page in (first, second):
            page.goto(path)
        return first, second

    yield opened
    for context in contexts:
        context.close()


def saved(page: Page, button: str = "Save") -> None:
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def test_a_pupil(beside, accessible):
    senco, office = beside("/s/demo/pupils/1/edit/", "senco", "office")
    senco.get_by_label("Preferred name").fill("Robin")
    saved(senco)
    office.get_by_label("Preferred name").fill("Bobby")
    office.get_by_label("Admission number").fill("90210")
    office.get_by_role("button", name="Save").click()
    asked = office.get_by_role("group", name="Preferred name")
    expect(asked).to_contain_text("Robin")
    asked.get_by_label(re.compile("Keep theirs")).check()
    saved(office)
    senco.goto("/s/demo/pupils/1/edit/")
    expect(senco.get_by_label("Preferred name")).to_have_value("Robin")
    expect(senco.get_by_label("Admission number")).to_have_value("90210")


def test_a_group_s_staffing(beside):
    one, other = beside("/s/demo/groups/1/staffing/", "senco", "senco")
    one.get_by_role("button", name=re.compile("Add a")).click()
    line = one.get_by_role("group", name="Staffing line").last
    line.get_by_label("Role").select_option(index=1)
    line.get_by_label("Sessions a week").fill("1")
    line.get_by_label("Minutes each").fill("25")
    saved(one)
    other.get_by_label("Minutes each").first.fill("35")
    saved(other)
    one.goto("/s/demo/groups/1/staffing/")
    held = [box.input_value() for box in one.get_by_label("Minutes each").all() if box.is_visible()]
    assert {"25", "35"} <= set(held)


@pytest.mark.cut_off
def test_what_was_typed_is_not_lost(sign_in, page):
    """Leaving asks; with the connection gone it stays, and says so."""
    senco = sign_in("senco")
    senco.goto("/s/demo/pupils/2/")
    senco.get_by_role("link", name="Change the record").click()
    senco.get_by_label("Preferred name").fill("Robin")
    asked = []
    senco.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    senco.keyboard.press("Escape")
    expect(senco.get_by_label("Preferred name")).to_have_value("Robin")
    assert asked == ["What you have typed is not saved yet. Leave it?"]
    senco.context.set_offline(True)
    senco.get_by_role("button", name="Save").click()
    expect(senco.get_by_role("dialog")).to_contain_text("What you typed is still here")
    senco.context.set_offline(False)
    saved(senco)
    senco.get_by_role("button", name="Undo").click()
    expect(senco.locator("#messages")).to_contain_text("Taken back")
