"""From a gap to a place in two clicks, and back again; the plan within the money, by hand and in order, accepted."""

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


def test_the_senco_plans_within_the_money(sign_in, accessible):
    page = sign_in("senco")
    editor = page.locator("#editor")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Plan", exact=True).click()
    expect(page.get_by_role("heading", name="Plan 1 within the money")).to_be_visible()
    expect(page.get_by_text("funded here").first).to_be_visible()
    accessible()

    # A decision by hand: the focus comes back to where it was, and what changed is read out.
    funded = page.locator(".proposal.funded")
    before = funded.count()
    decline = funded.first.get_by_role("link", name=re.compile("^Decline"))
    name = re.sub(r"\s+", " ", decline.text_content() or "")
    decline.click()
    editor.get_by_role("button", name="Decline it").click()
    expect(editor.locator("#fault")).to_contain_text("Fill this in.")
    accessible()
    editor.get_by_label("Why").fill("The class teacher does this now.")
    editor.get_by_role("button", name="Decline it").click()
    expect(page.locator("#announce")).to_contain_text("is declined.")
    expect(page.get_by_role("link", name=name, exact=True)).to_be_focused()
    expect(funded).to_have_count(before - 1)

    page.get_by_role("link", name="Fund in order").click()
    editor.get_by_role("button", name="Fund in order").click()
    expect(page.locator("#messages")).to_contain_text(re.compile(r"\d+ funded for £[\d,.]+, \d+ deferred"))
    expect(funded.first).to_contain_text("bears it, and has")
    expect(page.locator(".proposal.declined")).to_contain_text("The class teacher does this now.")

    page.set_viewport_size({"width": WIDTHS["phone"], "height": 844})
    page.locator(".proposal details.working summary").first.click()
    accessible()
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS["phone"]
    page.set_viewport_size({"width": WIDTHS["desk"], "height": 900})

    page.get_by_role("link", name="Accept the plan").click()
    editor.get_by_role("button", name="Accept it").click()
    expect(page.locator("#messages")).to_contain_text("The plan is accepted.")
    expect(page.get_by_role("link", name="Begin the next plan")).to_be_visible()
    accessible()
    page.get_by_role("link", name="open the groups").click()
    expect(page.locator("main")).to_contain_text(re.compile(r", (Reception|Year \d)"))
    accessible()
