"""The way into a class: by code, with or without an account, or by an invitation."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom.access import signed_in
from classroom.accounts import actions as accounts
from classroom.accounts import limits
from classroom.accounts.forms import AccountForm, InvitedAccountForm
from classroom.classes import actions
from classroom.classes.actions.invitations import SALT
from classroom.classes.forms import CodeForm, spoken, unknown_code, written_code
from classroom.classes.models import Enrollment, Invitation, SchoolClass
from classroom.http import ArrivedRequest, Refused, SignedInRequest, conflict


def class_with(request: ArrivedRequest, code: str) -> SchoolClass | None:
    """The class that this code lets into. A wrong code counts against whoever guesses, and soon answers 429."""
    attempt = limits.take(request, "join_code", key=limits.guesser(request))
    open_classes = SchoolClass.objects.letting_in(written_code(code), request.arrived)
    found = open_classes.with_student_count().first()
    if found is not None:
        attempt.give_back()
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: ArrivedRequest) -> HttpResponse:
    """Type the code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if found := class_with(request, form.cleaned_data["code"]):
            return redirect("classes:join-code", found.code)
        form.add_error("code", unknown_code(form.cleaned_data["code"]))
    return render(request, "classes/join.html", {"form": form}, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def join_code(request: ArrivedRequest, code: str) -> HttpResponse:
    """Which class it is, and the button; without an account, the two ways to one."""
    found = class_with(request, code)
    if found is None:
        return not_found(request, code)
    if request.method == "POST" and request.user.is_authenticated:
        return _join(request, found)  # type: ignore[arg-type]  # signed in, as asked the line above
    return welcome(request, found, AccountForm())


def not_found(request: ArrivedRequest, code: str) -> HttpResponse:
    """The page to type a code again, saying what is wrong with this one."""
    form = CodeForm({"code": spoken(code[:12])})
    if form.is_valid():
        form.add_error("code", unknown_code(code[:12]))
    return render(request, "classes/join.html", {"form": form}, status=404)


def welcome(request: HttpRequest, found: SchoolClass, form: AccountForm) -> HttpResponse:
    """The class behind a code, with the form for a new account for whoever is signed out."""
    teachers = Enrollment.objects.active().filter(school_class=found, role=Enrollment.Role.TEACHER)
    names = [place.person.get_short_name() for place in teachers.select_related("person")]
    placed = request.user.is_authenticated and found.enrollments.active().filter(person=request.user).exists()
    context = {"school_class": found, "teachers": ", ".join(names), "form": form, "placed": placed}
    return render(request, "classes/join_class.html", context, status=400 if form.is_bound else 200)


def _join(request: SignedInRequest, found: SchoolClass) -> HttpResponse:
    try:
        actions.join(found, request.user, at=request.arrived)
    except Refused as refusal:
        return conflict(request, refusal, back=request.path)
    messages.success(request, _("You are in %s.") % found.name)
    return redirect("home:home")


@require_POST
@sensitive_post_parameters("password")
def join_with_account(request: ArrivedRequest, code: str) -> HttpResponse:
    """Make an account and be in the class at once. The address, if one was given, waits to be confirmed."""
    limits.take(request, "sign_up", key="all")
    found = class_with(request, code)
    if found is None:
        return not_found(request, code)
    form = AccountForm(request.POST)
    if request.user.is_authenticated or not form.is_valid():
        return welcome(request, found, form)
    try:
        place = actions.open_account_and_join(found, at=request.arrived, **form.account())
    except Refused as refusal:
        return conflict(request, refusal)
    return begin(request, place, form.cleaned_data["email"])


def begin(request: HttpRequest, place: Enrollment, email: str) -> HttpResponse:
    """Sign the new person in, mail the link to their address, and show them their first page."""
    login(request, place.person, backend=settings.AUTHENTICATION_BACKENDS[0])
    if email:
        accounts.ask_to_confirm(place.person, email, request=request)
    messages.success(request, _("You are in %s.") % place.school_class.name)
    return redirect("home:home")


@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link in the mail: which class, and the button; signed out, the two ways to an account."""
    return greet(request, token, InvitedAccountForm())


def greet(request: HttpRequest, token: str, form: InvitedAccountForm) -> HttpResponse:
    """The page of an invitation."""
    context = {"invitation": invited(token), "token": token, "form": form}
    return render(request, "classes/invitation.html", context, status=400 if form.is_bound else 200)


@signed_in
@require_POST
def accept(request: SignedInRequest, token: str) -> HttpResponse:
    """Take the place that was kept."""
    try:
        place = actions.follow_invitation(invited(token), request.user, at=request.arrived)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("classes:invitation", args=[token]))
    messages.success(request, _("You are in %s.") % place.school_class.name)
    return redirect("home:home")


@require_POST
@sensitive_post_parameters("password")
def accept_with_account(request: ArrivedRequest, token: str) -> HttpResponse:
    """Make an account with the invited address and take the place."""
    form = InvitedAccountForm(request.POST)
    if request.user.is_authenticated or not form.is_valid():
        return greet(request, token, form)
    try:
        place = actions.open_account_by_invitation(invited(token), at=request.arrived, **form.account())
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("classes:invitation", args=[token]))
    return begin(request, place, email="")


def invited(token: str) -> Invitation:
    """The open invitation that the link names, else 404."""
    try:
        number = signing.loads(token, salt=SALT)
    except signing.BadSignature as problem:
        raise Http404 from problem
    found = Invitation.objects.open().select_related("school_class", "invited_by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found
