"""Two people in one form: nothing is lost, and what both changed is asked."""

from __future__ import annotations

from django.http import QueryDict

from ui.edit_fields import Amount, Day, PickMany, Words
from ui.edit_forms import EditForm, LineForm, lines_of


class Example(EditForm):
    name = Words("Name", required=True)
    first = Day("First day")
    hours = Amount("Hours")
    days = PickMany("Days", [(0, "Monday"), (1, "Tuesday")])


NOW = {"name": "Reading", "first": None, "hours": None, "days": [0]}


def sent(**changes):
    """What a browser sends of a form that was opened when NOW stood."""
    opened = Example(now=NOW)
    data = QueryDict(mutable=True)
    for bound in opened:
        value = bound.value()
        data.setlist(bound.html_name, value if isinstance(value, list) else [value or ""])
    for name, value in changes.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def test_what_only_one_changed_is_kept_from_both():
    form = Example(sent(hours="2.5"), now=NOW | {"name": "Reading club"})
    assert form.is_valid(), form.errors
    assert (form.values["name"], str(form.values["hours"])) == ("Reading club", "2.5")


def test_what_both_changed_is_shown_and_asked():
    now = NOW | {"name": "Reading club", "days": [0, 1]}
    form = Example(sent(name="Book club", days=[]), now=now)
    assert not form.is_valid()
    assert [(c.label, c.theirs, c.mine) for c in form.conflicts] == [
        ("Name", "Reading club", "Book club"),
        ("Days", "Monday, Tuesday", "nothing"),
    ]
    again = form.data.copy()
    again["asked"] = form.asked
    assert not Example(again, now=now).is_valid(), "no choice was made yet"
    again["take-name"], again["take-days"] = "mine", "theirs"
    settled = Example(again, now=now)
    assert settled.is_valid(), settled.errors
    assert (settled.values["name"], settled.values["days"]) == ("Book club", [0, 1])


def test_a_third_change_is_asked_again():
    form = Example(sent(name="Book club"), now=NOW | {"name": "Reading club"})
    form.is_valid()
    again = form.data.copy()
    again["asked"], again["take-name"] = form.asked, "mine"
    assert Example(again, now=NOW | {"name": "Reading club"}).is_valid()
    assert not Example(again, now=NOW | {"name": "Story club"}).is_valid()


def test_the_same_change_by_both_is_no_conflict():
    assert Example(sent(name="Book club"), now=NOW | {"name": "Book club"}).is_valid()


def test_a_faulty_mark_is_no_way_round():
    form = Example(sent(name="Book club", seen="{not json"), now=NOW)
    assert form.is_valid()
    assert form.values["name"] == "Book club"


class Line(LineForm):
    role = Words("Role", required=True)
    hours = Amount("Hours", required=True)


ROWS = [{"row": 7, "role": "TA", "hours": 2}, {"row": 8, "role": "HLTA", "hours": 1}]


def lines(data, rows):
    return lines_of(Line, data, rows, prefix="staff", legend="Staffing", noun="line")


def lines_sent(**changes):
    opened = lines(None, ROWS)
    data = QueryDict(mutable=True)
    for form in [opened.management_form, *opened.forms]:
        for bound in form:
            data[bound.html_name] = "" if bound.value() is None else bound.value()
    data.update({name: value for name, value in changes.items() if value is not None})
    for name in [name for name in data if name.endswith("DELETE") and name not in changes]:
        del data[name]
    return data


def test_lines_are_added_changed_and_removed_each_for_itself():
    data = lines_sent(**{"staff-0-hours": "3", "staff-1-DELETE": "on", "staff-2-role": "LM", "staff-2-hours": "1"})
    found = lines(data, ROWS)
    assert found.is_valid(), found.errors
    assert {row: values.get("hours") for row, values in found.changed.items()} == {7: 3}
    assert (found.removed, [line["role"] for line in found.added]) == ([8], ["LM"])


def test_a_line_that_somebody_else_added_or_changed_meanwhile_stays():
    meanwhile = [*ROWS[:1], ROWS[1] | {"role": "ST"}, {"row": 9, "role": "LM", "hours": 1}]
    found = lines(lines_sent(**{"staff-0-hours": "3"}), meanwhile)
    assert found.is_valid(), found.errors
    assert found.changed[8]["role"] == "ST"
    assert (found.removed, found.added) == ([], [])


def test_a_line_that_somebody_else_removed_is_asked_about_only_if_it_was_changed_here():
    untouched = lines(lines_sent(), ROWS[:1])
    assert untouched.is_valid(), untouched.errors
    assert (untouched.added, untouched.removed) == ([], [])
    touched = lines(lines_sent(**{"staff-1-hours": "4"}), ROWS[:1])
    assert not touched.is_valid()
    assert "Somebody else removed this line" in str(touched.forms[1].non_field_errors())
    again = lines(touched.forms[1].data, ROWS[:1])
    assert again.is_valid(), again.errors
    assert [line["hours"] for line in again.added] == [4]


def test_an_empty_line_counts_for_nothing_and_a_half_empty_one_is_named():
    assert lines(lines_sent(), ROWS).is_valid()
    half = lines(lines_sent(**{"staff-2-role": "LM"}), ROWS)
    assert not half.is_valid()
    assert "hours" in half.forms[2].errors
