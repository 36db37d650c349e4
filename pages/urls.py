"""Addresses of the pages that join the apps, below `/s/<school>/`."""

from django.urls import path

from pages.classes import views as class_team
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
    path("", home.Home.as_view(), name="home"),
    path("search/", search.Search.as_view(), name="search"),
    path("attention/", home.Findings.as_view(), name="findings"),
    path("attention/set-aside/<slug:mark>/", findings.SetAside.as_view(), name="finding_set_aside"),
    path("attention/show-again/<slug:mark>/", findings.ShowAgain.as_view(), name="finding_show_again"),
    path("map/", maps.Map.as_view(), name="map"),
    path("groups/", groups.Groups.as_view(), name="groups"),
    path("groups/<int:pk>/", groups.Group.as_view(), name="group"),
    path("provisions/", provisions.Provisions.as_view(), name="provisions"),
    path("provisions/<int:pk>/", provisions.Provision.as_view(), name="provision"),
    path("school/", school.School.as_view(), name="school"),
    path("people/", school.People.as_view(), name="people"),
    path("people/new/", people.NewPerson.as_view(), name="person_new"),
    path("people/<int:pk>/edit/", people.EditPerson.as_view(), name="person_edit"),
    path("people/<int:pk>/", school.Person.as_view(), name="person"),
    path("classes/", school.Classes.as_view(), name="classes"),
    path("calendar/", school.Calendar.as_view(), name="calendar"),
    path("groups/<int:pk>/history/", history.GroupHistory.as_view(), name="group_history"),
    path("provisions/<int:pk>/history/", history.ProvisionHistory.as_view(), name="provision_history"),
    path("history/<str:kind>/<int:line>/", history.PutBack.as_view(), name="put_back"),
    path("roles/<int:pk>/history/", history.RoleHistory.as_view(), name="role_history"),
    path("classes/<int:pk>/", class_team.SchoolClass.as_view(), name="class"),
    path("classes/<int:pk>/history/", history.ClassHistory.as_view(), name="class_history"),
    path("today/", class_team.Today.as_view(), name="today"),
    path("costs/", costs.Costs.as_view(), name="costs"),
    path("costs/roles/", costs.Roles.as_view(), name="costs_roles"),
    path("costs/roles/<path:code>/", costs.Role.as_view(), name="costs_role"),
    path("costs/scales/", costs.Scales.as_view(), name="costs_scales"),
    path("costs/whole-school/", costs.WholeSchool.as_view(), name="costs_whole_school"),
    path("costs/budgets/", costs.Streams.as_view(), name="costs_streams"),
    path("costs/awards/", costs.Awards.as_view(), name="costs_awards"),
    path("costs/other/", costs_other.OtherCosts.as_view(), name="costs_other"),
    path("costs/role/rate/", costs_live.RoleRate.as_view(), name="role_rate"),
    path("rules/", costs.FundingRules.as_view(), name="rules"),
    path("rules/<str:key>/", costs.FundingRules.as_view(), name="rules_profile"),
    path("rules/<str:key>/use/", rules.UseRules.as_view(), name="rules_use"),
    path("rules/<str:key>/adapt/", rules.AdaptRules.as_view(), name="rules_adapt"),
    path("rules/own/<int:pk>/use/", rules.UseOwnRules.as_view(), name="own_rules_use"),
    path("rules/own/<int:pk>/edit/", rules.EditRules.as_view(), name="own_rules_edit"),
    path("rules/own/<int:pk>/remove/", rules.RemoveRules.as_view(), name="own_rules_remove"),
    path("pupils/", pupils.Pupils.as_view(), name="pupils"),
    path("pupils/<int:pk>/", pupils.Overview.as_view(), name="pupil"),
    path("pupils/<int:pk>/provision/", pupils.Provision.as_view(), name="pupil_provision"),
    path("pupils/<int:pk>/costs/", pupils.Costs.as_view(), name="pupil_costs"),
    path("pupils/<int:pk>/years/", pupil_years.Years.as_view(), name="pupil_years"),
    path("pupils/<int:pk>/history/", history.PupilHistory.as_view(), name="pupil_history"),
    path("pupils/<int:pk>/papers/", pupils.Papers.as_view(), name="pupil_papers"),
    path("pupils/<int:pk>/papers/<slug:name>/", papers.PupilPaper.as_view(), name="pupil_paper"),
    path("pupils/<int:pk>/papers/<slug:name>.<slug:form>", papers.PupilFile.as_view(), name="pupil_file"),
    path("papers/", papers.Papers.as_view(), name="papers"),
    path("papers/many/", jobs.Jobs.as_view(), name="jobs"),
    path("papers/many/<int:pk>/", jobs.Job.as_view(), name="job"),
    path("papers/many/<int:pk>/file/", jobs.JobFile.as_view(), name="job_file"),
    path("papers/<slug:name>/", papers.SchoolPaper.as_view(), name="paper"),
    path("papers/<slug:name>.<slug:form>", papers.SchoolFile.as_view(), name="file"),
]
