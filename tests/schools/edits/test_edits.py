"""One edit: all of it or nothing, once for each form, by who may, and open to be taken back."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from pupils.models import Outcome, Pupil, PupilProfile
from schools.access import NotAllowed, NotThere
from schools.edits import DoneAlready, Refused, edit
from schools.edits.undo import put_back, undo
from schools.models import HalfTerm, TrailEntry
from tests.editing import opened
from tests.factories import OutcomeFactory, PupilFactory, PupilProfileFactory, ScoreFactory, YearFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def senco(access):
    return access("senco")


@pytest.fixture
def pupil(senco):
    """A pupil entered by the SENCO, with its history."""
    with edit(senco, "added") as change:
        return change.add(Pupil(surname="Okafor", forename="Ada", admission_number="A1"))


def rename(senco, pupil, forename, **more):
    with edit(senco, "changed", pupil, **more) as change:
        change.set(Pupil.objects.get(pk=pupil.pk), forename=forename)
    return change.entry


def test_a_change_stands_in_history_and_trail_in_the_name_of_who_made_it(senco, pupil):
    entry = rename(senco, pupil, "Adaeze")
    line = pupil.history.latest()
    assert (line.forename, line.history_user, line.holds_from) == ("Adaeze", senco.person, senco.year.starts)
    assert (entry.by_name, entry.verb, entry.kind, entry.thing) == ("Senco Person", "changed", "pupil", str(pupil.pk))


def test_what_changes_nothing_leaves_no_trace(senco, pupil):
    assert rename(senco, pupil, "Ada") is None
    assert pupil.history.count() == 1


def test_a_form_sent_twice_counts_once(senco, pupil):
    ticket = uuid4()
    first = rename(senco, pupil, "Adaeze", ticket=ticket)
    with pytest.raises(DoneAlready) as again:
        rename(senco, pupil, "Adanna", ticket=ticket)
    assert again.value.entry == first
    assert Pupil.objects.get().forename == "Adaeze"


def test_all_of_it_or_nothing(senco, pupil):
    def half():
        with edit(senco, "changed", pupil) as change:
            change.set(pupil, forename="Adaeze")
            raise Refused("No.")

    with pytest.raises(Refused):
        half()
    assert Pupil.objects.get().forename == "Ada"
    assert TrailEntry.objects.filter(verb="changed").count() == 0


def test_who_may_not_change_such_rows_does_not(access, pupil):
    with pytest.raises(NotAllowed), edit(access("teacher"), "changed", pupil) as change:
        change.set(pupil, forename="Adaeze")
    assert Pupil.objects.get().forename == "Ada"


def test_taking_back_restores_what_was_changed_added_and_removed(senco, pupil):
    with edit(senco, "added") as change:
        old = change.add(Outcome(pupil=pupil, wording="I will count to 20."))
    with edit(senco, "changed", pupil) as change:
        change.set(pupil, forename="Adaeze")
        change.add(PupilProfile(pupil=pupil, strengths="Kind"))
        change.remove(Outcome.objects.get(pk=old.pk))
    undone = undo(change.entry.pk, by=senco)
    assert undone.summary.startswith("changed")
    assert Pupil.objects.get().forename == "Ada"
    assert not PupilProfile.objects.exists()
    assert Outcome.objects.get().pk == old.pk
    assert undo(change.entry.pk, by=senco) is None, "taking back twice is taking back once"


def test_what_others_changed_beside_it_stays(senco, pupil):
    entry = rename(senco, pupil, "Adaeze")
    with edit(senco, "changed", pupil) as change:
        change.set(Pupil.objects.get(), surname="Okoro")
    undo(entry.pk, by=senco)
    assert str(Pupil.objects.get()) == "Ada Okoro"


def test_what_was_overtaken_is_not_taken_back(senco, pupil):
    entry = rename(senco, pupil, "Adaeze")
    rename(senco, pupil, "Adanna")
    with pytest.raises(Refused, match="changed since"):
        undo(entry.pk, by=senco)
    assert Pupil.objects.get().forename == "Adanna"


def test_what_others_have_built_on_is_not_taken_back(senco):
    with edit(senco, "added") as change:
        pupil = change.add(Pupil(surname="Okafor", forename="Ada", admission_number="A1"))
    OutcomeFactory(school=senco.school, pupil=pupil)
    with pytest.raises(Refused):
        undo(change.entry.pk, by=senco)
    assert Outcome.objects.count() == 1


def test_nobody_takes_back_what_another_did(senco, access, pupil):
    entry = rename(senco, pupil, "Adaeze")
    with pytest.raises(NotThere):
        undo(entry.pk, by=access("system_manager"))
    with pytest.raises(NotThere):
        undo(entry.pk, by=access("stranger"))


def test_a_line_of_history_is_put_back(senco, access, pupil):
    rename(senco, pupil, "Adaeze")
    first = pupil.history.earliest().history_id
    put_back(Pupil, first, by=senco)
    assert Pupil.objects.get().forename == "Ada"
    with pytest.raises(NotThere):
        put_back(Pupil, first, by=access("stranger"))


def test_what_was_removed_is_put_back(senco, year):
    half_term = HalfTerm.objects.filter(year=year).first()
    with edit(senco, "removed", half_term) as change:
        change.remove(half_term)
    line = HalfTerm.history.filter(history_type="-").get()
    put_back(HalfTerm, line.history_id, by=senco)
    assert HalfTerm.objects.get(pk=line.id).name == line.name


def test_a_row_changed_for_a_later_year_is_changed_there(senco, pupil, school):
    later = replace(senco, year=YearFactory(school=school, name="2027/28", starts="2027-09-01", ends="2028-08-31"))
    later.year.refresh_from_db()
    rename(later, pupil, "Adaeze")
    with pytest.raises(Refused, match="later year"):
        rename(senco, pupil, "Adanna")


def test_rows_of_other_people_cost_no_more_queries(senco, django_assert_max_num_queries):
    pupils = [PupilFactory(school=senco.school) for _ in range(40)]
    with django_assert_max_num_queries(12), edit(senco, "changed") as change:
        change.set_all([(pupil, {"surname": "Okafor"}) for pupil in pupils])


def test_profile_texts_do_not_stand_in_the_trail(senco):
    profile = PupilProfileFactory(school=senco.school, needs="secret words")
    with edit(senco, "changed", profile.pupil) as change:
        change.set(profile, needs="other secret words")
    assert "secret" not in str(change.entry.detail)


def test_a_removal_sent_twice_leads_back_and_does_nothing_twice(client_of, senco):
    score = ScoreFactory(school=senco.school)
    client, path = client_of("senco"), f"/s/{senco.school.slug}/scores/{score.pk}/remove/"
    form = opened(client, path)
    assert client.post(path, form).status_code == 302
    again = client.post(path, form, follow=True)
    assert "saved already" in again.content.decode()
    assert TrailEntry.objects.filter(verb__startswith="removed").count() == 1
