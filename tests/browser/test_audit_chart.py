"""The must / should / could chart in a browser: by keyboard alone, two at once, without a connection, on a phone."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from provisionmap.management.commands.demo import PASSWORD
from tests.browser.conftest import WIDTHS

CHART = "/s/demo/audit/1/"
# Document 000, Figure 1: band, ticks and what else would help, by child.
FIGURE = {
    "William": ("must", {"Phonographix", "Jump Ahead motor skills", "In-class support"}, "Lunchtime club"),
    "Patrick": ("must", {"1:1 counselling", "Friendship skills group"}, "Circle of Friends, lunchtime club"),
    "Edward": ("must", {"1:1 counselling", "Number Sense"}, "1:1 ASD social skills work with TA"),
    "Jamia": ("should", {"Better Reading Partners"}, ""),
    "Shane": ("should", {"Number Sense", "Better Reading Partners"}, ""),
    "Kylie": ("should", {"Language Link", "Better Reading Partners"}, ""),
    "Leroy": ("should", {"Friendship skills group", "Number Sense", "Better Reading Partners"}, "Lunchtime club"),
    "Daniel": ("should", {"Number Sense"}, ""),
}
STORED = """
import json
from audits.models import AuditRow
print(json.dumps({row.pupil.forename: [row.band, sorted(row.ticks.values_list("provision__name", flat=True)), row.other]
                  for row in AuditRow.objects.filter(chart=1).select_related("pupil")}))
"""
NAMED = sorted(set().union(*(ticks for _, ticks, _ in FIGURE.values())))
EMPTY = f"""
from audits.models import AuditChart, AuditColumn, AuditRow
from provisions.models import Provision
AuditRow.objects.filter(chart=1).delete()
chart = AuditChart.objects.get(pk=1)
for one in Provision.objects.filter(school=chart.school, name__in={NAMED}):
    AuditColumn.objects.get_or_create(school=chart.school, chart=chart, provision=one)
"""


@pytest.fixture
def second(browser, base_url):
    """A browser of its own in which somebody else is signed in at the chart."""
    contexts = []

    def opened(who: str) -> Page:
        context = browser.new_context(base_url=base_url)
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in/in/")
        page.get_by_label("E-mail").fill(f"{who}@ashgrove.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/s/**")
        page.goto(CHART)
        return page

    yield opened
    for context in contexts:
        context.close()


def box(page: Page, child: str, provision: str):
    row = page.locator("tr.line", has=page.locator(".name", has_text=child))
    return row.locator("td.tick", has=page.locator(".what", has_text=re.compile(f"^{re.escape(provision)}$"))).locator(
        "input"
    )


def all_saved(page: Page) -> None:
    expect(page.locator(".chart-says")).to_have_text("All saved")
    page.wait_for_load_state("networkidle")


def walk(page: Page, child: str, provision: str) -> None:
    """By arrows alone from wherever one is in the grid to a cell."""
    where = """([child, provision]) => {
      const rows = [...document.querySelectorAll("tr.line")], at = document.activeElement;
      const fields = (row) => [...row.querySelectorAll("select, input, textarea")];
      const row = rows.find((one) => one.querySelector(".name").textContent.startsWith(child));
      const to = fields(row).find((one) => (one.closest("td").querySelector(".what").textContent === provision));
      const from = at.closest("tr");
      return [rows.indexOf(row) - rows.indexOf(from), fields(row).indexOf(to) - fields(from).indexOf(at)];
    }"""
    down, right = page.evaluate(where, [child, provision])
    for key, times in (("ArrowDown", down), ("ArrowUp", -down), ("ArrowRight", right), ("ArrowLeft", -right)):
        for _ in range(max(0, times)):
            page.keyboard.press(key)


def test_figure_1_by_keyboard_alone(sign_in, site, accessible):
    site.manage("shell", "-v", "0", "-c", EMPTY)
    page = sign_in("senco")
    page.goto(CHART)
    accessible()
    page.locator(".chart-box").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Control+Home")
    expect(page.locator("tr.line select").first).to_be_focused()
    for child, (band, provisions, other) in FIGURE.items():
        walk(page, child, "Band")
        page.keyboard.press(band[0])
        for provision in sorted(provisions):
            walk(page, child, provision)
            page.keyboard.press("Space")
        if other:
            walk(page, child, "Other")
            page.keyboard.type(other)
    page.keyboard.press("Enter")
    all_saved(page)
    accessible()
    held = json.loads(site.manage("shell", "-v", "0", "-c", STORED))
    assert held == {child: [band, sorted(ticks), other] for child, (band, ticks, other) in FIGURE.items()}
    page.keyboard.press("Control+End")
    expect(page.locator("tr.line textarea").last).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator("tr.line select").last).to_be_focused()
    page.emulate_media(media="print")
    expect(page.locator(".side")).to_be_hidden()
    assert page.locator("td.tick:has(:checked)").count() == 16
    page.emulate_media(media="screen")


def test_two_people_see_each_other_s_ticks(sign_in, second, page):
    other = second("senco")
    mine = sign_in("senco")
    mine.goto(CHART)
    for writer, reader, child in ((mine, other, "Jamia"), (other, mine, "Kylie")):
        writer.bring_to_front()
        box(writer, child, "Number Sense").check()
        all_saved(writer)
        reader.bring_to_front()
        expect(box(reader, child, "Number Sense")).to_be_checked(timeout=5_000)
    mine.bring_to_front()
    mine.get_by_label(re.compile("^Band of Shane")).select_option("must")
    expect(mine.locator(".band-must .name", has_text="Shane")).to_be_visible()
    all_saved(mine)
    other.bring_to_front()
    expect(other.locator(".band-must .name", has_text="Shane")).to_be_visible(timeout=5_000)
    other.get_by_label(re.compile("^Band of Shane")).select_option("should")
    all_saved(other)


def test_a_note_that_both_write_is_asked_about(sign_in, second, page, accessible):
    other = second("senco")
    mine = sign_in("senco")
    mine.goto(CHART)
    note = re.compile("^What else would help Jamia")
    mine.route("**/state/**", lambda route: route.fulfill(status=304))  # not heard of it yet
    other.get_by_label(note).fill("A reading partner")
    other.get_by_label(note).blur()
    all_saved(other)
    mine.get_by_label(note).fill("A quiet place at noon")
    mine.get_by_label(note).blur()
    try:
        mine.get_by_text("Somebody else wrote meanwhile").wait_for(timeout=6_000)
        expect(mine.get_by_label(note)).to_have_value("A quiet place at noon")
        accessible()
        mine.get_by_role("button", name="Save yours").click()
    finally:
        mine.unroute("**/state/**")
    all_saved(mine)
    mine.reload()
    expect(mine.get_by_label(note)).to_have_value("A quiet place at noon")


@pytest.mark.cut_off
def test_without_a_connection_ticks_wait_and_are_sent(sign_in, site, accessible):
    page = sign_in("senco")
    page.goto(CHART)
    page.context.set_offline(True)
    for child in ("William", "Patrick", "Edward"):
        box(page, child, "Language Link").check()
    expect(page.locator(".chart-says")).to_have_text(
        "No connection: 3 ticks wait on this page and are sent when it is back."
    )
    accessible()
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Add pupils").focus()
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    all_saved(page)
    held = json.loads(site.manage("shell", "-v", "0", "-c", STORED))
    assert all("Language Link" in held[child][1] for child in ("William", "Patrick", "Edward"))


def test_on_a_phone_one_child_at_a_time(sign_in, accessible):
    page = sign_in("senco")
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 844})
    page.goto(CHART)
    shown = page.locator("tr.line:visible .name")
    expect(shown).to_have_count(1)
    first = shown.inner_text()
    accessible()
    page.get_by_role("button", name="Next pupil").click()
    expect(shown).not_to_have_text(first)
    page.get_by_role("button", name="Previous pupil").click()
    expect(shown).to_have_text(first)
    page.get_by_label("Pupil", exact=True).select_option(label=page.locator("tr.line .name").last.text_content())
    cell = page.locator("tr.line:visible td.tick").first
    assert cell.bounding_box()["height"] >= 44
    before = cell.locator("input").is_checked()
    cell.click()
    assert cell.locator("input").is_checked() is not before
    all_saved(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS["phone"]


def test_tab_goes_on_to_the_words_of_the_row(sign_in):
    page = sign_in("senco")
    page.goto(CHART)
    row = page.locator("tr.line").nth(1)
    row.locator("td.tick input").first.focus()
    page.keyboard.press("Tab")
    expect(row.locator("textarea").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(row.locator("textarea").nth(1)).to_be_focused()


def test_zoomed_to_200_percent_the_heads_stay_in_sight(sign_in):
    page = sign_in("senco")
    page.set_viewport_size({"width": WIDTHS["zoomed"], "height": 450})
    page.goto(CHART)
    page.locator("tr.line").last.scroll_into_view_if_needed()
    page.locator(".chart-box").evaluate(
        'it => { it.scrollTop = it.scrollHeight; it.scrollIntoView({ behavior: "instant" }); }'
    )
    head = page.locator(".chart thead .tick-head").first.bounding_box()
    assert 0 <= head["y"] < 120
    assert page.locator("tr.line").last.bounding_box()["y"] > head["y"] + head["height"] - 1
