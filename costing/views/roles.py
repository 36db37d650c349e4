"""The pages that change staff roles and their pay."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from costing import kept, services
from costing.forms import NewRoleForm, PayForm, RoleForm
from schools.access import NotThere
from schools.edits import Edit
from schools.reading import staff_names
from schools.roles import Permission
from schools.views.editing import Data, EditPage
from ui.edit_forms import EditForm
from ui.parts import Choice, Crumb


class RoleEditPage(EditPage):
    """The base of the pages of a staff role."""

    permission = Permission.EDIT_COSTS
    role: kept.RoleNow

    def begin(self, pk: int = 0, **parts: Any) -> None:
        self.role = kept.role_now(self.access, pk)
        self.show()

    def show(self) -> None:
        """Set the link back to the role's page."""
        slug = self.access.school.slug
        page = reverse("costs_role", args=[slug, self.role.code])
        self.crumbs = (Crumb("Staff roles", reverse("costs_roles", args=[slug])), Crumb(self.role.name, page))

    def people(self) -> list[tuple[int, str]]:
        """The people who may work in it."""
        return [(number, name) for number, name, *_ in staff_names(self.access)]

    def next_url(self, thing: str) -> str:
        """The role's page; the list of roles where it was removed."""
        slug = self.access.school.slug
        try:
            return reverse("costs_role", args=[slug, kept.role_now(self.access, int(thing)).code])
        except (NotThere, ValueError):
            return reverse("costs_roles", args=[slug])


class NewRole(RoleEditPage):
    """Add a staff role."""

    title = "A new staff role"
    submit_label = "Add this role"

    def begin(self, pk: int = 0, **parts: Any) -> None:
        slug = self.access.school.slug
        self.crumbs = (Crumb("Staff roles", reverse("costs_roles", args=[slug])),)
        self.live = reverse("role_rate", args=[slug])

    def form(self, data: Data) -> EditForm:
        return NewRoleForm(data, staff=self.people(), scales=kept.scale_names(self.access))

    def save(self, form: NewRoleForm, *formsets: Any) -> Edit:
        values = form.values
        pay = {name: values.pop(name) for name in kept.OF_PAY}
        return services.add_role(by=self.access, ticket=form.ticket, pay=pay, **values)

    def success(self, change: Edit) -> str:
        return f"{change.about} is added."


class EditRole(RoleEditPage):
    """Change a staff role."""

    moved = False

    def show(self) -> None:
        super().show()
        slug = self.access.school.slug
        self.title = self.role.name
        back = f"?back={reverse('costs_roles', args=[slug])}"
        remove = reverse("role_remove", args=[slug, self.role.id]) + back
        self.more = (Choice("Remove this role", remove, icon="trash"),)

    def form(self, data: Data) -> EditForm:
        return RoleForm(data, now=self.role.values, staff=self.people())

    def save(self, form: RoleForm, *formsets: Any) -> Edit:
        self.moved = form.values["code"] != self.role.code
        return services.change_role(self.role.id, by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"{change.about} is saved."

    def next_url(self, thing: str) -> str:
        """The role's page; the list where its code changed, because the page's address holds the code."""
        moved = reverse("costs_roles", args=[self.access.school.slug])
        return moved if self.moved else super().next_url(thing)

    def _back(self) -> str:
        return "" if self.moved else super()._back()


class RemoveRole(RoleEditPage):
    """Remove a role that nothing refers to."""

    submit_label = "Remove it"
    danger = True

    def show(self) -> None:
        super().show()
        self.title = f"Remove {self.role.name}?"
        self.intro = "Its pay goes with it. A role that takes a group, or that a cost is worked out by, stays."

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return services.remove_role(self.role.id, by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.role.name} is removed."


class NewPay(RoleEditPage):
    """Add a further rate, from a day of the year on."""

    submit_label = "Save this rate"

    def show(self) -> None:
        super().show()
        self.before = kept.latest_pay(self.access, self.role.id)
        self.title = f"A new rate for {self.role.name}"
        self.intro = "Weeks before the day keep the rate they have; weeks from then on are costed at this one."
        self.live = f"{reverse('role_rate', args=[self.access.school.slug])}?role={self.role.id}"

    def form(self, data: Data) -> EditForm:
        """Begins with the rate in force until then."""
        form = PayForm(data, scales=kept.scale_names(self.access), initial=self.before)
        form.fields["from_date"].required = bool(self.before)
        return form

    def save(self, form: PayForm, *formsets: Any) -> Edit:
        return services.add_pay(self.role.id, by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"The new rate of {self.role.name} is saved."


class EditPay(RoleEditPage):
    """Change a rate."""

    def begin(self, pk: int = 0, **parts: Any) -> None:
        self.number, self.pay = pk, kept.pay_now(self.access, pk)
        self.role = self.pay.role
        self.show()

    def show(self) -> None:
        super().show()
        slug = self.access.school.slug
        self.title = f"What {self.role.name} is paid"
        self.live = f"{reverse('role_rate', args=[slug])}?role={self.role.id}"
        self.more = (Choice("Remove this rate", reverse("role_pay_remove", args=[slug, self.number]), icon="trash"),)

    def form(self, data: Data) -> EditForm:
        return PayForm(data, now=self.pay.values, scales=kept.scale_names(self.access))

    def save(self, form: PayForm, *formsets: Any) -> Edit:
        return services.change_pay(self.number, by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"What {self.role.name} is paid is saved."


class RemovePay(EditPay):
    """Remove a rate."""

    submit_label = "Remove it"
    danger = True

    def show(self) -> None:
        super().show()
        self.more, self.live = (), ""
        self.title = f"Remove this rate of {self.role.name}?"
        self.intro = "The rate before it, if there is one, holds on in its place."

    def form(self, data: Data) -> EditForm:
        return EditForm(data)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return services.remove_pay(self.number, by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"The rate of {self.role.name} is removed."
