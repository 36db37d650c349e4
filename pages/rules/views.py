"""The acts that choose, adapt and remove funding rules; each page shows what it would do before it is done."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse

from costing import services
from costing.engine.facts import Rules
from costing.forms import RuleRoleLine, RulesForm
from costing.kept import OwnRules, own_rules
from costing.rules_files import available, load_rules
from pages.rules import form as rules_form
from pages.rules.effect import Effect, effect
from schools.access import Access, NotThere
from schools.edits import Edit, Refused
from schools.roles import Permission
from schools.views import Act, ActPage, Data
from ui.edit_forms import EditForm, Lines, lines_of


class AboutRules(NamedTuple):
    """Funding rules, and the school's own copy where they are one."""

    rules: Rules
    own: OwnRules | None = None

    @property
    def number(self) -> int | None:
        """The number of the school's own copy."""
        return self.own.id if self.own else None


def about_shipped(access: Access, key: str) -> AboutRules:
    """The rules that ship under a key. Raises NotThere."""
    if key not in available():
        raise NotThere("No funding rules ship under this name.")
    return AboutRules(load_rules(key))


def about_own(access: Access, pk: int) -> AboutRules:
    """The school's own copy with this number. Raises NotThere."""
    own = next((each for each in own_rules(access) if each.id == pk), None)
    if own is None:
        raise NotThere("The school has no such funding rules.")
    return AboutRules(own.rules, own)


class RulesPage(ActPage):
    """The page of an act on funding rules."""

    template = "pages/rules_edit.html"
    effect: Effect | None = None

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        return super().context(form, formsets) | {"effect": self.effect}


class UseRules(RulesPage):
    """Put rules in force."""

    def form(self, data: Data) -> EditForm:
        """No fields. The effect is worked out when the page is opened, not when it is sent: it costs the whole map
        twice."""
        if data is None:
            self.effect = effect(self.access, self.about.rules)
        return EditForm(data)


class AdaptRules(RulesPage):
    """A copy of rules that ship, adapted; or the school's own, changed."""

    def form(self, data: Data) -> EditForm:
        rules, own = self.about
        values = rules_form.values_of(rules)
        if own is None:
            return RulesForm(data, initial=values | {"name": f"{rules.name}, our own"})
        form = RulesForm(data, now=values)
        if own.in_force:
            del form.fields["in_force"]
        return form

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        """What the rules say of single staff roles."""
        lines = rules_form.lines_of_roles(self.access, self.about.rules)
        choices = {"role": rules_form.role_code_choices(self.access, self.about.rules)}
        hint = "The rules’ own £ an hour is used where they cost by the LA’s rates; a limit holds for one pupil."
        return (
            lines_of(RuleRoleLine, data, lines, prefix="roles", legend="Rates and limits by staff role",
                     noun="line for a role", hint=hint, form_kwargs={"choices": choices}),
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
            self.effect = effect(self.access, rules_form.rules_of(self.about.rules, form.values, _all_of(formsets[0])))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)

    def save(self, form: Any, *formsets: Any) -> Edit:
        """Save the copy, and put it in force where asked."""
        values, rules = form.values, self.about.rules
        return services.save_rules(
            by=self.access, base=rules, name=values["name"], own=self.about.number,
            values=rules_form.changes(rules, values, _all_of(formsets[0])),
            in_force=bool(values.get("in_force")), ticket=form.ticket,
        )  # fmt: skip


def _all_of(part: Any) -> list[dict[str, Any]]:
    """The values of all lines after saving."""
    return [*part.changed.values(), *part.added]


def _whether_in_force(page: ActPage) -> str:
    in_force = page.about.own.in_force
    return "These rules are in force: what you save holds at once." if in_force else "They are not in force."


act = partial(
    Act, permission=Permission.EDIT_COSTS, page=RulesPage, find=about_shipped,
    crumbs=(("Funding rules", "rules"),), then=("rules",),
)  # fmt: skip
use = partial(
    act, title="Use {about.rules.name}?", submit_label="Put them in force", page=UseRules,
    intro="Every figure of the school follows the rules in force, at once. This is what would change.",
    service=lambda page, **sent: services.use_rules(key=page.about.rules.key, own=page.about.number, **sent),
    done="{about.rules.name} is in force. Every figure follows it now.",
)  # fmt: skip
adapt = partial(act, submit_label="Save these rules", page=AdaptRules, done="{change.about} is saved.")
ACTS = (
    use("rules/<str:key>/use/", "rules_use"),
    adapt("rules/<str:key>/adapt/", "rules_adapt", "Adapt {about.rules.name}",
        intro="A copy of the school’s own. See what it does to the totals before you save it."),
    use("rules/own/<int:pk>/use/", "own_rules_use", find=about_own),
    adapt("rules/own/<int:pk>/edit/", "own_rules_edit", "{about.rules.name}", find=about_own, intro=_whether_in_force),
    act("rules/own/<int:pk>/remove/", "own_rules_remove", "Remove {about.rules.name}?", "Remove them", danger=True,
        intro="Only rules that are not in force can be removed; their history stays.", find=about_own,
        service=lambda page, **sent: services.remove_rules(page.about.number, **sent),
        done="{about.rules.name} is removed."),
)  # fmt: skip
