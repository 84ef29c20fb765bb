"""Where the class is with one assignment: states, results, students, dates, and what can be done next."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from classroom.access import signed_in
from classroom.classes import promises
from classroom.classes.models import Assignment, Extension, Group, SchoolClass
from classroom.grading import class_states as states
from classroom.grading import plots
from classroom.grading.criterion_results import criteria
from classroom.grading.lanes import alone_with_second_looks
from classroom.grading.overview_forms import StudentsForm
from classroom.grading.question_results import results
from classroom.grading.standing import Standing, standing
from classroom.grading.waits import days, said, waits
from classroom.http import SignedInRequest

from .place import Place, find_assignment

ROWS = 50
EXTENSIONS = 12  # said by name; all are on their own page
OTHERS = 30  # assignments to change to


@signed_in
@require_safe
def overview(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """The whole page; the list of students can be narrowed by the address."""
    place = find_assignment(request, class_id, slug, told=alone_with_second_looks)
    assignment: Any = place.assignment
    form = StudentsForm(request.GET, groups=_groups(place))
    form.is_valid()
    stand = standing(place.assignment, request.arrived, shown=form.shown)
    found = results(place.assignment)
    marks = criteria(place.assignment, names=place.names)
    if not place.names:
        found = [result.without_names() for result in found]
    first = place.looking.first_of([result.question for result in found if result.waiting])
    bar = plots.state_bar([(states.LOOKS[state], number) for state, _word, number in stand.rows])
    context = {
        "place": place,
        "standing": stand,
        "bar": bar,
        "one_block_each": stand.students <= plots.MOST_BLOCKS,
        "left_out": any(result.left_out for result in found),
        "results": [replace(result, criteria=marks.get(result.question.key, [])) for result in found],
        "waits": waits(place.assignment, request.arrived),
        "promised": promises.said(place.assignment),
        "first_to_grade": first.position if first else None,
        "is_past": place.assignment.due_at < request.arrived,
        "others": _others(request, place),
        "second_looks": assignment.looks_open if place.teaches else assignment.looks_unread,
    }
    return render(request, "grading/overview.html", context | _students(request, place, form, stand))


def _groups(place: Place) -> list[Group]:
    """The class's groups; no query where it has none, or where no list of names stands."""
    asked = place.looking.assignment.has_groups and (place.teaches or place.names)
    return list(Group.objects.filter(school_class=place.school_class)) if asked else []


def _students(request: SignedInRequest, place: Place, form: StudentsForm, stand: Standing) -> dict[str, Any]:
    """The list and the extensions, for whom names are no secret: teachers, and assistants where they stand anyway."""
    if not (place.teaches or place.names):
        return {"lists_names": False}
    rows = states.listed(place.assignment, request.arrived, shown=form.shown)
    pages = Paginator(rows, ROWS)
    pages.count = stand.matching  # known already
    page = pages.get_page(form.asked["page"])
    for row in page.object_list:
        row.word, row.waits = states.WORDS[row.state], _waits(row, request.arrived)
    return {
        "lists_names": True,
        "form": form,
        "page_obj": page,
        "query": f"{urlencode(form.query)}&",
        "extensions": _extensions(place) if place.teaches else [],
    }


def _waits(row: Any, at: datetime) -> str:
    """5 days, for work that is turned in and not released; empty for all else."""
    if row.since is None or row.state not in {states.TURNED_IN, states.GRADED}:
        return ""
    return said(days(timezone.localtime(row.since).date(), timezone.localtime(at).date()))


def _extensions(place: Place) -> list[Extension]:
    dates = Extension.objects.filter(assignment=place.assignment).select_related("student")
    return list(dates.order_by("-due_at", "student__name")[:EXTENSIONS])


def _others(request: SignedInRequest, place: Place) -> QuerySet[Assignment]:
    """What else is set in classes the person teaches or assists in, the latest first."""
    staffed = Q(school_class__in=SchoolClass.objects.staffed_by(request.user))
    others = Assignment.objects.filter(staffed).exclude(pk=place.assignment.pk)
    return others.select_related("school_class", "lesson_version").order_by("school_class__name", "-due_at")[:OTHERS]
