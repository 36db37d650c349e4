"""The map in a browser: where the focus goes, what the address holds, how filters and switches keep together."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def chip(page: Page, name: str):
    return page.get_by_role("link", name=re.compile(f"^{name}")).first


def test_filters_and_switches_keep_together(sign_in):
    page = sign_in("senco")
    page.goto("/s/demo/map/")
    every = page.get_by_text(re.compile(r"^\d+ groups$")).inner_text()
    page.get_by_label("Area", exact=True).select_option(label="Social, emotional and mental health")
    page.wait_for_url("**area=SEMH**")
    expect(page.locator("#results").get_by_text(re.compile(rf"^\d of {every}"))).to_be_visible()
    page.get_by_role("link", name="Week", exact=True).click()
    page.wait_for_url("**per=week**")
    assert "area=SEMH" in page.url, "a switch keeps the filters"
    page.get_by_label("Tier", exact=True).select_option("specialist")
    page.wait_for_url("**tier=specialist**")
    assert "per=week" in page.url, "a filter keeps the switches"
    page.get_by_role("link", name="clear the filters").click()
    expect(page.locator("#results").get_by_text(every, exact=True)).to_be_visible()


def test_the_focus_goes_into_the_panel_and_back(sign_in):
    page = sign_in("senco")
    page.goto("/s/demo/map/")
    chip(page, "Friendship group").focus()
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", name="Friendship group")).to_be_focused()
    expect(panel.get_by_text("£17.50 an hour × 1 hour × 12 weeks = £210.00")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_empty()
    expect(chip(page, "Friendship group")).to_be_focused()


def test_the_address_opens_the_panel_again(sign_in):
    page = sign_in("senco")
    page.goto("/s/demo/map/")
    chip(page, "Counselling").click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", name="Counselling")).to_be_visible()
    page.wait_for_url("**group=*")
    page.reload()
    expect(panel.get_by_role("heading", name="Counselling")).to_be_visible()
    panel.get_by_role("link", name="Open the group").click()
    expect(page.get_by_role("heading", name="What it costs")).to_be_visible()
