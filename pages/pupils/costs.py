"""A pupil's costs: what counts towards the threshold line by line with each sum, and what was left out and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pages.costs.other import PupilMoney, of_pupil
from pages.pupils.pupil import PupilHead, pupil_head
from pages.rules.switch import RulesSwitch, switch_of
from pages.shared import sum_lines
from reports.documents.head import Note, PaperOptions
from reports.documents.maps import costed_map
from reports.documents.maps.costed_map import CostedLine, CostedMap
from reports.findings import NOTES
from reports.wording import Rule, horizon_words, rules_in_sentences, shortfall_words, threshold_words
from schools.access import Access
from schools.roles import Permission
from ui.findings import Finding
from ui.parts import Fact, SumLine
from ui.words import money


@dataclass(frozen=True)
class CostLine:
    """A line with the steps of its sum."""

    line: CostedLine
    steps: tuple[SumLine, ...]


@dataclass(frozen=True)
class PupilCostsPage:
    """The costs tab."""

    head: PupilHead
    made: CostedMap
    facts: tuple[Fact, ...]
    counted: tuple[CostLine, ...]
    left_out: tuple[CostLine, ...]
    switch: RulesSwitch
    horizon_words: str
    test: str
    shortfall: str
    rule_sentences: tuple[Rule, ...]
    total_steps: tuple[SumLine, ...]
    findings: tuple[Finding, ...]
    entered: PupilMoney | None


def build(access: Access, asked: PaperOptions, pk: int, params: Mapping[str, str]) -> PupilCostsPage:
    """The costs of a pupil under the rules and over the stretch of time asked for. Raises as the costed map does."""
    made = costed_map.build(access, asked, pk)
    groups = {one.line.group: one.group_id for one in made.lines if one.group_id}
    rules = asked.rules.key if asked.rules else ""
    return PupilCostsPage(
        head=pupil_head(access, made.pupil, "pupil_costs"),
        made=made,
        facts=_facts(access, made),
        counted=tuple(_line(access, one, groups, rules) for one in made.counted),
        left_out=tuple(_line(access, one, groups, rules) for one in made.left_out),
        switch=switch_of(access, asked, params, access.url("pupil_costs", pk), pupil=pk),
        horizon_words=horizon_words(made.head),
        test=threshold_words(made),
        shortfall=shortfall_words(made),
        rule_sentences=rules_in_sentences(made.head.rules),
        total_steps=sum_lines(made.total_working, access, groups, rules),
        findings=tuple(_finding(access, made, note) for note in made.notes),
        entered=of_pupil(access, pk) if access.may(Permission.EDIT_COSTS) else None,
    )


def _line(access: Access, one: CostedLine, groups: Mapping[str, int], rules: str) -> CostLine:
    return CostLine(one, sum_lines(one.line.working, access, groups, rules))


def _finding(access: Access, made: CostedMap, note: Note) -> Finding:
    """A remark of the sums under the group's name, with the way to the group."""
    line = next((one for one in made.lines if one.group_id and one.line.group == note.group), None)
    if line is None:
        return Finding(note.code, note.message)
    sentence = note.message.replace(f"{note.group}: ", f"{line.title} ({note.group}): ", 1)
    link = access.url("group", line.group_id)
    return Finding(note.code, sentence, link, "Open the group", "note" if note.code in NOTES else "act")


def _facts(access: Access, made: CostedMap) -> tuple[Fact, ...]:
    threshold = money(made.head.rules.threshold).removesuffix(".00")
    facts = [Fact("Counts towards the threshold", money(made.total_counted))]
    if made.difference is not None:
        side = "Above" if made.difference >= 0 else "Below"
        facts.append(Fact(f"{side} {threshold} by", money(abs(made.difference))))
    facts.append(Fact("Top-up granted", money(made.top_up), href=access.url("costs_awards")))
    if made.total is not None and made.total != made.total_counted:
        facts.append(Fact("With what does not count", money(made.total)))
    return tuple(facts)
