"""People who tick, save, remove and import in one school at the same moment: nobody waits for each other in a ring, and
nothing is lost."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from django.db import connection

import tests.factories as make
from audits.charts.cells import ChartCell, set_cell
from audits.charts.round.services import hand_in, reopen_chart
from audits.charts.rows.services import add_newcomer
from audits.models import AuditRow, AuditTick
from delivery.records.models import Review
from provisions.catalogue.services import remove_provision
from provisions.models import Provision
from pupils.models import Pupil
from schools.edits import Refused, edit
from schools.models import TrailEntry
from tests.schools.edits.test_concurrent import at_once
from workbook.reading import from_mapping
from workbook.services import import_now

__all__ = ["at_once"]
PEOPLE = 40 if connection.vendor == "postgresql" else 12
ROUNDS = 4
AGAIN = 10 if connection.vendor == "postgresql" else 1


@pytest.fixture
def chart(school, year):
    """A chart of a class with a pupil for each of the people, and as many provisions to tick as rounds."""
    room = make.ClassFactory(school=school, year=year, name="4A", year_groups=["4"])
    chart = make.AuditChartFactory(school=school, year=year, year_group="", school_class=room)
    for number in range(PEOPLE):
        pupil = make.PupilFactory(school=school, forename="Ada", admission_number=f"A{number}")
        make.PupilYearFactory(school=school, pupil=pupil, year=year, year_group="4", school_class=room, sen_status="K")
        make.AuditRowFactory(school=school, chart=chart, pupil=pupil, band="should")
    for name in ("Offer", "Brought"):
        for number in range(ROUNDS):
            provision = make.ProvisionFactory(school=school, name=f"{name} {number}")
            make.AuditColumnFactory(school=school, chart=chart, provision=provision)
    return chart


class Everybody:
    """What the people do at once: each one thing, several times."""

    def __init__(self, senco, chart):
        self.senco, self.chart, self.school = senco, chart.pk, chart.school
        self.pupils = list(chart.school_class.pupil_years.order_by("pk").values_list("pupil_id", flat=True))
        offered = list(chart.columns.order_by("pk").values_list("provision_id", flat=True))
        self.offered, self.brought = offered[:ROUNDS], offered[ROUNDS:]
        self.extra = [column.provision_id for column in (more(chart, number) for number in range(PEOPLE * ROUNDS))]
        self.acts = (self.tick, self.save, self.keep, self.remove, self.bring_in, self.hand_over)

    def __call__(self, number):
        for turn in range(ROUNDS):
            self.acts[number % len(self.acts)](number, turn)

    def who(self, act):
        """The numbers of those who do this."""
        return [number for number in range(PEOPLE) if self.acts[number % len(self.acts)] == act]

    def tick(self, number, turn):
        """Again and again, so that it goes on while others save."""
        for value in (*(True, False) * AGAIN, True):
            cell = ChartCell(f"p{self.pupils[number]}", "tick", value, self.offered[turn])
            set_cell(by=self.senco, chart=self.chart, cell=cell)

    def save(self, number, turn):
        """What is being ticked is given another name, which locks it against ticks, then records are written."""
        with edit(self.senco, "saved") as change:
            pupil = Pupil.objects.get(pk=self.pupils[number])
            change.set(Provision.objects.get(pk=self.offered[turn]), name=f"Named {turn} by {number}")
            change.set(pupil, admission_number=f"B{number}-{turn}")
            change.add(Review(pupil=pupil, date=date(2026, 10, 1 + turn), found=f"Found by {number}"))
            change.set(AuditRow.objects.get(chart=self.chart, pupil=pupil), why=f"Said {turn}")

    def keep(self, number, turn):
        """The chart is locked, then its rows."""
        child = {"name": f"New {number} {turn}", "year_group": "4", "band": "must", "why": ""}
        add_newcomer(by=self.senco, chart=self.chart, values=child)

    def remove(self, number, turn):
        """A provision goes with its columns, which ticks might be pointing to."""
        remove_provision(self.extra[number * ROUNDS + turn], by=self.senco)

    def bring_in(self, number, turn):
        pupil = {"Admission number": f"A{number}", "Preferred name": f"Known {turn}"}
        ticked = {"Class or year group": "4A", "Pupil": f"A{number}", "Provision": f"Brought {turn}"}
        import_now(from_mapping({"Pupils": [pupil], "Audit": [ticked]}), school=self.school)

    def hand_over(self, number, turn):
        with suppress(Refused):  # where another has done so
            (hand_in if turn % 2 else reopen_chart)(by=self.senco, chart=self.chart)


def more(chart, number):
    """One more column of the chart."""
    provision = make.ProvisionFactory(school=chart.school, name=f"Extra {number}")
    return make.AuditColumnFactory(school=chart.school, chart=chart, provision=provision)


def test_ticking_saving_removing_and_importing(at_once, access, chart):
    people = Everybody(access("senco"), chart)
    look = at_once(people, PEOPLE)
    ticking = ((people.tick, people.offered), (people.bring_in, people.brought))
    ticked = sorted((people.pupils[one], offer) for act, held in ticking for one in people.who(act) for offer in held)
    assert look(lambda: sorted(AuditTick.objects.values_list("row__pupil_id", "provision_id"))) == ticked
    saving = len(people.who(people.save))
    assert look(Review.objects.count) == saving * ROUNDS
    assert look(Pupil.objects.filter(admission_number__endswith=f"-{ROUNDS - 1}").count) == saving
    assert look(TrailEntry.objects.filter(verb="saved").count) == saving * ROUNDS
    assert look(AuditRow.objects.filter(pupil=None).count) == len(people.who(people.keep)) * ROUNDS
    left = PEOPLE - len(people.who(people.remove))
    assert look(Provision.objects.filter(name__startswith="Extra").count) == left * ROUNDS
    brought = Pupil.objects.filter(preferred_name=f"Known {ROUNDS - 1}")
    assert look(brought.count) == len(people.who(people.bring_in))
    assert look(TrailEntry.objects.filter(verb="filled in").count) == 1, "one person, one chart, one day"
