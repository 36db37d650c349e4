"""Candidates for an empty place, with the audit's band for each."""

from __future__ import annotations

from collections.abc import Mapping

from audits.progress import ticked_for
from provisions.places import views as places


class AddPupilsByNeed(places.AddPupils):
    """The page that adds pupils to a group, with those first whom the audit ticks for its provision."""

    def ticks(self) -> Mapping[int, str]:
        return ticked_for(self.access, self.group.provision_id)
