"""The common path of each person, as they walk it: found by role and label, never by how a page is built."""

from __future__ import annotations

import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from provisionmap.management.commands.demo import PASSWORD

MONEY = re.compile("£")


OURS = """() => {
  const bar = document.querySelector("progress");  // drawn anew each second
  const probe = document.createElement("i");
  probe.style.color = "var(--brand)";
  document.body.append(probe);
  return getComputedStyle(bar).accentColor === getComputedStyle(probe).color;
}"""


def main(page: Page):
    return page.get_by_role("main")


def test_the_senco_from_home_to_a_family_s_map(sign_in, accessible):
    page = sign_in("senco")
    expect(page.get_by_role("heading", name="What needs attention")).to_be_visible()
    page.get_by_role("link", name="Open the map").click()
    page.get_by_label("Area", exact=True).select_option("Social, emotional and mental health")
    expect(page).to_have_url(re.compile("area=SEMH"))
    page.get_by_role("link", name=re.compile("Friendship group")).first.click()
    panel = page.get_by_role("complementary", name="Group")
    expect(page).to_have_url(re.compile(r"group=\d+.*area=SEMH"))
    expect(panel.get_by_role("heading", name="How this was worked out")).to_be_visible()
    expect(panel).to_contain_text("£17.50 an hour × 1 hour × 12 weeks = £210.00")
    accessible()
    panel.get_by_role("link", name="Open the group").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Friendship group")
    page.get_by_role("link", name="Theo Mensah").first.click()
    page.get_by_role("link", name="Family’s map").click()
    expect(main(page)).to_contain_text("Theo")
    expect(main(page)).not_to_contain_text(MONEY)
    accessible()


def test_a_view_of_the_map_can_be_sent(sign_in, context):
    page = sign_in("senco")
    page.goto("/s/demo/map/?area=SEMH&year=")
    page.get_by_label("Tier", exact=True).select_option("Targeted")
    expect(page).to_have_url(re.compile("tier=targeted"))
    other = context.new_page()
    other.goto(page.url)
    expect(other.get_by_label("Area", exact=True)).to_have_value("SEMH")
    expect(other.get_by_label("Tier", exact=True)).to_have_value("targeted")


def test_the_business_manager_takes_a_costed_map_away(sign_in, accessible):
    page = sign_in("business")
    page.goto("/s/demo/pupils/")
    page.get_by_label("Name").fill("Whitlock")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("Carys Whitlock")).first.click()
    page.get_by_role("navigation", name="Parts of this page").get_by_role("link", name="Costs").click()
    expect(main(page)).to_contain_text(MONEY)
    accessible()
    page.get_by_role("link", name="Papers", exact=True).last.click()
    for words, ending in (
        ("PDF of Individual costed map", ".pdf"),
        ("Word of Individual costed map", ".docx"),
        ("Workbook of Individual costed map", ".xlsx"),
    ):
        with page.expect_download() as taken:
            page.get_by_role("link", name=words).click()
        assert taken.value.suggested_filename.endswith(ending)
        assert taken.value.path().stat().st_size > 4_000


def test_the_business_manager_previews_a_workbook(sign_in, site, accessible, tmp_path):
    page = sign_in("business")
    page.get_by_role("link", name="Workbook", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("template", re.I)).first.click()
    file = tmp_path / "school.xlsx"
    taken.value.save_as(file)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Check the workbook").click()
    page.wait_for_url("**/upload/**")
    accessible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(OURS), "drawn in the school’s colours, not the browser’s"
    page.emulate_media(color_scheme="light")
    site.manage("db_worker", "--batch", "--no-startup-delay")
    expect(page.get_by_role("button", name="Leave these out and go on")).to_be_visible()
    accessible()


ROWS = "".join(f"N{number},Longlist,Child{number},03/09/2018,3\n" for number in range(60))


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_what_an_import_would_do_is_in_sight_beside_its_button(sign_in, site, accessible, tmp_path, width, height):
    """One sentence, at the head of a long preview: of a list of pupils and of the school's workbook."""
    page = sign_in("senco")
    page.set_viewport_size({"width": width, "height": height})
    pupils, book = tmp_path / "pupils.csv", tmp_path / "school.xlsx"
    pupils.write_text(f"Adno,Surname,Forename,DOB,Year\n{ROWS}", encoding="utf-8")
    site.manage("export", "workbook", "--school", "demo", "-o", str(book))
    for path, file, said, button in (
        ("/s/demo/pupils/import/", pupils, "60 new · 60 without a UPN · ", "Import the pupils"),
        ("/s/demo/workbook/", changed(book), "1 changed · ", "Import the workbook"),
    ):
        page.goto(path)
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name=re.compile("^(Check|Read) the")).click()
        page.wait_for_url(re.compile("[0-9a-f-]{36}"))
        site.manage("db_worker", "--batch", "--no-startup-delay")
        onwards = page.get_by_role("button", name="See what would change")
        expect(page.get_by_role("button", name=button).or_(onwards)).to_be_visible(timeout=60_000)  # a whole school
        if onwards.is_visible():
            onwards.click()
        expect(page.get_by_role("button", name=button)).to_be_in_viewport()
        expect(page.get_by_text(said)).to_be_in_viewport()
        accessible()


def changed(file):
    """The workbook with another preferred name for one pupil."""
    book = load_workbook(file)
    sheet = book["Pupils"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("Preferred name") + 1).value = "Zed"
    book.save(file)
    return file


def test_the_teacher_sees_the_class_and_no_money(sign_in):
    page = sign_in("teacher")
    expect(page.get_by_role("heading", name="Class 4B", exact=True)).to_be_visible()
    expect(main(page)).not_to_contain_text(MONEY)
    page.get_by_role("link", name="Daniel Oakes").click()
    expect(page.get_by_role("link", name="Costs", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Provision", exact=True).click()
    expect(main(page)).to_contain_text("Number Sense")
    expect(main(page)).not_to_contain_text(MONEY)
    page.get_by_role("link", name="Map", exact=True).first.click()
    expect(main(page)).not_to_contain_text(MONEY)


def test_the_assistant_sees_today(sign_in):
    page = sign_in("assistant")
    expect(page.get_by_role("heading", name="Monday, 23 Nov 2026")).to_be_visible()
    page.get_by_role("link", name="Literacy skills small group").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Literacy skills small group")
    expect(main(page)).not_to_contain_text(MONEY)


def test_the_governor_sees_totals_and_no_child(sign_in):
    page = sign_in("governor")
    expect(page.get_by_role("region", name="By area of need").first).to_be_visible()
    expect(page.get_by_role("link", name="Pupils", exact=True)).to_have_count(0)
    page.get_by_role("link", name="See the totals").click()
    for child in ("Whitlock", "Mensah", "Oakes"):
        expect(main(page)).not_to_contain_text(child)


def test_by_keyboard_alone(page, sign_in):
    sign_in("senco")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(main(page)).to_be_focused()
    page.goto("/s/demo/map/")
    chip = page.get_by_role("link", name=re.compile("Friendship group")).first
    chip.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="Group")
    expect(panel).to_be_visible()
    panel.get_by_role("link", name="Close").press("Enter")
    expect(panel).to_have_count(0)


def test_without_scripts_the_map_still_works(browser, site):
    """A chip is a plain link underneath, to the group's own page."""
    with browser.new_context(java_script_enabled=False, base_url=site.address) as context:
        page = context.new_page()
        page.goto("/sign-in/in/")
        page.get_by_label("E-mail").fill("senco@ashgrove.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.goto("/s/demo/map/")
        page.get_by_role("link", name=re.compile("Friendship group")).first.click()
        expect(main(page)).to_contain_text("£210.00")
