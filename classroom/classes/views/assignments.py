"""What is set for a class: set a lesson, its dates and policies, a newer version, and publishing one's own draft."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from classroom.access import signed_in
from classroom.accounts.models import User
from classroom.accounts.rules import looks_after_lessons, publishes_own_lessons
from classroom.classes import actions, shelf
from classroom.classes.actions.assignments import drafts_of
from classroom.classes.forms import AssignForm, TermsForm
from classroom.classes.models import Assignment, SchoolClass
from classroom.classes.places import enter
from classroom.http import Refused, SignedInRequest, conflict
from lessons.actions import publish
from lessons.models import Lesson, LessonVersion

from .pages import ask


def set_in(request: SignedInRequest, class_id: str, slug: str) -> tuple[SchoolClass, Assignment]:
    """The class and one of its assignments, for a teacher of the class."""
    place = enter(request, class_id)
    rows = Assignment.objects.visible_to(request.user).filter(school_class=place).distinct()
    return place, get_object_or_404(rows.select_related("lesson_version__lesson", "school_class"), slug=slug)


def address_of(assignment: Assignment) -> str:
    """The address of an assignment's dates and policies."""
    return reverse("classes:assignment", args=[assignment.school_class.public_id, assignment.slug])


def usual_dates(at: datetime) -> dict[str, Any]:
    """Open at once, due in a week at five in the afternoon, closing a day later, by the class's clock."""
    now = timezone.localtime(at).replace(second=0, microsecond=0)
    due = (now + timedelta(days=7)).replace(hour=17, minute=0)
    return {"opens_at": now, "due_at": due, "closes_at": due + timedelta(days=1)}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: SignedInRequest, class_id: str) -> HttpResponse:
    """Set a published lesson for the class."""
    place = enter(request, class_id)
    initial = usual_dates(request.arrived) | {"version": request.GET.get("version")}
    form = AssignForm(request.POST or None, versions=shelf.settable(), initial=initial)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.pop("version")
        try:
            actions.set_lesson(place, version, by=request.user, at=request.arrived, **form.cleaned_data)
        except Refused as refusal:
            return conflict(request, refusal)
        messages.success(request, _("%s is set.") % version.title)
        return redirect(place)
    context = {"form": form, "school_class": place, "nothing": not shelf.settable().exists()}
    return render(request, "classes/assign.html", context, status=400 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """Dates and policies."""
    place, found = set_in(request, class_id, slug)
    form = TermsForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.change_assignment(found, **form.cleaned_data)
        messages.success(request, _("Dates and policies are up to date."))
        return redirect(address_of(found))
    context = {"form": form, "assignment": found, "school_class": place, "newer": shelf.newer_than_set(found)}
    return render(request, "classes/assignment.html", context, status=400 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """Move to the newest version, after a question that says who keeps the old wording."""
    _place, found = set_in(request, class_id, slug)
    newer = shelf.newer_than_set(found)
    if request.method == "POST":
        try:
            _move(found, newer, asked=request.POST.get("version"))
        except Refused as refusal:
            return conflict(request, refusal, back=address_of(found))
        messages.success(request, _("Whoever has not begun gets the newer version."))
        return redirect(address_of(found))
    return ask_adopt(request, found, newer)


def ask_adopt(request: SignedInRequest, found: Assignment, newer: LessonVersion | None) -> HttpResponse:
    """The question before the class moves; 404 where there is no newer version."""
    if newer is None:
        raise Http404
    return ask(
        request,
        question=_("Move to version %s?") % newer.number,
        consequence=_who_keeps(drafts_of(found)),
        verb=_("Move to the newer version"),
        back=address_of(found),
        sent=[("version", newer.number)],
    )


def _move(found: Assignment, newer: LessonVersion | None, *, asked: str | None) -> None:
    """To the version that the question named. Raises Refused where there is none, or another one by now."""
    if newer is None:
        raise Refused(_("This class uses the newest version already."))
    if asked not in {None, str(newer.number)}:
        raise Refused(
            _("Version %s was published meanwhile. Nothing was changed: look at the question once more.") % newer.number
        )
    actions.adopt_version(found, newer)


def _who_keeps(drafts: int) -> str:
    begun = ngettext("%s draft keeps the wording it began with.", "%s drafts keep the wording they began with.", drafts)
    return f"{_('Students who have not begun get it.')} {begun % drafts}"


def publishable(user: User, slug: str) -> LessonVersion:
    """The draft of a lesson of one's own, or of any for whoever looks after all; else 404, then 403."""
    cares = looks_after_lessons(user)
    lessons = Lesson.objects.all() if cares else Lesson.objects.owned_by(user)
    draft = get_object_or_404(lessons, slug=slug).draft()
    if draft is None:
        raise Http404
    if not (cares or publishes_own_lessons(user)):
        raise PermissionDenied
    return draft


@signed_in
@require_POST
def publish_lesson(request: SignedInRequest, slug: str) -> HttpResponse:
    """Publish one's own draft. Nothing that is set moves to it by itself."""
    draft = publishable(request.user, slug)
    try:
        version = publish(draft, by=request.user, at=request.arrived)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("home:lessons"))
    messages.success(request, _("%(title)s, version %(number)s, is published.") % _named(version))
    return redirect("home:lessons")


def _named(version: LessonVersion) -> dict[str, Any]:
    return {"title": version.title, "number": version.number}
