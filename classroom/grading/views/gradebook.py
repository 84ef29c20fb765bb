"""The gradebook of a class: a page of it, and files with all of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from classroom.access import signed_in
from classroom.accounts.actions import log_look
from classroom.classes.models import Assignment, SchoolClass
from classroom.classes.places import enter
from classroom.classes.rules import teaches
from classroom.grading import rules, spreadsheets
from classroom.grading.gradebook import Line
from classroom.grading.gradebook_forms import ROWS, SHEETS, GradebookForm
from classroom.grading.gradebook_lines import lines, sheets
from classroom.grading.gradebook_rows import STILL, rows
from classroom.http import SignedInRequest

from .downloads import CSV, XLSX, download

OTHERS = 30  # classes to change to
CHUNK = 500  # students whose rows are made at once


@dataclass(frozen=True)
class Book:
    """The gradebook of one class as one grader sees it, and what was asked of it. Speaks the class's time zone."""

    school_class: SchoolClass
    teaches: bool
    hides_some: bool
    zone: str  # named to a grader who lives by another clock
    form: GradebookForm


def find_book(request: SignedInRequest, class_id: str, *, may: Any) -> Book:
    """The class for whom `may` allows, the latest due first: three queries.

    Assistants can't ask for names, so what hides them is not in their gradebook at all.
    """
    school_class = enter(request, class_id, may)
    visible = Assignment.objects.visible_to(request.user).filter(school_class=school_class)
    named = visible.annotate(names_open=rules.names_open(request.user)).select_related("lesson_version")
    found = list(named.order_by("-due_at", "-pk"))
    is_teacher = teaches(request.user, school_class)
    open_ = [each for each in found if is_teacher or not each.names_hidden]
    form = GradebookForm(request.GET, assignments=open_, groups=list(school_class.groups.all()))
    zone = request.user.named(school_class.zone)
    return Book(school_class, is_teacher, len(open_) < len(found), zone, form)


@signed_in
@require_safe
def gradebook(request: SignedInRequest, class_id: str) -> HttpResponse:
    """One page of the students, with at most six assignments side by side."""
    book = find_book(request, class_id, may=rules.may_grade)
    chosen = list(book.form.chosen)
    shown = sheets(book.school_class, chosen[:SHEETS])
    page = page_of(book, request) if shown else None
    context = {
        "book": book,
        "sheets": shown,
        "only": shown[0] if len(shown) == 1 else None,
        "left_out": len(chosen) - len(shown),
        "hidden": [sheet for sheet in shown if not sheet.names],
        "lines": lines(shown, list(page), request.arrived) if page else [],
        "page_obj": page,
        "query": f"{urlencode(book.form.query)}&",
        "files": f"?{urlencode(book.form.query)}" if book.form.query else "",
        "others": SchoolClass.objects.staffed_by(request.user).exclude(pk=book.school_class.pk)[:OTHERS],
    }
    return render(request, "grading/gradebook.html", context)


def page_of(book: Book, request: SignedInRequest, *, rows: int = ROWS) -> Page[Any]:
    """The page of the students that was asked for, the first where there is none such; one query."""
    students = book.form.students(book.school_class, book.form.chosen[:SHEETS], request.arrived)
    number = book.form.asked_page
    found = list(students[(number - 1) * rows : number * rows])
    if not found and number > 1:
        number, found = 1, list(students[:rows])
    pages = Paginator(found, rows)
    pages.count = found[0].matching if found else 0  # came along
    return Page(found, number, pages)


@signed_in
@require_safe
def gradebook_csv(request: SignedInRequest, class_id: str) -> HttpResponse:
    """All students and assignments that were asked for, as comma-separated text."""
    book, table = _table(request, class_id)
    return download(spreadsheets.as_csv(table), name=_name(book), kind=CSV)


@signed_in
@require_safe
def gradebook_xlsx(request: SignedInRequest, class_id: str) -> HttpResponse:
    """The same as a workbook."""
    book, table = _table(request, class_id)
    return download(spreadsheets.as_xlsx(table, name=_("Gradebook"), still=STILL), name=_name(book), kind=XLSX)


def _table(request: SignedInRequest, class_id: str) -> tuple[Book, Iterator[list[spreadsheets.Cell]]]:
    """The rows; that each of these students was looked at is kept before anything goes out (threats P1)."""
    book = find_book(request, class_id, may=rules.may_export)
    shown = sheets(book.school_class, list(book.form.chosen))
    students = list(book.form.students(book.school_class, book.form.chosen, request.arrived))
    people = [student.person for student in students]
    what = f"gradebook of class {book.school_class.pk} as a file"
    log_look(request.user, people, what=what, at=request.arrived, request_id=request.id)

    def found() -> Iterator[Line]:
        for start in range(0, len(students), CHUNK):
            yield from lines(shown, students[start : start + CHUNK], request.arrived)

    return book, rows(shown, found(), book.school_class.time_zone)


def _name(book: Book) -> str:
    return f"gradebook {book.school_class.name}"
