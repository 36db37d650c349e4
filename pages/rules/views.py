"""The pages that choose, adapt and remove funding rules; each shows what it would do before it is done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from costing import services
from costing.engine.facts import Rules
from costing.forms import RuleRoleLine, RulesForm
from costing.kept import OwnRules, own_rules
from costing.rules_files import available, load_rules
from pages.rules import form as rules_form
from pages.rules.effect import Effect, effect
from schools.access import NotThere
from schools.edits import Edit, Refused
from schools.roles import Permission
from schools.views.editing import Data, EditPage
from ui.edit_forms import EditForm, Lines, lines_of
from ui.parts import Crumb


class RulesEditPage(EditPage):
    """The base of the pages that change funding rules."""

    permission = Permission.EDIT_COSTS
    template = "pages/rules_edit.html"
    rules: Rules
    own: OwnRules | None = None
    effect: Effect | None = None

    def begin(self, key: str = "", pk: int | None = None, **parts: Any) -> None:
        """Find the rules: those that ship under a key, or the school's own copy with this number."""
        self.crumbs = (Crumb("Funding rules", self.next_url("")),)
        if pk is None:
            if key not in available():
                raise NotThere("No funding rules ship under this name.")
            self.rules = load_rules(key)
        else:
            self.own = next((one for one in own_rules(self.access) if one.id == pk), None)
            if self.own is None:
                raise NotThere("The school has no such funding rules.")
            self.rules = self.own.rules
        self.show()

    def show(self) -> None:
        """The words of the page."""

    def next_url(self, thing: str) -> str:
        return reverse("rules", args=[self.access.school.slug])

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        return super().context(form, formsets) | {"effect": self.effect}


class UseRules(RulesEditPage):
    """Put rules that ship in force."""

    submit_label = "Put them in force"

    def show(self) -> None:
        self.title = f"Use {self.rules.name}?"
        self.intro = "Every figure of the school follows the rules in force, at once. This is what would change."

    def form(self, data: Data) -> EditForm:
        """No fields. The effect is worked out when the page is opened, not when it is sent: it costs the whole map
        twice."""
        if data is None:
            self.effect = effect(self.access, self.rules)
        return EditForm(data)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        own = self.own.id if self.own else None
        return services.use_rules(by=self.access, key=self.rules.key, own=own, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.rules.name} is in force. Every figure follows it now."


class UseOwnRules(UseRules):
    """Put a copy of the school's own in force."""


class AdaptRules(RulesEditPage):
    """A copy of rules that ship, adapted."""

    submit_label = "Save these rules"

    def show(self) -> None:
        self.title = f"Adapt {self.rules.name}"
        self.intro = "A copy of the school’s own. See what it does to the totals before you save it."

    def form(self, data: Data) -> EditForm:
        return RulesForm(data, initial=rules_form.values_of(self.rules) | {"name": f"{self.rules.name}, our own"})

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        """What the rules say of single staff roles."""
        held = rules_form.lines_of_roles(self.access, self.rules)
        choices = {"roles": rules_form.role_code_choices(self.access, self.rules)}
        hint = "The rules’ own £ an hour is used where they cost by the LA’s rates; a limit holds for one pupil."
        return (
            lines_of(RuleRoleLine, data, held, prefix="roles", legend="Rates and limits by staff role",
                     noun="line for a role", hint=hint, form_kwargs=choices),
        )  # fmt: skip

    def post(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """Save; or, asked what it does, show that and keep everything as typed."""
        if "preview" not in request.POST:
            return super().post(request, **parts)
        self._begin(parts)
        form, formsets = self.form(request.POST), self.formsets(request.POST)
        if all([form.is_valid(), *(part.is_valid() for part in formsets)]):
            self._try_out(form, formsets)
        return self._draw(form, formsets, status=200 if self.effect else 422)

    def _try_out(self, form: Any, formsets: tuple[Any, ...]) -> None:
        try:
            self.effect = effect(self.access, rules_form.rules_of(self.rules, form.values, _all_of(formsets[0])))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)

    def save(self, form: Any, *formsets: Any) -> Edit:
        """Save the copy, and put it in force where asked."""
        values = form.values
        return services.save_rules(
            by=self.access, base=self.rules, name=values["name"], own=self.own.id if self.own else None,
            values=rules_form.changes(self.rules, values, _all_of(formsets[0])),
            in_force=bool(values.get("in_force")), ticket=form.ticket,
        )  # fmt: skip

    def success(self, change: Edit) -> str:
        return f"{change.about} is saved."


class EditRules(AdaptRules):
    """The school's own copy."""

    def show(self) -> None:
        self.title = self.rules.name
        in_force = self.own is not None and self.own.in_force
        self.intro = "These rules are in force: what you save holds at once." if in_force else "They are not in force."

    def form(self, data: Data) -> EditForm:
        form = RulesForm(data, now=rules_form.values_of(self.rules))
        if self.own and self.own.in_force:
            del form.fields["in_force"]
        return form


class RemoveRules(RulesEditPage):
    """Remove a copy of the school's own."""

    submit_label = "Remove them"
    danger = True
    intro = "Only rules that are not in force can be removed; their history stays."

    def show(self) -> None:
        self.title = f"Remove {self.rules.name}?"

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return services.remove_rules(self.own.id if self.own else 0, by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.rules.name} is removed."


def _all_of(part: Any) -> list[dict[str, Any]]:
    """The values of all lines after saving."""
    return [*part.changed.values(), *part.added]
