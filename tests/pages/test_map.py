"""The whole-school map from every side: each cut of its rows, the tree, changes since a day, and two days compared."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from provisions.models import FundingStream, Place
from reports.documents.head import PaperOptions
from reports.documents.maps import whole_school_map
from reports.documents.maps.grid import grid_of
from schools.access import access_of
from tests import factories as make
from tests.access.world import fill
from tests.pages.test_pages import HOME, MONEY, text

pytestmark = pytest.mark.django_db
CUTS = ["", "stage", "class", "area", "strand", "tier", "pupilgroup"]
SHAPES = ["", "rows=class", "rows=pupilgroup", "since=2026-09-07", "by=tree&open=all", "by=pupil", "by=compare"]


@pytest.fixture
def ours(school, year, cast):
    """Two groups that each fall into several rows: two key stages, two classes, two pupil groups, two areas."""
    found = fill(school, year, "Ours", cast["teacher"], cast["assistant"])
    found.group.year_groups = ["2", "3"]
    found.group.save()
    make.PlaceFactory(school=school, group=found.group, pupil=found.far, joined=date(2026, 11, 9))
    far = found.far_group
    far.provision.area, far.provision.strand, far.provision.tier = "SEMH", "", "specialist"
    far.provision.save()
    room = make.ClassFactory(school=school, year=year, name="Ours far class")
    far.school_class, far.ends = room, date(2026, 11, 6)
    far.save()
    return found


@pytest.fixture
def see(client_of):
    return lambda who, query="": client_of(who).get(f"{HOME}map/?{query}")


class TestRows:
    @pytest.mark.parametrize("cut", CUTS)
    def test_every_cut_comes_to_the_same_total_and_shows_every_group(self, see, ours, cut):
        answer = see("senco", f"rows={cut}")
        found, whole = answer.context["map"], see("senco").context["map"].total
        assert found.total == whole == sum(column.cost for column in found.columns if column.cost is not None)
        in_rows = [chip for row in found.rows for cell in row.cells for chip in cell.chips]
        assert {chip.id for chip in in_rows} == {ours.group.pk, ours.far_group.pk}
        assert all(sum(c.cost for cell in row.cells for c in cell.chips) == (row.cost or 0) for row in found.rows)
        twice = sum(row.cost for row in found.rows if row.cost is not None) - found.total
        assert bool(twice) == bool(found.overlaps) == ("count each once" in text(answer))
        assert bool(twice) == (cut == "pupilgroup")

    @pytest.mark.parametrize("cut", ["", "stage"])
    def test_screen_and_paper_give_each_year_the_same_total(self, see, ours, cast, year, cut):
        found = see("senco", f"rows={cut}").context["map"]
        shown = {row.line.name: row.cost for row in found.rows if row.groups}
        if not cut:
            made = whole_school_map.build(access_of(cast["senco"], year=year), PaperOptions())
            paper = {row.scope: row.cost for row in grid_of(made).rows}
            assert {name.replace("Any year", "All years"): cost for name, cost in shown.items()} == paper
        assert sum(cost for cost in shown.values() if cost is not None) == found.total

    def test_areas_as_rows_have_tiers_as_columns(self, see, ours):
        found = see("senco", "rows=area").context["map"]
        assert [column.name for column in found.columns] == ["Targeted", "Specialist"]
        assert [row.line.name for row in found.rows] == [
            "Cognition and learning",
            "Social, emotional and mental health",
        ]

    def test_pupil_groups_are_no_rows_for_the_class_team(self, see, ours):
        answer = see("teacher", "rows=pupilgroup")
        assert answer.context["map"].cut.head == "Year group"
        assert "Ours pupil group" not in text(answer)

    def test_a_strand_can_be_filtered(self, see, ours):
        seen = text(see("senco", "strand=reading"))
        assert "Ours group near" in seen
        assert "Ours group far" not in seen


class TestTree:
    def test_pupils_empty_places_and_rounding_add_up_to_each_level(self, see, ours, cast, year):
        found = see("senco", "by=tree").context["map"]
        branches = [branch for trunk in found.trunks for branch in trunk.branches]
        assert len(branches) == 2
        for branch in branches:
            assert sum(leaf.cost for leaf in branch.leaves) == branch.sums.cost
        rows = {
            row.group.id: row
            for row in whole_school_map.build(access_of(cast["senco"], year=year), PaperOptions()).rows
        }
        assert all(branch.sums.each == rows[branch.chip.id].cost_per_pupil for branch in branches)
        assert {leaf.words for leaf in branches[0].leaves} >= {
            "Ourschild Oursnear",
            "Ourschild Oursfar",
            "Empty places",
        }
        for trunk in found.trunks:
            assert trunk.sums.cost == sum(branch.sums.cost for branch in trunk.branches)
            assert trunk.sums.hours == sum(branch.sums.hours for branch in trunk.branches)
        assert found.sums.cost == see("senco").context["map"].total
        assert found.sums.filled == 3

    def test_a_group_that_cannot_be_costed_says_so(self, see, ours):
        from costing.models import RolePay

        RolePay.objects.all().delete()
        assert "no cost yet" in text(see("senco", "by=tree"))

    def test_all_of_it_opens_without_a_script(self, see, ours):
        html = see("senco", "by=tree&open=all").content.decode()
        assert html.count('class="twig" open') == 2


class TestSince:
    def test_changes_are_said_in_words_on_chip_list_tree_and_pupils(self, see, client_of, ours):
        seen = text(see("senco", "since=2026-11-02"))
        assert "Ended 6 Nov 2026" in seen
        assert "1 pupil joined" in seen
        assert "New, from" not in seen
        assert "New, from 7 Sep 2026" in text(see("senco", "since=2026-09-07"))
        assert "1 pupil joined" in text(client_of("senco").get(f"{HOME}groups/?since=2026-11-02"))
        assert "Joined 9 Nov 2026" in text(see("senco", "by=tree&since=2026-11-02"))
        assert "Joined 9 Nov 2026" in text(see("senco", "by=pupil&since=2026-11-02"))

    def test_nothing_is_marked_until_asked(self, see, ours):
        seen = text(see("senco"))
        assert "pupil joined" not in seen
        assert "Start of term" in seen
        assert "pupil joined" not in text(see("senco", "since=2026-11-10"))

    def test_who_left_stands_with_the_pupils_until_the_marks_are_off(self, see, ours):
        Place.objects.filter(group=ours.group, pupil=ours.far).update(left=date(2026, 11, 16))
        assert "Left 16 Nov 2026" in text(see("senco", "by=pupil&since=2026-11-02"))
        assert "Left" not in text(see("senco", "by=pupil"))


class TestTwoDates:
    def test_each_group_is_new_ended_changed_or_as_before(self, see, ours, year):
        role = ours.group.staffing.first().role
        for name, starts, ends in (
            ("later", date(2026, 11, 9), None),
            ("brief", date(2026, 11, 3), date(2026, 11, 13)),
            ("steady", date(2026, 9, 7), None),
        ):
            group = make.GroupFactory(
                school=ours.school, year=year, name=name, provision=ours.group.provision, starts=starts, ends=ends
            )
            make.StaffingFactory(school=ours.school, group=group, role=role)
        answer = see("senco", "by=compare&from=2026-11-02&to=2026-11-23")
        found = answer.context["map"]
        kinds = {pair.title: pair.kind for pair in (*found.pairs, *found.same)}
        assert kinds == {
            "Ours group near": "changed",
            "Ours group far": "ended",
            "later": "new",
            "brief": "between",
            "steady": "same",
        }
        totals = {total.label: (total.before, total.after, total.difference) for total in found.totals}
        assert totals["Groups running"] == ("3", "3", "no change")
        assert totals["Places filled"] == ("2", "2", "no change")
        assert found.between == sum(pair.between for pair in (*found.pairs, *found.same) if pair.between is not None)
        assert "Joined: Ourschild Oursfar" in text(answer)

    def test_rates_that_changed_between_the_days_are_said(self, see, ours, year):
        role = ours.group.staffing.first().role
        role.pay.filter(year=year).update(basis="hourly", rate=Decimal("17.50"))
        make.RolePayFactory(
            school=ours.school, year=year, role=role, from_date=date(2026, 11, 9), rate=Decimal("18.20")
        )
        answer = see("senco", "by=compare&from=2026-11-02&to=2026-11-23")
        (rate,) = answer.context["map"].rates
        assert (rate.role, rate.before, rate.after) == (f"{role.name} ({role.code})", "£17.50", "£18.20")
        assert "Rates that changed" in text(answer)
        assert not see("senco", "by=compare&from=2026-11-10&to=2026-11-23").context["map"].rates
        assert "Rates that changed" not in text(see("teacher", "by=compare&from=2026-11-02&to=2026-11-23"))

    def test_a_year_between_its_ends_costs_what_its_groups_cost(self, see, ours):
        ours.far_group.delete()
        found = see("senco", "by=compare&from=2026-08-31&to=2027-08-31").context["map"]
        assert found.between == see("senco").context["map"].total

    def test_the_days_may_come_in_either_order_and_are_the_terms_by_default(self, see, ours):
        found = see("senco", "by=compare&from=2026-11-23&to=2026-11-02").context["map"]
        assert (found.before, found.after) == (date(2026, 11, 2), date(2026, 11, 23))
        assert see("senco", "by=compare&from=soon").context["map"].before < date(2026, 11, 23)


class TestBudgets:
    def test_what_is_left_stands_beside_the_map(self, see, ours):
        seen = text(see("senco"))
        assert "Ours stream" in seen
        assert re.search(r"£[\d,.]+ of £30,000.00 committed", seen)
        FundingStream.objects.update(amount=Decimal("1.00"))
        assert re.search(r"£[\d,.]+ over", text(see("senco", "by=tree")))


def test_the_class_team_sees_no_money_and_no_pupil_out_of_reach(see, ours):
    for query in SHAPES:
        seen = text(see("teacher", query))
        assert "Ours group near" in seen, query
        assert not MONEY.search(seen), query
        assert "Oursfar" not in seen, query


def test_the_governor_sees_totals_whatever_shape_is_asked_for(see, ours):
    for query in SHAPES:
        seen = text(see("governor", query))
        assert "Totals of the map" in seen, query
        assert "Ours group" not in seen, query
        assert "Ourschild" not in seen, query
