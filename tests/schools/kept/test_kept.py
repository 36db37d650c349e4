"""What is kept is never out of date: after any change, by any door, the page served is the page as if drawn again."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from threading import Barrier
from time import sleep

import pytest
from cachetools import LRUCache
from django.db import connection, transaction
from django.db.models import Model
from django.template import engines
from django.test import Client

from costing.models import RolePay
from provisions.costs import read_year
from provisions.models import InterventionGroup, OtherCost, Place
from provisions.places.services import add_places
from provisions.reading import names_of
from pupils.imports.services import import_now
from pupils.models import Pupil, PupilYear
from schools import kept
from schools.edits.undo import put_back, undo
from schools.kept.tokens import OF_APP
from schools.models import AcademicYear, HalfTerm
from schools.roles import Role
from tests import factories as make
from tests.access.world import fill

FILES = Path(__file__).parents[2] / "pupils" / "files"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.no_cover]
PAGES = ("", "map/", "map/?by=tree", "map/?by=pupil", "map/?area=SEMH", "gaps/?by=class",
         "costs/?horizon=to-date", "costs/", "costs/budgets/", "groups/", "provisions/", "pupils/",
         "pupils/{pupil}/", "pupils/{pupil}/costs/", "gaps/", "plan/", "today/", "attention/")  # fmt: skip
LISTS = ("costs/roles/", "costs/whole-school/", "costs/awards/", "costs/other/", "people/", "classes/")
OF_THE_TEACHER = ("", "map/", "groups/", "pupils/", "pupils/{pupil}/", "gaps/", "today/")


@pytest.fixture
def full(cast, school, year):
    kept.forget()
    yield fill(school, year, "Quillon", cast["teacher"], cast["assistant"])
    kept.forget()


def text(client: Client, path: str) -> tuple[int, str]:
    """The page without what differs each time: tokens of forms."""
    answer = client.get(path)
    return answer.status_code, re.sub(r'(value="[A-Za-z0-9]{64}"|[A-Za-z0-9]{64})', "", answer.content.decode())


@pytest.fixture
def pages(client_of, full):
    """Every page of the SENCO and of a teacher: `served()` as they come, `drawn()` with nothing kept."""
    senco, teacher = client_of("senco"), client_of("teacher")
    slug = full.school.slug
    at = [(senco, page) for page in PAGES] + [(teacher, page) for page in OF_THE_TEACHER]

    def all_of() -> dict[tuple[int, str], tuple[int, str]]:
        return {(id(client), page): text(client, f"/s/{slug}/{page.format(pupil=full.near.pk)}") for client, page in at}

    def drawn() -> dict[tuple[int, str], tuple[int, str]]:
        kept.forget()
        return all_of()

    return all_of, drawn


def changes(access, full, year):
    """Ways in which what a page shows comes to differ, by every door that there is."""
    senco = access("senco")
    group, pupil = full.group, full.near

    def by_sql():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE provisions_interventiongroup SET size = size + 1 WHERE id = %s", [group.pk])

    def by_service_then_undone():
        newcomer = make.PupilFactory(school=full.school, surname="Newcomer")
        make.PupilYearFactory(school=full.school, pupil=newcomer, year=year, year_group="3")
        done = add_places(by=senco, group=group.pk, pupils=[newcomer.pk], joined=date(2026, 11, 2))
        yield
        assert done.entry
        undo(done.entry.pk, by=senco)

    def put_back_as_it_was():
        InterventionGroup.objects.filter(pk=group.pk).update(size=77)
        put_back(InterventionGroup, group.history.earliest("history_id").history_id, by=senco)

    def tried_out_and_rolled_back():
        with transaction.atomic():
            import_now(FILES / "titles_and_total.csv", by=senco)
            assert len(names_of(senco)) > 2
            transaction.set_rollback(True)

    def rolled_back():
        with transaction.atomic():
            InterventionGroup.objects.filter(pk=group.pk).update(size=33)
            assert read_year(year, on=date(2026, 11, 23)).by_code[group.code].facts.size == 33
            transaction.set_rollback(True)

    return [
        by_sql,
        by_service_then_undone,
        rolled_back,
        put_back_as_it_was,
        tried_out_and_rolled_back,
        lambda: import_now(FILES / "titles_and_total.csv", by=senco),
        lambda: make.ProvisionFactory(school=full.school),
        lambda: make.ScoreFactory(school=full.school, group=group, pupil=pupil),
        lambda: RolePay.objects.filter(school=full.school).update(rate=Decimal("31.07")),
        lambda: Pupil.objects.bulk_update([_renamed(pupil)], ["surname"]),
        lambda: HalfTerm.objects.filter(school=full.school).first().delete(),
        lambda: PupilYear.objects.filter(pupil=pupil).update(sen_status="E"),
        lambda: Place.objects.filter(group=group).update(joined=date(2026, 10, 5)),
        lambda: OtherCost.objects.filter(school=full.school, group=group).delete(),
        lambda: make.AuditRowFactory(school=full.school, chart=_chart(full), pupil=full.far),
        lambda: make.ReviewFactory(school=full.school, pupil=pupil, date=date(2026, 11, 20)),
        lambda: type(full.school).objects.filter(pk=full.school.pk).update(name="Ashgrove Infants"),
        lambda: make.PayPointFactory(school=full.school),
        lambda: AcademicYear.objects.filter(pk=year.pk).update(ends=date(2027, 8, 30)),
    ]


def _chart(full):
    from audits.models import AuditChart

    return AuditChart.objects.filter(school=full.school).first()


def _renamed(pupil):
    pupil.surname = f"{pupil.surname}x"
    return pupil


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
def test_after_any_change_a_page_is_as_if_drawn_anew(seed, access, full, year, pages):
    served, drawn = pages
    order = changes(access, full, year)
    random.Random(seed).shuffle(order)
    assert served() == drawn()
    for change in order:
        for _ in change() if change.__name__ == "by_service_then_undone" else [change()]:
            assert served() == drawn(), change


def test_nothing_changed_is_served_without_reading_again(client_of, full, django_assert_max_num_queries):
    client, path = client_of("senco"), f"/s/{full.school.slug}/map/"
    first = text(client, path)
    with django_assert_max_num_queries(6):
        assert text(client, path) == first


def test_the_same_rights_get_the_same_and_another_reach_another(client_of, full, join, school):
    """A second SENCO is served what was kept for the first; a teacher of no class sees none of it."""
    other, newcomer = Client(), Client()
    other.force_login(join(school, Role.SENCO, name="Second Senco").user)
    newcomer.force_login(join(school, Role.TEACHER, name="New Teacher").user)
    path = f"/s/{school.slug}/pupils/"
    first = text(client_of("senco"), path)[1]
    assert _within(text(other, path)[1]) == _within(first)
    assert "Quillonnear" in text(client_of("teacher"), path)[1]
    assert "Quillonnear" not in text(newcomer, path)[1]
    assert "Second Senco" in text(other, path)[1]
    assert "Second Senco" not in text(client_of("senco"), path)[1]


@pytest.mark.parametrize("page", ["attention/", "gaps/", "gaps/?by=class", "map/?by=tree", "groups/"])
def test_what_pages_share_is_shared_within_one_reach_alone(page, client_of, full, join, school):
    """Findings, need against places, the tree: kept for a SENCO, they are another's too, and a teacher's are not."""
    other, newcomer = Client(), Client()
    other.force_login(join(school, Role.SENCO, name="Second Senco").user)
    newcomer.force_login(join(school, Role.TEACHER, name="New Teacher").user)
    path = f"/s/{school.slug}/{page}"
    first = text(client_of("senco"), path)[1]
    kept.forget()
    taught, fresh = text(client_of("teacher"), path)[1], text(newcomer, path)[1]
    kept.forget()
    assert _within(text(client_of("senco"), path)[1]) == _within(text(other, path)[1]) == _within(first)
    assert (text(client_of("teacher"), path)[1], text(newcomer, path)[1]) == (taught, fresh)
    assert "Quillonfar" not in taught
    assert "Quillonnear" not in fresh


class Making:
    """Whatever `kept` makes, with the tables asked meanwhile; `wrong`: those that it said it does not rest on."""

    def __init__(self, monkeypatch) -> None:
        self.find, self.put = kept.find, kept.put
        self.asked: list[tuple[tuple[int | None, ...], set[str]]] = []
        self.wrong: list[tuple[object, set[str]]] = []
        monkeypatch.setattr(kept, "find", self.begun)
        monkeypatch.setattr(kept, "put", self.done)

    def begun(self, place):
        found = self.find(place)
        if found is None and place:
            self.asked.append((place[1], set()))
        return found

    def done(self, place, made, size) -> None:
        if place:
            stand, tables = self.asked.pop()
            untold = {name for name, token in zip(("groups", "records"), stand[2:], strict=True) if token is None}
            looked = {str(OF_APP.get(table.partition("_")[0])) for table in tables}
            self.wrong.extend([(place[4], looked & untold)] if looked & untold else [])
        self.put(place, made, size)

    def look(self, execute, sql, params, many, context):
        for _, tables in self.asked:
            tables.update(re.findall(r'(?:FROM|JOIN) "(\w+)"', sql))
        return execute(sql, params, many, context)


def test_what_is_kept_over_a_change_asked_for_nothing_that_changed(client_of, full, monkeypatch):
    """Whatever is said not to rest on groups, or not on records, was made without a look at their tables."""
    making = Making(monkeypatch)
    with connection.execute_wrapper(making.look):
        for who, pages in (("senco", PAGES), ("teacher", OF_THE_TEACHER)):
            for page in pages:
                kept.forget()
                client_of(who).get(f"/s/{full.school.slug}/{page.format(pupil=full.near.pk)}")
                assert making.asked == []
    assert making.wrong == []


@contextmanager
def another_process(monkeypatch):
    """With a memory of its own."""
    with monkeypatch.context() as there:
        there.setattr(kept, "_store", LRUCache(kept.LIMIT, getsizeof=lambda entry: entry[1]))
        there.setattr(kept, "_last", LRUCache(1_000))
        yield


def test_what_another_process_changed_is_seen(client_of, full, monkeypatch):
    """What it changed, and what it tried out and rolled back."""
    client, path = client_of("senco"), f"/s/{full.school.slug}/map/"
    before = text(client, path)
    with another_process(monkeypatch):
        assert text(client, path) == before
        with transaction.atomic():
            InterventionGroup.objects.filter(pk=full.group.pk).update(name="Only tried out")
            transaction.set_rollback(True)
        assert text(client, path) == before
        InterventionGroup.objects.filter(pk=full.group.pk).update(name="Renamed elsewhere")
    assert "Renamed elsewhere" in text(client, path)[1]
    InterventionGroup.objects.filter(pk=full.group.pk).update(name=full.group.name)
    assert text(client, path) == before


def test_several_threads_at_once_make_it_once(full, monkeypatch):
    """After a change all threads of a process ask for the same at once; one makes it and the others wait for it."""
    monkeypatch.setattr(kept, "place_of", lambda key, **rests: key)  # whatever the thread's connection
    made, begun = [], Barrier(6)

    def make() -> str:
        sleep(0.2)
        made.append(1)
        return "made"

    def ask(_) -> str:
        begun.wait(10)
        return kept.kept((1, 2, 3, 4, "asked"), make, weight=len)

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(ask, range(6))) == ["made"] * 6
    assert made == [1]
    assert kept._gates == {}


def test_a_part_is_drawn_again_only_for_other_values(full):
    """By the values that are named and no others, each part for itself."""
    first = engines["django"].from_string("{% load kept %}{% part name=name %}{{ name }}{{ rest }}{% endpart %}")
    other = engines["django"].from_string("{% load kept %}{% part name=name %}<b>{{ name }}</b>{% endpart %}")
    with kept.while_unchanged(full.school.pk):
        assert first.render({"name": "A & B", "rest": "never"}) == "A &amp; B"
        assert other.render({"name": "A & B"}) == "<b>A &amp; B</b>"
        assert first.render({"name": "A & B"}) == "A &amp; B"
        assert first.render({"name": "C"}) == "C"


def parts_within(thing) -> Iterator[object]:
    """The thing and all that it is compared by."""
    yield thing
    inside = thing if isinstance(thing, (tuple, list, frozenset)) else ()
    if is_dataclass(thing):
        inside = [getattr(thing, each.name) for each in fields(thing) if each.compare]
    for one in inside:
        yield from parts_within(one)


def test_no_key_holds_a_row_of_the_database(client_of, full):
    """Rows are equal by their number alone, so a part drawn from one would stay as it was after a change."""
    client = client_of("senco")
    for page in (*PAGES, *LISTS):
        assert client.get(f"/s/{full.school.slug}/{page.format(pupil=full.near.pk)}").status_code == 200
    keys = [key for key in list(kept._store) if key[-1][0] == "part"]
    assert len(keys) > 20
    assert not [one for key in keys for one in parts_within(key) if isinstance(one, Model)]


def _within(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_no_token_message_or_ticket_is_kept(client_of, full):
    """Everything that is kept was drawn without them, for whoever reads it next."""
    client = client_of("senco")
    for page in PAGES:
        client.get(f"/s/{full.school.slug}/{page.format(pupil=full.near.pk)}")
    drawn = [made for made, _ in list(kept._store.values()) if hasattr(made, "parts")]
    assert len(drawn) == len(PAGES)
    for made in drawn:
        for part in made.parts.values():
            assert "csrfmiddlewaretoken" not in part
            assert 'name="ticket"' not in part
            assert "undo" not in part.lower()


def test_an_unchanged_group_keeps_its_sum(full, year):
    with kept.while_unchanged(full.school.pk):
        before = read_year(year, on=date(2026, 11, 23))
        costs = {group.code: before.costing().group(group.facts) for group in before.groups}
    InterventionGroup.objects.filter(pk=full.group.pk).update(weeks=7)
    with kept.while_unchanged(full.school.pk):
        after = read_year(year, on=date(2026, 11, 23))
    assert after is not before
    assert after.by_code[full.far_group.code] is before.by_code[full.far_group.code]
    assert after.costing().group(after.by_code[full.far_group.code].facts) is costs[full.far_group.code]
    assert after.costing().group(after.by_code[full.group.code].facts) is not costs[full.group.code]
    assert after.by_code[full.group.code].facts.weeks == Fraction(7)


def test_other_rules_have_sums_of_their_own(full, year):
    from dataclasses import replace

    made = read_year(year, on=date(2026, 11, 23))
    made.costing()
    assert replace(made, rules=replace(made.rules, weeks=Fraction(1))).costings == {}


def test_least_recently_used_goes_first_within_the_limit(full, monkeypatch):
    with kept.while_unchanged(full.school.pk):
        for number in range(200):
            kept.kept(("big", number), lambda: b"", weight=lambda made: kept.LIMIT // 100)
        assert kept.held_bytes() <= kept.LIMIT
        assert kept.find(kept.place_of(("big", 0))) is None
        assert kept.find(kept.place_of(("big", 199))) == b""


def test_many_at_once_read_right_while_one_changes(full, year):
    """Readers on threads of their own never see a size that was not stored when they began."""
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lies in memory, where only one thread reaches it")
    sizes = [full.group.size]

    def read(_):
        try:
            floor = sizes[-1]
            with kept.while_unchanged(full.school.pk):
                found = read_year(year, on=date(2026, 11, 23)).by_code[full.group.code].facts.size
            return floor <= found
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            right = pool.map(read, range(16))
            InterventionGroup.objects.filter(pk=full.group.pk).update(size=sizes[-1] + 1)
            assert all(right)
            sizes.append(sizes[-1] + 1)
