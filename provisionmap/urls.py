"""Every address: signing in, choosing a school, and `/s/<school>/…`."""

from django.urls import include, path

handler400 = "schools.views.faults.bad_request"
urlpatterns = [
    path("", include("schools.urls")),
    path("sign-in/", include("schools.entrance.sign_in_urls")),
    path("s/<slug:school>/", include("pages.urls")),
    path("s/<slug:school>/", include("workbook.urls")),
    path("s/<slug:school>/", include("schools.school_urls")),
    path("s/<slug:school>/", include("costing.urls")),
    path("s/<slug:school>/", include("pupils.urls")),
    path("s/<slug:school>/", include("provisions.urls")),
    path("s/<slug:school>/", include("delivery.urls")),
    path("s/<slug:school>/", include("audits.urls")),
]
