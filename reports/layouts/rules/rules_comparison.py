"""A pupil's costed map, or the whole-school map, under two sets of rules beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from costing.engine.facts import Rules
from costing.engine.groups.eligibility import meets_threshold
from reports.documents.rules.map_comparison import ComparedPupil, ComparedRow, MapComparison, RowSum
from reports.documents.rules.reasons import Reason
from reports.documents.rules.rules_comparison import ComparedLine, LineSide, PupilTotal, RulesComparison
from reports.layouts.parts import Layout, Part, Table, TableColumn, TableLine, Value, Worked
from reports.wording import horizon_words, rules_apart, whole_pounds
from ui.findings import Finding
from ui.parts import Fact
from ui.words import money, plural

CANNOT = "cannot be costed"
SAME = "The same under both."


def pupil_layout(made: RulesComparison) -> Layout:
    """The lines of one pupil, then the totals against each threshold."""
    a, b = made.a.rules, made.b.rules
    return Layout(
        line=f"{made.pupil.name}, {made.pupil.year_name}: {a.name} beside {b.name}. {horizon_words(made.head)}",
        about=made.pupil.name,
        size="a4-landscape",
        facts=(_fact(made.a), _fact(made.b), Fact("Difference", _apart(made.difference))),
        parts=(
            Table(
                "Line by line",
                _columns("Provision", a, b, width=34),
                tuple(_line(line) for line in made.lines),
                note="What counts towards the threshold under each set of rules, and why it differs.",
                empty="This pupil has no provision on the map.",
                foot="",
            ),
            Table(
                "In all",
                (
                    TableColumn("Rules", width=34),
                    TableColumn("Counts", "money", 16),
                    TableColumn("Against the threshold", width=60),
                ),
                (
                    *(TableLine((one.rules.name, _whole(one), _verdict(one))) for one in (made.a, made.b)),
                    TableLine(("Difference", made.difference, ""), look="total"),
                ),
                note=" ".join(reason.sentence for reason in made.reasons),
                workings=False,
            ),
            *_rules_apart(a, b),
        ),
        findings=tuple(Finding(note.code, note.message) for note in made.notes),
    )


def map_layout(made: MapComparison) -> Layout:
    """The groups and whole-school costs, then what counts for each pupil."""
    a, b = made.a, made.b
    first, second = made.totals
    known = [row for row in made.pupils if row.over_a is not None and row.over_b is not None]
    changed = sum(row.over_a != row.over_b for row in known)
    whole = TableLine(
        ("All that can be costed", Worked(first, None), Worked(second, None), _difference(first, second), ""),
        look="total",
    )
    return Layout(
        line=f"{a.name} beside {b.name}. {horizon_words(made.head)}",
        size="a4-landscape",
        facts=(
            Fact(a.name, money(first), _gaps(row.a for row in made.rows)),
            Fact(b.name, money(second), _gaps(row.b for row in made.rows)),
            Fact("Over one threshold and not the other", str(changed), f"of {plural(len(known), 'pupil')}"),
        ),
        parts=(
            Table(
                "What groups and whole-school provision cost",
                _columns("Group", a, b, width=34),
                (*(_row(row) for row in made.rows), whole) if made.rows else (),
                empty="No group is on the map yet.",
                workings=False,
            ),
            Table(
                "What counts for each pupil",
                _columns("Pupil", a, b, width=34, last="Over the threshold"),
                tuple(_pupil(row, a, b) for row in made.pupils),
                note="The reasons stand on each pupil’s own comparison.",
                empty="No pupil is on the map yet.",
                page_break=True,
            ),
            *_rules_apart(a, b),
        ),
        findings=tuple(Finding(note.code, note.message) for note in made.notes),
    )


def _gaps(sums: Iterable[RowSum]) -> str:
    """How much of the map the total lacks."""
    lost = sum(1 for one in sums if one.fault)
    return f"without {plural(lost, 'row')} that cannot be costed" if lost else ""


def _columns(first: str, a: Rules, b: Rules, *, width: int, last: str = "Why") -> tuple[TableColumn, ...]:
    return (
        TableColumn(first, width=width),
        TableColumn(a.name, "money", 18),
        TableColumn(b.name, "money", 18),
        TableColumn("Difference", "money", 14),
        TableColumn(last, width=70),
    )


def _rules_apart(a: Rules, b: Rules) -> tuple[Part, ...]:
    """Where the two sets of rules themselves differ."""
    rows = tuple(TableLine((name, ours, theirs)) for name, ours, theirs in rules_apart(a, b))
    columns = (TableColumn("Rule", width=24), TableColumn(a.name, width=60), TableColumn(b.name, width=60))
    return (Table("Where the rules differ", columns, rows, empty="They say the same."),)


def _line(line: ComparedLine) -> TableLine:
    why = " ".join([_why(line.reasons, line.difference), *_left_out(line)])
    values = (line.title, _side(line.a), _side(line.b), line.difference, why.strip())
    under = line.first.outcome if line.first else ""
    return TableLine(values, under=under, area=line.first.area if line.first else "")


def _left_out(line: ComparedLine) -> Iterable[str]:
    """Sentences for the costs that do not count."""
    if line.a.left_out == line.b.left_out:
        return [f"{money(line.a.left_out)} more does not count under either."] if line.a.left_out else []
    sides = ((line.a.left_out, "the first"), (line.b.left_out, "the second"))
    return [f"{money(cost)} does not count under {which}." for cost, which in sides if cost]


def _whole(total: PupilTotal) -> Value:
    return CANNOT if total.faulty else Worked(total.counted, total.working)


def _side(side: LineSide) -> Value:
    return CANNOT if side.fault else Worked(side.counted, side.working)


def _row(row: ComparedRow) -> TableLine:
    values = (row.title, _sum(row.a), _sum(row.b), row.difference, _why(row.reasons, row.difference))
    return TableLine(values, under=row.code)


def _sum(sum_: RowSum) -> Value:
    return CANNOT if sum_.fault else Worked(sum_.cost, sum_.working)


def _why(reasons: Iterable[Reason], difference: Decimal | None) -> str:
    return " ".join(reason.sentence for reason in reasons) or ("" if difference is None else SAME)


def _pupil(row: ComparedPupil, a: Rules, b: Rules) -> TableLine:
    sides = (_counted(row.a), _counted(row.b))
    over = [rules.name for rules, is_over in ((a, row.over_a), (b, row.over_b)) if is_over]
    unknown = row.over_a is None or row.over_b is None
    said = "Under both" if len(over) == 2 else f"Under {over[0]} only" if over and not unknown else "".join(over)
    return TableLine(
        (row.pupil.name, *sides, row.difference, said or ("" if unknown else "Under neither")),
        under=row.pupil.class_name,
    )


def _counted(value: Decimal | None) -> Value:
    return CANNOT if value is None else value


def _fact(total: PupilTotal) -> Fact:
    return Fact(f"Counts under {total.rules.name}", CANNOT if total.faulty else money(total.counted))


def _apart(difference: Decimal | None) -> str:
    if difference is None:
        return "cannot be told"
    return "none" if not difference else f"{money(abs(difference))} {'more' if difference > 0 else 'less'}"


def _difference(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else b - a


def _verdict(total: PupilTotal) -> str:
    """Whether the total is over the threshold of its rules, in words."""
    rules = total.rules
    asked = f"{rules.threshold_test.capitalize()} {whole_pounds(rules.threshold)} is asked for"
    if total.counted is None:
        return f"{asked}; the total cannot be told yet."
    over = meets_threshold(Fraction(total.counted), rules)
    return f"{asked}; this map is {'over' if over else 'not over'} the threshold."
