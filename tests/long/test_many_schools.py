"""Two hundred schools made at random: their papers agree in every form, their workbooks come in as they went out."""

from __future__ import annotations

import random

import pytest

from provisionmap.management.commands.make_school import MadeSchool
from schools.models import School
from schools.reading import current_year
from tests import factories as make
from tests.reports.conftest import papers_of
from tests.reports.test_papers_agree import test_costed_map as agrees_for_a_pupil
from tests.reports.test_papers_agree import test_whole_school_map as agrees_for_the_school
from tests.reports.test_tables_agree import test_costs_lead_to_the_map as costs_lead_to_the_map
from tests.workbook.test_round_trip import brought_in, everything, nothing
from workbook.writing import workbook_file

pytestmark = [pytest.mark.long, pytest.mark.django_db]
SEEDS = range(200)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_school(seed):
    dice = random.Random(seed)
    MadeSchool(seed, dice).fill(dice.randint(1, 12), dice.randint(1, 30))
    school = School.objects.get(slug=f"made-{seed}")
    make.WholeSchoolProvisionFactory(school=school, year=current_year(school))
    made = {school.slug: papers_of(school)}
    agrees_for_the_school(made, school.slug)
    costs_lead_to_the_map(made, school.slug)
    agrees_for_a_pupil(made, school.slug, "1")
    assert nothing(brought_in(workbook_file(everything(school)), school))
