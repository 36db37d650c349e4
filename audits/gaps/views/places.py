"""Candidates for an empty place, with the audit's band for each."""

from __future__ import annotations

from collections.abc import Mapping

from audits.progress import ticked_for
from provisions.places import services as place_services
from provisions.places.views import AddPupils, in_group
from schools.views import ActPage
from ui.words import plural


class AddPupilsByNeed(AddPupils):
    """The page that adds pupils to a group, with those first whom the audit ticks for its provision."""

    def ticks(self) -> Mapping[int, str]:
        return ticked_for(self.access, self.group.provision_id)


def _given(page: ActPage) -> str:
    return f"{plural(len(page.values['pupils']), 'pupil has,pupils have')} a place in {page.about.group} now."


ACTS = (
    in_group("groups/<int:pk>/places/", "group_places", "Pupils for {about.group}", "Give them a place",
        page=AddPupilsByNeed,
        service=lambda page, **sent: place_services.add_places(group=page.about.group.pk, **page.values, **sent),
        done=_given),
)  # fmt: skip
