"""Coming in: signing in, an invitation, and the pages that say no."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_signing_in_page(page, accessible, styled, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/sign-in/in/")
    styled()
    accessible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Password").fill("wrong")


def test_a_wrong_password_is_said_kindly(page, accessible):
    page.goto("/sign-in/in/")
    page.get_by_label(re.compile("e-?mail", re.I)).fill("nobody@ashgrove.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("not correct")
    accessible()


def test_forgotten_password_page(page, accessible):
    page.goto("/sign-in/in/")
    page.get_by_role("link", name="Forgotten your password?").click()
    accessible()


def test_an_invitation_is_taken_up(page, site, accessible):
    link = site.manage("invite", "new.person@ashgrove.example", "--school", "demo", "--role", "governor").strip()
    page.goto("/" + link.split("/", 3)[3])
    expect(page.get_by_role("heading", name="Join Ashgrove Primary")).to_be_visible()
    page.get_by_label("Your name").fill("New Person")
    page.get_by_label("Choose a password").fill("12345678901234")
    page.get_by_role("button", name="Join Ashgrove Primary").click()
    expect(page.get_by_role("alert")).to_contain_text("entirely numeric")
    accessible()
    page.get_by_label("Choose a password").fill("a calm and private sentence")
    page.get_by_role("button", name="Join Ashgrove Primary").click()
    page.wait_for_url("**/s/demo/")


def test_a_used_invitation_says_so(page, accessible):
    page.goto("/invitation/not-a-real-link/")
    expect(page.get_by_role("heading", name="This invitation cannot be used")).to_be_visible()
    accessible()
