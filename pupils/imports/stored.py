"""The school's stored pupils, in a number of queries that does not grow with the school."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from pupils.imports.records import FilePupil
from pupils.models import NeedType, Pupil, PupilGroup, PupilGroupMember, PupilNeed, PupilYear, SchoolClass
from pupils.reading import YEAR_GROUP_ORDER
from pupils.roll.services import has_left
from schools.access import Access
from ui.folding import folded, in_order, spelt


class Stored:
    """What an import is compared with: pupils by their numbers and names, this year's rows, classes, groups, needs."""

    def __init__(self, by: Access) -> None:
        self.year = by.year
        pupils = list(Pupil.objects.filter(school=by.school))
        self.by_upn = {pupil.upn: pupil for pupil in pupils if pupil.upn}
        self.by_number = {spelt(pupil.admission_number): pupil for pupil in pupils if pupil.admission_number}
        self.namesakes: dict[tuple[str, str], list[Pupil]] = defaultdict(list)
        for pupil in pupils:
            for forename in {folded(pupil.forename), folded(pupil.known_as)}:
                self.namesakes[folded(pupil.surname), forename].append(pupil)
        rows = PupilYear.objects.filter(school=by.school, year=by.year).select_related("pupil", "school_class")
        self.years = {row.pupil_id: row for row in rows}
        self.classes = {
            spelt(found.name): found for found in SchoolClass.objects.filter(school=by.school, year=by.year)
        }
        self.groups = {spelt(group.name): group for group in PupilGroup.objects.filter(school=by.school)}
        self.members: dict[int, dict[int, PupilGroupMember]] = defaultdict(dict)
        for member in PupilGroupMember.objects.filter(school=by.school):
            self.members[member.pupil_id][member.group_id] = member
        self.needs: dict[int, list[PupilNeed]] = defaultdict(list)
        for need in PupilNeed.objects.filter(school=by.school).select_related("need_type").order_by("rank", "id"):
            self.needs[need.pupil_id].append(need)
        types = list(NeedType.objects.all())
        self.types = types
        self.need_types = {spelt(kind.code): kind for kind in types}
        self.need_names = {folded(key.replace("&", " and ")): kind for kind in types for key in (kind.label, kind.code)}

    def same_person(self, record: FilePupil) -> list[Pupil]:
        """The stored pupils of the record's name with the same date of birth, or none on either side."""
        born: date | None = record.get("date_of_birth")
        surname = folded(record.get("surname") or "")
        names = {folded(record.get(field) or "") for field in ("forename", "preferred_name")} - {""}
        found = {pupil.pk: pupil for name in names for pupil in self.namesakes.get((surname, name), ())}
        return [pupil for pupil in found.values() if not born or not pupil.date_of_birth or pupil.date_of_birth == born]

    def on_roll(self) -> list[PupilYear]:
        """This year's rows of those who have not left, by year group, class and name."""
        rows = [row for row in self.years.values() if not self.gone(row.pupil)]
        return sorted(
            rows,
            key=lambda row: (
                YEAR_GROUP_ORDER[row.year_group],
                in_order(row.pupil.surname, row.pupil.forename),
                row.pk,
            ),
        )

    def gone(self, pupil: Pupil) -> bool:
        """Whether the pupil's last day has passed."""
        return has_left(pupil.leaving_date, self.year)
