"""Without a mouse: a group is made, filled and timed, changed in the panel, left alone, and put back as it was."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_keyboard import tab_to


def enter(page: Page, target: Locator) -> None:
    """Go on to a link or button by Tab, and press it."""
    tab_to(page, target, limit=90)
    page.keyboard.press("Enter")


def skip_to_content(page: Page) -> None:
    """Past the navigation, as the first Tab of a fresh page offers."""
    enter(page, page.get_by_role("link", name="Skip to content"))


def back_to(page: Page, target: Locator) -> None:
    """Press Shift and Tab until the focus is there."""
    tab_to(page, target, limit=40, key="Shift+Tab")


def announced(page: Page, words: str | re.Pattern[str]) -> None:
    """See that a live region of the page says so."""
    said = page.locator("[aria-live=polite], [role=status]").filter(has_text=words)
    expect(said.first).to_be_attached()


def test_a_group_is_made_with_pupils_and_sessions(sign_in, accessible):
    page = sign_in("senco")
    page.goto("/s/demo/groups/")
    skip_to_content(page)
    enter(page, page.get_by_role("link", name="Add a group"))
    page.wait_for_url("**/groups/new/")
    skip_to_content(page)
    enter(page, page.get_by_role("link", name=re.compile("^Friendship skills group")))
    expect(page.get_by_role("button", name="Add the group")).to_be_visible()
    skip_to_content(page)
    tab_to(page, page.get_by_role("checkbox", name="Year 4", exact=True))
    page.keyboard.press("Space")
    find_pupils(page)
    put_into_the_week(page)
    type_a_session(page)
    accessible()
    enter(page, page.get_by_role("button", name="Add the group"))
    page.wait_for_url(re.compile(r"/groups/\d+/$"))
    announced(page, "is on the map")
    for words in ("Carys Whitlock", "Theo Mensah"):
        expect(page.get_by_role("region", name="Places").first).to_contain_text(words)
    expect(page.get_by_role("region", name="Sessions")).to_contain_text("10.15")


def find_pupils(page: Page) -> None:
    """Two by typing parts of their names: what is found and ticked is said."""
    tab_to(page, page.get_by_role("searchbox", name="Find a pupil by name"))
    for typed, name in (("carys whitl", "Carys Whitlock"), ("mensah", "Theo Mensah")):
        page.keyboard.type(typed)
        announced(page, "1 found")
        page.keyboard.press("Enter")
        announced(page, re.compile(f"{name}.*: ticked"))
        expect(page.get_by_role("checkbox", name=re.compile(name))).to_be_checked()


def put_into_the_week(page: Page) -> None:
    """Two sessions, moved and made longer by the arrow keys."""
    enter(page, page.get_by_role("button", name="Add to the week"))
    page.keyboard.press("ArrowRight")
    announced(page, re.compile("^Tuesday .*, 30 minutes"))
    page.keyboard.press("Shift+ArrowDown")
    announced(page, re.compile("^Tuesday .*, 35 minutes"))
    back_to(page, page.get_by_role("button", name="Add to the week"))
    page.keyboard.press("Enter")
    announced(page, re.compile("^Monday .*: added"))
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    announced(page, re.compile("^Wednesday "))


def type_a_session(page: Page) -> None:
    """One more, written into a line, stands in the week too; and what it all comes to is said."""
    enter(page, page.get_by_role("button", name="Add a session"))
    page.keyboard.type("Fri")
    page.keyboard.press("Tab")
    page.keyboard.type("1015a")  # a browser that counts to twelve asks for the half of the day
    tab_to(page, page.get_by_role("textbox", name="Minutes", exact=True).last, limit=4)
    page.keyboard.type("30")
    expect(page.get_by_role("button", name=re.compile("^Friday 10.15 am, 30 minutes"))).to_be_visible()
    announced(page, re.compile("£"))


def test_staffing_is_changed_in_the_panel_and_put_back(sign_in, accessible):
    page = sign_in("senco")
    page.goto("/s/demo/groups/5/")
    skip_to_content(page)
    change = page.get_by_role("link", name="Change the staffing")
    panel = page.get_by_role("dialog")
    enter(page, change)
    expect(panel.get_by_role("heading").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(change).to_be_focused()
    page.keyboard.press("Enter")
    minutes = panel.get_by_label("Minutes each").first
    tab_to(page, minutes)
    before = minutes.input_value()
    page.keyboard.type("35")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.keyboard.press("Escape")
    expect(minutes).to_have_value("35")
    assert asked == ["What you have typed is not saved yet. Leave it?"]
    accessible()
    enter(page, panel.get_by_role("button", name="Save"))
    expect(panel).to_be_hidden()
    expect(change).to_be_focused()
    expect(page.locator("#announce")).to_contain_text("is saved")
    back_to(page, page.get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")
    announced(page, "Taken back")
    skip_to_content(page)
    enter(page, change)
    expect(minutes).to_have_value(before)
