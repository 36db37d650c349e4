"""The ways that people walk without a mouse: searching, lists, the tree, papers for many, other rules."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def tab_to(page: Page, target: Locator, limit: int = 60, key: str = "Tab") -> None:
    """Press Tab (or the key given) until the focus is there, and see that it shows."""
    for _ in range(limit):
        page.keyboard.press(key)
        if target.evaluate("it => it === document.activeElement"):
            shown = target.evaluate("it => it.matches(':focus-visible') && it.getClientRects().length > 0")
            assert shown, "the focus is out of sight"
            return
    raise AssertionError(f"{limit} Tabs do not lead to {target}")


def test_search_from_anywhere_to_a_pupil(sign_in, accessible):
    page = sign_in("senco")
    page.goto("/s/demo/costs/")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search pupils, groups, provisions and papers")
    expect(box).to_be_focused()
    page.keyboard.type("whitl")
    found = page.get_by_role("link", name=re.compile("Carys Whitlock")).first
    expect(found).to_be_visible()
    accessible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(found).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Carys Whitlock")
    page.keyboard.press("/")
    page.keyboard.type("zzz")
    expect(page.get_by_text(re.compile("zzz")).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    accessible()


def test_a_list_sorted_its_columns_chosen_and_taken_away(sign_in, accessible):
    page = sign_in("senco")
    page.goto("/s/demo/groups/")
    heads = page.get_by_role("columnheader")
    page.get_by_role("searchbox").or_(page.get_by_label("Area", exact=True)).first.focus()
    places = page.get_by_role("link", name=re.compile("^Places"))
    tab_to(page, places)
    page.keyboard.press("Enter")
    expect(page.locator("[aria-sort]")).to_contain_text("Places")
    menu = page.locator("summary", has_text="Columns")
    menu.focus()
    page.keyboard.press("Enter")
    pattern = page.get_by_role("checkbox", name="Pattern")
    tab_to(page, pattern)
    accessible()
    page.keyboard.press("Space")
    expect(pattern).not_to_be_checked()
    tab_to(page, page.get_by_role("button", name="Show these columns"))
    page.keyboard.press("Enter")
    expect(heads.filter(has_text="Pattern")).to_have_count(0)
    expect(page.locator("[aria-sort]")).to_contain_text("Places")
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").press("Enter")
    head = taken.value.path().read_text(encoding="utf-8-sig").splitlines()[0]
    assert "Places" in head
    assert "Pattern" not in head, "what is taken away is what is shown"


def test_the_tree_and_what_changed_since(sign_in):
    page = sign_in("senco")
    page.goto("/s/demo/map/")
    page.get_by_role("link", name="Tree", exact=True).press("Enter")
    page.wait_for_url("**by=tree**")
    trunk = page.locator("summary", has_text="Language Link").first
    trunk.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("^Open the group Language Link"))).to_be_focused()
    page.get_by_role("link", name="Last half-term").press("Enter")
    page.wait_for_url("**since=**")
    assert "by=tree" in page.url, "the tree stays"
    page.get_by_role("link", name="Open all").press("Enter")
    page.wait_for_url("**open=all**")
    assert "since=" in page.url, "what changed stays marked"
    expect(page.get_by_text("Joined 9 Nov 2026").first).to_be_visible()


def test_papers_for_many_from_asking_to_the_file(sign_in, site, accessible):
    page = sign_in("senco")
    page.goto("/s/demo/papers/")
    page.get_by_role("link", name=re.compile("many", re.I)).first.press("Enter")
    accessible()
    page.get_by_role("combobox", name=re.compile("^For")).focus()
    page.keyboard.type("Year 4")
    tab_to(page, page.get_by_role("button", name="Make them"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/many/\d+/"))
    site.manage("db_worker", "--batch", "--no-startup-delay")
    download = page.get_by_role("link", name="Download")
    expect(download).to_be_visible(timeout=60_000)
    accessible()
    with page.expect_download() as taken:
        download.press("Enter")
    assert taken.value.path().stat().st_size > 4_000


def test_other_rules_on_a_costed_page_and_back(sign_in):
    page = sign_in("business")
    page.goto("/s/demo/costs/")
    rules = page.get_by_label("LA funding rules")
    own = rules.input_value()
    before = page.get_by_role("main").inner_text()
    rules.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**rules=**")
    expect(rules).to_be_focused()
    expect(page.get_by_role("main")).not_to_have_text(before)
    expect(rules).not_to_have_value(own)
    page.go_back()
    expect(page.get_by_label("LA funding rules")).to_have_value(own)
    assert page.get_by_role("main").inner_text() == before


def test_the_focus_stays_where_one_was_when_the_page_is_drawn_anew(sign_in):
    """A choice, and the button that opened a form that is saved."""
    page = sign_in("senco")
    page.goto("/s/demo/papers/weekly-timetable/?pupil=1")
    about = page.get_by_label("About", exact=True)
    about.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url(re.compile("(group|pupil)=(?!1$)"))
    expect(about).to_be_focused()
    page.goto("/s/demo/audit/2/")
    add = page.get_by_role("link", name="Add pupils")
    add.focus()
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog")
    form.get_by_role("checkbox").first.check()
    form.get_by_role("button", name="Add to the chart").click()
    expect(form).to_be_hidden()
    expect(page.locator("#messages")).to_contain_text("Undo")
    expect(add).to_be_focused()
    page.get_by_role("button", name="Undo").click()


def test_a_line_taken_out_of_a_form_leaves_the_focus_in_it(sign_in):
    page = sign_in("senco")
    page.goto("/s/demo/groups/6/staffing/")
    more = page.get_by_role("button", name="Add a staffing line")
    more.click()
    page.get_by_label("Remove this staffing line").last.check()
    expect(more).to_be_focused()
