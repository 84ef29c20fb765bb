"""Every address, one app after the other. One verb, one address; the list is in docs and in the access matrix."""

from django.contrib import admin
from django.urls import include, path

import classroom.converters  # noqa: F401  importing it registers what may stand in an address

urlpatterns = [
    path("", include("classroom.submissions.urls")),  # first what is asked most: each save comes this way
    path("", include("classroom.home.urls")),
    path("", include("classroom.accounts.urls")),
    path("", include("classroom.accounts.library_urls")),
    path("", include("classroom.classes.urls")),
    path("", include("classroom.grading.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "classroom.http.bad_request"
handler403 = "classroom.http.no_right"
handler429 = "classroom.accounts.limits.too_many"
handler500 = "classroom.http.server_error"
