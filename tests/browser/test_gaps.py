"""From a gap to a place in two clicks, and back again."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS


def test_two_clicks_give_a_place_and_two_start_a_draft(sign_in, accessible, styled):
    page = sign_in("senco")
    page.goto("/s/demo/gaps/")
    styled()
    accessible()
    form, rows = page.get_by_role("dialog"), page.locator(".gap-list tbody tr:not(.scope)")
    before = rows.first.inner_text()
    rows.first.get_by_role("link", name=re.compile("^Put into")).first.click()
    expect(form.get_by_role("checkbox", checked=True).first).to_be_visible()
    accessible()
    form.get_by_role("button", name="Give them a place").click()
    expect(page.locator("#messages")).to_contain_text(re.compile("(has|have) a place in"))
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#messages")).to_contain_text("Taken back")
    expect(rows.first).to_have_text(before, use_inner_text=True)

    page.get_by_role("link", name=re.compile("^Start a draft group")).first.click()
    expect(form.get_by_label("Code")).not_to_have_value("")
    accessible()
    form.get_by_role("button", name="Start the draft group").click()
    expect(page.locator("#messages")).to_contain_text("The draft group")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#messages")).to_contain_text("Taken back")


def test_the_names_open_by_keyboard_at_every_width(sign_in, accessible):
    page = sign_in("senco")
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/s/demo/gaps/?show=all&by=class")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator(".gap-names summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".gap-names dl").first).to_be_visible()
    accessible()
