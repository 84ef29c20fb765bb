"""Grading outside: a file to take along, and its way back with a look at every change before it is made."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from classroom.access import signed_in
from classroom.accounts.actions import log_look
from classroom.grading import entries, grading_file, rules
from classroom.grading import grading_file_preview as preview
from classroom.grading.actions.points import NotEntered, enter_points
from classroom.grading.grading_file_preview import ApplyForm, Line, UploadForm
from classroom.grading.grading_file_reading import Address, Problem, addressed, read_file
from classroom.grading.models import GradeEvent
from classroom.grading.uploaded_tables import MOST_BYTES, read_table
from classroom.http import BadValue, Refused, SignedInRequest

from .place import Place, find_assignment

PROBLEMS = 100  # named at once


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def grading_file_page(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """Both ways; POST reads a file and shows what it would change. Nothing is changed here."""
    place = find_assignment(request, class_id, slug, may=rules.may_export)
    if request.method != "POST":
        return _page(request, place)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, place, form=form, status=400)
    try:
        return _check(request, place, form.cleaned_data["file"])
    except BadValue as problem:
        form.add_error("file", problem.problem)
        return _page(request, place, form=form, status=problem.status)


def _check(request: SignedInRequest, place: Place, file: Any) -> HttpResponse:
    table = read_table(file.read(MOST_BYTES + 1), heads=grading_file.KNOWN)
    answers = _answers(request, place)
    reading = read_file(table, answers, work=grading_file.named(place.assignment))
    if reading.problems:
        return _page(request, place, problems=reading.problems, status=400)
    return _preview(request, place, preview.lines(entries.changes(reading.entered)))


@signed_in
@require_POST
def apply(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """Make the chosen changes, all or none; what was changed since they were looked at is shown once more."""
    place = find_assignment(request, class_id, slug, may=rules.may_export)
    form = ApplyForm(request.POST)
    wholly_read = form.is_valid()
    try:
        looked_at = _looked_at(request, place, form)
    except BadValue as problem:
        return _page(request, place, said=problem.problem, status=400)
    if not wholly_read:
        return _not_applied(request, place, form, {})
    chosen = [(row.answer, entry) for row, entry in looked_at if form.takes(row)]
    saving: dict[str, Any] = {"by": request.user, "at": request.arrived, "path": GradeEvent.Path.IMPORT}
    try:
        number = enter_points(chosen, reason=form.cleaned_data["reason"], **saving)
    except NotEntered as refusal:
        try:
            return _not_applied(request, place, form, refusal.problems)
        except BadValue as problem:  # some of it was taken back at that very moment
            return _page(request, place, said=problem.problem, status=409)
    said = ngettext("%s grade changed as in the file.", "%s grades changed as in the file.", number) % number
    messages.success(request, said if number else _("Nothing was chosen, so nothing was changed."))
    return redirect(place.url("file"))


def _looked_at(request: SignedInRequest, place: Place, form: ApplyForm) -> list[tuple[entries.Row, entries.Entry]]:
    """What the preview showed, on the grades as they stand now; one query."""
    seen = form.cleaned_data.get("seen", "")
    return preview.seen(seen, _answers(request, place), by=request.user, assignment=place.assignment)


def _not_applied(
    request: SignedInRequest, place: Place, form: ApplyForm, problems: Mapping[int, BadValue | Refused]
) -> HttpResponse:
    """The preview as things stand now: what is in the way of which change, and the others chosen as before."""
    found = [
        Line(change, chosen=form.takes(change.row) and not (change.conflict or problem), problem=problem)
        for change in entries.changes(_looked_at(request, place, form))
        for problem in [_why(problems, change)]
    ]
    bad = [problem for problem in problems.values() if isinstance(problem, BadValue)]
    for problem in [each for each in bad if each.field == "reason"][:1]:
        form.add_error("reason", problem.problem)
    return _preview(request, place, found, form=form, status=400 if bad or form.errors else 409)


def _why(problems: Mapping[int, BadValue | Refused], change: entries.Change) -> str:
    """What the change was refused for, unless the preview says it elsewhere."""
    problem = problems.get(change.row.answer.pk)
    if problem is None or change.conflict:
        return ""
    if isinstance(problem, BadValue):
        return "" if problem.field == "reason" else problem.problem
    return problem.reason


def _answers(request: SignedInRequest, place: Place) -> dict[Address, entries.Row]:
    """All that came in, by its address in a file; one query."""
    return addressed(entries.rows_of(request.user, place.assignment, names=place.names))


def _preview(
    request: SignedInRequest, place: Place, found: Sequence[Line], *, form: ApplyForm | None = None, status: int = 200
) -> HttpResponse:
    students = [line.change.row.answer.submission.student for line in found]
    what = f"preview of a grading file of assignment {place.assignment.pk}"
    log_look(request.user, students, what=what, at=request.arrived, request_id=request.id)
    context = {
        "place": place,
        "lines": found,
        "seen": preview.kept(found, by=request.user, assignment=place.assignment),
        "form": form or ApplyForm(),
        "conflicts": sum(line.change.conflict for line in found),
        "asks_why": any(line.change.row.is_released for line in found),
    }
    return render(request, "grading/grading_file_preview.html", context, status=status)


def _page(
    request: SignedInRequest,
    place: Place,
    *,
    form: UploadForm | None = None,
    problems: Sequence[Problem] = (),
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "place": place,
        "form": form or UploadForm(),
        "problems": problems[:PROBLEMS],
        "number": len(problems),
        "said": said,
    }
    return render(request, "grading/grading_file.html", context, status=status)
