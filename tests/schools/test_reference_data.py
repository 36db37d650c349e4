"""Published reference data is there after a migrate, dated and with its source and status."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from costing import reference_data as pay
from costing.models import PayPoint
from provisions.models import EvidenceStrand
from pupils.models import NeedType

pytestmark = pytest.mark.django_db


def test_support_staff_pay_of_this_year_is_provisional():
    point = PayPoint.objects.get(scale="NJC", point="5", starts=datetime.date(2026, 4, 1))
    assert "provisional" in point.status
    assert "National Joint Council" in point.source


def test_teachers_pay():
    point = PayPoint.objects.get(scale="Main", area="england", point="M6", starts=datetime.date(2026, 9, 1))
    assert point.annual == Decimal("46940.00")
    assert set(PayPoint.objects.values_list("scale", flat=True)) == {
        "NJC", "Main", "Upper", "Unqualified", "Leading practitioner",
    }  # fmt: skip


def test_types_of_need():
    assert NeedType.objects.get(code="SLCN").area == "C&I"
    assert not NeedType.objects.get(code="BESD").in_use
    assert NeedType.objects.get(code="DS").area == ""
    assert not NeedType.objects.filter(code="K").exists()


def test_evidence_strands():
    strand = EvidenceStrand.objects.get(name="Arts participation")
    assert (strand.impact_months, strand.snapshot) == (3, datetime.date(2026, 4, 2))


def test_loading_again_changes_nothing_and_mends_what_was_changed(django_assert_num_queries):
    PayPoint.objects.filter(scale="NJC", point="5").update(annual=1)
    count = PayPoint.objects.count()
    pay.load()
    assert PayPoint.objects.count() == count
    assert PayPoint.objects.get(scale="NJC", point="5", starts=datetime.date(2026, 4, 1)).annual > 20_000
    with django_assert_num_queries(2):
        pay.load()
