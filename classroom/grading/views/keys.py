"""The list of the desk's keys, and the switch that turns single keys off (WCAG 2.1.4)."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from classroom.access import signed_in
from classroom.grading.keys import COOKIE, KEYS, OFF, KeysForm, are_on
from classroom.http import SignedInRequest, gone_back, way_back

YEAR = 365 * 24 * 3600  # seconds


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: SignedInRequest) -> HttpResponse:
    """The list, as a page; POST keeps in a cookie of this browser whether single keys are on, and goes back."""
    form = KeysForm(request.POST if request.method == "POST" else request.GET)
    wanted = form.cleaned_data.get("next", "") if form.is_valid() else ""
    home = reverse("home:home")
    if request.method != "POST":
        back = way_back(request, wanted, otherwise=home)
        return render(request, "grading/keys.html", {"keys": KEYS, "keys_on": are_on(request), "back": back})
    response = gone_back(request, wanted, otherwise=home)
    if form.is_valid() and form.cleaned_data["on"]:
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(COOKIE, OFF, max_age=YEAR, samesite="Lax", secure=secure, httponly=True)
    return response
