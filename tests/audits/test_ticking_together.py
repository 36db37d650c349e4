"""Thirty people who tick in one chart at the same moment: no tick is lost, none stands twice, nobody is turned away."""

from __future__ import annotations

import pytest

from audits.charts.cells import ChartCell, set_cell
from audits.models import AuditRow, AuditTick
from tests.factories import (
    AuditChartFactory,
    AuditColumnFactory,
    ClassFactory,
    ProvisionFactory,
    PupilFactory,
    PupilYearFactory,
)
from tests.schools.edits.test_concurrent import WRITERS, at_once

__all__ = ["at_once"]


@pytest.fixture
def chart(school, year):
    """A chart of a class of five, in which nothing was said yet, with six provisions to tick."""
    room = ClassFactory(school=school, year=year, year_groups=["4"])
    chart = AuditChartFactory(school=school, year=year, year_group="", school_class=room)
    for _ in range(5):
        pupil = PupilFactory(school=school)
        PupilYearFactory(school=school, pupil=pupil, year=year, year_group="4", school_class=room, sen_status="K")
    for _ in range(6):
        AuditColumnFactory(school=school, chart=chart, provision=ProvisionFactory(school=school))
    return chart


def test_each_their_own_cell_and_all_of_them_one(at_once, access, chart):
    senco = access("senco")
    pupils = list(chart.school_class.pupil_years.order_by("pk").values_list("pupil_id", flat=True))
    offered = list(chart.columns.values_list("provision_id", flat=True))
    cells = [(pupil, provision) for pupil in pupils for provision in offered]
    assert len(cells) == WRITERS

    def tick(pupil, provision):
        set_cell(by=senco, chart=chart.pk, cell=ChartCell(f"p{pupil}", "tick", True, provision))

    def deed(number):
        tick(*cells[0])
        tick(*cells[number])

    look = at_once(deed)
    assert look(lambda: sorted(AuditTick.objects.values_list("row__pupil_id", "provision_id"))) == sorted(cells)
    assert look(AuditRow.objects.count) == len(pupils)
    assert look(AuditTick.history.count) == WRITERS
