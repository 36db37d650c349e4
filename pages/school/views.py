"""What is set once for the school: its people, classes and calendar."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from pages.lists import ListPage
from pages.people import listing as people
from pages.people import person, sign_ins
from pages.school import calendar, classes
from pages.school import page as school
from pages.year_page import YearPage
from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Choice, Crumb
from ui.tables import list_table


class SchoolIndexView(SchoolView):
    """The way to the pages of the school."""

    permission = Permission.HOME

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"title": "School", "intro": "What is set once for the school.", "page": school.build(self.access)}
        return render(request, "pages/school.html", context)


class ListWithButtons(ListPage, SchoolView):
    """A list with buttons at its head, for those who may."""

    permission = Permission.VIEW_STAFF

    def offers(self, *buttons: tuple[str, str, Permission]) -> tuple[Choice, ...]:
        """The buttons (words, address, right) for this person; one that adds something stands out."""
        return tuple(
            Choice(words, self.access.url(name), main=name.endswith("_new"))
            for words, name, right in buttons
            if self.access.may(right)
        )


class PeopleView(ListWithButtons):
    """Everybody who works at the school."""

    permission = Permission.VIEW_STAFF

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = people.build(self.access, request.GET.dict())
        return self.show_list(
            people.LISTING,
            found.lines,
            empty=found.empty,
            filters=found.filters,
            every=found.every,
            intro="Everybody who works at the school, and the hours they spend with groups.",
            crumbs=school_crumbs(self),
            choices=self.offers(
                ("Signing in", "sign_ins", Permission.MANAGE_PEOPLE),
                ("Add a person", "person_new", Permission.MANAGE_PEOPLE),
            ),
        )


class SignInsView(ListPage, SchoolView):
    """What happened at the door, for whoever looks after people."""

    permission = Permission.MANAGE_PEOPLE

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show_rows(
            sign_ins.LISTING,
            sign_ins.build(self.access, request.GET.dict()),
            empty=sign_ins.EMPTY,
            intro="Who signed in, what failed, second steps, passwords, and pages that were refused.",
            crumbs=(*school_crumbs(self), Crumb("People", self.access.url("people"))),
        )


class PersonView(YearPage, SchoolView):
    """Somebody who works at the school."""

    permission = Permission.VIEW_STAFF

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Their page; 404 for somebody of another school."""
        found = person.build(self.access, pk)
        context = {
            "title": found.person.name,
            "crumbs": (*school_crumbs(self), Crumb("People", self.access.url("people"))),
            "page": found,
            "table": list_table(person.GROUPS, found.groups, request.GET),
        }
        return self.page("pages/person.html", context)


class ClassesView(ListWithButtons):
    """The classes of the year."""

    permission = Permission.VIEW_STAFF

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = classes.build(self.access, request.GET.dict())
        return self.show_list(
            found.listing,
            found.lines,
            empty=found.empty,
            filters=found.filters,
            every=found.every,
            intro="The classes of the year, and who is given to each.",
            crumbs=school_crumbs(self),
            choices=self.offers(
                ("Sets", "sets", Permission.VIEW_STAFF), ("Add a class", "class_new", Permission.MANAGE_CALENDAR)
            ),
        )


class CalendarView(YearPage, SchoolView):
    """The academic year and the school day."""

    permission = Permission.HOME

    def get(self, request: HttpRequest) -> HttpResponse:
        found = calendar.build(self.access)
        line = "The academic year and the school day, which every sum of weeks and hours goes by."
        context = {"title": "Calendar", "intro": line, "crumbs": school_crumbs(self), "page": found}
        return self.page("pages/calendar.html", context)


def school_crumbs(view: SchoolView) -> tuple[Crumb, ...]:
    """The way to a page of the school."""
    return (Crumb("School", view.access.url("school")),)
