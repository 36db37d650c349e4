"""Choosing the funding rules and the stretch of time that a costed page or paper is worked out under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms

from costing.engine.facts import Horizon, Rules
from costing.kept import OwnRules, in_force, own_rules
from costing.rules_files import available, load_rules, to_mapping
from pages.shared import LA_RATES
from reports.documents.head import PaperOptions
from schools.access import Access
from ui.findings import Finding

HORIZONS = (
    (str(Horizon.PLANNED), "Planned: each whole run"),
    (str(Horizon.TO_DATE), "So far"),
    (str(Horizon.FULL_YEAR), "Full year"),
    (str(Horizon.DELIVERED), "Delivered"),
)


class SwitchForm(forms.Form):
    """A GET form of one to three choices; what cannot be read is shown as not chosen."""

    def __init__(self, data: Mapping[str, str], choices: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]]) -> None:
        super().__init__({**data}, auto_id="switch-%s")
        for name, (label, pairs) in choices.items():
            self.fields[name] = forms.ChoiceField(label=label, choices=pairs, required=bool(pairs[0][0]))


@dataclass(frozen=True)
class RulesSwitch:
    """The form, the parts of the address it keeps, a word where the figures are not the school's own, and the way to
    the comparison of two sets of rules."""

    form: SwitchForm
    keep: tuple[tuple[str, str], ...]
    notices: tuple[Finding, ...]
    compare: str = ""


def choices_of(access: Access) -> tuple[tuple[str, str], ...]:
    """The rules there are: the school's own under a blank key, then those that ship and say something else, and the
    school's copies that are not in force."""
    copies = own_rules(access)
    return _choices(copies, in_force(copies))


def _choices(copies: list[OwnRules], own: Rules) -> tuple[tuple[str, str], ...]:
    others = [(key, name) for key, name in available().items() if to_mapping(load_rules(key)) != to_mapping(own)]
    others += [(one.key, one.name) for one in copies if not one.in_force and one.key not in available()]
    return (("", f"{own.name} (the school’s own)"), *others)


def switch_of(
    access: Access,
    asked: PaperOptions,
    params: Mapping[str, str],
    path: str,
    *,
    pupil: int | None = None,
    compares: bool = False,
) -> RulesSwitch:
    """The switch of a page at `path`, about a pupil where there is one; `compares` adds the second set of rules."""
    copies = own_rules(access)
    own = in_force(copies)
    pairs = _choices(copies, own)
    fields = {"rules": ("LA funding rules", pairs)}
    data = {**params, "horizon": str(asked.horizon), "rules": params.get("rules", "")}
    if compares:
        fields["with"] = ("Beside", _seconds(pairs))
        data["with"] = params.get("with") or _seconds(pairs)[0][0]
    fields["horizon"] = ("Stretch of time", HORIZONS)
    keep = tuple((name, value) for name, value in params.items() if name not in (*fields, "page"))
    differs = asked.rules is not None and to_mapping(asked.rules) != to_mapping(own)
    told = () if compares or not asked.rules or not differs else (_not_own(asked.rules, own, path, keep),)
    return RulesSwitch(SwitchForm(data, fields), keep, told, "" if compares else _compare(access, params, pupil))


def _compare(access: Access, params: Mapping[str, str], pupil: int | None) -> str:
    """The address of the comparison: what is shown now, beside the school's own rules or the first others."""
    chosen = params.get("rules", "")
    page = access.url("paper", "map-comparison")
    if pupil is not None:
        page = access.url("pupil_paper", pupil, "rules-comparison")
    asked = {"with": chosen, "horizon": params.get("horizon", "")}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{page}?{query}" if query else page


def _seconds(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """What to compare with: other rules, then the LA's rates in place of the school's."""
    return (*pairs[1:], (LA_RATES, "The same rules at the LA’s rates"))


def _not_own(rules: Rules, own: Rules, path: str, keep: tuple[tuple[str, str], ...]) -> Finding:
    sentence = f"These figures are worked out under {rules.name}, not under the school’s own rules ({own.name})."
    href = f"{path}?{urlencode(keep)}" if keep else path
    return Finding("other-rules", sentence, href, "Back to the school’s own rules", "note")
