"""The form of somebody who works at the school."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from schools.roles import Role
from ui.edit_fields import Amount, Email, PickMany, Words, YesNo
from ui.edit_forms import EditForm

Choices = Iterable[tuple[Any, Any]]


class PersonForm(EditForm):
    """Somebody who works at the school. Fields that are not for this case are left out by the page."""

    beside: ClassVar = (("name", "email"),)
    heads: ClassVar = {"roles": "What they may do here", "hours_a_week": "Their work"}

    name = Words("Name", longest=150, required=True, hint="First name and surname.")
    email = Email("E-mail", hint="Blank for somebody who does not sign in.")
    roles = PickMany("Roles", (), of=str, inline=True)
    hours_a_week = Amount("Hours a week", digits=5, most="60")
    staff_roles = PickMany("Works as", (), hint="Staff roles, as groups are staffed and costed.")
    teaches = PickMany("Teaches", (), inline=True, hint="They see the pupils of these classes.")
    assists = PickMany("Assists in", (), inline=True)
    invite = YesNo("Send the invitation now", hint="An e-mail with a link that works once, for 14 days.")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        roles: Iterable[Role],
        staff_roles: Choices,
        classes: Choices,
        role_hint: str = "",
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        rooms = list(classes)
        choose: dict[str, Choices] = {
            "roles": [(role.value, role.label) for role in roles],
            "staff_roles": staff_roles,
            "teaches": rooms,
            "assists": rooms,
        }
        for name, choices in choose.items():
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]
        self.fields["roles"].help_text = role_hint
        if not rooms:
            del self.fields["teaches"], self.fields["assists"]
