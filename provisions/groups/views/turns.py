"""The acts that start, end, archive and restore a group."""

from __future__ import annotations

from functools import partial

from provisions.groups import services
from provisions.groups.forms import EndForm
from provisions.groups.reading import EDITORS, STATUS, group_to_edit
from schools.clock import today
from schools.views import Act, ActPage, Data
from ui.edit_forms import EditForm
from ui.words import date_uk


def _end_form(page: ActPage, data: Data) -> EditForm:
    """The last day: today, or the nearest day of its run."""
    day = min(page.about.ends or today(), today())
    return EndForm(data, initial={"on": max(page.about.starts or day, day)})


def _what_coming_back_means(page: ActPage) -> str:
    if page.about.status == STATUS.ENDED:
        return (
            "It runs on as it was planned before it was ended, with its weeks, its last day and the pupils whose "
            "places ended with it. Look at its days then."
        )
    return "It is again what it was before it went into the archive."


turn = partial(Act, permission=EDITORS, find=group_to_edit, then=("group", "{about.pk}"))
ACTS = (
    turn("groups/<int:pk>/start/", "group_start", "{about}: start it", "Start it",
        intro="It is on the map from now on, and its cost counts.",
        service=lambda page, **sent: services.start_group(group=page.about.pk, **sent),
        done="{about} is on the map."),
    turn("groups/<int:pk>/end/", "group_end", "{about}: end it", "End the group", danger=True,
        intro="Open places end on the same day, and the group counts for the weeks it ran. It stays on the map, and in "
        "every history. You can take this back.",
        form=_end_form, service=lambda page, **sent: services.end_group(group=page.about.pk, **page.values, **sent),
        done=lambda page: f"{page.about} ends on {date_uk(page.values['on'])}, and so do its open places."),
    turn("groups/<int:pk>/archive/", "group_archive", "{about}: put it in the archive", "Put it in the archive",
        danger=True,
        intro="For a group that was made by mistake: it leaves the map and counts for nothing, and can be brought "
        "back. If it did run, end it instead.",
        service=lambda page, **sent: services.archive_group(group=page.about.pk, **sent),
        done="{about} is in the archive."),
    turn("groups/<int:pk>/restore/", "group_restore", "{about}: bring it back", "Bring it back",
        intro=_what_coming_back_means,
        service=lambda page, **sent: services.restore_group(group=page.about.pk, **sent), done="{about} is back."),
)  # fmt: skip
