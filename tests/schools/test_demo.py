"""The demo schools come from the importer, open their doors, and are left alone the second time."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from audits.models import AuditChart, AuditRow, Proposal
from provisionmap.management.commands import demo
from pupils.models import Pupil
from schools.models import Membership, School, TrailEntry

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_one_person_per_role_can_sign_in(settings, client, capsys):
    settings.DEMO = True
    call_command("demo")
    printed = capsys.readouterr().out
    for name in demo.DOORS:
        assert f"{name}@" in printed
    assert demo.PASSWORD in printed
    assert set(School.objects.values_list("slug", flat=True)) == {"demo", "demo-secondary"}
    assert client.login(email="senco@ashgrove.example", password=demo.PASSWORD)
    count, told = Pupil.objects.count(), TrailEntry.objects.count()
    assert set(AuditChart.objects.values_list("state", flat=True)) == set(AuditChart.State.values)
    assert AuditRow.objects.filter(pupil=None).exists()
    assert {"funded", "deferred"} <= set(Proposal.objects.values_list("decision", flat=True))
    Pupil.objects.filter(pk=Pupil.objects.first().pk).update(forename="Changed")
    call_command("demo")
    assert (Pupil.objects.count(), TrailEntry.objects.count()) == (count, told)
    assert Pupil.objects.filter(forename="Changed").exists()


def test_a_real_installation_gets_links_instead_of_a_known_password(settings, capsys):
    settings.ALLOWED_HOSTS = ["map.example.org"]
    call_command("demo")
    printed = capsys.readouterr().out
    assert demo.PASSWORD not in printed
    assert "https://map.example.org/invitation/" in printed
    assert not Membership.objects.filter(user__isnull=False).exists()
