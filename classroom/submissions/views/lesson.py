"""Reading: the lesson with the questions it asks, on the screen and on paper."""

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from classroom.access import signed_in
from classroom.classes.models import Assignment
from classroom.http import Refused, SignedInRequest, conflict
from classroom.submissions import rules
from classroom.submissions.work import Work

from .place import fetch_assignment, own_work

PARTS = ("sections", "facts", "terms", "resources", "questions")


@signed_in
@require_GET
def lesson(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """The lesson as its readers see it; a student's own answer states stand at the questions."""
    return _page(request, class_id, slug, "submissions/lesson.html")


@signed_in
@require_GET
def print_lesson(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """The same without navigation, laid out for paper."""
    return _page(request, class_id, slug, "submissions/lesson_print.html")


def _page(request: SignedInRequest, class_id: str, slug: str, template: str) -> HttpResponse:
    assignment = fetch_assignment(request, rules.may_read_lesson, class_id, slug)
    context: dict[str, object] = {"assignment": assignment, "version": assignment.lesson_version}
    if rules.may_read_own_work(request.user, assignment.school_class):
        try:
            context |= _student(request, assignment)
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("home:home"))
    prefetch_related_objects([context["version"]], *PARTS)
    return render(request, template, context)


def _student(request: SignedInRequest, assignment: Assignment) -> dict[str, object]:
    work: Work = own_work(request, assignment)
    return {"work": work, "version": work.version}
