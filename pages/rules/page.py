"""The funding rules: the school's own in force, and the others there are, each rule in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from costing.engine.facts import Rules
from costing.kept import OwnRules, in_force, own_rules
from costing.reading import rules_for
from costing.roles import rates_of
from costing.rules_files import available, load_rules, to_mapping
from pages.shared import role_href
from reports.wording import Rule, rules_apart, rules_in_sentences
from schools.access import Access
from schools.roles import Permission
from ui.parts import Choice


@dataclass(frozen=True)
class RoleRateRow:
    """An hour of a role by the rules' own table, or by the role's LA rate where the table lacks it. `rate` None: by
    neither."""

    role: str
    href: str
    rate: Fraction | None
    source: str


@dataclass(frozen=True)
class RulesPage:
    """One set of rules. `differences` are those to the school's own rules (of the school's own: to the rules as
    shipped): name and both values. `acts` are what this person may do with it."""

    rules: Rules
    own: bool
    sentences: tuple[Rule, ...]
    table: tuple[RoleRateRow, ...]
    differences: tuple[tuple[str, str, str], ...]
    beside: str
    others: tuple[Choice, ...]
    compare: str
    acts: tuple[Choice, ...]


def build(access: Access, key: str = "") -> RulesPage:
    """The rules with this key, or the school's own. Raises NotAllowed for whoever sees no costs, NotThere where no
    rules have the key."""
    access.need(Permission.VIEW_COSTS)
    copies = own_rules(access)
    own = in_force(copies)
    rules = rules_for(access.school, key) if key else own
    is_own = to_mapping(rules) == to_mapping(own)
    beside = own if not is_own else load_rules(own.key) if own.key in available() else None
    others = [
        (other, name) for other, name in available().items() if to_mapping(load_rules(other)) != to_mapping(rules)
    ]
    others += [(one.key, one.name) for one in copies if not one.in_force and one.key not in (*available(), rules.key)]
    compared = "" if is_own else f"?with={rules.key}"
    return RulesPage(
        rules=rules,
        own=is_own,
        sentences=rules_in_sentences(rules),
        table=tuple(_cards(access, rules)) if rules.rates == "la" or rules.role_rates else (),
        differences=rules_apart(beside, rules) if beside else (),
        beside=""
        if beside is None
        else f"{beside.name}, as it was shipped"
        if is_own
        else f"{own.name} (the school’s own)",
        others=tuple(Choice(name, access.url("rules_profile", other)) for other, name in others),
        compare=access.url("paper", "map-comparison") + compared,
        acts=_acts(access, key, rules, copies, is_own),
    )


def _acts(access: Access, key: str, rules: Rules, copies: list[OwnRules], in_force: bool) -> tuple[Choice, ...]:
    """Change, adapt, put in force, remove: what fits these rules, for whoever keeps the costs."""
    if not access.may(Permission.EDIT_COSTS):
        return ()
    fits = (one for one in copies if (one.key == key and key not in available() if key else one.in_force))
    copy = next(fits, None)
    if copy is None:
        adapt = Choice("Adapt them", access.url("rules_adapt", rules.key), icon="pencil")
        use = Choice("Put in force", access.url("rules_use", rules.key), icon="check2", main=True)
        return (adapt,) if in_force else (use, adapt)
    change = Choice("Change them", access.url("own_rules_edit", copy.id), icon="pencil")
    if copy.in_force:
        return (change,)
    use = Choice("Put in force", access.url("own_rules_use", copy.id), icon="check2", main=True)
    back = f"?back={access.url('rules')}"
    remove = Choice("Remove", access.url("own_rules_remove", copy.id) + back, icon="trash", panel=False)
    return use, change, remove


def _cards(access: Access, rules: Rules) -> list[RoleRateRow]:
    """The LA's rate of each role: the rules' own table wins, the role's LA rate fills what it lacks."""
    found = []
    for code, line in rates_of(access).roles.items():
        by_table = rules.role_rates.get(code)
        rate = by_table if by_table is not None else line.role.la_rate
        source = "the rules’ own table" if by_table is not None else "the role’s LA rate" if rate is not None else ""
        found.append(RoleRateRow(f"{line.role.name} ({code})", role_href(access, code), rate, source))
    return found
