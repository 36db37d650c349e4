"""The audit chart on paper: document 000's Figure 1 in every form, and each kind of chart for whom it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from audits.charts.reading import ChartColumn, ChartRow
from pupils.models import PupilYear
from reports.documents.audit import audit_chart
from reports.documents.head import PaperOptions
from reports.documents.lists.proformas import BANDS, PLUS
from reports.documents.registry import PAPERS
from reports.layouts.audit.audit_chart import layout
from tests import factories as make
from tests.reports.conftest import drawn
from tests.reports.reading import cells, opened, page, pdf_facts, pdf_words

pytestmark = pytest.mark.django_db
PROVISIONS = (
    "Phonographix", "Jump Ahead Motor Skills Programme", "In-Class Support", "1:1 Counselling",
    "Friendship Skills Group", "Number Sense", "Language Link Programme", "Better Reading Partners",
)  # fmt: skip
# Forename → band, status, the provisions ticked by their place across, and what else.
FIGURE: dict[str, tuple[str, str, tuple[int, ...], str]] = {
    "William": ("must", "E", (0, 1, 2), "Lunchtime Club"),
    "Patrick": ("must", "E", (3, 4), "Circle of Friends, Lunchtime Club"),
    "Edward": ("must", "K+", (3, 5), "1:1 ASD social skills work with TA"),
    "Jamia": ("should", "K", (7,), ""),
    "Shane": ("should", "K", (5, 7), ""),
    "Kylie": ("should", "K", (6, 7), ""),
    "Leroy": ("should", "K", (4, 5, 7), "Lunchtime club"),
    "Daniel": ("should", "N", (5,), ""),
}


@pytest.fixture
def figure(school: Any, year: Any) -> Any:
    """Figure 1 as a chart of Year 4, in class 4B."""
    own = {"school": school}
    room = make.ClassFactory(**own, year=year, name="4B", year_groups=["4"])
    offered = [make.ProvisionFactory(**own, name=name) for name in PROVISIONS]
    chart = make.AuditChartFactory(**own, year=year, year_group="4", due="2026-12-04")
    for one in offered:
        make.AuditColumnFactory(**own, chart=chart, provision=one)
    for number, (forename, (band, status, ticks, other)) in enumerate(FIGURE.items()):
        pupil = make.PupilFactory(**own, forename=forename, surname=f"Invented{number}", admission_number=f"F{number}")
        place = {"sen_status": status[:1], "high_need": status == "K+", "school_class": room}
        PupilYear.objects.create(school=school, year=year, pupil=pupil, year_group="4", **place)
        row = make.AuditRowFactory(**own, chart=chart, pupil=pupil, band=band, other=other)
        for place in ticks:
            make.AuditTickFactory(**own, row=row, provision=offered[place])
    premium = make.PupilGroupFactory(**own, name="PP")
    make.PupilGroupMemberFactory(**own, pupil=pupil, group=premium)
    return chart


def expected(columns: list[str]) -> dict[str, tuple[str, list[str], str]]:
    """Forename → band, the names ticked in the order of the columns, and what else."""
    return {
        forename: (band, [name for name in columns if name in [PROVISIONS[place] for place in ticks]], other)
        for forename, (band, _, ticks, other) in FIGURE.items()
    }


def test_figure_1_comes_out_as_it_was_ticked(figure: Any, access: Any) -> None:
    made = PAPERS["audit-chart"].made(access("senco"), PaperOptions(), figure.pk)
    data = drawn("audit-chart", made, "json")
    columns = [column["provision"] for column in data["columns"]]
    assert (data["scope"], sorted(columns)) == ("Year 4", sorted(PROVISIONS))
    told = {row["name"].split()[0]: (row["band"], row["ticks"], row["other"]) for row in data["rows"]}
    assert told == expected(columns)
    assert [row["band"] for row in data["rows"]] == ["must"] * 3 + ["should"] * 5
    assert {row["pupil"] for row in data["rows"]} == {f"F{number}" for number in range(8)}

    sheet = cells(opened(drawn("audit-chart", made, "xlsx")), "Audit of pupil need")
    heads = next(row for row in sheet if row[0] == "Need")
    rows = {str(row[1]).split()[0]: dict(zip(heads, row, strict=True)) for row in sheet if row[1] and row[0] != "Need"}
    for forename, (band, ticks, other) in expected(columns).items():
        row = rows[forename]
        assert str(row["Need"]).startswith(BANDS[band][0])
        assert [name for name in columns if row[name] == "✓"] == ticks
        assert (row["Other"] or "") == other

    content = drawn("audit-chart", made, "pdf")
    words = pdf_words(content)
    for text in (*columns, *(row["name"] for row in data["rows"]), "Year 4", "Daniel Invented7 PP", PLUS):
        assert "".join(text.split()) in "".join(words.split()), text
    assert words.count("✓") == sum(len(ticks) for _, _, ticks, _ in FIGURE.values())
    assert pdf_facts(content)["Tagged"] == "yes"
    assert pdf_facts(content)["Pages"] == "1"
    _, table = page(drawn("audit-chart", made, "html"))
    assert sum(row.count("✓") for row in table) == words.count("✓")


def test_the_blank_form_is_the_same_form(figure: Any, access: Any) -> None:
    filled = drawn("audit-chart", audit_chart.build(access("senco"), PaperOptions(), figure.pk), "html").decode()
    blank = drawn(
        "proforma-audit-chart", PAPERS["proforma-audit-chart"].made(access("senco"), PaperOptions()), "html"
    ).decode()
    for shared in (
        'class="tick-chart',
        'class="chart-fields"',
        PLUS,
        *(f"<b>{word}</b>" for word, _, _ in BANDS.values()),
    ):
        assert shared in filled
        assert shared in blank
    assert "✓" not in blank


def test_many_pupils_under_many_long_names_break_between_blocks(figure: Any, access: Any) -> None:
    made = audit_chart.build(access("senco"), PaperOptions(), figure.pk)
    long = "New to English: first steps in listening, talking, reading and writing for pupils who have just arrived"
    columns = tuple(ChartColumn(number, f"{long[: 30 + 5 * number]} {number}", "C&L") for number in range(14))
    pupils = tuple(
        audit_chart.ChartPupil(
            ChartRow(f"n{n}", n, None, f"Child{n} Invented", "4", [*BANDS][n // 4 % 3], "", "", frozenset({n % 14})), ()
        )
        for n in range(35)
    )
    crowd = audit_chart.AuditChartPaper(made.head, "Year 4", "open", None, columns, pupils)
    content = drawn("audit-chart", crowd, "pdf")
    words = pdf_words(content)
    pages = int(pdf_facts(content)["Pages"])
    assert pages <= 5
    assert words.count("✓") == 35
    assert words.count("Name of pupil") == pages
    blocks = [block for part in layout(crowd).parts for band in part.bands for block in band.blocks]
    assert sum(len(block) for block in blocks) == 35
    assert max(len(block) for block in blocks) == 4


def test_a_class_a_year_group_and_a_cohort_each_have_theirs(figure: Any, school: Any, year: Any, tmp_path: Any) -> None:
    own = {"school": school, "year": year, "year_group": ""}
    room = figure.rows.first().pupil.years.get().school_class
    make.AuditChartFactory(**own, school_class=room)
    cohort = make.AuditChartFactory(**own, name="Joining in September")
    make.AuditRowFactory(school=school, chart=cohort, pupil=None, name="Noor Invented", year_group="R", band="should")
    told = {}
    for asked in (("--year-group", "4"), ("--class", "4b"), ("--cohort", "joining in september")):
        file = tmp_path / "paper"
        call_command("export", "audit-chart", "--format", "json", *asked, "--school", school.slug, "-o", str(file))
        told[asked[0]] = json.loads(file.read_text())
    assert [data["scope"] for data in told.values()] == ["Year 4", "Class 4B", "Joining in September"]
    (child,) = told["--cohort"]["rows"]
    assert (child["pupil"], child["name"], child["on_roll"], child["band"]) == ("Noor Invented",) * 2 + (
        False,
        "should",
    )
    with pytest.raises(CommandError, match="There are charts for Year 4, Class 4B, Joining in September"):
        call_command(
            "export", "audit-chart", "--format", "json", "--year-group", "5", "--school", school.slug, "-o", "x"
        )


def test_class_teachers_take_their_own_pupils_and_nobody_who_may_not_read_needs(
    figure: Any, school: Any, year: Any, cast: Any, client_of: Any
) -> None:
    room = figure.rows.first().pupil.years.get().school_class
    other = make.PupilFactory(school=school, forename="Elsewhere", surname="Inthere")
    PupilYear.objects.create(school=school, year=year, pupil=other, year_group="4", sen_status="K")
    path = f"/s/{school.slug}/papers/audit-chart/?chart={figure.pk}"
    assert client_of("teacher").get(path).status_code == 404
    make.ClassStaffFactory(school=school, school_class=room, staff=cast["teacher"].staff_member)
    mine, all_of_it = (client_of(who).get(path).content.decode() for who in ("teacher", "senco"))
    assert "William" in mine
    assert "Elsewhere" not in mine
    assert "Elsewhere" in all_of_it
    for who in ("governor", "business_manager", "system_manager", "assistant"):
        assert client_of(who).get(path).status_code in (403, 404), who
    assert client_of("teacher").get(path.replace("/?", ".pdf?")).status_code == 200
    assert client_of("teacher").get(path.replace("/?", ".xlsx?")).status_code == 403
    listed = client_of("senco").get(f"/s/{school.slug}/papers/").content.decode()
    assert f"/s/{school.slug}/papers/audit-chart/" in listed
