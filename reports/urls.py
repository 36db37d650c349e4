"""Addresses of the pages that join the apps, below `/s/<school>/`."""

from django.urls import path

from reports.views import class_team, groups, history, home, maps, papers, pupil_years, pupils

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("attention/", home.Findings.as_view(), name="findings"),
    path("map/", maps.Map.as_view(), name="map"),
    path("groups/", groups.Groups.as_view(), name="groups"),
    path("groups/<int:pk>/", groups.Group.as_view(), name="group"),
    path("groups/<int:pk>/history/", history.GroupHistory.as_view(), name="group_history"),
    path("provisions/<int:pk>/history/", history.ProvisionHistory.as_view(), name="provision_history"),
    path("roles/<int:pk>/history/", history.RoleHistory.as_view(), name="role_history"),
    path("classes/<int:pk>/", class_team.SchoolClass.as_view(), name="class"),
    path("classes/<int:pk>/history/", history.ClassHistory.as_view(), name="class_history"),
    path("today/", class_team.Today.as_view(), name="today"),
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
    path("papers/<slug:name>/", papers.SchoolPaper.as_view(), name="paper"),
    path("papers/<slug:name>.<slug:form>", papers.SchoolFile.as_view(), name="file"),
]
