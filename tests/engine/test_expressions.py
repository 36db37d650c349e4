"""One expression, three renderings."""

from fractions import Fraction

import pytest

from costing.engine.quantities.expressions import given, result, total
from costing.engine.quantities.figures import decimals, exact_sum, in_pounds, rounded, written_out
from tests.engine.calculator import formula_value, printed_values


def salary():
    pay = given(20006, "£", "TA, annual salary", "2026/27", "role:TA:amount")
    hour = pay / given(38, "weeks", "Weeks a year") / given(5, "days") / given(6, "hours")
    return hour.named("TA rate", "£/h", "role:TA:hourly")


def share(rate=None):
    cost = (rate or salary()) * given(1, "h", "TA, hours a week")
    return (cost / given(6, "pupils", "Group size") * given(38, "weeks", "Weeks")).rounded(name="G")


def test_the_printed_working_starts_from_the_inputs():
    assert share().text() == "£20,006 ÷ 38 ÷ 5 ÷ 6 × 1 h ÷ 6 × 38 = £111.14"


def test_the_words_carry_the_hourly_cost_on():
    assert share().words() == (
        "£20,006 ÷ 38 weeks ÷ 5 days ÷ 6 hours = £17.55 an hour; × 1 hour ÷ 6 pupils × 38 weeks = £111.14"
    )


def test_the_words_name_hourly_costs_where_there_are_two():
    lead = given(26750, "£") / given(38, "weeks")
    cost = salary() * given(1, "h") + lead.named("LM rate", "£/h") * given(Fraction(1, 3), "h")
    assert cost.rounded().words() == (
        "TA rate: £20,006 ÷ 38 weeks ÷ 5 days ÷ 6 hours = £17.55 an hour; "
        "LM rate: £26,750 ÷ 38 weeks = £703.95 an hour; "
        "TA rate × 1 hour + LM rate × 20 minutes ÷ 60 = £252.20"
    )


def test_what_is_rounded_on_the_way_stands_before_its_use():
    one = (given(Fraction("13.07"), "£/h") * given(Fraction(1, 4), "h")).rounded(name="LM, a session")
    line = (one * given(39, "weeks")).rounded()
    assert line.text() == "£13.07 × 0.25 h = £3.27; £3.27 × 39 = £127.53"
    assert line.formula() == "=ROUND(ROUND(13.07*0.25,2)*39,2)"
    assert [step.label for step in line.steps()] == ["Figure", "Figure", "Figure", "LM, a session", "Result"]


def test_a_step_shows_what_was_rounded_before_it():
    one = (given(Fraction("6.535"), "£") * given(1)).rounded(name="A session")
    week = (one * given(2)).named("A week", "£")
    steps = {step.label: (step.value, step.source) for step in (week * given(39, "weeks")).rounded().steps()}
    assert steps["A session"] == ("£6.54", "£6.535 × 1")
    assert steps["A week"] == ("£13.08", "£6.54 × 2")


def test_the_formula_points_to_cells_where_there_are_any():
    cells = {"role:TA:amount": "Rates!B2", "role:TA:hourly": ""}
    assert share().formula(lambda q: cells.get(q.key, "")) == "=ROUND(Rates!B2/38/5/6*1/6*38,2)"
    cells["role:TA:hourly"] = "Rates!C2"
    assert share().formula(lambda q: cells.get(q.key, "")) == "=ROUND(Rates!C2*1/6*38,2)"


def test_the_steps_say_where_each_figure_comes_from():
    first, *_, rate, last = share().steps()
    assert first == ("TA, annual salary", "£20,006", "2026/27", "role:TA:amount")
    assert rate == ("TA rate", "£17.55 an hour", "£20,006 ÷ 38 ÷ 5 ÷ 6", "role:TA:hourly")
    assert (last.label, last.value) == ("G", "£111.14")


def test_brackets_stand_where_a_calculator_needs_them():
    two, three, four = (given(n) for n in (2, 3, 4))
    assert (two * (three + four)).text() == "2 × (3 + 4) = 14"
    assert (two - (three - four)).text() == "2 − (3 − 4) = 3"
    assert (two + (three + four)).formula() == "=2+3+4"
    assert (two / (three * four)).formula() == "=2/(3*4)"
    assert (two * (three / four)).text() == "2 × 3 ÷ 4 = 1.5"
    assert (two / given(Fraction(1, 3))).text() == "2 ÷ (1 ÷ 3) = 6"
    assert (two / given(Fraction(1, 3))).formula() == "=2/(1/3)"
    assert (two - three * four).formula() == "=2-3*4"


def test_hours_without_a_short_decimal_are_printed_in_minutes():
    rate = given(Fraction(18), "£/h")
    assert (rate * given(Fraction(5, 6), "h")).rounded().text() == "£18.00 × 50 min ÷ 60 = £15.00"
    assert (rate * given(Fraction(1, 36), "h")).rounded().text() == "£18.00 × 5 min ÷ 3 ÷ 60 = £0.50"
    assert (rate * given(Fraction(1, 60), "h")).rounded().words() == "£18.00 an hour × 1 minute ÷ 60 = £0.30"


def test_pounds_are_told_apart_from_the_pennies_they_come_from():
    cost = given(Fraction("207.8125"), "£") * given(1)
    assert cost.rounded("pound").text() == "£207.8125 × 1 = £207.81, to the nearest pound £208"


def test_a_rounding_with_something_to_say_says_it():
    cost = (given(Fraction("1.005"), "£") + given(1, "£")).rounded(source="only the total is rounded")
    assert cost.text() == "£1.005 + £1 = £2.01 (only the total is rounded)"


def test_a_figure_alone_is_printed_once():
    assert given(20, "£", "Licence").text() == "£20.00"
    assert given(20, "£", "Licence").rounded().text() == "£20 = £20.00"
    assert total([given(2, "£")]).value == 2


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [
        (given(6, "weeks") * given(1) / given(12), "0.5 weeks"),
        (given(1, "weeks") / given(3), "0.33"),
        (given(1, "pupils"), "1 pupil"),
        (given(Fraction(1, 3), "weeks") + given(Fraction(2, 3), "weeks"), "1 week"),
    ],
)
def test_a_result_has_its_unit(quantity, shown):
    assert result(quantity) == shown


def test_a_count_without_an_exact_decimal_is_a_division():
    assert (given(3, "£") * given(Fraction(1, 3), "weeks")).rounded().words() == "£3 × 1 weeks ÷ 3 = £1.00"


def test_exact_figures():
    assert rounded(Fraction("2.005")) == Fraction("2.01")
    assert rounded(Fraction("-2.005")) == Fraction("-2.01")
    assert rounded(Fraction("2.5"), "pound") == 3
    assert str(in_pounds(Fraction("1663"))) == "1663.00"
    assert str(in_pounds(Fraction("-0.01"))) == "-0.01"
    assert decimals(Fraction(1, 8)) == 3
    assert decimals(Fraction(1, 3)) is None
    assert written_out(Fraction(1234567, 100), thousands=True) == "12,345.67"
    assert exact_sum([]) == 0


def test_calculator_and_spreadsheet_agree_with_the_engine():
    assert list(printed_values(share().text())) == [(Fraction("111.14"), Fraction("111.14"))]
    assert formula_value(share().formula()) == Fraction("111.14")


def test_a_long_decimal_is_printed_as_the_fraction_that_it_stands_for():
    rate = given(Fraction("17.53333333333333"), "£/h", "TA, an hour")
    cost = (rate * given(1140, "h") / given(7, "pupils")).rounded()
    assert cost.text() == "£263 ÷ 15 × 1140 h ÷ 7 = £2,855.43"
    assert all(left == right for left, right in printed_values(cost.text()))
    assert cost.words().startswith("£17.5333… an hour × 1140 hours")
    assert cost.steps()[0].value == "£17.5333… an hour"
    assert formula_value(cost.formula()) == cost.value


@pytest.mark.parametrize("typed", ["17.5", "18.025", "17.533333", "0.123456789012", "31.05"])
def test_other_figures_are_printed_as_they_were_typed(typed):
    cost = given(Fraction(typed), "£/h") * given(2, "h")
    assert cost.text().startswith(f"£{written_out(Fraction(typed), 2)} × 2 h")
