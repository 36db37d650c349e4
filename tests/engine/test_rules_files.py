"""Funding rules are data: those that ship, and any other."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from costing import rules_files
from costing.engine.costing import cost_pupil
from costing.engine.errors import CostingError
from costing.rules_files import available, from_mapping, load_rules, load_rules_file, to_mapping
from tests.engine.builders import ROLES, YEAR, group, places, staffing

THIRD = Path(__file__).parent / "third-rules.toml"
SHIPPED = ("38-week-guidance", "39-week-timetable")


def changed(**changes):
    return to_mapping(load_rules("38-week-guidance")) | changes


def test_two_ship():
    assert available() == {"38-week-guidance": "38-week guidance", "39-week-timetable": "39-week timetable"}


def test_what_ships_is_what_the_documents_say():
    one, two = (load_rules(key) for key in SHIPPED)
    assert (one.weeks, one.days, one.hours, two.weeks, two.days, two.hours) == (38, 5, 6, 39, 5, 6)
    assert (one.rates, two.rates, one.divide_by, two.divide_by) == ("school", "school", "planned", "planned")
    assert (one.charge_in_full, two.charge_in_full) == (True, False)
    assert one.roles_not_counted == {"SENCO", "class teacher"}
    assert two.roles_not_counted == {"SENCO", "class teacher", "class TA"}
    assert (one.bands_not_counted, one.caps, two.caps) == (frozenset(), {}, {})
    assert two.bands_not_counted == {"break", "lunch", "before school", "after school"}
    every = {"equipment", "licence", "training", "professional", "meeting", "other"}
    assert one.other_costs == two.other_costs == every
    assert (one.threshold, two.threshold) == (6000, 6000)
    assert (one.threshold_test, two.threshold_test) == ("more than", "at least")
    assert (one.rounding_unit, one.rounding_stage) == ("penny", "line")
    assert (two.rounding_unit, two.rounding_stage) == ("penny", "week")
    assert (one.timetable_required, two.timetable_required) == (False, True)
    assert one.checklist == ("outcomes", "individual costed map")
    assert "weekly timetable" in two.checklist


@pytest.mark.parametrize("key", SHIPPED)
def test_each_rule_says_why_in_one_sentence(key):
    rules = load_rules(key)
    assert rules.source
    told = set(to_mapping(rules)) - {"key", "name", "source", "explanations"}
    assert set(rules.explanations) == told
    assert all(text.endswith(".") for text in rules.explanations.values())


@pytest.mark.parametrize("key", SHIPPED)
def test_a_copy_as_json_comes_back_the_same(key):
    rules = load_rules(key)
    assert from_mapping(json.loads(json.dumps(to_mapping(rules)))) == rules


def test_a_third_authority_is_one_more_file(monkeypatch):
    third = load_rules_file(THIRD)
    assert (third.weeks, third.hours, third.threshold) == (Fraction("36.5"), Fraction("6.5"), Fraction("5500.5"))
    assert (third.role_rates, third.caps) == ({"TA": Fraction("12.34")}, {"TA": Fraction("12.5")})
    assert from_mapping(json.loads(json.dumps(to_mapping(third)))) == third
    one = group(size=6, staffing=(staffing("TA", "15"),), places=places("P1", "P2"))
    cost = cost_pupil("P1", [one], [], ROLES, third, YEAR)
    assert [(line.counted, str(line.cost)) for line in cost.lines] == [(True, "2930.75"), (False, "586.15")]
    assert (str(cost.total), str(cost.total_counted)) == ("3517.00", "2931.00")
    monkeypatch.setattr(rules_files, "FOLDER", THIRD.parent)
    assert available() == {"third-rules": "Third authority"}


def test_an_unknown_key_lists_those_there_are():
    for key in ("nonesuch", "../engine/secret"):
        with pytest.raises(CostingError, match="Choose one of: 38-week-guidance, 39-week-timetable"):
            load_rules(key)


def test_a_file_that_is_not_toml_is_told(tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text("weeks = ", "utf-8")
    with pytest.raises(CostingError, match=r"broken\.toml cannot be read"):
        load_rules_file(path)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"week": 38}, "week is not a key of funding rules"),
        ({"name": 3}, "name must be text in quotes"),
        ({"weeks": 0}, "weeks must be more than 0"),
        ({"weeks": True}, "weeks must be a number"),
        ({"weeks": "many"}, "weeks must be a number"),
        ({"weeks": "1/0"}, "weeks must be a number"),
        ({"threshold": -1}, "threshold must be 0 or more"),
        ({"rates": "both"}, "rates must be one of: school, la"),
        ({"charge_in_full": "yes"}, "charge_in_full must be true or false"),
        ({"caps": 3}, "caps must be a table of staff role codes"),
        ({"caps": {"TA": -1}}, "caps must be 0 or more"),
        ({"roles_not_counted": ["TA"]}, "roles_not_counted must be a list out of: other, class teacher"),
        ({"bands_not_counted": "lunch"}, "bands_not_counted must be a list out of: before school"),
        ({"checklist": "outcomes"}, "checklist must be a list of texts"),
        ({"checklist": [1]}, "checklist must be a list of texts"),
        ({"rounding": "penny"}, 'rounding must be unit "penny" or "pound"'),
        ({"rounding": {"unit": "penny"}}, 'rounding must be unit "penny" or "pound"'),
        ({"rounding": {"unit": "farthing", "stage": "line"}}, "rounding must be unit"),
        ({"rounding": {"unit": "penny", "stage": "year"}}, "rounding must be unit"),
        ({"explanations": "none"}, "explanations must be a table"),
        ({"explanations": {"weeks": 1}}, "explanations must be a table"),
        ({"explanations": {"week": "x"}}, "explanations must be about keys of funding rules, which week is not"),
    ],
)
def test_a_wrong_key_is_named(changes, told):
    with pytest.raises(CostingError, match="Funding rules 38-week-guidance: ") as error:
        from_mapping(changed(**changes))
    assert told in str(error.value)


def test_a_missing_key_is_named():
    with pytest.raises(CostingError, match="Funding rules without a key: key is missing"):
        from_mapping({})
    content = changed()
    del content["divide_by"]
    with pytest.raises(CostingError, match="divide_by is missing"):
        from_mapping(content)


def test_numbers_stay_exact():
    assert from_mapping(changed(hours=5.9)).hours == Fraction("5.9")
    third = from_mapping(changed(hours="20/3"))
    assert to_mapping(third)["hours"] == "20/3"
    assert to_mapping(from_mapping(changed(hours="6.25")))["hours"] == "6.25"
