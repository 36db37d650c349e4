"""Changing what one reads: in the panel of the map, with the cost as one types, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from provisionmap.management.commands.demo import PASSWORD


@pytest.fixture
def plain(browser, base_url):
    """The SENCO, in a browser without JavaScript."""
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/in/")
    page.get_by_label("E-mail").fill("senco@ashgrove.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/s/**")
    yield page
    context.close()


def test_the_map_is_drawn_anew_with_the_new_cost(sign_in, accessible):
    page = sign_in("senco")
    page.goto("/s/demo/map/")
    chip = page.get_by_role("link", name=re.compile("^Social skills group")).first
    before = chip.locator(".cost").inner_text()
    chip.click()
    page.locator("#panel").get_by_role("link", name="Staffing", exact=True).click()
    form = page.get_by_role("dialog")
    form.get_by_label("Minutes each").first.fill("55")
    accessible()
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    expect(chip.locator(".cost")).not_to_have_text(before)
    expect(page.locator("#panel")).to_contain_text("55")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#messages")).to_contain_text("Taken back")
    expect(chip.locator(".cost")).to_have_text(before)


def test_the_cost_follows_what_is_typed(sign_in):
    page = sign_in("senco")
    page.goto("/s/demo/groups/6/edit/")
    cost = page.locator("#live-cost")
    expect(cost).to_contain_text("£")
    before = cost.inner_text()
    page.get_by_label("Minutes each").first.fill("95")
    expect(cost).not_to_have_text(before, use_inner_text=True)
    expect(cost).to_contain_text("£")
    page.get_by_label("Group size").fill("1")
    expect(cost).to_contain_text("1:1", use_inner_text=True)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_clash_stands_in_sight_beside_the_week(sign_in, accessible, width, height):
    page = sign_in("senco")
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/s/demo/groups/3/sessions/")
    line = page.get_by_role("group", name="Session", exact=True).first
    line.get_by_label("Day", exact=True).select_option("Monday")
    line.get_by_label("Start", exact=True).fill("09:00")
    clash = page.locator("#week-clashes")
    expect(clash).to_contain_text("Yewande Alabi is to take Language programme (3-LANG) and New to English (1-EAL)")
    tile = page.get_by_role("button", name=re.compile("^Monday 9.00 am"))
    tile.focus()
    expect(tile).to_be_in_viewport()
    expect(clash).to_be_in_viewport()
    page.mouse.wheel(0, 350)  # to the end of the day
    expect(clash).to_be_in_viewport()
    accessible()
    line.get_by_label("Day", exact=True).select_option("Tuesday")
    line.get_by_label("Start", exact=True).fill("13:00")
    expect(clash).to_be_hidden()


def undone(page: Page) -> None:
    """Take back what was just saved, by the button of its message."""
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#messages")).to_contain_text("Taken back")


def test_without_javascript(plain):
    page = plain
    page.goto("/s/demo/pupils/new/")
    page.get_by_label("Surname").fill("Okafor")
    page.get_by_label("Forename").fill("Ifeoma")
    page.get_by_label("Admission number").fill("77001")
    page.get_by_label("Year group").select_option("Year 3")
    page.locator("form.edit .save").click()
    expect(page.locator("#messages")).to_contain_text("Ifeoma Okafor")
    undone(page)
    page.goto("/s/demo/groups/7/")
    staffing = page.get_by_role("region", name="Staffing").get_by_role("row")
    before = staffing.count()
    page.get_by_role("link", name="Change the staffing").click()
    spare = page.get_by_role("group", name="Staffing line").last
    spare.get_by_label("Role").select_option(index=1)
    spare.get_by_label("Sessions a week").fill("1")
    spare.get_by_label("Minutes each").fill("25")
    page.get_by_role("button", name="Save").click()
    expect(staffing).to_have_count(before + 1)
    undone(page)
    expect(staffing).to_have_count(before)
