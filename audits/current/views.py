"""Current provision: the list, the sheet of each class and year group, and the pages that turn lines into groups."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audits.current import (
    drafts as current_groups,
)
from audits.current import (
    listing as current_list,
)
from audits.current import (
    reading as current,
)
from audits.current import (
    running as current_running,
)
from audits.current import (
    services as current_services,
)
from audits.current.forms import CurrentLine, LineEntryForm, LineGroupForm, MakeGroupsForm
from provisions.catalogue.reading import role_names
from schools.access import Access, NotThere
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Act, ActPage, Data, EditPage, SchoolView
from ui.edit_fields import row_number
from ui.edit_forms import EditForm, Lines, lines_of
from ui.parts import Crumb


class CurrentProvisionView(SchoolView):
    """The list of current provision."""

    permission = Permission.VIEW_MAP

    def get(self, request: HttpRequest) -> HttpResponse:
        page = current_list.build(self.access, request.GET.dict())
        context = {
            "title": "Current provision",
            "intro": "What each class and year group has now, as its staff wrote it down.",
            "page": page,
            "clear": request.path if page.narrowed else "",
        }
        return render(request, "audits/current.html", context)


class CurrentEditPage(EditPage):
    """A page that changes current provision and leads back to the list."""

    def crumb(self) -> Crumb:
        return Crumb("Current provision", self.access.url("current"))

    def next_url(self, thing: str) -> str:
        return self.crumb().href


class EditCurrent(CurrentEditPage):
    """The sheet of one class or year group."""

    permission = Permission.EDIT_AUDIT
    template = "audits/current_sheet.html"
    inside = "audits/current_sheet_head.html"
    intro = "One line for each provision, as it runs in an ordinary week. Only the name is needed."

    def begin(self, key: str) -> None:
        """Find the sheet, and the running provision that is not on it yet."""
        self.key = key
        self.sheet = current.current_sheet(self.access, key)
        self.title = f"Current provision, {self.sheet.scope.name}"
        self.crumbs = (self.crumb(),)
        self.catalogue = current.catalogue_of(self.access)
        names = [row["provision"] for row in self.sheet.rows]
        reads = self.request.method == "GET"
        self.running = current_running.running_for(self.access, self.sheet.scope, names) if reads else []

    @property
    def taken(self) -> list[dict[str, Any]]:
        """The lines copied from running groups: all of them on an empty sheet, else only where the address asks for
        them."""
        return self.running if not self.sheet.rows or self.request.GET.get("take") == "running" else []

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        made = lines_of(
            CurrentLine, data, self.sheet.rows, prefix="current", legend="What runs now", noun="line",
            spare=1 if self.sheet.rows or self.taken else 4, offered=self.taken,
            form_kwargs={"names": self.catalogue.by_name.keys()},
        )  # fmt: skip
        return (made,)

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        """Adds the names to suggest, and how many lines were copied or can be."""
        more = {"names": self.catalogue.offered, "roles": role_names(self.access), "taken": len(self.taken)}
        return super().context(form, formsets) | more | {"running": 0 if self.taken else len(self.running)}

    def save(self, form: Any, *formsets: Any) -> Edit:
        (part,) = formsets
        return current_services.save_current(
            by=self.access, key=self.key, added=part.added, changed=part.changed, removed=part.removed,
            ticket=form.ticket,
        )  # fmt: skip

    def success(self, change: Edit) -> str:
        return f"Current provision of {self.sheet.scope.name} is saved."


class MakeGroups(CurrentEditPage):
    """Lines that are not groups yet, each with its draft group and its possible duplicates."""

    permission = Permission.EDIT_PROVISION
    template = "audits/current_groups.html"
    title = "Turn lines into groups"
    intro = "Each line becomes a draft group, which is not on the map until you start it."
    submit_label = "Make draft groups of the ticked lines"

    def begin(self) -> None:
        self.crumbs = (self.crumb(),)
        self.waiting = current_groups.waiting_lines(self.access)

    def form(self, data: Data) -> EditForm:
        """Lines without a possible duplicate are ticked; a line's own button makes a group of that one alone."""
        if data is not None and data.get("only"):
            sent: Any = data.copy()  # type: ignore[attr-defined]
            sent.setlist("picked", [sent["only"]])
            data = sent
        lines = [(one.row.id, one.row.provision) for one in self.waiting]
        return MakeGroupsForm(
            data, choices={"picked": lines}, initial={"picked": [one.row.id for one in self.waiting if one.ready]}
        )

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        """Adds the lines, and which of them are ticked."""
        ticked = {str(one) for one in form["picked"].value() or ()}
        return super().context(form, formsets) | {"waiting": self.waiting, "ticked": ticked}

    def save(self, form: Any, *formsets: Any) -> Edit:
        """Make the ticked groups; or join one line to the group whose button was pressed."""
        line, _, group = self.request.POST.get("join", "").partition("-")
        if line:
            numbers = {"line": row_number(line) or 0, "group": row_number(group) or 0}
            return current_services.join_group(by=self.access, **numbers, ticket=form.ticket)
        return current_services.make_groups(by=self.access, lines=form.cleaned_data["picked"], ticket=form.ticket)

    def success(self, change: Edit) -> str:
        if "join" in self.request.POST:
            return f"{change.about} is joined to its group."
        return f"Made into draft groups: {change.summary}. You find them under Groups, Drafts."

    def next_url(self, thing: str) -> str:
        return self.access.url("current_groups")


class AboutLine(NamedTuple):
    """A line that is not a group yet, and whose it is."""

    scope: Any
    row: Any


def about_line(access: Access, pk: int) -> AboutLine:
    """The line. Raises NotThere."""
    return AboutLine(*current_groups.waiting_line(access, pk))


def about_line_in_own_words(access: Access, pk: int) -> AboutLine:
    """The line. Raises NotThere where it has an entry of the catalogue."""
    about = about_line(access, pk)
    if about.row.entry is not None:
        raise NotThere("This line is in the catalogue already.")
    return about


def _group_form(page: ActPage, data: Data) -> EditForm:
    """The groups of its provision; the address may name one."""
    groups = current_groups.groups_to_join(page.access, page.about.row)
    return LineGroupForm(data, choices={"group": groups}, initial={"group": page.request.GET.get("group", "")})


def _entry_form(page: ActPage, data: Data) -> EditForm:
    entries = [entry for entry in current.catalogue_of(page.access).entries if not entry.archived]
    offered = sorted(((entry.pk, entry.name) for entry in entries), key=lambda pair: pair[1].casefold())
    return LineEntryForm(data, choices={"provision": offered})


of_line = partial(
    Act, permission=Permission.EDIT_PROVISION, find=about_line, gone=True, then=("current_groups",),
    crumbs=(("Current provision", "current"), ("Turn lines into groups", "current_groups")),
)  # fmt: skip
ACTS = (
    of_line("current-provision/<int:pk>/group/", "current_join",
        "{about.row.provision}, {about.scope.name}: which group is it?", "That is this group",
        intro="Choose the group that it is. Nothing is made or changed in the group.", form=_group_form,
        service=lambda page, **sent: current_services.join_group(
            line=page.about.row.id, group=page.values["group"], **sent),
        done="{about.row.provision} of {about.scope.name} is joined to its group."),
    of_line("current-provision/<int:pk>/entry/", "current_entry",
        "“{about.row.provision}”: what is it in the catalogue?", "That is what it is",
        intro="Every line in these words is called so from then on.", find=about_line_in_own_words, form=_entry_form,
        service=lambda page, **sent: current_services.join_entry(
            line=page.about.row.id, provision=page.values["provision"], **sent),
        done="“{about.row.provision}” is now called as in the catalogue."),
)  # fmt: skip
