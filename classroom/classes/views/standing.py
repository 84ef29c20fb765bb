"""A standing extension: so many days more for one student at every due time of the class. Classmates learn nothing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from classroom.access import signed_in
from classroom.classes import actions
from classroom.classes.forms import StandingForm
from classroom.classes.models import Enrollment
from classroom.classes.more_time import StandingExtension
from classroom.http import Refused, SignedInRequest, conflict

from .pages import ask
from .roster import roster_of, seat


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: SignedInRequest, class_id: str, enrollment: int) -> HttpResponse:
    """Give or change it; earlier ones stand below."""
    place, found = seat(request, class_id, enrollment)
    if found.role != Enrollment.Role.STUDENT:
        raise Http404
    given = list(StandingExtension.objects.filter(enrollment=found).select_related("given_by", "ended_by"))
    held = next((each for each in given if each.ended_at is None), None)
    form = StandingForm(request.POST or None, initial={"days": held.days, "reason": held.reason} if held else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_standing(found, **form.cleaned_data, by=request.user, at=request.arrived)
        except Refused as refusal:
            return conflict(request, refusal, back=roster_of(place))
        messages.success(request, _("%s has more time at every due time.") % found.person)
        return redirect(roster_of(place))
    context = {"form": form, "enrollment": found, "school_class": place, "held": held, "given": given}
    return render(request, "classes/standing.html", context, status=400 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def end_standing(request: SignedInRequest, class_id: str, enrollment: int) -> HttpResponse:
    """End it, after a question."""
    place, found = seat(request, class_id, enrollment)
    if request.method == "POST":
        actions.end_standing(found, by=request.user, at=request.arrived)
        messages.success(request, _("The due times of the class hold for %s again.") % found.person)
        return redirect(roster_of(place))
    if not StandingExtension.objects.filter(enrollment=found, ended_at=None).exists():
        raise Http404
    return ask_end(request, found)


def ask_end(request: SignedInRequest, found: Enrollment) -> HttpResponse:
    """The question before the standing extension ends."""
    return ask(
        request,
        question=_("End the extra time of %s?") % found.person,
        consequence=_(
            "The due times of the class hold again, also those that have passed. Time given for one lesson stays."
        ),
        verb=_("End the extra time"),
        back=roster_of(found.school_class),
        danger=True,
    )
