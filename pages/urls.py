"""Addresses of the pages that join the apps, below `/s/<school>/`."""

from django.urls import path

from pages.classes import views as class_team
from pages.costs.raising import views as raising
from pages.costs.views import costs
from pages.costs.views import other as costs_other
from pages.costs.views import rate as costs_live
from pages.findings import views as findings
from pages.groups import views as groups
from pages.history import views as history
from pages.home import views as home
from pages.map import views as maps
from pages.papers.views import jobs, papers
from pages.people import views as people
from pages.provisions import views as provisions
from pages.pupils.views import pupils
from pages.pupils.views import years as pupil_years
from pages.rules import views as rules
from pages.school import views as school
from pages.search import views as search

urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("search/", search.SearchView.as_view(), name="search"),
    path("attention/", home.FindingsView.as_view(), name="findings"),
    *(act.pattern for room in (findings, people, rules, history) for act in room.ACTS),
    path("map/", maps.MapView.as_view(), name="map"),
    path("groups/", groups.GroupsView.as_view(), name="groups"),
    path("groups/<int:pk>/", groups.GroupView.as_view(), name="group"),
    path("provisions/", provisions.ProvisionsView.as_view(), name="provisions"),
    path("provisions/<int:pk>/", provisions.ProvisionView.as_view(), name="provision"),
    path("school/", school.SchoolIndexView.as_view(), name="school"),
    path("people/signing-in/", school.SignInsView.as_view(), name="sign_ins"),
    path("people/", school.PeopleView.as_view(), name="people"),
    path("people/<int:pk>/", school.PersonView.as_view(), name="person"),
    path("classes/", school.ClassesView.as_view(), name="classes"),
    path("calendar/", school.CalendarView.as_view(), name="calendar"),
    path("groups/<int:pk>/history/", history.GroupHistory.as_view(), name="group_history"),
    path("provisions/<int:pk>/history/", history.ProvisionHistory.as_view(), name="provision_history"),
    path("roles/<int:pk>/history/", history.RoleHistory.as_view(), name="role_history"),
    path("classes/<int:pk>/", class_team.ClassView.as_view(), name="class"),
    path("classes/<int:pk>/history/", history.ClassHistory.as_view(), name="class_history"),
    path("today/", class_team.TodayView.as_view(), name="today"),
    path("costs/", costs.CostsView.as_view(), name="costs"),
    path("costs/roles/", costs.RolesView.as_view(), name="costs_roles"),
    path("costs/roles/<path:code>/", costs.RoleView.as_view(), name="costs_role"),
    path("costs/scales/", costs.ScalesView.as_view(), name="costs_scales"),
    path("costs/whole-school/", costs.WholeSchoolView.as_view(), name="costs_whole_school"),
    path("costs/budgets/", costs.StreamsView.as_view(), name="costs_streams"),
    path("costs/awards/", costs.AwardsView.as_view(), name="costs_awards"),
    path("costs/other/", costs_other.OtherCostsView.as_view(), name="costs_other"),
    path("costs/pay/raise/", raising.RaiseRoles.as_view(), name="pay_award"),
    path("costs/pay/raise/<slug:area>/<path:scale>/", raising.RaiseScale.as_view(), name="pay_award_scale"),
    path("costs/role/rate/", costs_live.RoleRateView.as_view(), name="role_rate"),
    path("rules/", costs.FundingRulesView.as_view(), name="rules"),
    path("rules/<str:key>/", costs.FundingRulesView.as_view(), name="rules_profile"),
    path("pupils/", pupils.PupilsView.as_view(), name="pupils"),
    path("pupils/<int:pk>/", pupils.OverviewTab.as_view(), name="pupil"),
    path("pupils/<int:pk>/provision/", pupils.ProvisionTab.as_view(), name="pupil_provision"),
    path("pupils/<int:pk>/costs/", pupils.CostsTab.as_view(), name="pupil_costs"),
    path("pupils/<int:pk>/years/", pupil_years.YearsTab.as_view(), name="pupil_years"),
    path("pupils/<int:pk>/history/", history.HistoryTab.as_view(), name="pupil_history"),
    path("pupils/<int:pk>/papers/", pupils.PapersTab.as_view(), name="pupil_papers"),
    path("pupils/<int:pk>/papers/<slug:name>/", papers.PupilPaper.as_view(), name="pupil_paper"),
    path("pupils/<int:pk>/papers/<slug:name>.<slug:form>", papers.PupilFile.as_view(), name="pupil_file"),
    path("papers/", papers.PapersView.as_view(), name="papers"),
    path("papers/many/", jobs.JobsView.as_view(), name="jobs"),
    path("papers/many/<int:pk>/", jobs.JobView.as_view(), name="job"),
    path("papers/many/<int:pk>/file/", jobs.JobFile.as_view(), name="job_file"),
    path("papers/<slug:name>/", papers.SchoolPaper.as_view(), name="paper"),
    path("papers/<slug:name>.<slug:form>", papers.SchoolFile.as_view(), name="file"),
]
