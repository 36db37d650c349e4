"""Who would fit an empty place, with what the audit says of each."""

from __future__ import annotations

from collections.abc import Mapping

from audits.progress import ticked_for
from provisions.places import views as places


class AddPupils(places.AddPupils):
    """The page on which pupils come into a group: those whom the audit names for its provision stand first."""

    def ticks(self) -> Mapping[int, str]:
        """What the audit says."""
        return ticked_for(self.access, self.group.provision_id)
