"""Addresses of audits, below `/s/<school>/`: charts of need, and current provision."""

from django.urls import path

from audits.views import current, grid, places, rounds, rows, states

urlpatterns = [
    path("audit/", rounds.Charts.as_view(), name="audit"),
    path("audit/open/", rounds.OpenCharts.as_view(), name="audit_open"),
    path("audit/cohort/", rounds.OpenCohort.as_view(), name="audit_cohort"),
    path("audit/remind/", rounds.Remind.as_view(), name="audit_remind"),
    path("audit/<int:pk>/", grid.ChartPage.as_view(), name="audit_chart"),
    path("audit/<int:pk>/cell/", grid.Cell.as_view(), name="audit_cell"),
    path("audit/<int:pk>/state/", grid.Standing.as_view(), name="audit_state"),
    path("audit/<int:pk>/change/", rounds.ChangeChart.as_view(), name="audit_change"),
    path("audit/<int:pk>/hand-in/", states.HandIn.as_view(), name="audit_hand_in"),
    path("audit/<int:pk>/ask/", states.Ask.as_view(), name="audit_ask"),
    path("audit/<int:pk>/answer/", states.Answer.as_view(), name="audit_answer"),
    path("audit/<int:pk>/agree/", states.Agree.as_view(), name="audit_agree"),
    path("audit/<int:pk>/open-again/", states.Reopen.as_view(), name="audit_reopen"),
    path("audit/<int:pk>/pupils/", rows.AddPupils.as_view(), name="audit_pupils"),
    path("audit/<int:pk>/newcomer/", rows.AddNewcomer.as_view(), name="audit_newcomer"),
    path("audit/rows/<int:pk>/change/", rows.ChangeNewcomer.as_view(), name="audit_row"),
    path("audit/rows/<int:pk>/remove/", rows.TakeOut.as_view(), name="audit_row_remove"),
    path("audit/rows/<int:pk>/on-roll/", rows.Join.as_view(), name="audit_row_join"),
    path("groups/<int:pk>/places/", places.AddPupils.as_view(), name="group_places"),
    path("current-provision/", current.CurrentProvision.as_view(), name="current"),
    path("current-provision/groups/", current.MakeGroups.as_view(), name="current_groups"),
    path("current-provision/<int:pk>/group/", current.JoinGroup.as_view(), name="current_join"),
    path("current-provision/<int:pk>/entry/", current.JoinEntry.as_view(), name="current_entry"),
    path("current-provision/<slug:key>/", current.EditCurrent.as_view(), name="current_edit"),
]
