"""A weekly timetable on paper: each week as a grid; below it, on a costed copy, every session with its sum. In the
workbook a sheet for each week, with a row for each session, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from reports.documents.maps.costed_map import REASONS
from reports.documents.timetable.week import Meeting, WeekDay
from reports.documents.timetable.weekly_timetable import WeeklyTimetable
from reports.layouts.parts import Layout, Part, Slot, Table, TableColumn, TableLine, Terms, Value, WeekGrid, Worked
from reports.wording import length_words
from ui.findings import Finding
from ui.parts import Fact
from ui.words import dates_uk, hours, minutes, money, plural, time_uk

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
COLUMNS = (
    TableColumn("When"),
    TableColumn("Session"),
    TableColumn("Staff"),
    TableColumn("Staff : pupils"),
    TableColumn("Length", "hours"),
    TableColumn("Cost an hour", "money"),
    TableColumn("Cost", "money"),
    TableColumn("How it was worked out"),
)
PLAIN = (
    TableColumn("Day", width=12),
    TableColumn("Start", width=10),
    TableColumn("Minutes", "number", width=9),
    TableColumn("What", width=30),
    TableColumn("Who", width=30),
    TableColumn("Children together", width=10),
    TableColumn("Where", width=16),
)
STAFF = (
    *PLAIN[:3],
    TableColumn("Session", width=30),
    TableColumn("Staff", width=9),
    PLAIN[4],
    TableColumn("Staff : pupils", width=9),
    TableColumn("Room", width=16),
    TableColumn("Group", width=12),
    TableColumn("To look at", width=16),
)
COSTED = (
    *STAFF,
    TableColumn("Staff hours", "number", width=9),
    TableColumn("Cost an hour", "money", width=11),
    TableColumn("Cost", "money", width=11),
    TableColumn("Counts", width=8),
    TableColumn("Why it does not count", width=34),
)
LINES = {
    "group": "When the group meets, with whom and where.",
    "person": "What is taken in a week, when and where.",
    "room": "What meets in the room in a week.",
}


def layout(made: WeeklyTimetable) -> Layout:
    """The grid of each week, then what it costs where the reader sees costs, and what needs somebody to look."""
    pupil = made.pupil
    return Layout(
        line=f"{made.about}, {pupil.year_name}" if pupil else f"{made.about}. {LINES[made.kind]}",
        about=made.about,
        size="a4-landscape",
        facts=_facts(made),
        parts=tuple(_parts(made)),
        findings=tuple(Finding(note.code, note.message) for note in made.notes),
        rules=made.week is not None,
        title=made.head.title,
    )


def week_name(week: str) -> str:
    """Week A, Week B; every week where they are alike."""
    return f"Week {week}" if week else "Every week"


def why_not_counted(one: Meeting) -> str:
    """Why a session does not count, in words; blank where it does."""
    if one.cost is None or one.cost.counted:
        return ""
    said = REASONS.get(one.cost.reason or "", "Not counted")
    return f"{said}: {one.left_out}" if one.left_out and one.cost.reason == "left-out" else said


def _facts(made: WeeklyTimetable) -> tuple[Fact, ...]:
    if made.week is not None:
        return (
            Fact("Cost a week", money(made.week.weekly_cost)),
            Fact("Cost a year", money(made.week.annual_cost)),
            Fact("Sessions a week", str(sum(len(slots) for slots in _slots_by_day(made)) // (len(made.weeks) or 1))),
        )
    if made.cost is not None:
        return (Fact("Cost a week", money(made.cost.weekly_cost)), Fact("Cost of its run", money(made.cost.cost)))
    return ()


def _slots_by_day(made: WeeklyTimetable) -> Iterator[list[list[Meeting]]]:
    return (_together(day) for day in made.days)


def _parts(made: WeeklyTimetable) -> Iterator[Part]:
    if not made.days:
        yield Table("", (TableColumn("When"),), empty="No session is on the timetable yet.", sheet=week_name(""))
    for week in made.weeks:
        yield _grid(made, week)
        if made.week is not None:
            yield _table(made, week)
        yield _sheet(made, week)
    yield from _cost_sheet(made)
    if made.week is not None and made.week.annual_working is not None:
        yield Terms("The cost of a year", (("As on the costed map", made.week.annual_working.text()),))
    if made.cost is not None and made.cost.working is not None:
        yield Terms("What the group costs", (("Its whole run", made.cost.working.text()),))
    if made.key and not made.plain:
        yield Terms("Staff codes", made.key)


def _grid(made: WeeklyTimetable, week: str) -> WeekGrid:
    """The grid of all five days, empty ones too, so that weeks look alike."""
    days = made.days_in(week)
    by_day = {day.day: day for day in days}
    starts = sorted({one.start for day in days for one in day.meetings})
    slots = {
        (number, found[0].start): [_slot(made, one) for one in _together(day) if one[0].start == found[0].start]
        for number, day in by_day.items()
        for found in _together(day)
    }
    return WeekGrid(
        title=week_name(week) if week else "",
        days=DAYS,
        rows=tuple(
            (time_uk(start), tuple(tuple(slots.get((number, start), ())) for number in range(len(DAYS))))
            for start in starts
        ),
        below=() if made.plain else tuple(_below(by_day.get(number)) for number in range(len(DAYS))),
        page_break=week == "B",
    )


def _below(day: WeekDay | None) -> str:
    if day is None:
        return ""
    return " · ".join([hours(day.hours), *([money(day.cost)] if day.cost is not None else [])])


def _together(day: WeekDay) -> list[list[Meeting]]:
    """Sessions of a group at one time are one to whoever looks at the week, whoever takes them."""
    return [list(found) for _, found in groupby(day.meetings, key=lambda one: (one.start, one.group.code))]


def _slot(made: WeeklyTimetable, meetings: list[Meeting]) -> Slot:
    first = meetings[0]
    length = max(one.minutes for one in meetings)
    long = length_words(length / 60) if made.plain else minutes(length)
    told = [_plain(one) if made.plain else _staff(made, one) for one in meetings]
    where = [first.room] if first.room and made.kind != "room" else []
    last = [*where, *([] if made.plain else _more(made, meetings))]
    return Slot(
        title=first.group.title,
        lines=(f"{long}, {told[0]}", *told[1:], *([" · ".join(last)] if last else [])),
        area=first.group.area,
        counted=any(one.cost is None or one.cost.counted for one in meetings),
        marks=first.marks,
    )


def _plain(one: Meeting) -> str:
    """Who helps and how many are together, for a family."""
    together = "one to one" if one.pupils == 1 else f"{plural(one.pupils, 'child,children')} together"
    who = f"{one.people} ({one.role_name.lower()})" if one.people else one.role_name.lower()
    return f"{together}, with {who}" if who else together


def _staff(made: WeeklyTimetable, one: Meeting) -> str:
    named = one.people and made.kind != "person"
    return " ".join([one.role, one.ratio, *([f"– {one.people}"] if named else [])])


def _more(made: WeeklyTimetable, meetings: list[Meeting]) -> Iterator[str]:
    """Cost or why there is none, and the dates of a group that does not run on the day."""
    facts, on = meetings[0].group.facts, made.head.on
    for one in meetings:
        if one.cost is not None:
            yield why_not_counted(one) or money(one.cost.cost)
        elif one.left_out and made.cost is not None:
            yield f"Left out of the cost: {one.left_out}"
    if (facts.starts and facts.starts > on) or (facts.ends and facts.ends < on):
        yield dates_uk(facts.starts, facts.ends)


def _table(made: WeeklyTimetable, week: str) -> Table:
    """Every session of the week with its sum, each day added, the week at the foot."""
    lines: list[TableLine] = []
    for day in made.days_in(week):
        lines.append(TableLine((DAYS[day.day],), look="part"))
        lines += [_line(one) for one in day.meetings]
        lines.append(
            TableLine((f"{DAYS[day.day]}, what counts", "", "", "", day.hours, None, day.cost, ""), look="total")
        )
    lines.append(
        TableLine(
            (f"{week_name(week) if week else 'The week'}, what counts", "", "", "", None, None, made.cost_of(week), ""),
            look="total",
        )
    )
    title = f"What {week_name(week)} costs" if week else "What the week costs"
    return Table(title, COLUMNS, tuple(lines), workings=False, only="page")


def _line(one: Meeting) -> TableLine:
    cost = one.cost
    values = (time_uk(one.start), one.group.title, one.role, one.ratio, one.minutes / 60)
    if cost is None:
        return TableLine(values)
    working = cost.working.text() if cost.working else ""
    reason = why_not_counted(one)
    return TableLine(
        (*values, cost.rate, Worked(cost.cost, cost.working), working),
        under=reason,
        look="not" if reason else "",
    )


def _sheet(made: WeeklyTimetable, week: str) -> Table:
    """A row of the workbook for each session; on a costed copy what each day and the week come to."""
    columns = PLAIN if made.plain else COSTED if made.week else STAFF
    days = made.days_in(week)
    lines = tuple(TableLine(_cells(made, one)) for day in days for one in day.meetings)
    feet: list[TableLine] = []
    if made.week is not None:
        gap = [""] * (len(STAFF) + 1)
        sums = [(DAYS[day.day], day.cost, f',[Day],"{DAYS[day.day]}"') for day in days]
        feet = [
            TableLine((f"{name}, what counts", *gap, Worked(cost, None, f'=SUMIFS([Cost],[Counts],"Yes"{only})')))
            for name, cost, only in [*sums, (week_name(week), made.cost_of(week), "")]
        ]
    return Table(week_name(week), columns, lines, feet=tuple(feet), only="sheet", named_by=3)


def _cells(made: WeeklyTimetable, one: Meeting) -> tuple[Value, ...]:
    when = (DAYS[one.day], time_uk(one.start), one.minutes, one.group.title)
    if made.plain:
        return (*when, one.who, one.pupils, one.room)
    planned = (*when, one.role, one.who, one.ratio, one.room, one.group.code, ", ".join(one.marks))
    cost = one.cost
    if cost is None:
        return planned
    counts = "Yes" if cost.counted else "No"
    return (*planned, cost.hours, cost.rate, Worked(cost.cost, cost.working), counts, why_not_counted(one))


def _cost_sheet(made: WeeklyTimetable) -> Iterator[Table]:
    """What a week and the year cost, for a pupil; a week and the run, for a group."""
    columns = (TableColumn("What", width=24), TableColumn("Cost", "money"))
    if made.week is not None:
        sums = [f'SUMIFS({name}[Cost],{name}[Counts],"Yes")' for name in map(week_name, made.weeks)]
        weekly = Worked(made.week.weekly_cost, None, f"=ROUND(({'+'.join(sums) or 0})/{len(sums) or 1},2)")
        said = "The mean of weeks A and B" if len(sums) > 1 else ""
        year = TableLine(("A year", Worked(made.week.annual_cost, made.week.annual_working)))
        yield Table("Cost", columns, (TableLine(("A week", weekly), said=said), year), only="sheet")
    elif made.cost is not None:
        run = TableLine(("The whole run", Worked(made.cost.cost, made.cost.working)))
        yield Table("Cost", columns, (TableLine(("A week", made.cost.weekly_cost)), run), only="sheet")
