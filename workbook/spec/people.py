"""The sheets about the school, its people and its pupils."""

from __future__ import annotations

from costing.models import OwnPayPoint, RolePay, StaffRole
from pupils.models import Pupil, PupilGroup, SchoolClass
from pupils.upn import upn
from schools.models import Band, HalfTerm, School, StaffMember
from schools.roles import Role
from ui.sheets.cells import (
    C,
    academic_year,
    choice,
    clock,
    comma_list,
    day,
    decimal,
    email,
    text,
    web_address,
    whole,
    words,
    year_group,
)
from workbook.spec.sheet import SheetSpec

STATUSES = ("N", "K", "K+", "E")

# The School sheet has one row for each of these, named in the column Key, with its value in the column Value.
SCHOOL_KEYS = SheetSpec(
    "School",
    "What holds for the school and the year",
    (
        C("Name", "name", words(School, "name"), "The school's name", required=True),
        C("URN", "urn", words(School, "urn"), "Unique reference number", blank=""),
        C("Local authority", "local_authority", words(School, "local_authority"), "Local authority", blank=""),
        C("Phase", "phase", choice(School.Phase), "Nursery, primary, secondary, all-through or special", blank=""),
        C("Academic year", "year", academic_year, "The year that this workbook is about, as 2026/27", required=True),
        C("Year starts", "starts", day, "First day of the year; blank = from the half-terms"),
        C("Year ends", "ends", day, "Last day of the year; blank = from the half-terms"),
        C("Funding rules", "rules", text(60), "Key of the funding rules that costs are worked out under"),
        C("Pupil cost divides by", "divide_by", choice(("planned", "actual")), "Group size, or places open each week"),
        C("Timetable weeks", "timetable_weeks", whole(1, 2), "1 or 2 (weeks A and B)", blank=1),
        C("Telephone", "telephone", words(School, "telephone"), "As families ring it", blank=""),
        C("E-mail", "email", email, "Where families write to", blank=""),
        C("Website", "website", web_address, "The school's web address", blank=""),
    ),
    (),
)

PEOPLE: tuple[SheetSpec, ...] = (
    SheetSpec(
        "School",
        SCHOOL_KEYS.meaning,
        (
            C("Key", "key", text(), "What is given", required=True),
            C("Value", "value", lambda value: value, "Its value"),
        ),
        ("key",),
    ),
    SheetSpec(
        "Funding rules",
        "What the school changed in its own copies of funding rules",
        (
            C("Key", "key", text(60), "Key of the rules: shipped ones, or the school's own", required=True),
            C("Field", "field", text(60), "What was changed, as threshold, or caps.TA for one role", required=True),
            C("Value", "value", lambda value: value, "What it is now; lists with commas; blank = taken out"),
        ),
        ("key", "field"),
    ),
    SheetSpec(
        "Pay points",
        "The points of the school's own pay scales",
        (
            C("Scale", "scale", words(OwnPayPoint, "scale"), "Name of the scale", required=True),
            C("Area", "area", choice(OwnPayPoint.Area), "Pay area; blank = England", blank="england"),
            C("Point", "point", words(OwnPayPoint, "point"), "The point, as 5", required=True),
            C("From", "starts", day, "The day from which it is paid", required=True),
            C("Annual", "annual", decimal(OwnPayPoint, "annual", above=True), "£ a year", required=True),
            C("Source", "source", words(OwnPayPoint, "source"), "Where the figure is from", blank=""),
        ),
        ("scale", "area", "point", "starts"),
    ),
    SheetSpec(
        "Half-terms",
        "The stretches of the year in which school is open; their weekdays are school days",
        (
            C("Name", "name", words(HalfTerm, "name"), "Autumn 1 to Summer 2", required=True),
            C("Starts", "starts", day, "First school day", required=True),
            C("Ends", "ends", day, "Last school day", required=True),
        ),
        ("name",),
    ),
    SheetSpec(
        "Day bands",
        "The parts of the school day; a session without a band takes it from here",
        (
            C("Band", "band", choice(Band), "Before school, registration, lesson, break, lunch, after school", True),
            C("Starts", "starts", clock, "From, as 09:00", required=True),
            C("Ends", "ends", clock, "To, as 10:30", required=True),
        ),
        ("band", "starts"),
    ),
    SheetSpec(
        "People",
        "Who works here; memberships wait until somebody invites them, nobody is mailed",
        (
            C("E-mail", "email", email, "Work e-mail", required=True),
            C("Name", "name", words(StaffMember, "name"), "First name and surname", required=True, part="staff"),
            C("Roles", "roles", comma_list(choice(Role)),
              "What the person may do here", required=True, part="membership"),
            C("Staff roles", "staff_roles", comma_list(text()),
              "Codes of the staff roles the person works in", link="roles", blank=()),
            C("Hours a week", "hours_a_week", decimal(StaffMember, "hours_a_week", "0", "60"),
              "Hours a week", part="staff"),
        ),
        ("email",),
    ),
    SheetSpec(
        "Classes",
        "Classes or forms of the year",
        (
            C("Class", "name", words(SchoolClass, "name"), "Name of the class", required=True),
            C("Year groups", "year_groups", comma_list(year_group), "One, or several in a mixed class", required=True),
            C("Teachers", "teachers", comma_list(email), "E-mails of its teachers", blank=(), part="staff"),
            C("Assistants", "assistants", comma_list(email), "E-mails of its assistants", blank=(), part="staff"),
        ),
        ("name",),
    ),
    SheetSpec(
        "Staff roles",
        "Who delivers provision, and what an hour of theirs costs",
        (
            C("Code", "code", words(StaffRole, "code"), "Short code, as printed on maps", True, part="role"),
            C("Name", "name", words(StaffRole, "name"), "The role in words", True, part="role"),
            C("Kind", "kind", choice(StaffRole.Kind),
              "Other, class teacher, class TA or SENCO", blank="other", part="role"),
            C("Rate basis", "basis", choice(RolePay.Basis), "How the cost of an hour is found", True, part="pay",
              checked_later=True),
            C("Scale", "scale", words(RolePay, "scale"), "Pay scale", blank="", part="pay"),
            C("Area", "area", choice(OwnPayPoint.Area), "Pay area of a teachers' scale", blank="", part="pay"),
            C("Point", "point", words(RolePay, "point"), "Point, or 5-6; blank = mid-point", blank="", part="pay"),
            C("Annual salary", "annual_salary", decimal(RolePay, "annual_salary", above=True), "£ a year", part="pay"),
            C("On-costs %", "on_costs", decimal(RolePay, "on_costs", "0", "200"), "Added to salaries", part="pay"),
            C("Rate", "rate", decimal(RolePay, "rate", above=True), "£, for the bases that give a rate", part="pay"),
            C("Contract hours", "contract_hours", decimal(RolePay, "contract_hours", "0", "60", above=True),
              "Hours a week of the contract", part="pay"),
            C("Hours worked a year", "hours_worked", decimal(RolePay, "hours_worked", "0", "3000", above=True),
              "Hours worked in a year, if known; they win over the contract's", part="pay"),
            C("LA rate", "la_rate", decimal(StaffRole, "la_rate", above=True), "The LA's £ an hour", part="role"),
            C("Hours available a week", "hours_available", decimal(StaffRole, "hours_available", "0", "5000"),
              "Hours of this role there are", part="role"),
            C("From", "from_date", day, "Day from which the rate holds; blank = the year's start. A row for each",
              part="pay"),
        ),
        ("code", "from_date"),
    ),
    SheetSpec(
        "Pupils",
        "Pupils on the map; give the UPN, the admission number, or both",
        (
            C("UPN", "upn", upn, "Unique pupil number", blank="", part="pupil"),
            C("Admission number", "admission_number", words(Pupil, "admission_number"),
              "The school's own number", blank="", part="pupil"),
            C("Surname", "surname", words(Pupil, "surname"), "Surname", required=True, part="pupil"),
            C("Forename", "forename", words(Pupil, "forename"), "Forename", required=True, part="pupil"),
            C("Preferred name", "preferred_name", words(Pupil, "preferred_name"),
              "Name the pupil is called by", blank="", part="pupil"),
            C("Sex", "sex", choice(Pupil.Sex, girl="F", boy="M"), "F or M", blank="", part="pupil"),
            C("Date of birth", "date_of_birth", day, "Date of birth", part="pupil"),
            C("Year group", "year_group", year_group, "R, 1, 2 …", required=True, part="year"),
            C("Class", "school_class", text(), "A class of the sheet Classes", link="class", part="year"),
            C("SEN status", "status", choice(STATUSES, **{"SEN support": "K", "EHCP": "E", "EHC plan": "E"}),
              "N, K, K+ (very high need without a plan) or E", blank="N"),
            C("SEN since", "sen_since", day, "Since when", part="year"),
            C("Primary need", "primary_need", text(), "DfE code of the type of need, such as SpLD", link="need"),
            C("Other needs", "other_needs", comma_list(text()),
              "Further codes, most important first", link="needs", blank=()),
            C("Pupil groups", "groups", comma_list(words(PupilGroup, "name")), "Pupil premium, EAL …", blank=()),
            C("Leaving date", "leaving_date", day, "When the pupil left", part="pupil"),
            C("Strengths", "strengths", text(), "What the pupil is good at", blank="", part="profile"),
            C("Needs", "needs", text(), "What gets in the way, where and when", blank="", part="profile"),
            C("High-quality teaching", "high_quality_teaching", text(),
              "What is in place in class", blank="", part="profile"),
        ),
        ("upn", "admission_number"),
    ),
)  # fmt: skip
