"""A student's request for more time, as a teacher of the class reads and answers it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from classroom.access import signed_in
from classroom.classes import actions
from classroom.classes.forms import DeclinedForm, GivenForm
from classroom.classes.models import Assignment, Enrollment
from classroom.classes.more_time import ExtensionRequest
from classroom.http import Refused, SignedInRequest, conflict

from .assignments import set_in
from .extensions import list_of


def request_in(request: SignedInRequest, class_id: str, slug: str, asked: int) -> ExtensionRequest:
    """A request for more time of somebody who learns in the class, for its teacher. `due_for` comes along.

    Raises Http404 for whoever has left: as on the list, nothing is to be answered then.
    """
    _place, found = set_in(request, class_id, slug)
    learning = Enrollment.objects.active().students().filter(school_class=found.school_class_id)
    rows = ExtensionRequest.objects.filter(assignment=found, student__in=learning.values("person")).select_related(
        "student", "answered_by"
    )
    wish = get_object_or_404(rows, pk=asked)
    wish.assignment = Assignment.objects.with_dates_for(wish.student).get(pk=found.pk)
    wish.assignment.school_class, wish.assignment.lesson_version = found.school_class, found.lesson_version
    return wish


@signed_in
@require_safe
def asked(request: SignedInRequest, class_id: str, slug: str, asked: int) -> HttpResponse:
    """Who asks, for what, why; with the two ways to answer while it waits."""
    return show(request, request_in(request, class_id, slug, asked))


@signed_in
@require_POST
def give(request: SignedInRequest, class_id: str, slug: str, asked: int) -> HttpResponse:
    """More time: what was asked for, or another time."""
    wish = request_in(request, class_id, slug, asked)
    form = GivenForm(request.POST, after=due_of(wish), auto_id="give_%s")
    if not form.is_valid():
        return show(request, wish, giving=form)
    try:
        actions.give_asked_time(wish, **form.cleaned_data, by=request.user, at=request.arrived)
    except Refused as refusal:
        return conflict(request, refusal, back=list_of(wish.assignment))
    messages.success(request, _("%s has more time.") % wish.student)
    return redirect(list_of(wish.assignment))


@signed_in
@require_POST
def decline(request: SignedInRequest, class_id: str, slug: str, asked: int) -> HttpResponse:
    """No more time, with a word why."""
    wish = request_in(request, class_id, slug, asked)
    form = DeclinedForm(request.POST, auto_id="decline_%s")
    if not form.is_valid():
        return show(request, wish, declining=form)
    try:
        actions.decline_request(wish, **form.cleaned_data, by=request.user, at=request.arrived)
    except Refused as refusal:
        return conflict(request, refusal, back=list_of(wish.assignment))
    messages.success(request, _("%s keeps the due time and reads your word.") % wish.student)
    return redirect(list_of(wish.assignment))


def due_of(wish: ExtensionRequest) -> datetime:
    """The due time that its student has now."""
    due: datetime = wish.assignment.due_for  # type: ignore[attr-defined]  # as the queryset says
    return due


def show(
    request: SignedInRequest,
    wish: ExtensionRequest,
    *,
    giving: GivenForm | None = None,
    declining: DeclinedForm | None = None,
) -> HttpResponse:
    """The page; 400 with what was wrong in one of its forms."""
    wished = {"due_at": wish.wanted_due_at}
    others = ExtensionRequest.objects.filter(assignment=wish.assignment, student=wish.student_id).exclude(pk=wish.pk)
    context = {
        "asked": wish,
        "assignment": wish.assignment,
        "school_class": wish.assignment.school_class,
        "giving": giving or GivenForm(initial=wished, after=due_of(wish), auto_id="give_%s"),
        "declining": declining or DeclinedForm(auto_id="decline_%s"),
        "others": others.select_related("answered_by"),
    }
    return render(request, "classes/extension_request.html", context, status=400 if giving or declining else 200)
