"""What every page with cells of points does with what was entered: it stores all of it, or nothing and says why."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classroom.accounts.actions import log_look
from classroom.grading import entries
from classroom.grading.actions.points import NotEntered, enter_points
from classroom.grading.entry_forms import PointsForm
from classroom.grading.models import GradeEvent
from classroom.http import BadValue, SignedInRequest
from classroom.submissions.models import Answer

from .place import Place

Show = Callable[[PointsForm, int], HttpResponse]  # the page with that form, and its status


def enter(request: SignedInRequest, place: Place, show: Show) -> HttpResponse:
    """Store what was sent; 400 or 409 where something stands in the way, with all that was typed."""
    form = PointsForm(request.POST, rows=_sent(request, place))
    if not form.is_valid():
        return show(form, 400)
    changes = entries.changes(form.entered)
    if conflicts := [change for change in changes if change.conflict]:
        form.meet(conflicts)
        return show(form, 409)
    saving: dict[str, Any] = {"by": request.user, "at": request.arrived, "path": GradeEvent.Path.GRADEBOOK}
    entered = [(change.row.answer, change.entry) for change in changes]
    try:
        number = enter_points(entered, reason=form.cleaned_data["reason"], **saving)
    except NotEntered as refusal:
        return _not_entered(request, place, refusal, show)
    said = ngettext("%s grade saved.", "%s grades saved.", number) % number
    messages.success(request, said if number else _("Nothing was changed, so nothing was saved."))
    return redirect(request.get_full_path())


def _sent(request: SignedInRequest, place: Place) -> list[entries.Row]:
    """The answers that points were sent for as they stand now, in the order they were sent in; one query."""
    sent = PointsForm.sent(request.POST)
    keys, numbers = {key for key, _number in sent}, {number for _key, number in sent}
    answers = Answer.objects.visible_to(request.user).filter(
        assignment=place.assignment, question_key__in=keys, desk_number__in=numbers
    )
    found = {row.place: row for row in (entries.Row(answer, place.names) for answer in entries.for_entry(answers))}
    return [found[each] for each in sent if each in found]


def _not_entered(request: SignedInRequest, place: Place, refusal: NotEntered, show: Show) -> HttpResponse:
    """Nothing was stored: what stands now beside what was typed. Somebody may have saved while this was stored."""
    form = PointsForm(request.POST, rows=_sent(request, place))
    form.is_valid()
    conflicts = [change for change in entries.changes(form.entered) if change.conflict]
    met = {change.row.answer.pk for change in conflicts}
    form.meet(conflicts)
    form.put({pk: problem for pk, problem in refusal.problems.items() if pk not in met})
    bad = any(isinstance(problem, BadValue) for problem in refusal.problems.values())
    return show(form, 400 if bad else 409)


def note_look(request: SignedInRequest, place: Place, form: PointsForm, where: str) -> None:
    """Keep that the points of these students were looked at (threats P1)."""
    students = {row.answer.submission.student_id: row.answer.submission.student for row in form.entry_rows}
    what = f"points {where} of assignment {place.assignment.pk}"
    log_look(request.user, students.values(), what=what, at=request.arrived, request_id=request.id)
