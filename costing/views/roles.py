"""The acts that change staff roles and their pay."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from costing import kept, services
from costing.forms import NewRoleForm, PayForm, RoleForm
from schools.access import Access, NotThere
from schools.edits import Edit
from schools.reading import staff_names
from schools.roles import Permission
from schools.views import Act, ActPage, Data
from ui.edit_forms import EditForm
from ui.parts import Choice


class NewRole(ActPage):
    """Add a staff role, with its pay."""

    def form(self, data: Data) -> EditForm:
        return NewRoleForm(data, choices={"holders": _people(self)}, scales=kept.scale_names(self.access))

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        values = form.values
        pay = {name: values.pop(name) for name in kept.OF_PAY}
        return services.add_role(by=self.access, ticket=form.ticket, pay=pay, **values)


class EditRole(ActPage):
    """Change a staff role. Where its code changed, on to the list: the address of the role's page holds the code."""

    @property
    def moved(self) -> bool:
        """Whether the code was changed."""
        return bool(self.values) and self.values["code"] != self.about.code

    def next_url(self, thing: str) -> str:
        return self.access.url("costs_roles") if self.moved else super().next_url(thing)

    def _back(self) -> str:
        return "" if self.moved else super()._back()


class AboutPay(NamedTuple):
    """The number of a rate, the rate, and its role's code and name."""

    pk: int
    now: kept.PayNow
    code: str
    name: str


def about_pay(access: Access, pk: int) -> AboutPay:
    """The rate. Raises NotThere."""
    pay = kept.pay_now(access, pk)
    return AboutPay(pk, pay, pay.role.code, pay.role.name)


def _people(page: ActPage) -> list[tuple[int, str]]:
    """The people who may work in a role."""
    return [(number, name) for number, name, *_ in staff_names(page.access)]


def _new_pay_form(page: ActPage, data: Data) -> EditForm:
    """Begins with the rate in force until then."""
    before = kept.latest_pay(page.access, page.about.id)
    form = PayForm(data, scales=kept.scale_names(page.access), initial=before)
    form.fields["from_date"].required = bool(before)
    return form


def _removal(page: ActPage) -> tuple[Choice, ...]:
    href = f"{page.access.url('role_remove', page.about.id)}?back={page.access.url('costs_roles')}"
    return (Choice("Remove this role", href, icon="trash"),)


def _to_role(page: ActPage, thing: str) -> str:
    """The role's page; the list of roles where it was removed."""
    try:
        return page.access.url("costs_role", kept.role_now(page.access, int(thing)).code)
    except (NotThere, ValueError):
        return page.access.url("costs_roles")


ROLES = ("Staff roles", "costs_roles")
act = partial(Act, permission=Permission.EDIT_COSTS, then=_to_role)
of_role = partial(act, find=kept.role_now, crumbs=(ROLES, ("{about.name}", "costs_role", "{about.code}")))
of_pay = partial(of_role, find=about_pay)
ACTS = (
    act("costs/role/new/", "role_new", "A new staff role", "Add this role", page=NewRole, crumbs=(ROLES,),
        live=lambda page: page.access.url("role_rate"), done="{change.about} is added."),
    of_role("costs/role/<int:pk>/edit/", "role_edit", "{about.name}", page=EditRole, more=_removal,
        form=lambda page, data: RoleForm(data, now=page.about.values, choices={"holders": _people(page)}),
        service=lambda page, **sent: services.change_role(page.about.id, **page.values, **sent),
        done="{change.about} is saved."),
    of_role("costs/role/<int:pk>/remove/", "role_remove", "Remove {about.name}?", "Remove it", danger=True,
        intro="Its pay goes with it. A role that takes a group, or that a cost is worked out by, stays.",
        service=lambda page, **sent: services.remove_role(page.about.id, **sent), done="{about.name} is removed."),
    of_role("costs/role/<int:pk>/pay/", "role_pay", "A new rate for {about.name}", "Save this rate",
        intro="Weeks before the day keep the rate they have; weeks from then on are costed at this one.",
        live=lambda page: f"{page.access.url('role_rate')}?role={page.about.id}", form=_new_pay_form,
        service=lambda page, **sent: services.add_pay(page.about.id, **page.values, **sent),
        done="The new rate of {about.name} is saved."),
    of_pay("costs/role/pay/<int:pk>/edit/", "role_pay_edit", "What {about.name} is paid",
        live=lambda page: f"{page.access.url('role_rate')}?role={page.about.now.role.id}",
        more=(("Remove this rate", "trash", "role_pay_remove", "{about.pk}"),),
        form=lambda page, data: PayForm(data, now=page.about.now.values, scales=kept.scale_names(page.access)),
        service=lambda page, **sent: services.change_pay(page.about.pk, **page.values, **sent),
        done="What {about.name} is paid is saved."),
    of_pay("costs/role/pay/<int:pk>/remove/", "role_pay_remove", "Remove this rate of {about.name}?", "Remove it",
        intro="The rate before it, if there is one, holds on in its place.", danger=True,
        service=lambda page, **sent: services.remove_pay(page.about.pk, **sent),
        done="The rate of {about.name} is removed."),
)  # fmt: skip
