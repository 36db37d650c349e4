"""The plan within the money: decided by hand, funded in order, accepted, and its drafts are there."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS


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
