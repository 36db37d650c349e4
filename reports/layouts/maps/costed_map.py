"""The individual costed map on paper: the total against the threshold, each line with its sum, and the rules."""

from __future__ import annotations

from fractions import Fraction

from costing.engine.quantities.expressions import ADD, Quantity, given
from reports.documents.maps.costed_map import REASONS, CostedLine, CostedMap
from reports.layouts.parts import Against, Layout, Part, Prose, Table, TableColumn, TableLine, Terms, Value, Worked
from reports.wording import (
    costed_purpose,
    exact_words,
    horizon_words,
    pupil_and_class,
    shortfall_words,
    threshold_words,
    whole_pounds,
)
from ui.findings import Finding
from ui.parts import Fact
from ui.words import date_uk, money

SHEET = "Costed map"
SHORTFALL = "Shortfall: what counts, less the threshold, less the top-up"
COUNTED, LEFT_OUT = "What counts towards the threshold", "What was left out, and why"
ALL = "All that the school pays above what every pupil gets"
COLUMNS = (
    TableColumn("Outcome and provision", only="page"),
    TableColumn("Outcome", width=32, only="sheet"),
    TableColumn("Provision", width=28, only="sheet"),
    TableColumn("Group", width=11, only="sheet"),
    TableColumn("Ratio", width=7),
    TableColumn("Staff", width=20),
    TableColumn("Staff time a week", "hours", width=10, silent=True),
    TableColumn("Pupil’s hours a week", "hours", width=10, only="sheet"),
    TableColumn("Cost a week", "money", width=11, silent=True),
    TableColumn("Weeks", "number", width=8, silent=True),
    TableColumn("Cost", "money", width=12),
    TableColumn("Why it is left out", width=24, only="sheet"),
)


def layout(made: CostedMap) -> Layout:
    """The pupil, the total against the threshold, what counts and what does not, needs and teaching."""
    pupil = made.pupil
    return Layout(
        line=pupil_and_class(pupil),
        about=pupil.name,
        parts=tuple(_parts(made)),
        findings=tuple(Finding(note.code, note.message) for note in made.notes),
        look_at="To look at before this is sent",
        rules=True,
        signed=True,
    )


def _parts(made: CostedMap) -> list[Part]:
    rules, teaching = made.head.rules, made.high_quality_teaching
    shortfall = shortfall_words(made)
    return [
        Terms("", tuple(_pupil(made))),
        Prose("What this paper is for", costed_purpose(made)),
        Against(
            "The total against the threshold",
            (
                Fact("Counts towards the threshold", money(made.total_counted)),
                Fact("Threshold", money(rules.threshold)),
                Fact("Top-up granted", money(made.top_up)),
                Fact("Shortfall", "Not compared" if made.shortfall is None else money(made.shortfall)),
            ),
            made.total_counted,
            rules.threshold,
            (
                threshold_words(made),
                *exact_words(made),
                *(
                    [f"Shortfall (what counts, less the threshold, less the top-up granted): {shortfall}."]
                    * bool(shortfall)
                ),
            ),
            horizon_words(made.head),
        ),
        *_tables(made),
        *([Prose("Needs, and where they get in the way", (made.needs,))] if made.needs else []),
        Prose(
            "High-quality teaching",
            (teaching or "Nothing has been written down yet.",),
            "Part of what the class gets. It is listed here and never costed.",
        ),
    ]


def _pupil(made: CostedMap) -> list[tuple[str, str]]:
    pupil = made.pupil
    since = f", since {date_uk(pupil.since)}" if pupil.since else ""
    rows = [
        ("Pupil", pupil.name),
        ("Reference", pupil.reference),
        ("Year group", f"{pupil.year_name}{f', class {pupil.class_name}' if pupil.class_name else ''}"),
        ("SEN status", f"{pupil.status_words}{since}"),
        ("Primary need", pupil.needs[0] if pupil.needs else "Not recorded"),
        ("Other needs", ", ".join(pupil.needs[1:])),
        ("Local authority", made.head.local_authority),
    ]
    return [(name, text) for name, text in rows if text]


def _tables(made: CostedMap) -> list[Table]:
    """What counts and what does not; below them in the workbook, the total against the threshold."""
    both = f"=SUM({COUNTED}[Cost],{LEFT_OUT}[Cost])"
    if any(line.line.reason == "date" for line in made.left_out):  # another year's, so in no total
        kept = f'--({LEFT_OUT}[Why it is left out]<>"{REASONS["date"]}")'
        both = f"=SUM({COUNTED}[Cost])+SUMPRODUCT({kept},{LEFT_OUT}[Cost])"
    whole = _total(made, ALL, Worked(made.total, made.total_working, both))
    counted = _total(made, "Total that counts", Worked(made.total_counted, made.counted_working, "=SUM([])"))
    return [
        Table(
            COUNTED,
            COLUMNS,
            tuple(_line(line) for line in made.counted),
            empty="Nothing counts towards the threshold.",
            feet=(counted,),
            sheet=SHEET,
            look="stack lines-of-map",
        ),
        Table(
            LEFT_OUT,
            COLUMNS,
            tuple(_line(line) for line in made.left_out),
            feet=(whole,),
            only="" if made.left_out else "sheet",
            sheet=SHEET,
            look="stack lines-of-map",
        ),
        Table("", COLUMNS, feet=tuple(_threshold(made)), only="sheet", sheet=SHEET),
    ]


def _line(line: CostedLine) -> TableLine:
    facts = line.line
    since = f"At the rates from {date_uk(facts.since)}" if facts.since else ""
    named = line.provision if line.provision not in line.title else ""
    why = f"{line.left_out_because}." if line.left_out_because else ""
    return TableLine(
        (
            line.title,
            line.outcome,
            line.title if line.title == line.provision else f"{line.title} ({line.provision})",
            facts.group,
            facts.ratio,
            line.staff_words,
            "" if facts.weekly_hours is None else Worked(facts.weekly_hours, _hours(line)),
            facts.contact_hours,
            "" if facts.weekly_cost is None else Worked(facts.weekly_cost, facts.weekly_working),
            "" if facts.weeks is None else Worked(facts.weeks, _weeks(line)),
            Worked(facts.cost, facts.working),
            line.left_out_because,
        ),
        under="\n".join(text for text in (named, line.outcome, since, why) if text),
    )


def _foot(label: str, value: Value) -> TableLine:
    return TableLine((label, *[""] * ([column.label for column in COLUMNS].index("Cost") - 1), value))


def _total(made: CostedMap, label: str, value: Worked) -> TableLine:
    """Printed lines added; or, where the rules round the total alone, the total's own sum."""
    own = made.head.rules.rounding_stage == "total"
    return _foot(label, value if own else Worked(value.value, None, value.formula))


def _threshold(made: CostedMap) -> list[TableLine]:
    rules = made.head.rules
    limit = given(rules.threshold, "£", "Threshold", rules.name, "rules:threshold")
    granted = given(Fraction(made.top_up), "£", "Top-up granted", "Awards of the year", "award:granted")
    sign = ">=" if rules.threshold_test == "at least" else ">"
    over = f'=IF(ROUND({{Total that counts}}-{{Threshold}},2){sign}0,"Yes","No")'
    short = "=MAX(0,ROUND({Total that counts}-{Threshold}-{Top-up granted},2))"
    test = f"Is it over? The rules ask for {rules.threshold_test} {whole_pounds(rules.threshold)}"
    asked = [_foot(test, Worked("Yes" if made.over_threshold else "No", None, over))]
    return [
        _foot("Threshold", Worked(rules.threshold, _added(limit))),
        *(asked if made.over_threshold is not None else []),
        _foot("Top-up granted", Worked(made.top_up, _added(granted))),
        *([] if made.shortfall is None else [_foot(SHORTFALL, Worked(made.shortfall, None, short))]),
    ]


def _hours(line: CostedLine) -> Quantity | None:
    """A line's staff hours a week: the sum of the hours its cost is made of, else as the timetable gives them."""
    source = "The group's staffing and sessions"
    return _made_of(line, "h", line.line.weekly_hours, f"{line.title}, staff hours a week", source)


def _weeks(line: CostedLine) -> Quantity | None:
    """A line's weeks as its cost takes them."""
    source = "The group's weeks in which the pupil has a place"
    return _made_of(line, "weeks", line.line.weeks, f"{line.title}, weeks", source)


def _made_of(line: CostedLine, unit: str, value: Fraction | None, name: str, source: str) -> Quantity | None:
    """The figures of this unit in a line's sum, added, where they come to `value`; else the value under its name."""
    if value is None:
        return None
    working = line.line.working
    found = list(dict.fromkeys(_whole_figures(working, unit))) if working is not None else []
    alike = sum((one.value for one in found), Fraction(0)) == value
    return _added(*found) if found and alike else _added(given(value, unit, name, source))


def _added(*figures: Quantity) -> Quantity:
    """Figures added; a single one too, so that it stands among the inputs."""
    return Quantity(sum((one.value for one in figures), Fraction(0)), figures[0].unit, op=ADD, parts=figures)


def _whole_figures(quantity: Quantity, unit: str) -> list[Quantity]:
    """The outermost figures of a unit in a sum; what an hour of a role is made of does not belong to them."""
    if quantity.unit == unit:
        return [quantity]
    if quantity.op and quantity.unit == "£/h":
        return []
    return [found for part in quantity.parts for found in _whole_figures(part, unit)]
