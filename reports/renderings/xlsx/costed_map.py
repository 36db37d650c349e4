"""The individual costed map as a workbook: its lines and totals, the inputs, and what it was costed under."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from costing.engine.quantities.expressions import Quantity, given, total
from reports.renderings.xlsx.inputs import Inputs, approximate, money_cell, short
from reports.wording import costed_purpose, horizon_words, rules_in_sentences, threshold_words, whole_pounds
from ui.sheets import Cell, Formula, Page
from ui.words import date_uk

if TYPE_CHECKING:
    from reports.documents.maps.costed_map import CostedLine, CostedMap

SHEET = "Costed map"
HEAD = (
    "Outcome",
    "Provision",
    "Group",
    "Ratio",
    "Staff",
    "Staff hours a week",
    "Pupil's hours a week",
    "Cost a week",
    "Weeks",
    "Cost",
    "Why it is left out",
    "How it was worked out",
)
WIDTHS = (32, 28, 11, 7, 20, 10, 10, 11, 8, 12, 24, 40)
COST = "J"


def pages(made: CostedMap) -> list[Page]:
    """The sheets of a pupil's costed map."""
    sheet = _Sheet(made)
    return [sheet.page(), sheet.inputs.page(), about_sheet(made)]


class _Sheet:
    """The sheet of lines, built from the top; formulas need to know the rows above them."""

    def __init__(self, made: CostedMap) -> None:
        self.made, self.inputs = made, Inputs()
        rules = made.head.rules
        self.threshold = given(rules.threshold, "£", "Threshold", rules.name, "rules:threshold")
        self.top_up = given(Fraction(made.top_up), "£", "Top-up granted", "Awards of the year", "award:granted")
        for line in made.lines:
            for sum_ in (line.line.working, line.line.weekly_working, _hours(line), _weeks(line)):
                self.inputs.take(sum_, line.title)
            for sum_ in (_hours(line), _weeks(line)):
                if sum_ is not None and not sum_.op:
                    self.inputs.add(sum_, line.title)
        self.inputs.add(self.threshold, "Test against the threshold")
        self.inputs.add(self.top_up, "Shortfall")
        self.inputs.lay_out()
        self.rows: list[list[object]] = []
        self.cost_of: dict[int, str] = {}

    def page(self) -> Page:
        """The lines, what was left out, and the total against the threshold."""
        made = self.made
        self.rows += [
            [Cell(f"{made.head.title}: {made.pupil.name}", "title")],
            [Cell(_who(made), "note")],
            [Cell(f"{made.head.rules.name}. {horizon_words(made.head)}", "note")],
            [Cell(name, "head") for name in HEAD],
        ]
        head = len(self.rows)
        counted = self._block(made.counted)
        self._total("Total that counts", made.total_counted, made.counted_working, counted)
        at = len(self.rows)
        left = None
        if made.left_out:
            self.rows += [[], [Cell("Left out, and why", "head"), *(Cell("", "head") for _ in HEAD[1:])]]
            left = self._block(made.left_out)
        parts = ",".join(part for part in (counted, left) if part)
        self._total("All that the school pays above what every pupil gets", made.total, made.total_working, parts)
        self.rows.append([])
        self._threshold(f"{COST}{at}")
        return Page(SHEET, self.rows, widths=WIDTHS, head=head)

    def _block(self, lines: tuple[CostedLine, ...]) -> str:
        """Lines one below another; the range of their costs."""
        first = len(self.rows) + 1
        for line in lines:
            self.rows.append(self._line(line))
        return f"{COST}{first}:{COST}{len(self.rows)}" if lines else ""

    def _line(self, line: CostedLine) -> list[object]:
        facts = line.line
        return [
            line.outcome,
            line.title if line.title == line.provision else f"{line.title} ({line.provision})",
            facts.group,
            facts.ratio,
            line.staff_words,
            self._figure(_hours(line)),
            None if facts.contact_hours is None else short(facts.contact_hours),
            self._money(facts.weekly_cost, facts.weekly_working) if facts.kind == "group" else None,
            self._figure(_weeks(line)),
            self._money(facts.cost, facts.working),
            line.left_out_because,
            line.working,
        ]

    def _figure(self, quantity: Quantity | None) -> object:
        if quantity is None:
            return None
        address = self.inputs.cell(quantity)
        text = f"={address}" if address else quantity.formula(self.inputs.cell)
        return Formula(text, approximate(quantity.value))

    def _money(self, value: Decimal | None, working: Quantity | None) -> Cell:
        if working is None:
            return Cell(value, format="money") if value is not None else money_cell(None, "")
        return money_cell(value, working.formula(self.inputs.cell))

    def _total(self, label: str, value: Decimal | None, working: Quantity | None, printed: str) -> None:
        """Printed lines added; or, where the rules round the total alone, the total's own sum."""
        text = f"=SUM({printed})" if printed else "=0"
        if self.made.head.rules.rounding_stage == "total" and working is not None:
            text = working.formula(self.inputs.cell)
        self._foot(label, money_cell(value, text, "total"))

    def _threshold(self, counted: str) -> None:
        made, rules = self.made, self.made.head.rules
        test = f"{rules.threshold_test} {whole_pounds(rules.threshold)}"
        limit, granted = self.inputs.cell(self.threshold), self.inputs.cell(self.top_up)
        self._foot("Threshold", money_cell(_pounds(rules.threshold), f"={limit}"))
        if made.over_threshold is not None:
            sign = ">=" if rules.threshold_test == "at least" else ">"
            answer = "Yes" if made.over_threshold else "No"
            asked = Formula(f'=IF(ROUND({counted}-{limit},2){sign}0,"Yes","No")', answer)
            self._foot(f"Is it over? The rules ask for {test}", Cell(asked, "total"))
        self._foot("Top-up granted", money_cell(made.top_up, f"={granted}"))
        missing = money_cell(made.shortfall, f"=MAX(0,ROUND({counted}-{limit}-{granted},2))", "total")
        self._foot("Shortfall: what counts, less the threshold, less the top-up", missing)

    def _foot(self, label: str, cell: Cell) -> None:
        blank = [Cell(None, cell.style) for _ in HEAD[1 : HEAD.index("Cost")]]
        self.rows.append([Cell(label, cell.style), *blank, cell])


def _pounds(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator


def _hours(line: CostedLine) -> Quantity | None:
    """A line's staff hours a week: the sum of the hours its cost is made of, else as the timetable gives them."""
    if line.line.weekly_hours is None:
        return None
    return _made_of(line, "h", line.line.weekly_hours) or given(
        line.line.weekly_hours, "h", f"{line.title}, staff hours a week", "The group's staffing and sessions"
    )


def _weeks(line: CostedLine) -> Quantity | None:
    """A line's weeks as its cost takes them."""
    if line.line.weeks is None:
        return None
    return _made_of(line, "weeks", line.line.weeks) or given(
        line.line.weeks, "weeks", f"{line.title}, weeks", "The group's weeks in which the pupil has a place"
    )


def _made_of(line: CostedLine, unit: str, value: Fraction) -> Quantity | None:
    """The figures of this unit in a line's sum, added, where they come to `value`."""
    working = line.line.working
    found = list(dict.fromkeys(_whole_figures(working, unit))) if working is not None else []
    if found and sum((one.value for one in found), Fraction(0)) == value:
        return total(found)
    return None


def _whole_figures(quantity: Quantity, unit: str) -> list[Quantity]:
    """The outermost figures of a unit in a sum; what an hour of a role is made of does not belong to them."""
    if quantity.unit == unit:
        return [quantity]
    if quantity.op and quantity.unit == "£/h":
        return []
    return [found for part in quantity.parts for found in _whole_figures(part, unit)]


def _who(made: CostedMap) -> str:
    pupil = made.pupil
    parts = [
        made.head.school,
        made.head.year,
        f"{pupil.year_name}{f', class {pupil.class_name}' if pupil.class_name else ''}",
        f"reference {pupil.reference}",
        pupil.status_words,
        f"primary need {pupil.needs[0]}" if pupil.needs else "",
        f"made {date_uk(made.head.made_on)}",
    ]
    return " · ".join(part for part in parts if part)


def about_sheet(made: CostedMap) -> Page:
    """The sheet About: the map's purpose, the rules it was costed under, and the pupil's profile."""
    rules = made.head.rules
    rows: list[list[object]] = [[Cell("About this map", "title")]]
    rows += [["What it is for" if not place else None, said] for place, said in enumerate(costed_purpose(made))]
    rows += [["The total", threshold_words(made)], [], [Cell("The rules", "head"), Cell(rules.name, "head")]]
    rows.append(["Source", rules.source])
    rows += [[rule.name, rule.sentence] for rule in rules_in_sentences(rules)]
    rows.append([])
    texts = (("Needs", made.needs), ("High-quality teaching, never costed", made.high_quality_teaching))
    rows += [[label, text] for label, text in texts if text]
    rows += [["To look at" if not place else None, note.message] for place, note in enumerate(made.notes)]
    return Page("About", rows, widths=(32, 110), head=0, landscape=False)
