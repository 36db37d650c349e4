"""The demo schools' data holds together: links, UPNs, timetables, and the few findings meant to be found."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from provisionmap.demo.build import FOLDERS, School, sheets, write
from ui.sheets import read_workbook

Row = dict[str, Any]
Book = dict[str, list[Row]]

REQUIRED = {
    "School": "Key|Value",
    "Half-terms": "Name|Starts|Ends",
    "Day bands": "Band|Starts|Ends",
    "People": "E-mail|Name|Roles",
    "Classes": "Class|Year groups",
    "Staff roles": "Code|Name|Rate basis",
    "Pupils": "Surname|Forename|Year group",
    "Provisions": "Provision|Area of need|Tier",
    "Groups": "Group|Provision|Group size|Weeks",
    "Staffing": "Group|Role|Sessions a week|Minutes a session",
    "Sessions": "Group|Day|Start|Minutes",
    "Places": "Group|Pupil",
    "Outcomes": "Pupil|Outcome",
    "Scores": "Pupil|Measure|Date|Value",
    "Reviews": "Pupil|Date",
    "Other costs": "Description|Kind",
    "Whole-school provision": "Description",
    "Funding streams": "Stream|Amount",
    "Awards": "Pupil",
    "Audit": "Class or year group|Pupil",
    "Current provision": "Class or year group|Provision",
}
MEANT = {
    "demo": {"disagree": {"6-PHON"}, "over": {"3-FRIEND"}, "weeks": {"4-ICS"}},
    "demo-secondary": {"disagree": set(), "over": set(), "weeks": set()},
}
AREAS = {"C&I", "C&L", "SEMH", "S&P", "Other"}
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def load(school: School) -> Book:
    return {name: [dict(zip(header, row, strict=True)) for row in rows] for name, header, rows in sheets(school)}


@pytest.fixture(params=sorted(FOLDERS))
def school(request: pytest.FixtureRequest) -> School:
    return request.param


@pytest.fixture
def book(school: School) -> Book:
    return load(school)


@pytest.fixture(scope="module")
def primary() -> Book:
    return load("demo")


@pytest.fixture(scope="module")
def secondary() -> Book:
    return load("demo-secondary")


def listed(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split(",") if part.strip()]


def column(book: Book, sheet: str, name: str) -> set[Any]:
    return {row[name] for row in book[sheet] if row[name] is not None}


def test_every_required_cell_is_filled(book: Book) -> None:
    for sheet, names in REQUIRED.items():
        missing = [row for row in book[sheet] for name in names.split("|") if row[name] is None]
        assert not missing, sheet


def test_upns_are_valid_and_pupils_are_known_once(book: Book) -> None:
    pupils = book["Pupils"]
    for pupil in pupils:
        upn = pupil["UPN"]
        assert re.fullmatch(r"[A-HJ-NP-RT-Z]\d{12}", upn)
        assert upn[0] == LETTERS[sum(place * int(digit) for place, digit in enumerate(upn[1:], 2)) % 23]
    for name in ("UPN", "Admission number"):
        assert len(column(book, "Pupils", name)) == len(pupils)
    assert len({(p["Surname"], p["Forename"]) for p in pupils}) == len(pupils)


def test_pupils_are_of_an_age_with_their_year_group(book: Book) -> None:
    for pupil in book["Pupils"]:
        first = 2021 - (0 if pupil["Year group"] == "R" else int(pupil["Year group"]))
        assert date(first, 9, 1) <= pupil["Date of birth"] <= date(first + 1, 8, 31)
        assert (pupil["SEN status"] == "N") == (pupil["Primary need"] is None) == (pupil["SEN since"] is None)
        assert (pupil["SEN status"] == "N") == (pupil["Needs"] is None)


def test_every_link_leads_somewhere(book: Book) -> None:
    known = {
        "Group": column(book, "Groups", "Group"),
        "Pupil": column(book, "Pupils", "Admission number"),
        "Provision": column(book, "Provisions", "Provision"),
        "Role": column(book, "Staff roles", "Code"),
        "Person": column(book, "People", "E-mail"),
        "Class": column(book, "Classes", "Class"),
        "Funding stream": column(book, "Funding streams", "Stream"),
        "Measure": column(book, "Provisions", "Measure") | column(book, "Groups", "Measure"),
    }
    for sheet, rows in book.items():
        owner = {"Groups": "Group", "Provisions": "Provision", "Classes": "Class"}.get(sheet)
        for row in rows:
            for name, values in known.items():
                if name != owner and row.get(name) is not None:
                    assert row[name] in values, (sheet, name, row)


def test_lists_of_links_lead_somewhere(book: Book) -> None:
    roles, people = column(book, "Staff roles", "Code"), column(book, "People", "E-mail")
    years = {y for row in book["Classes"] for y in listed(row["Year groups"])}
    for row in book["People"]:
        assert set(listed(row["Staff roles"])) <= roles
    for row in book["Classes"]:
        assert set(listed(row["Teachers"])) | set(listed(row["Assistants"])) <= people
    for row in book["Groups"]:
        assert set(listed(row["Year groups"])) <= years
    for row in [*book["Audit"], *book["Current provision"]]:
        assert row["Class or year group"].removeprefix("Year ").replace("Reception", "R") in years
    outcomes = {(row["Pupil"], row["Outcome"]) for row in book["Outcomes"]}
    for row in book["Places"]:
        assert row["Outcome"] is None or (row["Pupil"], row["Outcome"]) in outcomes


def test_staff_hold_the_role_they_are_named_for(book: Book) -> None:
    held = {row["E-mail"]: listed(row["Staff roles"]) for row in book["People"]}
    assert all(row["Role"] in held[row["Person"]] for row in book["Staffing"])


def test_pupils_are_in_a_year_of_their_group(book: Book) -> None:
    pupil_year = {row["Admission number"]: row["Year group"] for row in book["Pupils"]}
    group_years = {row["Group"]: listed(row["Year groups"]) for row in book["Groups"]}
    assert all(pupil_year[row["Pupil"]] in group_years[row["Group"]] for row in book["Places"])


def test_rows_are_known_by_their_keys(book: Book) -> None:
    keys = {
        "People": ("E-mail",),
        "Classes": ("Class",),
        "Provisions": ("Provision",),
        "Groups": ("Group",),
        "Places": ("Group", "Pupil", "Joined"),
        "Outcomes": ("Pupil", "Outcome"),
        "Scores": ("Pupil", "Measure", "Date"),
        "Reviews": ("Pupil", "Date", "Group"),
        "Audit": ("Class or year group", "Pupil", "Provision"),
        "Current provision": ("Class or year group", "Provision"),
        "Awards": ("Pupil", "Kind", "From"),
    }
    for sheet, names in keys.items():
        twice = [k for k, n in Counter(tuple(r[c] for c in names) for r in book[sheet]).items() if n > 1]
        assert not twice, sheet


def test_dates_lie_in_the_year(book: Book) -> None:
    terms = book["Half-terms"]
    assert len(terms) == 6
    assert all(row["Starts"] < row["Ends"] for row in terms)
    assert all(before["Ends"] < after["Starts"] for before, after in pairwise(terms))
    first, last = terms[0]["Starts"], terms[-1]["Ends"]
    for row in book["Groups"]:
        assert all(row[name] is None or first <= row[name] <= last for name in ("Starts", "Ends"))
    for row in book["Places"]:
        assert all(row[name] is None or first <= row[name] <= last for name in ("Joined", "Left"))
    for row in [*book["Scores"], *book["Reviews"]]:
        assert first <= row["Date"] <= last
        assert row["Date"].weekday() < 5


def school_weeks(book: Book, start: date, end: date) -> int:
    """Weeks, Monday first, with a school day in a half-term from start to end."""
    mondays = set()
    for term in book["Half-terms"]:
        day = max(term["Starts"], start)
        while day <= min(term["Ends"], end):
            if day.weekday() < 5:
                mondays.add(day - timedelta(days=day.weekday()))
            day += timedelta(days=1)
    return len(mondays)


def test_weeks_fit_the_calendar_but_for_the_nine_week_record(book: Book, school: School) -> None:
    first, last = book["Half-terms"][0]["Starts"], book["Half-terms"][-1]["Ends"]
    assert school_weeks(book, first, last) == 39
    beyond = {
        row["Group"]
        for row in book["Groups"]
        if row["Weeks"] > school_weeks(book, row["Starts"] or first, row["Ends"] or last)
    }
    assert beyond == MEANT[school]["weeks"]


def test_groups_are_not_over_capacity_but_for_one(book: Book, school: School) -> None:
    size = {row["Group"]: row["Group size"] for row in book["Groups"]}
    pupils: dict[str, set[str]] = defaultdict(set)
    for row in book["Places"]:
        pupils[row["Group"]].add(row["Pupil"])
    assert {group for group, who in pupils.items() if len(who) > size[group]} == MEANT[school]["over"]


def minutes_planned(book: Book) -> dict[str, dict[str, Decimal]]:
    planned: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in book["Staffing"]:
        planned[row["Group"]][row["Role"]] += row["Staff"] * row["Sessions a week"] * row["Minutes a session"]
    return planned


def test_sessions_agree_with_staffing_but_for_one(book: Book, school: School) -> None:
    planned, timetabled = minutes_planned(book), defaultdict(lambda: defaultdict(Decimal))
    for row in book["Sessions"]:
        assert row["Role"] is not None or len(planned[row["Group"]]) == 1
        role = row["Role"] or next(iter(planned[row["Group"]]))
        timetabled[row["Group"]][role] += row["Minutes"] / (2 if row["Week"] else 1)
    assert {group for group in timetabled if timetabled[group] != planned[group]} == MEANT[school]["disagree"]
    without = {group for group in planned if group not in timetabled}
    assert all(group.startswith("L-") for group in without), "only the pupil as labelled has no timetable"


def cells(row: Row) -> Iterator[tuple[str, str, int]]:
    start = int(row["Start"][:2]) * 60 + int(row["Start"][3:])
    for week in row["Week"] or "AB":
        for minute in range(start, start + int(row["Minutes"]), 5):
            yield week, row["Day"], minute


def test_nobody_is_in_two_places_at_once(book: Book) -> None:
    person = {(row["Group"], row["Role"]): row["Person"] for row in book["Staffing"]}
    only = {row["Group"]: row["Person"] for row in book["Staffing"]}
    pupils: dict[str, set[str]] = defaultdict(set)
    for row in book["Places"]:
        pupils[row["Group"]].add(row["Pupil"])
    seen: dict[tuple[str, tuple[str, str, int]], str] = {}
    for row in book["Sessions"]:
        who = {*pupils[row["Group"]], person.get((row["Group"], row["Role"]), only[row["Group"]])}
        for one in [*who, *([row["Room"]] if row["Room"] else [])]:
            for cell in cells(row):
                assert seen.setdefault((one, cell), row["Group"]) == row["Group"], (one, cell)


def test_sessions_lie_in_the_band_they_name(book: Book) -> None:
    bands = [(row["Band"], row["Starts"], row["Ends"]) for row in book["Day bands"]]
    for row in book["Sessions"]:
        end = int(row["Start"][:2]) * 60 + int(row["Start"][3:]) + int(row["Minutes"])
        until = f"{end // 60:02d}:{end % 60:02d}"
        assert any(b == row["Band"] and s <= row["Start"] and until <= e for b, s, e in bands), row


def test_places_charged_in_full_give_a_reason(book: Book) -> None:
    assert all(row["Reason"] for row in book["Places"] if row["Charged"] == "in full")


def test_every_year_group_and_area_has_provision(book: Book) -> None:
    areas = {row["Provision"]: row["Area of need"] for row in book["Provisions"]}
    assert {areas[row["Provision"]] for row in book["Groups"]} == AREAS
    years = {row["Year group"] for row in book["Pupils"]}
    assert {y for row in book["Groups"] if row["Group"][:3] != "ALL" for y in listed(row["Year groups"])} == years
    assert {"universal", "targeted", "targeted plus", "specialist"} == column(book, "Provisions", "Tier")
    universal = {row["Provision"] for row in book["Provisions"] if row["Tier"] == "universal"}
    staffed = column(book, "Staffing", "Group")
    assert not any(row["Group"] in staffed for row in book["Groups"] if row["Provision"] in universal)


def test_primary_is_of_the_size_it_should_be(primary: Book) -> None:
    count = {sheet: len(rows) for sheet, rows in primary.items()}
    assert (count["Classes"], count["Pupils"], count["Provisions"], count["Groups"]) == (14, 420, 25, 40)
    assert sum(row["SEN status"] != "N" for row in primary["Pupils"]) == 70
    assert len(column(primary, "Staffing", "Person")) >= 19
    roles = {role for row in primary["People"] for role in listed(row["Roles"])}
    every = "head,SENCO,class teacher,teaching assistant,business manager,governor,system manager"
    assert roles == set(every.split(","))


def test_primary_holds_the_year_4_audit_chart(primary: Book) -> None:
    names = {row["Admission number"]: row["Forename"] for row in primary["Pupils"]}
    chart: dict[str, tuple[str, set[str], str]] = {}
    for row in primary["Audit"]:
        if row["Class or year group"] == "Year 4":
            band, ticks, other = chart.get(names[row["Pupil"]], (row["Band"], set(), ""))
            chart[names[row["Pupil"]]] = (band, {*ticks, row["Provision"]}, row["Other"] or other)
    number, reading, friends = "Number Sense", "Better Reading Partners", "Friendship skills group"
    assert chart == {
        "William": ("must", {"Phonographix", "Jump Ahead motor skills", "In-class support"}, "Lunchtime club"),
        "Patrick": ("must", {"1:1 counselling", friends}, "Circle of Friends, lunchtime club"),
        "Edward": ("must", {"1:1 counselling", number}, "1:1 ASD social skills work with TA"),
        "Jamia": ("should", {reading}, ""),
        "Shane": ("should", {number, reading}, ""),
        "Kylie": ("should", {"Language Link", reading}, ""),
        "Leroy": ("should", {friends, number, reading}, "Lunchtime club"),
        "Daniel": ("should", {number}, ""),
    }
    daniel = next(r for r in primary["Pupils"] if r["Forename"] == "Daniel" and r["Year group"] == "4")
    assert "pupil premium" in daniel["Pupil groups"]


def shares(book: Book, pupil: str) -> dict[str, Decimal]:
    """Each group's cost for the pupil where every role is paid by a given hour, shared by the planned size."""
    rate = {row["Code"]: row["Rate"] for row in book["Staff roles"]}
    groups = {row["Group"]: row for row in book["Groups"]}
    reference = next(r["Admission number"] for r in book["Pupils"] if f"{r['Forename']} {r['Surname']}" == pupil)
    return {
        row["Group"]: sum(
            (rate[role] * minutes for role, minutes in minutes_planned(book)[row["Group"]].items() if rate[role]),
            Decimal(),
        )
        / 60
        / groups[row["Group"]]["Group size"]
        * groups[row["Group"]]["Weeks"]
        for row in book["Places"]
        if row["Pupil"] == reference
    }


def test_primary_holds_the_documents_examples(primary: Book) -> None:
    six = shares(primary, "Maya Lindqvist")
    assert sorted(f"{cost:.2f}" for cost in six.values()) == sorted(
        ["1662.50", "279.06", "110.83", "1662.50", "1108.33", "2232.50"]
    )
    assert len(shares(primary, "Carys Whitlock")) == 9
    size = {row["Group"]: row["Group size"] for row in primary["Groups"]}
    extract = minutes_planned(primary)
    assert (dict(extract["3-ACC"]), size["3-ACC"]) == ({"LSA": 30, "T": 30}, 9)
    assert (dict(extract["3-FRIEND"]), size["3-FRIEND"]) == ({"ELSA": 60}, 4)
    circle = next(row for row in primary["Groups"] if row["Group"] == "5-CIRC")
    assert (dict(extract["5-CIRC"]), circle["Group size"], circle["Weeks"]) == ({"LMS": 60}, 6, 38)
    salary = {row["Code"]: row["Annual salary"] for row in primary["Staff roles"]}
    assert salary["LMS"] == 26750


def week(lines: dict[str, Decimal]) -> Decimal:
    """A week of the 39: each line to the penny, then added."""
    penny = Decimal("0.01")
    return sum(((cost / 39).quantize(penny, ROUND_HALF_UP) for cost in lines.values()), Decimal())


def test_secondary_holds_the_documents_examples(secondary: Book) -> None:
    labelled, timed = shares(secondary, "Tobias Makinde"), shares(secondary, "Jake Ellerby")
    assert (len(labelled), len(timed)) == (30, 33)
    assert week(labelled) == Decimal("199.55")
    assert week(timed) == Decimal("150.51")
    year7 = {group: dict(roles) for group, roles in minutes_planned(secondary).items() if group.startswith("7-")}
    assert [year7[f"7-IND{n}"] for n in (1, 2, 3, 4)] == [{"S": 60}] * 4
    assert year7["7-WORK1"] == year7["7-WORK2"] == {"S": 90, "LTA": 90}
    assert year7["7-SOC"] == {"S": 120}
    assert {row["Week"] for row in secondary["Sessions"]} == {None, "A", "B"}


def test_the_schools_share_no_name(primary: Book, secondary: Book) -> None:
    for sheet, name in (("Pupils", "Surname"), ("Pupils", "Forename"), ("People", "Name"), ("People", "E-mail")):
        assert not column(primary, sheet, name) & column(secondary, sheet, name)


def test_people_have_addresses_that_lead_nowhere(book: Book) -> None:
    assert all(row["E-mail"].endswith(".example") for row in book["People"])


def test_some_names_are_long_enough_to_crowd_a_page(book: Book) -> None:
    assert any(len(f"{row['Forename']} {row['Surname']}") > 45 for row in book["Pupils"])
    assert any(len(row["Provision"]) > 90 for row in book["Provisions"])


def test_the_workbook_reads_back_as_written(school: School, tmp_path: Path) -> None:
    file = tmp_path / "school.xlsx"
    write(school, file)
    assert list(read_workbook(file)) == [name for name, _, _ in sheets(school)]
