"""Points entered in the gradebook itself: one assignment, students × questions, a cell for each answer that came in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from classroom.access import signed_in
from classroom.classes.models import Enrollment
from classroom.grading import entries
from classroom.grading.entry_forms import MOST, PointsForm
from classroom.grading.gradebook import Line, Sheet
from classroom.grading.gradebook_forms import ROWS, GradebookForm
from classroom.grading.gradebook_lines import lines, sheets
from classroom.http import Refused, SignedInRequest, conflict

from .entering import enter, note_look
from .gradebook import Book, page_of
from .place import Place, find_assignment


@dataclass(frozen=True)
class Grid:
    """One assignment of a class with its column for each question; names are shown."""

    place: Place
    book: Book
    sheet: Sheet


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def gradebook_points(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """A page of students; POST stores all that was entered, or nothing and says at which cell why.

    While names are hidden it leads to the pages that go by desk number.
    """
    place = find_assignment(request, class_id, slug)
    [sheet] = sheets(place.school_class, [place.assignment])
    if not place.names:
        return _by_number(request, place, sheet)
    form = GradebookForm(request.GET, assignments=[place.assignment], groups=list(place.school_class.groups.all()))
    book = Book(place.school_class, place.teaches, hides_some=False, zone=place.zone, form=form)
    grid = Grid(place, book, sheet)
    if request.method == "POST":
        learning = Enrollment.objects.active().students().filter(school_class=place.school_class)
        among = Q(submission__student__in=learning.values("person"))
        return enter(request, place, partial(_sent_back, request, grid), among=among)
    page = page_of(book, request, rows=max(1, min(ROWS, MOST // len(sheet.questions))))
    return _answer(request, grid, list(page), PointsForm(rows=_rows(request, place, page)), page=page)


def _by_number(request: SignedInRequest, place: Place, sheet: Sheet) -> HttpResponse:
    if request.method == "POST":
        reason = _("Names are hidden now, so nothing can be entered beside them. Enter points by the answers’ numbers.")
        return conflict(request, Refused(reason), back=place.url("gradebook-points"))
    context = {"place": place, "questions": sheet.questions}
    return render(request, "grading/gradebook_points_hidden.html", context)


def _rows(request: SignedInRequest, place: Place, students: Iterable[Enrollment]) -> list[entries.Row]:
    """What came in from these students, but for what a second look hides; one query."""
    came = entries.to_judge(request.user, place.assignment)
    own = came.filter(submission__student__in=[each.person_id for each in students], blind=False)
    return [entries.Row(answer, place.names) for answer in own]


def _sent_back(request: SignedInRequest, grid: Grid, form: PointsForm, status: int) -> HttpResponse:
    """The students whose points were sent, with all that was typed."""
    people = {row.answer.submission.student_id for row in form.entry_rows}
    there = Enrollment.objects.active().students().filter(school_class=grid.place.school_class, person__in=people)
    return _answer(request, grid, list(there.select_related("person").order_by("person__name", "pk")), form, status)


def _answer(  # noqa: PLR0917  what a page is made of
    request: SignedInRequest,
    grid: Grid,
    students: list[Enrollment],
    form: PointsForm,
    status: int = 200,
    page: Page[Any] | None = None,
) -> HttpResponse:
    note_look(request, grid.place, form, "in the gradebook")
    context = {
        "place": grid.place,
        "book": grid.book,
        "sheets": [grid.sheet],
        "only": grid.sheet,
        "form": form,
        "lines": _with_fields(lines([grid.sheet], students, request.arrived), form),
        "page_obj": page,
        "query": f"{urlencode(grid.book.form.query)}&",
    }
    return render(request, "grading/gradebook_points.html", context, status=status)


def _with_fields(found: list[Line], form: PointsForm) -> list[Line]:
    """The lines with the form's cells in the places of their answers."""
    cells = {(each["row"].answer.submission.student_id, each["row"].place[0]): each for each in form.lines}

    def with_fields(line: Line) -> Line:
        [entry] = line.entries
        own = [replace(cell, field=cells.get((line.enrollment.person_id, cell.question.key))) for cell in entry.cells]
        return replace(line, entries=[replace(entry, cells=own)])

    return [with_fields(line) for line in found]
