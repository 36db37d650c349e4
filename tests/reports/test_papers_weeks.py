"""Year-group maps, weekly timetables and blank forms: four forms of one document, and what is marked in a week."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from provisions.weeks import group_coded, groups_with_weeks, people_with_weeks, rooms_with_weeks
from pupils.reading import on_roll
from reports.documents.lists.proformas import PROFORMAS
from reports.documents.registry import PAPERS
from reports.documents.timetable import weekly_timetable
from reports.documents.timetable.week import CLASH, person_clashes, pupil_clashes, room_clashes
from tests import factories as make
from tests.reports.conftest import PapersOf, drawn
from tests.reports.reading import MONEY, cells, opened, page, pdf_words, pounds, printed

pytestmark = pytest.mark.django_db
SCHOOLS = ("demo", "demo-secondary")


def timetables(papers: PapersOf) -> list[Any]:
    """A few weeks of each kind: groups, people and rooms, the first and the last by name."""
    found = []
    for choices, build in (
        (groups_with_weeks(papers.access), weekly_timetable.build_group),
        (people_with_weeks(papers.access), weekly_timetable.build_person),
        (rooms_with_weeks(papers.access), weekly_timetable.build_room),
    ):
        found += [
            build(papers.access, papers.asked, about, papers.costed) for about in list(choices)[:: len(choices) - 1]
        ]
    return found


def of_pupils(papers: PapersOf, count: int = 3) -> list[int]:
    """Pupils with sessions, spread over the school."""
    held = [pk for pk, groups in papers.costed.by_pupil.items() if any(group.facts.sessions for group in groups)]
    return held[:: max(len(held) // count, 1)][:count]


@pytest.mark.parametrize("slug", SCHOOLS)
def test_year_group_maps_agree(demo: dict[str, PapersOf], slug: str) -> None:
    """Every role's cost, each row's and the total stand in page and workbook as in JSON; one year's in the PDF too."""
    papers = demo[slug]
    years = [
        code for code in on_roll(papers.access.year) if any(code in one.year_groups for one in papers.costed.groups)
    ]
    for place, code in enumerate(years):
        made = PAPERS["year-group-map"].build(papers.access, papers.asked, code, papers.costed)
        data = drawn("year-group-map", made, "json")
        words, rows = page(drawn("year-group-map", made, "html"))
        expected = [row["cost"] for row in data["rows"]]
        shown = [row[5] for row in rows if len(row) == 7 and row[5] and row[0] != "Total" and row[2] != "Staff (codes)"]
        assert shown == [printed(cost) for cost in expected]
        assert ["Total", printed(data["total"]), ""] in rows
        for row in data["rows"]:
            assert all(printed(one["cost"]) in words for one in row["cost_by_role"])
            assert row["pattern"] in words
            assert (row["measure"] or "") in words
        check_year_workbook(data, opened(drawn("year-group-map", made, "xlsx")))
        if not place:
            on_paper = pdf_words(drawn("year-group-map", made, "pdf"))
            assert Counter(MONEY.findall(on_paper)) == Counter(MONEY.findall(words))


def check_year_workbook(data: dict[str, Any], book: Any) -> None:
    """A year-group map's workbook shows the JSON's figures."""
    rows = cells(book, book.sheetnames[0])[3:]
    foot = next(row for row in rows if row[0] == "Total")
    lines = rows[: rows.index(foot)]
    assert [pounds(row[5]) for row in lines if row[5] is not None] == [row["cost"] for row in data["rows"]]
    by_role = [one["cost"] for row in data["rows"] for one in row["cost_by_role"]]
    assert [pounds(row[4]) for row in lines if row[4] is not None and row[2] != "Other costs"] == by_role
    assert pounds(foot[5]) == data["total"]


def test_alike_groups_are_one_row(school: Any, year: Any, access: Any) -> None:
    """Three groups of one provision alike in staffing, size and weeks; one with other weeks has a row of its own."""
    own = {"school": school}
    role = make.StaffRoleFactory(**own, code="TA")
    make.RolePayFactory(**own, role=role, year=year)
    provision = make.ProvisionFactory(**own, name="Workshop")
    for code, size, weeks in (("A", 10, 10), ("B", 10, 10), ("C", 10, 12), ("D", 1, 10), ("E", 1, 10), ("F", 1, 10)):
        group = make.GroupFactory(
            **own, year=year, code=code, provision=provision, size=size, weeks=weeks, year_groups=["3"]
        )
        make.StaffingFactory(**own, group=group, role=role, staff=1, sessions=1, minutes=60)
    made = PAPERS["year-group-map"].build(access("senco"), weekly_timetable.PaperOptions(), "3")
    assert [row.pattern for row in made.rows] == ["2 groups × 10 weeks", "1 × 1 h for 12 weeks", "3 pupils × 10 weeks"]
    assert [row.roles[0].time for row in made.rows] == ["2 × 1 h", "1 h", "3 × 1 h"]
    for row in made.rows:
        assert row.working is not None
        assert row.working.value == row.cost == sum(cost.cost for cost in row.costs if cost.cost is not None)


@pytest.mark.parametrize("slug", SCHOOLS)
def test_pupils_weeks_agree(demo: dict[str, PapersOf], slug: str) -> None:
    """Every session's cost, each day's, the week's and the year's are the same in all four."""
    papers = demo[slug]
    for place, pupil in enumerate(of_pupils(papers)):
        made = weekly_timetable.build(papers.access, papers.asked, pupil, papers.costed)
        data = drawn("weekly-timetable", made, "json")
        words, rows = page(drawn("weekly-timetable", made, "html"))
        sessions = [one for day in data["days"] for one in day["sessions"]]
        lines = [row for row in rows if len(row) == 8 and row[0] != "When" and "what counts" not in row[0]]
        assert [row[6] for row in lines] == [printed(one["cost"]) for one in sessions]
        days = [row[6] for row in rows if len(row) == 8 and row[0].endswith("day, what counts")]
        assert days == [printed(day["cost"]) for day in data["days"]]
        assert f"Cost a week {printed(data['weekly_cost'])}" in words
        assert f"Cost a year {printed(data['annual_cost'])}" in words
        check_week_workbook(data, opened(drawn("weekly-timetable", made, "xlsx")))
        if not place:
            on_paper = pdf_words(drawn("weekly-timetable", made, "pdf"))
            assert Counter(MONEY.findall(on_paper)) == Counter(MONEY.findall(words))


def check_week_workbook(data: dict[str, Any], book: Any) -> None:
    """A pupil's costed timetable as a workbook: sessions, days and the two totals."""
    rows = [row for name in book.sheetnames if name.startswith(("Week", "Every")) for row in cells(book, name)[3:]]
    found = [pounds(row[12]) for row in rows if row[1]]
    assert found == [one["cost"] for day in data["days"] for one in day["sessions"]]
    assert [pounds(row[12]) for row in rows if row[0].endswith("day, what counts")] == [
        day["cost"] for day in data["days"]
    ]
    cost = {row[0]: row[1] for row in cells(book, "Cost")}
    assert (pounds(cost["A week"]), pounds(cost["A year"])) == (data["weekly_cost"], data["annual_cost"])


@pytest.mark.parametrize("slug", SCHOOLS)
def test_other_weeks_agree(demo: dict[str, PapersOf], slug: str) -> None:
    """Groups, people and rooms: every session is in page and workbook; a group alone has a cost."""
    for made in timetables(demo[slug]):
        data = drawn("weekly-timetable", made, "json")
        words, _ = page(drawn("weekly-timetable", made, "html"))
        book = opened(drawn("weekly-timetable", made, "xlsx"))
        rows = [
            row for name in made.weeks or ("",) for row in cells(book, f"Week {name}" if name else "Every week")[3:]
        ]
        sessions = [one for day in data["days"] for one in day["sessions"]]
        assert [row[8] for row in rows] == [one["group"] for one in sessions]
        for one in sessions:
            assert f"{one['role']} {one['staff']}:{one['pupils']}" in words
        assert [note["message"] for note in data["findings"] if note["message"] not in words] == []
        if made.kind == "group":
            assert printed(data["cost"]) in words
            assert pounds({row[0]: row[1] for row in cells(book, "Cost")}["The whole run"]) == data["cost"]
        else:
            assert "£" not in words + json.dumps(data, ensure_ascii=False)


def test_family_copy_has_no_money_and_no_code(demo: dict[str, PapersOf]) -> None:
    papers = demo["demo"]
    pupil = papers.pupil("A1197")
    made = weekly_timetable.build(papers.access, replace(papers.asked, audience="family"), pupil.pk, papers.costed)
    texts = [page(drawn("weekly-timetable", made, "html"))[0], pdf_words(drawn("weekly-timetable", made, "pdf"))]
    book = opened(drawn("weekly-timetable", made, "xlsx"))
    texts += [str(cells(book, name)) for name in book.sheetnames] + [str(drawn("weekly-timetable", made, "json"))]
    for text in texts:
        assert not re.search(r"£|\bcosts?\b|\bUPN\b|C&[IL]|S&P|SEMH|threshold|\b3-[A-Z]{2}|\bHLTA\b", text)
        assert pupil.admission_number not in text
        assert "Social skills group" in text


def test_clashes_are_marked_and_listed(school: Any, year: Any, access: Any) -> None:
    """One pupil, person and room in two groups at once; not where the groups never run on the same day."""
    own = {"school": school}
    role = make.StaffRoleFactory(**own, code="TA")
    make.RolePayFactory(**own, role=role, year=year)
    pupil = make.PupilFactory(**own, forename="Ada", surname="Ash")
    make.PupilYearFactory(**own, pupil=pupil, year=year, year_group="3")
    person = make.StaffFactory(**own, name="Bo Birch")
    for code, starts, ends in (("A", None, None), ("B", None, None), ("C", date(2027, 6, 7), date(2027, 7, 9))):
        group = make.GroupFactory(
            **own, year=year, code=code, setting="withdrawn", starts=starts, ends=ends, year_groups=["3"]
        )
        make.StaffingFactory(**own, group=group, role=role, person=person, staff=1, sessions=1, minutes=30)
        make.SessionFactory(**own, group=group, role=role, day=0, start="09:00", minutes=30, room="Den", week="")
        left = date(2027, 3, 26) if code != "C" else None
        make.PlaceFactory(**own, group=group, pupil=pupil, left=left)
    asked, access = weekly_timetable.PaperOptions(on=date(2026, 11, 23)), access("senco")
    made = weekly_timetable.build(access, asked, pupil.pk)
    assert {one.group.code: one.marks for day in made.days for one in day.meetings} == {
        "A": (CLASH,), "B": (CLASH,), "C": (),
    }  # fmt: skip
    assert [note.code for note in made.notes if note.code.endswith("two-places")] == ["pupil-in-two-places"]
    words, _ = page(drawn("weekly-timetable", made, "html"))
    assert "Ada Ash has" in words
    assert words.count("Clash") == 2
    of_group = weekly_timetable.build_group(access, asked, group_coded(access, "a"))
    assert {note.code for note in of_group.notes} >= {"pupil-in-two-places", "person-in-two-places", "room-used-twice"}
    groups = weekly_timetable.read_for(access, asked).groups
    for found in (pupil_clashes(groups, pupil.pk, "Ada"), person_clashes(groups, person.pk, "Bo")):
        assert "A" in {key[0] for key in found.keys}
    in_class = [replace(group, setting="in class") for group in groups]
    assert not room_clashes(in_class, "Den").notes


def test_a_person_without_the_right_sees_only_their_own_week(school: Any, year: Any, client_of: Any, cast: Any) -> None:
    assistant = cast["assistant"].staff_member
    other = make.StaffFactory(school=school, name="Somebody Else")
    role = make.StaffRoleFactory(school=school)
    for person in (assistant, other):
        group = make.GroupFactory(school=school, year=year)
        make.StaffingFactory(school=school, group=group, role=role, person=person)
        make.SessionFactory(school=school, group=group, role=role)
    path = f"/s/{school.slug}/papers/weekly-timetable/"
    assert client_of("assistant").get(path, {"person": assistant.pk}).status_code == 200
    assert client_of("assistant").get(path, {"person": other.pk}).status_code == 404
    seen = client_of("assistant").get(path, {"of": "group"}).content.decode()
    assert "£" not in seen
    assert client_of("senco").get(path, {"person": other.pk}).status_code == 200


@pytest.mark.parametrize("name", PROFORMAS)
def test_blank_forms_hold_the_same_in_all_forms(demo: dict[str, PapersOf], name: str) -> None:
    papers = demo["demo"]
    made = PAPERS[name].build(papers.access, papers.asked)
    data = drawn(name, made, "json")
    words, _ = page(drawn(name, made, "html"))
    book = opened(drawn(name, made, "xlsx"))
    written = {str(value) for sheet in book.sheetnames for row in cells(book, sheet) for value in row if value}
    labels = [
        *data["fields"],
        *data["entries"],
        *(label for form in data["forms"] for label in form["columns"] if label),
    ]
    assert labels
    for label in labels:
        assert label in words
        assert label in written
    assert "Ashgrove Primary" in words
    if name == "proforma-audit-chart":
        assert all(label in pdf_words(drawn(name, made, "pdf")) for label in data["fields"])
