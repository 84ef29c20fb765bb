"""Grading outside: the file to take along."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from classroom.access import signed_in
from classroom.accounts.actions import log_look
from classroom.grading import entries, grading_file, rules, spreadsheets
from classroom.http import SignedInRequest

from .downloads import CSV, XLSX, download
from .place import Place, find_assignment


@signed_in
@require_safe
def grading_file_csv(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """As comma-separated text."""
    place, table = _table(request, class_id, slug)
    return download(spreadsheets.as_csv(table), name=_name(place), kind=CSV)


@signed_in
@require_safe
def grading_file_xlsx(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """As a workbook."""
    place, table = _table(request, class_id, slug)
    still = grading_file.still(names=place.names)
    return download(spreadsheets.as_xlsx(table, name="Grading", still=still), name=_name(place), kind=XLSX)


def _table(request: SignedInRequest, class_id: str, slug: str) -> tuple[Place, list[list[spreadsheets.Cell]]]:
    """The rows; that each of these students was looked at is kept before anything goes out (threats P1)."""
    place = find_assignment(request, class_id, slug, may=rules.may_export)
    rows = entries.rows_of(request.user, place.assignment, names=place.names)
    students = {row.answer.submission.student_id: row.answer.submission.student for row in rows}
    what = f"grading file of assignment {place.assignment.pk}"
    log_look(request.user, list(students.values()), what=what, at=request.arrived, request_id=request.id)
    return place, list(grading_file.file_rows(place.assignment, rows, names=place.names))


def _name(place: Place) -> str:
    return f"grading {place.school_class.name} {place.assignment.slug}"
