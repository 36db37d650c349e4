"""The components as pages use them: complete without JavaScript, safe under the content policy."""

from __future__ import annotations

import django_tables2 as tables
import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from ui.findings import Finding
from ui.parts import Choice, Fact, SumLine


class Filters(forms.Form):
    area = forms.ChoiceField(label="Area", choices=[("", "All"), ("C&L", "Cognition and learning")], required=False)
    size = forms.IntegerField(label="Size")


def component(name: str, **context: object) -> str:
    return render_to_string(f"components/{name}.html", context, request=RequestFactory().get("/s/ash/map/?per=week"))


def drawn(source: str, address: str = "/s/ash/map/", **context: object) -> str:
    request = RequestFactory().get(address)
    return Template("{% load show %}" + source).render(Context({"request": request, **context}))


def test_facts() -> None:
    html = component("facts", facts=[Fact("Groups", "38", note="of 40"), Fact("Cost", "£1.00", href="/why/")])
    assert "<dt>Groups</dt><dd>38 <small>of 40</small></dd>" in html
    assert '<a href="/why/">£1.00</a>' in html


def test_findings_say_what_to_do_and_vanish_when_there_are_none() -> None:
    found = [
        Finding("over", "Five in a group of four.", "/g/", "Change the size"),
        Finding("x", "Well.", severity="note"),
    ]
    html = component("findings", findings=found)
    assert '<a href="/g/">Change the size</a>' in html
    assert 'class="find note"' in html
    assert component("findings", findings=[]).strip() == ""


def test_working_opens_without_a_script() -> None:
    html = component("working", steps=[SumLine("An hour", "£17.50", "School’s rate", "/rates/")], text="£17.50 × 2")
    assert "<details" in html
    assert "How was this worked out?" in html
    assert '<a href="/rates/">An hour</a>' in html
    assert "£17.50 × 2" in html


def test_filters_are_a_plain_form_that_htmx_improves() -> None:
    html = component(
        "filter_bar", form=Filters({"area": "C&L"}), target="#results", keep=[("per", "week")], clear="/x/"
    )
    assert '<form class="filters" method="get"' in html
    assert 'hx-target="#results"' in html
    assert '<input type="hidden" name="per" value="week">' in html
    assert html.count("filter set") == 1
    assert '<label for="id_area">Area</label>' in html
    assert "hx-" not in component("filter_bar", form=Filters())


def test_a_switch_keeps_the_rest_of_the_address() -> None:
    html = drawn(
        '{% switch "Period" "per" pairs "year" %}',
        "/m/?area=SEMH&per=week&page=3",
        pairs=[("week", "Week"), ("year", "Year")],
    )
    assert 'href="?area=SEMH&amp;per=week"' in html
    assert '<a href="?area=SEMH&amp;per=year" aria-current="true">Year</a>' in html


def test_an_address_with_parts_changed_and_taken_out() -> None:
    assert drawn("{% address group='G1' %}", "/m/?per=week") == "?per=week&amp;group=G1"
    assert drawn("{% address group='' %}", "/m/?group=G1") == "/m/"


def test_the_pager_counts() -> None:
    page = Paginator(range(60), 25).page(2)
    html = component("pager", page_obj=page)
    assert "26 to 50 of 60" in html
    assert 'href="?per=week&amp;page=3"' in html
    assert component("pager", page_obj=Paginator([1], 25).page(1)).strip() == ""


def test_form_faults_link_to_their_fields() -> None:
    html = component("form_errors", form=Filters({"size": "many"}))
    assert '<a href="#id_size">Size: Enter a whole number.</a>' in html
    assert component("form_errors", form=Filters()).strip() == ""


def test_empty_and_tabs() -> None:
    assert '<a class="btn btn-primary" href="/i/">Import</a>' in component(
        "empty", heading="No pupils", line="…", href="/i/", action="Import"
    )
    assert 'aria-current="page"' in component("tabs", tabs=[Choice("Costs", "/c/", current=True)])


def test_filters_of_the_language() -> None:
    html = drawn(
        "{{ a|money }} {{ b|hours }} {{ c|plural:'pupil' }} {{ 1|ratio:6 }} {{ 'S&P'|hue }} {{ 'S&P'|area_name }}",
        a="2",
        b="2.5",
        c=5,
    )
    assert html == "£2.00 2 h 30 5 pupils 1:6 sp Sensory and/or physical"


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_pages_that_say_something_went_wrong_need_nothing(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert "<h1>" in html
    assert "<title>" in html
    assert 'lang="en-GB"' in html


class Pupils(tables.Table):
    name = tables.Column(verbose_name="Pupil")
    cost = tables.Column(attrs={"td": {"class": "num"}, "th": {"class": "num"}}, footer="£3.00", orderable=False)

    class Meta:
        attrs = {"class": "list stack"}


def test_a_table_sorts_totals_and_stacks_on_a_phone() -> None:
    request = RequestFactory().get("/s/ash/pupils/?sort=name")
    table = Pupils([{"name": "Amira", "cost": "£1.00"}, {"name": "Theo", "cost": "£2.00"}])
    tables.RequestConfig(request, paginate={"per_page": 1}).configure(table)
    html = table.as_html(request)
    assert '<table class="list stack">' in html
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-name"' in html
    assert '<td class="num" data-label="Cost">£1.00</td>' in html
    assert "<tfoot>" in html
    assert "1 to 1 of 2" in html


def test_an_empty_table_says_so() -> None:
    assert "Nothing matches." in Pupils([]).as_html(RequestFactory().get("/"))
