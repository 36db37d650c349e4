"""The sheets of the school workbook and their columns: the template, the reading and every message come from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audits.models import AuditRow, CurrentProvision
from costing.models import PayPoint, RolePay, StaffRole
from provisions.models import (
    Award,
    CostKind,
    FundingStream,
    InterventionGroup,
    Measure,
    OtherCost,
    Place,
    Provision,
    Review,
    Score,
    Session,
    Staffing,
    Tier,
    WholeSchoolProvision,
)
from pupils.models import Area, Outcome, Pupil, PupilGroup, SchoolClass
from schools.models import Band, HalfTerm, School, StaffMember
from schools.roles import Role
from workbook.columns import (
    Column,
    academic_year,
    choice,
    clock,
    day,
    decimal,
    email,
    listed,
    ratio,
    text,
    upn,
    web_address,
    weekday,
    whole,
    words,
    year_group,
    yes_no,
)

C = Column
STATUSES = ("N", "K", "K+", "E")
GROUP_STATUSES = ("draft", "running", "ended")
STAFF = decimal(Staffing, "staff", "0", "50", above=True)
WEEKS = decimal(InterventionGroup, "weeks", "0", "53", above=True)
MINUTES = decimal(Staffing, "minutes", "0", "600", above=True)
MONEY = decimal(OtherCost, "amount")


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet: its name, what it is for, its columns, and the columns by which a row is known."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def find(self, name: str) -> Column | None:
        """The column with this name, whatever its letter case and the space around it."""
        wanted = " ".join(name.split()).lower()
        return next((column for column in self.columns if column.name.lower() == wanted), None)


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
    ),
    (),
)

SHEETS: tuple[SheetSpec, ...] = (
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
        "Staff roles",
        "Who delivers provision, and what an hour of theirs costs",
        (
            C("Code", "code", words(StaffRole, "code"), "Short code, as printed on maps", True, part="role"),
            C("Name", "name", words(StaffRole, "name"), "The role in words", True, part="role"),
            C("Kind", "kind", choice(StaffRole.Kind), "Other, class teacher, class TA or SENCO", blank="other", part="role"),
            C("Rate basis", "basis", choice(RolePay.Basis), "How the cost of an hour is found", True, part="pay"),
            C("Scale", "scale", words(RolePay, "scale"), "Pay scale", blank="", part="pay"),
            C("Area", "area", choice(PayPoint.Area), "Pay area of a teachers' scale", blank="", part="pay"),
            C("Point", "point", words(RolePay, "point"), "Point, or 5-6; blank = mid-point", blank="", part="pay"),
            C("Annual salary", "annual_salary", decimal(RolePay, "annual_salary", above=True), "£ a year", part="pay"),
            C("On-costs %", "on_costs", decimal(RolePay, "on_costs", "0", "200"), "Added to salaries", part="pay"),
            C("Rate", "rate", decimal(RolePay, "rate", above=True), "£, for the bases that give a rate", part="pay"),
            C("Contract hours", "contract_hours", decimal(RolePay, "contract_hours", "0", "60", above=True),
              "Hours a week of the contract", part="pay"),
            C("LA rate", "la_rate", decimal(StaffRole, "la_rate", above=True), "The LA's £ an hour", part="role"),
            C("Hours available a week", "hours_available", decimal(StaffRole, "hours_available", "0", "5000"),
              "Hours of this role there are", part="role"),
        ),
        ("code",),
    ),
    SheetSpec(
        "People",
        "Who works here; memberships wait until somebody invites them, nobody is mailed",
        (
            C("E-mail", "email", email, "Work e-mail", required=True),
            C("Name", "name", words(StaffMember, "name"), "First name and surname", required=True, part="staff"),
            C("Roles", "roles", listed(choice(Role)), "What the person may do here", required=True, part="membership"),
            C("Staff roles", "staff_roles", listed(text()), "Codes of the staff roles the person works in", link="roles", blank=()),
            C("Hours a week", "hours_a_week", decimal(StaffMember, "hours_a_week", "0", "60"), "Hours a week", part="staff"),
        ),
        ("email",),
    ),
    SheetSpec(
        "Classes",
        "Classes or forms of the year",
        (
            C("Class", "name", words(SchoolClass, "name"), "Name of the class", required=True),
            C("Year groups", "year_groups", listed(year_group), "One, or several in a mixed class", required=True),
            C("Teachers", "teachers", listed(email), "E-mails of its teachers", blank=(), part="staff"),
            C("Assistants", "assistants", listed(email), "E-mails of its assistants", blank=(), part="staff"),
        ),
        ("name",),
    ),
    SheetSpec(
        "Pupils",
        "Pupils on the map; give the UPN, the admission number, or both",
        (
            C("UPN", "upn", upn, "Unique pupil number", blank="", part="pupil"),
            C("Admission number", "admission_number", words(Pupil, "admission_number"), "The school's own number", blank="", part="pupil"),
            C("Surname", "surname", words(Pupil, "surname"), "Surname", required=True, part="pupil"),
            C("Forename", "forename", words(Pupil, "forename"), "Forename", required=True, part="pupil"),
            C("Preferred name", "preferred_name", words(Pupil, "preferred_name"), "Name the pupil is called by", blank="", part="pupil"),
            C("Sex", "sex", choice(Pupil.Sex, girl="F", boy="M"), "F or M", blank="", part="pupil"),
            C("Date of birth", "date_of_birth", day, "Date of birth", part="pupil"),
            C("Year group", "year_group", year_group, "R, 1, 2 …", required=True, part="year"),
            C("Class", "school_class", text(), "A class of the sheet Classes", link="class", part="year"),
            C("SEN status", "status", choice(STATUSES, **{"SEN support": "K", "EHCP": "E", "EHC plan": "E"}),
              "N, K, K+ (very high need without a plan) or E", blank="N"),
            C("SEN since", "sen_since", day, "Since when", part="year"),
            C("Primary need", "primary_need", text(), "DfE code of the type of need, such as SpLD", link="need"),
            C("Other needs", "other_needs", listed(text()), "Further codes, most important first", link="needs", blank=()),
            C("Pupil groups", "groups", listed(words(PupilGroup, "name")), "Pupil premium, EAL …", blank=()),
            C("Leaving date", "leaving_date", day, "When the pupil left", part="pupil"),
            C("Strengths", "strengths", text(), "What the pupil is good at", blank="", part="profile"),
            C("Needs", "needs", text(), "What gets in the way, where and when", blank="", part="profile"),
            C("High-quality teaching", "high_quality_teaching", text(), "What is in place in class", blank="", part="profile"),
        ),
        ("upn", "admission_number"),
    ),
    SheetSpec(
        "Funding streams",
        "Money that provision is paid from",
        (
            C("Stream", "name", words(FundingStream, "name"), "Name of the stream", required=True),
            C("Amount", "amount", MONEY, "£ for the year", required=True),
        ),
        ("name",),
    ),
    SheetSpec(
        "Provisions",
        "The catalogue: kinds of provision the school can run",
        (
            C("Provision", "name", words(Provision, "name"), "Name of the provision", required=True),
            C("Area of need", "area", choice(Area), "C&I, C&L, SEMH, S&P or Other", blank="Other"),
            C("Strand", "strand", words(Provision, "strand"), "Reading, number, speech …", blank=""),
            C("Tier", "tier", choice(Tier), "Universal, targeted, targeted plus or specialist", blank="targeted"),
            C("Description", "description", text(), "What it is", blank=""),
            C("Usual roles", "usual_roles", words(Provision, "usual_roles"), "Codes of the usual staff roles", blank=""),
            C("Usual size", "usual_size", whole(1, 400), "Pupils taught together"),
            C("Usual sessions", "usual_sessions", decimal(Provision, "usual_sessions", "0", "50", above=True), "Sessions a week"),
            C("Usual minutes", "usual_minutes", whole(1, 600), "Minutes a session"),
            C("Usual weeks", "usual_weeks", WEEKS, "Weeks"),
            C("Measure", "measure", words(Measure, "name"), "How progress is told", link="measure"),
            C("Training needed", "training_needed", words(Provision, "training_needed"), "Training needed", blank=""),
            C("Evidence strand", "evidence_strand", words(Provision, "evidence_strand"), "Strand of the EEF Toolkit", blank=""),
            C("Evidence link", "evidence_link", web_address, "Web address of the evidence", blank=""),
            C("Entry criteria", "entry_criteria", text(), "Who it is for", blank=""),
            C("Exit criteria", "exit_criteria", text(), "When it has done its work", blank=""),
        ),
        ("name",),
    ),
    SheetSpec(
        "Groups",
        "Provision as it runs this year, for pupils taught together",
        (
            C("Group", "code", words(InterventionGroup, "code"), "Code of the group, once in the year", required=True),
            C("Name", "name", words(InterventionGroup, "name"), "Name on maps; blank = the provision's", blank=""),
            C("Provision", "provision", text(), "A provision of the catalogue", required=True, link="provision"),
            C("Year groups", "year_groups", listed(year_group), "Year groups it is for", blank=()),
            C("Class", "school_class", text(), "Class it is for", link="class"),
            C("Setting", "setting", choice(InterventionGroup.Setting), "In class, withdrawn or other", blank=""),
            C("Group size", "size", whole(1, 400), "Pupils taught together", required=True),
            C("Weeks", "weeks", WEEKS, "Weeks it runs", required=True),
            C("Starts", "starts", day, "First day"),
            C("Ends", "ends", day, "Last day"),
            C("Status", "status", choice(GROUP_STATUSES), "Draft, running or ended", blank="running"),
            C("Funding stream", "funding_stream", text(), "A stream of the sheet Funding streams", link="stream"),
            C("Focus", "focus", text(), "What it works on", blank=""),
            C("Expected outcomes", "expected_outcomes", text(), "What should come of it", blank=""),
            C("Measure", "measure", words(Measure, "name"), "How progress is told", link="measure"),
            C("Monitoring", "monitoring", text(), "Who looks at it, how and when", blank=""),
        ),
        ("code",),
    ),
    SheetSpec(
        "Staffing",
        "Who delivers each group. The rows of a group are all of its staffing: one no longer here is ended",
        (
            C("Group", "group", text(), "Code of the group", required=True, link="group"),
            C("Role", "role", text(), "Code of the staff role", required=True, link="role"),
            C("Staff", "staff", STAFF, "How many of them; blank = 1", blank=1),
            C("Sessions a week", "sessions", decimal(Staffing, "sessions", "0", "50", above=True), "0.5 = every other week", True),
            C("Minutes a session", "minutes", MINUTES, "Minutes a session", required=True),
            C("Person", "person", text(), "E-mail or name of who it is", link="person"),
            C("Trained", "trained", yes_no, "Trained for it, yes or no"),
        ),
        (),
    ),
    SheetSpec(
        "Sessions",
        "The weekly timetable. The rows of a group are all of its sessions: one no longer here is ended",
        (
            C("Group", "group", text(), "Code of the group", required=True, link="group"),
            C("Week", "week", choice(("A", "B"), **{"every": "", "every week": "", "week A": "A", "week B": "B"}), "A, B; blank = every", blank=""),
            C("Day", "day", weekday, "Mon to Fri", required=True),
            C("Start", "start", clock, "As 09:15", required=True),
            C("Minutes", "minutes", MINUTES, "Minutes", required=True),
            C("Band", "band", choice(Band), "Part of the day; blank = from the day bands", blank=""),
            C("Structured", "structured", yes_no, "Planned and led, yes or no"),
            C("Role", "role", text(), "Code of the staff role; blank = the group's only one", link="role"),
            C("Staff", "staff", STAFF, "How many; blank = as the group's staffing"),
            C("Pupils", "pupils", whole(1, 400), "Pupils present; blank = group size"),
            C("Room", "room", words(Session, "room"), "Room", blank=""),
            C("Left out", "left_out", words(Session, "left_out"), "Why it is left out of the cost", blank=""),
        ),
        (),
    ),
    SheetSpec(
        "Outcomes",
        "What pupils will be able to do",
        (
            C("Pupil", "pupil", text(), "UPN or admission number", required=True, link="pupil"),
            C("Outcome", "wording", words(Outcome, "wording"), "By the end of Year 3 I will …", required=True),
            C("Area", "area", choice(Area), "Area of need", blank=""),
            C("By", "by", day, "By when"),
            C("Status", "status", choice(Outcome.Status), "Open, met, partly met or not met", blank="open"),
        ),
        ("pupil", "wording"),
    ),
    SheetSpec(
        "Places",
        "Pupils in groups; a pupil who leaves and returns has two rows",
        (
            C("Group", "group", text(), "Code of the group", required=True, link="group"),
            C("Pupil", "pupil", text(), "UPN or admission number", required=True, link="pupil"),
            C("Joined", "joined", day, "First day; blank = from the start"),
            C("Left", "left", day, "Last day; blank = to the end"),
            C("Days", "days", listed(weekday), "Days attended, as Mon, Wed; blank = all", blank=()),
            C("Outcome", "outcome", words(Outcome, "wording"), "The pupil's outcome it works towards"),
            C("Charged", "charged", choice(("shared", "in full")), "Shared, or in full with a reason", blank="shared"),
            C("Reason", "reason", words(Place, "reason"), "Why it is charged in full", blank=""),
        ),
        ("group", "pupil", "joined"),
    ),
    SheetSpec(
        "Scores",
        "Results on measures",
        (
            C("Pupil", "pupil", text(), "UPN or admission number", required=True, link="pupil"),
            C("Measure", "measure", words(Measure, "name"), "Name of the measure", required=True, link="measure"),
            C("Date", "date", day, "Date", required=True),
            C("Value", "value", decimal(Score, "value", "-999999", "999999"), "Result", required=True),
            C("Point", "point", choice(Score.Point), "Baseline, interim or exit", blank=""),
            C("Group", "group", text(), "Code of the group", link="group"),
        ),
        ("pupil", "measure", "date"),
    ),
    SheetSpec(
        "Reviews",
        "Assess, plan, do, review: what was found. Added to, never overwritten",
        (
            C("Pupil", "pupil", text(), "UPN or admission number", required=True, link="pupil"),
            C("Date", "date", day, "Date of the review", required=True),
            C("Group", "group", text(), "Code of the group", link="group"),
            C("Found", "found", text(), "What was found", blank=""),
            C("Result", "result", choice(Review.Result), "Met, partly met or not met", blank=""),
            C("Next step", "next_step", text(), "What comes next", blank=""),
            C("Pupil's view", "pupils_view", text(), "What the pupil says", blank=""),
            C("Family's view", "familys_view", text(), "What the family says", blank=""),
            C("By", "by", words(Review, "by"), "Who took part", blank=""),
        ),
        ("pupil", "date", "group"),
    ),
    SheetSpec(
        "Other costs",
        "Costs besides staff. The rows of a group are all of its other costs: one no longer here is ended",
        (
            C("Description", "description", words(OtherCost, "description"), "What it is", required=True),
            C("Kind", "kind", choice(CostKind), "Equipment, licence, training, professional, meeting, other", True),
            C("Group", "group", text(), "Code of the group, or else a pupil", link="group"),
            C("Pupil", "pupil", text(), "UPN or admission number, or else a group", link="pupil"),
            C("Amount", "amount", MONEY, "£; or else role and hours"),
            C("Role", "role", text(), "Code of the staff role", link="role"),
            C("Hours a year", "hours", decimal(OtherCost, "hours", "0", "5000", above=True), "Hours a year of that role"),
            C("Date", "date", day, "When it falls"),
            C("Payer", "payer", choice(OtherCost.Payer), "School, LA, health, charity, family; blank = school", blank="school"),
        ),
        (),
    ),
    SheetSpec(
        "Whole-school provision",
        "What cannot be traced to one pupil",
        (
            C("Description", "description", words(WholeSchoolProvision, "description"), "What it is", required=True),
            C("Kind", "kind", words(WholeSchoolProvision, "kind"), "Administration, development, resources …", blank=""),
            C("Amount", "amount", MONEY, "£ for the year; or else role, hours and weeks"),
            C("Role", "role", text(), "Code of the staff role", link="role"),
            C("Hours a week", "hours_a_week", decimal(WholeSchoolProvision, "hours_a_week", "0", "5000", above=True), "Hours a week of that role"),
            C("Weeks", "weeks", WEEKS, "Weeks; blank = the rules' weeks"),
            C("Funding stream", "funding_stream", text(), "A stream of the sheet Funding streams", link="stream"),
        ),
        ("description",),
    ),
    SheetSpec(
        "Awards",
        "Top-up funding applied for, granted or refused",
        (
            C("Pupil", "pupil", text(), "UPN or admission number", required=True, link="pupil"),
            C("Kind", "kind", choice(("top-up",)), "Top-up", blank="top-up"),
            C("Status", "status", choice(Award.Status), "Applied, granted or refused", blank="applied"),
            C("Amount", "amount", MONEY, "£ a year"),
            C("From", "starts", day, "From"),
            C("To", "ends", day, "To"),
        ),
        ("pupil", "kind", "starts"),
    ),
    SheetSpec(
        "Audit",
        "Must, should, could: what each pupil would need, a row for each provision",
        (
            C("Class or year group", "scope", text(), "A class, or a year group as Year 3", required=True, link="scope"),
            C("Pupil", "pupil", text(), "UPN or admission number", required=True, link="pupil"),
            C("Band", "band", choice(AuditRow.Band), "Must, should or could; blank = as already given"),
            C("Provision", "provision", text(), "A provision of the catalogue", link="provision"),
            C("Other", "other", words(AuditRow, "other"), "What else would help", blank=""),
        ),
        ("scope", "pupil", "provision"),
    ),
    SheetSpec(
        "Current provision",
        "What a class or year group has now, as its staff wrote it down",
        (
            C("Class or year group", "scope", text(), "A class, or a year group as Year 3", required=True, link="scope"),
            C("Provision", "provision", text(), "A provision of the catalogue", required=True, link="provision"),
            C("Ratio", "ratio", ratio, "Staff to pupils, as 1:6", blank=""),
            C("Staff", "staff", words(CurrentProvision, "staff"), "Who delivers it", blank=""),
            C("Weekly minutes", "weekly_minutes", decimal(CurrentProvision, "weekly_minutes", "0", "3000"), "Minutes a week"),
            C("Weeks", "weeks", WEEKS, "Weeks a year"),
        ),
        ("scope", "provision"),
    ),
)  # fmt: skip


def spec_of(name: str) -> SheetSpec | None:
    """The sheet with this name, whatever its letter case and the space around it."""
    wanted = " ".join(name.split()).lower()
    return next((sheet for sheet in SHEETS if sheet.name.lower() == wanted), None)
