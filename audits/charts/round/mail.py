"""E-mails to class teams about their charts. No pupil is named in an e-mail."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.mail import send_mail
from django.template.loader import render_to_string

from audits.charts.reading import scope_words
from audits.charts.round.teams import Colleague, teams_of
from audits.models import AuditChart
from schools.access import Access
from ui.words import and_words

log = logging.getLogger(__name__)

NAMED = 40  # names that are said one by one
SUBJECTS = {
    "opened": "{what}: what does each pupil need?",
    "reminder": "A reminder: {what}",
    "questions": "Questions about {what}",
}


@dataclass(frozen=True)
class Recipients:
    """Who gets an e-mail about some charts, and who cannot be reached: no team, no e-mail address, not signed up."""

    names: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def words(self) -> str:
        """The same in a sentence or two."""
        said = f"An e-mail goes to {_named(self.names)}." if self.names else "No e-mail goes out."
        if self.missed:
            said += f" Not reached, so tell them yourself: {_named(self.missed)}."
        return said


def _named(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return and_words([*names[:NAMED], *([f"{more} more"] if more > 0 else [])])


def recipients_for(access: Access, charts: Sequence[AuditChart]) -> Recipients:
    """Who would be written to about these charts, in order of name."""
    teams = teams_of(access, charts)
    people = {person.id: person for team in teams.values() for person in team}.values()
    nobody = [f"{scope_words(chart)} (nobody works there yet)" for chart in charts if not teams[chart.pk]]
    return Recipients(
        names=tuple(sorted(person.name for person in people if person.address)),
        missed=(*sorted(person.name for person in people if not person.address), *nobody),
    )


def send(kind: str, access: Access, charts: Sequence[AuditChart], root: str) -> None:
    """Send each colleague one e-mail about all of their charts among these. `kind` is one of SUBJECTS, `root` the
    beginning of the addresses. A message that cannot be sent does not keep the others back."""
    teams = teams_of(access, charts)
    theirs: dict[Colleague, list[AuditChart]] = defaultdict(list)
    for chart in charts:
        for person in teams[chart.pk]:
            if person.address:
                theirs[person].append(chart)
    for person, held in theirs.items():
        try:
            _write(kind, access, person, held, root)
        except OSError:
            log.exception("An e-mail about the audit could not be sent")


def _write(kind: str, access: Access, person: Colleague, charts: Sequence[AuditChart], root: str) -> None:
    what = f"the chart of {scope_words(charts[0])}" if len(charts) == 1 else f"{len(charts)} charts"
    context = {
        "person": person.name,
        "school": access.school.name,
        "year": access.year,
        "due": {chart.due for chart in charts},
        "charts": [(scope_words(chart), chart.due, f"{root}{_path(access, chart)}") for chart in charts],
        "messages": _messages(charts),
        "one": len(charts) == 1,
    }
    text = render_to_string(f"audits/mail/{kind}.txt", context)
    subject = SUBJECTS[kind].format(what=what)
    send_mail(f"{subject[0].upper()}{subject[1:]}", text, None, [person.address])


def _messages(charts: Iterable[AuditChart]) -> list[str]:
    """The SENCO's messages with the charts, each text once."""
    return list(dict.fromkeys(chart.message for chart in charts if chart.message))


def _path(access: Access, chart: AuditChart) -> str:
    """The chart's address, with its year: it may not be the one that opens by default."""
    return f"{access.url('audit_chart', chart.pk)}?{urlencode({'year': chart.year_id})}"
