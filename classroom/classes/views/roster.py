"""Who is in a class: find, invite, add, change, take out, let back in, and print a slip."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom.access import signed_in
from classroom.classes import actions
from classroom.classes.forms import InvitationForm, PlaceForm, PupilForm, SearchForm
from classroom.classes.models import Enrollment, Invitation, SchoolClass
from classroom.classes.places import enter
from classroom.http import Refused, SignedInRequest, conflict

from .pages import ask, form_page, page_of


def roster_of(place: SchoolClass) -> str:
    """The address of the class's roster."""
    return reverse("classes:roster", args=[place.public_id])


def seat(request: SignedInRequest, class_id: str, enrollment: int) -> tuple[SchoolClass, Enrollment]:
    """The class and one place in it, for a teacher of the class."""
    place = enter(request, class_id)
    seats = Enrollment.objects.visible_to(request.user).filter(school_class=place)
    return place, get_object_or_404(seats.select_related("person", "school_class"), pk=enrollment)


@signed_in
@require_safe
def roster(request: SignedInRequest, class_id: str) -> HttpResponse:
    """People of the class, fifty a page, and the invitations that wait."""
    place = enter(request, class_id)
    form = SearchForm(request.GET)
    typed: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "ended": False}
    rows = place.enrollments.filter(ended_at__isnull=not typed["ended"]).with_standing()
    rows = rows.select_related("person", "group")
    context = {
        "school_class": place,
        "page_obj": page_of(request, rows.matching(typed["q"]) if typed["q"] else rows),
        "invitations": place.invitations.open(),
        "query": urlencode({"q": typed["q"], **({"ended": "on"} if typed["ended"] else {})}) + "&",
        **typed,
    }
    return render(request, "classes/roster.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest, class_id: str) -> HttpResponse:
    """Keep a place for an address."""
    place = enter(request, class_id)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invitation = actions.invite(place, **form.cleaned_data, by=request.user, at=request.arrived)
        messages.success(request, _("An invitation goes to %s.") % invitation.email)
        return redirect(roster_of(place))
    intro = _("The place is taken once the link in the mail is followed. Until then it waits in the roster.")
    return form_page(
        request, form, title=_("Invite by email"), intro=intro, verb=_("Send invitation"), back=roster_of(place)
    )


@signed_in
@require_POST
def withdraw(request: SignedInRequest, class_id: str, invitation: int) -> HttpResponse:
    """The link in the mail opens nothing any more."""
    place = enter(request, class_id)
    found = get_object_or_404(Invitation, school_class=place, pk=invitation)
    actions.withdraw_invitation(found, at=request.arrived)
    messages.success(request, _("The invitation to %s is withdrawn.") % found.email)
    return redirect(roster_of(place))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def add_pupil(request: SignedInRequest, class_id: str) -> HttpResponse:
    """A pupil without mail: an account, a place, and the slip to print."""
    place = enter(request, class_id)
    form = PupilForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added, code = actions.add_pupil(place, **form.cleaned_data, by=request.user, at=request.arrived)
        except Refused as refusal:
            return conflict(request, refusal)
        return show_slip(request, added, code)
    intro = _("They sign in with the login name. You print a slip with which they choose a password.")
    back = roster_of(place)
    return form_page(request, form, title=_("Add a pupil without email"), intro=intro, verb=_("Add pupil"), back=back)


def show_slip(request: SignedInRequest, enrollment: Enrollment, code: str) -> HttpResponse:
    """The slip, to print. The code is said this once."""
    address = request.build_absolute_uri(reverse("accounts:slip"))
    context = {"enrollment": enrollment, "code": code, "address": address, "back": roster_of(enrollment.school_class)}
    return render(request, "classes/slip.html", context)


def ask_slip(request: SignedInRequest, found: Enrollment) -> HttpResponse:
    """The question before a slip is made."""
    does = _("With it %s sets a new password, once, in the next three days. An earlier slip ends.")
    return ask(
        request,
        question=_("Print a slip for %s?") % found.person,
        consequence=does % found.person.get_short_name(),
        verb=_("Make the slip"),
        back=roster_of(found.school_class),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def slip(request: SignedInRequest, class_id: str, enrollment: int) -> HttpResponse:
    """A one-time slip for a student who has lost the password, after a question."""
    place, found = seat(request, class_id, enrollment)
    if request.method != "POST":
        return ask_slip(request, found)
    try:
        code = actions.print_slip(found, by=request.user, at=request.arrived, request_id=request.id)
    except Refused as refusal:
        return conflict(request, refusal, back=roster_of(place))
    return show_slip(request, found, code)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_place(request: SignedInRequest, class_id: str, enrollment: int) -> HttpResponse:
    """Role and school number."""
    place, found = seat(request, class_id, enrollment)
    form = PlaceForm(request.POST or None, initial={"role": found.role, "school_number": found.school_number})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_place(found, **form.cleaned_data)
        except Refused as refusal:
            return conflict(request, refusal, back=roster_of(place))
        return redirect(roster_of(place))
    return form_page(request, form, title=str(found.person), verb=_("Save"), back=roster_of(place))


def ask_end(request: SignedInRequest, found: Enrollment) -> HttpResponse:
    """The question before somebody is taken out."""
    return ask(
        request,
        question=_("Take %s out of the class?") % found.person,
        consequence=_("Their work stays and they can still read it. You can let them back in."),
        verb=_("Take out"),
        back=roster_of(found.school_class),
        danger=True,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, class_id: str, enrollment: int) -> HttpResponse:
    """Take somebody out, after a question."""
    place, found = seat(request, class_id, enrollment)
    if request.method != "POST":
        return ask_end(request, found)
    try:
        actions.end_enrollment(found, at=request.arrived)
    except Refused as refusal:
        return conflict(request, refusal, back=roster_of(place))
    messages.success(request, _("%s is out of the class.") % found.person)
    return redirect(roster_of(place))


@signed_in
@require_POST
def restore(request: SignedInRequest, class_id: str, enrollment: int) -> HttpResponse:
    """Let somebody back in."""
    place, found = seat(request, class_id, enrollment)
    actions.restore_enrollment(found)
    messages.success(request, _("%s is in the class again.") % found.person)
    return redirect(roster_of(place))
