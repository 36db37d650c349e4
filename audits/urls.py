"""Addresses of audits, below `/s/<school>/`: charts of need, and current provision."""

from django.urls import path

from audits.charts import views as grid
from audits.charts.round.views import opening as rounds
from audits.charts.round.views import states
from audits.charts.rows import views as rows
from audits.current import views as current
from audits.gaps.views import gaps, places
from audits.plan.views import plan, proposals

urlpatterns = [
    path("audit/", rounds.Charts.as_view(), name="audit"),
    path("audit/open/", rounds.OpenCharts.as_view(), name="audit_open"),
    path("audit/cohort/", rounds.OpenCohort.as_view(), name="audit_cohort"),
    path("audit/remind/", rounds.RemindTeams.as_view(), name="audit_remind"),
    path("audit/<int:pk>/", grid.ChartPage.as_view(), name="audit_chart"),
    path("audit/<int:pk>/cell/", grid.ChartCellView.as_view(), name="audit_cell"),
    path("audit/<int:pk>/state/", grid.ChartStateView.as_view(), name="audit_state"),
    path("audit/<int:pk>/change/", rounds.ChangeChart.as_view(), name="audit_change"),
    path("plan/", plan.PlanView.as_view(), name="plan"),
    path("plan/<int:number>/", plan.PlanView.as_view(), name="plan_numbered"),
    *(act.pattern for room in (rounds, states, rows, plan, proposals, places, current) for act in room.ACTS),
    path("current-provision/", current.CurrentProvisionView.as_view(), name="current"),
    path("current-provision/groups/", current.MakeGroups.as_view(), name="current_groups"),
    path("current-provision/<slug:key>/", current.EditCurrent.as_view(), name="current_edit"),
    path("gaps/", gaps.Gaps.as_view(), name="gaps"),
    path("gaps/<slug:by>/<slug:scope>/into/<int:pk>/", gaps.FillPlaces.as_view(), name="gap_fill"),
    path("gaps/<slug:by>/<slug:scope>/draft/<int:pk>/", gaps.StartDraft.as_view(), name="gap_draft"),
]
