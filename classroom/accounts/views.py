"""HTTP of accounts: the accounts library's pages answering as Margin does, and those it doesn't have."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account import views as library
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom.access import signed_in
from classroom.context import BETWEEN_LOOKS
from classroom.http import ArrivedRequest, Refused, SignedInRequest, conflict, gone_back

from . import actions, limits
from .forms import ProfileForm, SlipForm, TextLooksForm, ThemeForm
from .models import User

YEAR = 60 * 60 * 24 * 365


class Answers400:
    """A form that can't be taken is a bad value: 400, with the form and what is wrong with it."""

    get_context_data: Callable[..., dict[str, Any]]
    render_to_response: Callable[..., HttpResponse]

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=400)


class SignIn(Answers400, library.LoginView):  # type: ignore[misc]  # the library carries no types
    """By login name or confirmed e-mail."""


class ForgottenPassword(Answers400, library.PasswordResetView):  # type: ignore[misc]  # the library carries no types
    """Says the same whether or not somebody has the address."""


class NewPassword(Answers400, library.PasswordResetFromKeyView):  # type: ignore[misc]  # the library carries no types
    """Behind the link in the mail."""


class ChangePassword(Answers400, library.PasswordChangeView):  # type: ignore[misc]  # the library carries no types
    """Ends the person's other sessions."""


class PasswordAgain(Answers400, library.ReauthenticateView):  # type: ignore[misc]  # the library carries no types
    """Asked before the address changes."""


@method_decorator([login_required, rate_limit(action="manage_email")], name="dispatch")
class Address(Answers400, library.EmailView):  # type: ignore[misc]  # the library carries no types
    """One confirmed address, and one that waits to be confirmed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """As the library does, but reading the page writes nothing."""
        self._did_send_verification_email = False
        if request.method == "POST":
            actions.settle_address(cast("User", request.user))
        return super(library.EmailView, self).dispatch(request, *args, **kwargs)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """Name, known as, time zone, reminders; the way to e-mail and password."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your account is up to date."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=400 if form.is_bound else 200)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme in a cookie of this browser and go back."""
    form = ThemeForm(request.POST)
    return _kept(request, "theme", form.cleaned_data["theme"] if form.is_valid() else "auto", form)


@require_POST
def text_looks(request: HttpRequest) -> HttpResponse:
    """Keep how text looks in a cookie of this browser and go back."""
    form = TextLooksForm(request.POST)
    return _kept(request, "text", BETWEEN_LOOKS.join(form.cleaned_data["looks"] if form.is_valid() else []), form)


def _kept(request: HttpRequest, name: str, value: str, form: ThemeForm | TextLooksForm) -> HttpResponse:
    """Back to where the form stood, with the cookie. A script may read it: offline, nobody else can say how to look."""
    response = gone_back(request, form.cleaned_data.get("next", ""), otherwise=reverse("home:home"))
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE))
    return response


@require_safe
@never_cache
def csrf(request: HttpRequest) -> JsonResponse:
    """A fresh token for a page whose own has gone stale."""
    return JsonResponse({"token": get_token(request), "signed_in": request.user.is_authenticated})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code", "password")
def slip(request: ArrivedRequest) -> HttpResponse:
    """Where a pupil turns the slip a teacher printed into a new password."""
    form = SlipForm(request.POST or None, at=request.arrived)
    if request.method != "POST":
        return render(request, "accounts/slip.html", {"form": form})
    attempt = limits.take(request, "slip", key=limits.guesser(request))
    if not form.is_valid():
        return render(request, "accounts/slip.html", {"form": form}, status=400)
    attempt.give_back()
    try:
        actions.use_slip(form.slip, password=form.cleaned_data["password"], at=request.arrived)
    except Refused as refusal:
        return conflict(request, refusal)
    messages.success(request, _("Your new password is set. Sign in with it."))
    return redirect("account_login")


@require_http_methods(["GET", "HEAD", "POST"])
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """The admin has no door of its own: one door, one limit on guesses. What is posted here is never read."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
    if not request.user.is_staff:
        raise PermissionDenied
    return redirect("admin:index")
