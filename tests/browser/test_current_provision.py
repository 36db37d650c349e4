"""Current provision by keyboard: begun with what runs, names offered while one types, Enter goes to the next line."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS
from tests.browser.test_keyboard import tab_to


def test_a_sheet_is_filled_in_by_keyboard_and_becomes_groups(sign_in, accessible):
    page = sign_in("senco")
    page.goto("/s/demo/current-provision/")
    page.get_by_role("link", name="Class 3H", exact=True).click()
    expect(page.get_by_text("From the groups that run now")).to_be_visible()
    lines = page.locator(".edit-line:visible")
    many = lines.count()
    assert page.locator("#catalogue option[value='Better Reading Partners']").count() == 1
    accessible()

    tab_to(page, lines.last.get_by_label("Weeks"), limit=200)
    page.keyboard.press("Enter")
    expect(lines).to_have_count(many + 1)
    expect(lines.last.get_by_label("Provision")).to_be_focused()
    for words in ("Sensory corner", "1:3", "TA", "45"):
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    expect(lines.last.get_by_role("status")).to_contain_text("Not in the catalogue yet")
    expect(lines.last.get_by_label("Weeks")).to_be_focused()
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 844})
    accessible()
    page.set_viewport_size({"width": WIDTHS["desk"], "height": 900})
    tab_to(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Current provision of Class 3H is saved.")
    accessible()

    page.get_by_role("link", name=re.compile("^Turn lines into groups")).click()
    accessible()
    page.get_by_role("link", name=re.compile("under another name.*Sensory corner, Class 3H")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.locator("dialog select").select_option(label="Circle time")
    page.get_by_role("button", name="That is what it is").click()
    expect(page.locator("#messages")).to_contain_text("is now called as in the catalogue")
    make = page.get_by_role("button", name=re.compile("^Make this group.*Circle time, Class 3H"))
    make.click()
    expect(page.locator("#messages")).to_contain_text("Made into draft groups: 1 line of current provision")
    page.get_by_role("button", name="Undo").click()
    expect(make).to_be_visible()
