"""Reading: the lesson with the questions it asks, on the screen and on paper."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from classroom.access import signed_in
from classroom.classes.models import Assignment
from classroom.classes.more_time import ExtensionRequest
from classroom.classes.places import own_places
from classroom.http import Refused, SignedInRequest, conflict
from classroom.submissions import rules
from classroom.submissions.forms import VersionForm
from classroom.submissions.work import Work
from lessons.models import LessonVersion
from lessons.reading import article, contents, published_version, with_parts

from .place import fetch_assignment, own_work


@signed_in
@require_safe
def lesson(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """The lesson as its readers see it; a student's own answer states stand at the questions."""
    return _page(request, class_id, slug, "submissions/lesson.html")


@signed_in
@require_safe
def print_lesson(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """The same without navigation, laid out for paper."""
    return _page(request, class_id, slug, "submissions/lesson_print.html")


def _page(request: SignedInRequest, class_id: str, slug: str, template: str) -> HttpResponse:
    assignment = fetch_assignment(request, rules.may_read_lesson, class_id, slug)
    try:
        work = _own_work(request, assignment)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("home:home"))
    version = work.version if work else _version(request, assignment)
    context = {"assignment": assignment, "version": version, "work": work, **_more_time(request, assignment, work)}
    return render(request, template, context | {"article": article(version), "contents": contents(version)})


def _more_time(request: SignedInRequest, assignment: Assignment, work: Work | None) -> dict[str, object]:
    """What the student asked last, and whether they may ask. One query, none for who never asked in this class."""
    school_class = assignment.school_class
    if work is None or not rules.may_write(request.user, school_class):
        return {}
    asked = None
    if own_places(request).has_asked_in(school_class.public_id):
        wishes = ExtensionRequest.objects.filter(assignment=assignment, student=request.user)
        asked = wishes.select_related("answered_by").first()
    return {"asked": asked, "may_ask": work.may_ask_for_time and not (asked and asked.is_open)}


def _own_work(request: SignedInRequest, assignment: Assignment) -> Work | None:
    """A student's own; nothing for the class's staff."""
    if rules.may_read_own_work(request.user, assignment.school_class):
        return own_work(request, assignment)
    return None


def _version(request: SignedInRequest, assignment: Assignment) -> LessonVersion:
    """The version now set, or an earlier one that work here was written on, for whoever follows a reference into it.

    Raises Http404 for any other. One query, when the address asks for a version.
    """
    form = VersionForm(request.GET)
    if not form.is_valid():
        raise Http404
    number = form.cleaned_data["version"]
    if number in (None, assignment.lesson_version.number):
        return with_parts(assignment.lesson_version)
    written_on = LessonVersion.objects.filter(submissions__assignment=assignment, number=number)
    found = next(iter(written_on.values_list("pk", "created_at").distinct().order_by()[:1]), None)
    if found is None:
        raise Http404
    return published_version(*found)
