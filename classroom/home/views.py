"""Pages of one's own desk. Each shows what its person may know of, and nothing can be changed on them."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from classroom.access import signed_in
from classroom.accounts.rules import creates_classes
from classroom.classes.models import SchoolClass
from classroom.classes.places import own_places
from classroom.http import SignedInRequest
from lessons.rules import writes_lessons

from . import days
from .feedback import came_back, feedback_row
from .lesson_lists import for_teachers, lesson_row, set_for, student_row
from .student_desk import StudentDesk, student_desk
from .teacher_desk import TeacherDesk, teacher_desk

PAGE = 25
CLASSES = 12  # offered beside each lesson


@signed_in
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """The desk of whoever is signed in; who teaches here and learns there sees both sides."""
    user, at = request.user, request.arrived
    places = own_places(request)
    learning = student_desk(user, at) if places.learns_somewhere else StudentDesk()
    teaching = teacher_desk(user, at) if places.teaches_somewhere else TeacherDesk()
    creates = user.is_staff and creates_classes(user)
    shows_teaching = bool(teaching.classes) or creates
    context = {
        "learning": learning,
        "teaching": teaching,
        "creates_classes": creates,
        "shows_teaching": shows_teaching,
        "shows_learning": bool(learning.classes) or not learning.is_idle or not shows_teaching,
        "heading": _heading(request, learning, teaching),
    }
    return render(request, "home/home.html", context)


def _heading(request: SignedInRequest, learning: StudentDesk, teaching: TeacherDesk) -> str:
    """The date for who only teaches, a greeting for everybody else; in the person's own time zone."""
    zones = [each.time_zone for each in [*learning.classes, *teaching.classes]]
    zone = days.zone_of(request.user, *zones[:1])
    if teaching.classes and not learning.classes:
        return date_format(timezone.localtime(request.arrived, zone), "l j F")
    return days.greeting(request.user, request.arrived, zone)


@signed_in
@require_safe
def lessons(request: SignedInRequest) -> HttpResponse:
    """Lessons set for one's classes, with their state; for teachers also those they write or may set."""
    user, at = request.user, request.arrived
    page = _page(request, set_for(user, at))
    context: dict[str, object] = {"page_obj": page, "rows": [student_row(each, user, at) for each in page]}
    if writes_lessons(user):
        shelf = _page(request, for_teachers(user), "shelf")
        context |= {
            "writes": True,
            "shelf": shelf,
            "lessons": [lesson_row(each, user) for each in shelf],
            "classes": SchoolClass.objects.taught_by(user).filter(archived_at=None)[:CLASSES],
        }
    return render(request, "home/lessons.html", context)


@signed_in
@require_safe
def feedback(request: SignedInRequest) -> HttpResponse:
    """All feedback that came back to the person, newest first."""
    page = _page(request, came_back(request.user, request.arrived))
    rows = [feedback_row(item, request.user, request.arrived) for item in page]
    return render(request, "home/feedback.html", {"page_obj": page, "rows": rows})


def _page(request: SignedInRequest, things: QuerySet[Any], name: str = "page") -> Page[Any]:
    """The page asked for; the nearest one when there is no such page."""
    return Paginator(things, PAGE).get_page(request.GET.get(name))
