"""Addresses of provisions, below `/s/<school>/`: the pages that change something."""

from django.urls import URLPattern, path

from provisions.catalogue import views as catalogue
from provisions.groups.bulk import views as bulk
from provisions.groups.support import views as support
from provisions.groups.views import cost as group_cost
from provisions.groups.views import groups
from provisions.groups.views import turns as group_turns
from provisions.money import views as money
from provisions.places import views as places
from provisions.rooms import views as rooms
from provisions.years import views as years

urlpatterns: list[URLPattern] = [
    path("rooms/", rooms.Rooms.as_view(), name="rooms"),
    path("rooms/rename/<path:room>/", rooms.RenameRoom.as_view(), name="room_rename"),
    path("rooms/preview/<path:room>/", rooms.RoomPreview.as_view(), name="room_preview"),
    path("years/new/", years.OpenYear.as_view(), name="year_new"),
    path("provisions/evidence/", catalogue.ShowEvidence.as_view(), name="provision_evidence"),
    path("measures/", catalogue.Measures.as_view(), name="measures"),
    path("groups/new/", groups.NewGroup.as_view(), name="group_new"),
    path("groups/cost/", group_cost.GroupCostView.as_view(), name="group_cost"),
    path("groups/bulk/", bulk.ChooseChange.as_view(), name="groups_bulk"),
    path("groups/bulk/<slug:act>/", bulk.ChangeGroups.as_view(), name="groups_bulk_act"),
    *(act.pattern for room in (catalogue, groups, group_turns, support, places, money) for act in room.ACTS),
]
