"""Addresses of pupils, below `/s/<school>/`: the pages that change something."""

from django.urls import path

from pupils.classes import views as classes
from pupils.groups import views as groups
from pupils.imports import views as imports
from pupils.records import views as records
from pupils.roll import views as roll

urlpatterns = [
    path("sets/", classes.Sets.as_view(), name="sets"),
    *(act.pattern for act in classes.ACTS),
    path("pupils/roll/", roll.Roll.as_view(), name="pupil_roll"),
    path("pupils/roll/move/", roll.MovePupils.as_view(), name="roll_move"),
    path("pupils/roll/leavers/", roll.MarkLeavers.as_view(), name="roll_leavers"),
    path("pupils/roll/back/", roll.BringPupilsBack.as_view(), name="roll_back"),
    path("pupils/new/", roll.NewPupil.as_view(), name="pupil_new"),
    path("pupils/<int:pk>/edit/", roll.EditPupil.as_view(), name="pupil_edit"),
    path("pupils/<int:pk>/leave/", roll.LeaveSchool.as_view(), name="pupil_leave"),
    path("pupils/<int:pk>/back/", roll.BringPupilBack.as_view(), name="pupil_back"),
    path("pupils/<int:pk>/needs/", records.EditNeeds.as_view(), name="pupil_needs"),
    path("pupils/<int:pk>/profile/", records.EditProfile.as_view(), name="pupil_profile"),
    path("pupils/<int:pk>/groups/", records.EditOwnGroups.as_view(), name="pupil_own_groups"),
    path("pupils/<int:pk>/outcomes/new/", records.NewOutcome.as_view(), name="outcome_new"),
    path("pupils/<int:pk>/outcomes/<int:outcome>/edit/", records.EditOutcome.as_view(), name="outcome_edit"),
    path("pupils/<int:pk>/outcomes/<int:outcome>/remove/", records.RemoveOutcome.as_view(), name="outcome_remove"),
    path("pupil-groups/", groups.PupilGroups.as_view(), name="pupil_groups"),
    path("pupil-groups/new/", groups.NewPupilGroup.as_view(), name="pupil_group_new"),
    path("pupil-groups/<int:pk>/edit/", groups.EditPupilGroup.as_view(), name="pupil_group_edit"),
    path("pupil-groups/<int:pk>/remove/", groups.RemovePupilGroup.as_view(), name="pupil_group_remove"),
    path("pupils/import/", imports.UploadImport.as_view(), name="import_pupils"),
    path("pupils/import/<uuid:upload>/columns/", imports.MatchColumns.as_view(), name="import_columns"),
    path("pupils/import/<uuid:upload>/", imports.PreviewImport.as_view(), name="import_check"),
    path("pupils/import/<uuid:upload>/discard/", imports.DiscardImport.as_view(), name="import_drop"),
]
