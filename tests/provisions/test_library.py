"""The starter library: complete and valid in itself, and taken over in one go."""

from __future__ import annotations

import re

import pytest

from provisions.catalogue.library import Unfit, library, read_file
from provisions.models import Measure, Provision
from pupils.models import Area
from tests.editing import opened
from tests.factories import MeasureFactory, ProvisionFactory, StaffRoleFactory

AT = "/s/ashgrove/provisions/library/"


def test_every_entry_is_complete_and_valid():
    held = library()
    assert len(held) >= 40
    assert {one.area for one in held} == set(Area.values)
    measures = {}
    for one in held:
        assert len(re.findall(r"[.!?](?:\s|$)", one.what)) == 2, f"{one.name} is to be told in two sentences"
        if one.measure:
            assert measures.setdefault(one.measure[0], one.measure) == one.measure


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ("size = 0", "size goes from above 0"),
        ('evidence = "Phonic"', "not a strand"),
        ('colour = "red"', "has colour"),
        ('tier = "extra"', "extra is not a tier"),
    ],
)
def test_an_entry_that_is_not_right_is_named(tmp_path, spoilt, said):
    lines = {
        "name": '"Phonics"', "strand": '"reading"', "tier": '"universal"', "phases": '["primary"]',
        "what": '"Sounds. And letters."', "entry": '"Every pupil"', "exit": '"None"',
    }  # fmt: skip
    lines |= dict([spoilt.split(" = ")])
    rows = "\n".join(f"{name} = {value}" for name, value in lines.items())
    (tmp_path / "reading.toml").write_text(f'area = "C&L"\n[[provision]]\n{rows}\n')
    with pytest.raises(Unfit, match=f"reading.toml, Phonics.*{said}"):
        read_file(tmp_path / "reading.toml")


@pytest.mark.django_db
class TestTakingOver:
    def test_an_empty_catalogue_leads_to_it(self, client_of):
        assert AT in client_of("senco").get("/s/ashgrove/provisions/").content.decode()

    def test_several_are_added_in_one_edit_with_measures_and_own_roles(self, client_of, school):
        senco = client_of("senco")
        StaffRoleFactory(school=school, code="LSA1", name="Learning support assistant")
        MeasureFactory(school=school, name="reading age (months)", type="age")
        sent = opened(senco, AT) | {"pick": ["toe-by-toe", "paired-reading-with-an-adult", "counselling"]}
        assert senco.post(AT, sent)["Location"] == "/s/ashgrove/provisions/"
        senco.post(AT, sent)
        rows = Provision.objects.order_by("name").values_list("name", "usual_roles", "measure__name")
        assert list(rows) == [
            ("Counselling", "", "Wellbeing outcome score (lower is better)"),
            ("Paired reading with an adult", "LSA1", "reading age (months)"),
            ("Toe by Toe", "LSA1", "reading age (months)"),
        ]
        said = [(str(one), one.extra_tags) for one in senco.get("/s/ashgrove/provisions/").context["messages"]]
        assert said[0][0] == "Added to your catalogue: 3 provisions from the library."
        senco.post(f"/s/ashgrove/undo/{said[0][1].split()[1]}/")
        assert (Provision.objects.count(), Measure.objects.count()) == (0, 1)

    def test_it_can_be_searched_what_is_ticked_stays_and_what_is_held_is_marked(self, client_of, school):
        held = ProvisionFactory(school=school, name="Counselling")
        page = client_of("senco").get(f"{AT}?area=SEMH&tier=specialist&pick=toe-by-toe").content.decode()
        assert f'href="/s/ashgrove/provisions/{held.pk}/"' in page
        assert 'value="counselling"' not in page
        assert 'value="toe-by-toe" checked' in page
        assert "Nurture group" in page
        assert "Drawing and talking" not in page

    def test_nothing_ticked_is_said(self, client_of):
        senco = client_of("senco")
        answer = senco.post(AT, opened(senco, AT))
        assert answer.status_code == 422
        assert "Tick what you want to add." in answer.content.decode()
