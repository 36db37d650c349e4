"""Addresses of pupils, below `/s/<school>/`: the pages that change something."""

from django.urls import path

from pupils.classes import views as classes
from pupils.groups import views as groups
from pupils.imports import views as imports
from pupils.records import views as records
from pupils.roll import views as roll

urlpatterns = [
    path("sets/", classes.Sets.as_view(), name="sets"),
    *(act.pattern for room in (classes, roll, records, groups) for act in room.ACTS),
    path("pupils/roll/", roll.Roll.as_view(), name="pupil_roll"),
    path("pupil-groups/", groups.PupilGroups.as_view(), name="pupil_groups"),
    path("pupils/import/", imports.UploadImport.as_view(), name="import_pupils"),
    path("pupils/import/<uuid:upload>/columns/", imports.MatchColumns.as_view(), name="import_columns"),
    path("pupils/import/<uuid:upload>/", imports.PreviewImport.as_view(), name="import_check"),
    path("pupils/import/<uuid:upload>/discard/", imports.DiscardImport.as_view(), name="import_drop"),
]
