"""What every page with cells of points does with what was entered: it stores all of it, or nothing and says why."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classroom.accounts.actions import log_look
from classroom.grading import entries
from classroom.grading.actions.points import NotEntered, enter_points
from classroom.grading.entry_forms import MOST, PointsForm
from classroom.grading.models import GradeEvent
from classroom.grading.points import shown
from classroom.http import BadValue, Refused, SignedInRequest, bad_value, conflict
from classroom.submissions.models import Answer

from .place import Place

ANY = Q()
Show = Callable[[PointsForm, int], HttpResponse]  # the page with that form, and its status


def enter(request: SignedInRequest, place: Place, show: Show, *, among: Q = ANY) -> HttpResponse:
    """Store what was sent; 400, 409 or 413 where something stands in the way, with all that was typed.

    The page has cells for answers `among` these.
    """
    if len(PointsForm.sent(request.POST)) > MOST:
        reason = _("Points for more than %s answers can’t be stored at once. Nothing was saved.") % MOST
        return bad_value(request, BadValue("points", reason, status=413), back=request.get_full_path())
    rows, gone = _sent(request, place, among)
    form = PointsForm(request.POST, rows=rows)
    wholly_read = form.is_valid()
    if gone:
        return _gone(request, form, gone, show, status=409 if wholly_read else 400)
    if not wholly_read:
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
        return _not_entered(request, _sent(request, place, among), refusal, show)
    said = ngettext("%s grade saved.", "%s grades saved.", number) % number
    messages.success(request, said if number else _("Nothing was changed, so nothing was saved."))
    return redirect(request.get_full_path())


def _sent(request: SignedInRequest, place: Place, among: Q) -> tuple[list[entries.Row], list[entries.Row]]:
    """The answers that points were sent for as they stand now, in the order they were sent in; three queries at most.

    First those to judge here; behind them those that no longer are, where something was entered. What a second look
    hides is told to be one of them also where nothing new was entered: it can't be compared.
    """
    sent = PointsForm.sent(request.POST)
    keys, numbers = {key for key, _number in sent}, {number for _key, number in sent}
    chosen = {"assignment": place.assignment, "question_key__in": keys, "desk_number__in": numbers}
    to_judge = entries.to_judge(request.user, place.assignment).filter(among, blind=False, **chosen)
    here = _by_place(to_judge, place)
    rest = [each for each in sent if each not in here and request.POST.get(PointsForm.name_of(each))]
    others = Answer.objects.visible_to(request.user).filter(**chosen) if rest else Answer.objects.none()
    there = _by_place(entries.for_entry(others), place)
    gone = [there[each] for each in rest if each in there]
    return [here[each] for each in sent if each in here], [row for row in gone if _is_new(request, row)]


def _by_place(answers: QuerySet[Any], place: Place) -> dict[tuple[str, int], entries.Row]:
    return {row.place: row for row in (entries.Row(answer, place.names) for answer in answers)}


def _is_new(request: SignedInRequest, row: entries.Row) -> bool:
    """Whether something else was entered than stands there."""
    stands = "" if row.points is None else shown(row.points)
    return row.answer.blind or _typed(request, row) != stands


def _typed(request: SignedInRequest, row: entries.Row) -> str:
    return request.POST[PointsForm.name_of(row.place)].strip()


def _gone(
    request: SignedInRequest, form: PointsForm, gone: list[entries.Row], show: Show, *, status: int
) -> HttpResponse:
    """Nothing was stored: what can't be entered any more is named with what was typed; saving again stores the rest."""
    typed = [f"{form.label_of(row, several=True)}: {_typed(request, row)}" for row in gone]
    reason = _("Nothing is saved yet. These can’t be entered any more:")
    why = _("A second look was opened, the work was taken back or turned in anew, or the student has left the class.")
    said = f"{reason} {'; '.join(typed)}. {why}"
    if not form.entry_rows:
        return conflict(request, Refused(said), back=request.get_full_path())
    form.add_error(None, f"{said} {_('Save again to store the rest.')}")
    return show(form, status)


def _not_entered(
    request: SignedInRequest, sent: tuple[list[entries.Row], list[entries.Row]], refusal: NotEntered, show: Show
) -> HttpResponse:
    """Nothing was stored: what stands now beside what was typed. Somebody may have saved while this was stored."""
    rows, gone = sent
    form = PointsForm(request.POST, rows=rows)
    form.is_valid()
    conflicts = [change for change in entries.changes(form.entered) if change.conflict]
    met = {change.row.answer.pk for change in conflicts}
    form.meet(conflicts)
    form.put({pk: problem for pk, problem in refusal.problems.items() if pk not in met})
    bad = any(isinstance(problem, BadValue) for problem in refusal.problems.values())
    status = 400 if bad else 409
    return _gone(request, form, gone, show, status=status) if gone else show(form, status)


def note_look(request: SignedInRequest, place: Place, form: PointsForm, where: str) -> None:
    """Keep that the points of these students were looked at (threats P1)."""
    students = {row.answer.submission.student_id: row.answer.submission.student for row in form.entry_rows}
    what = f"points {where} of assignment {place.assignment.pk}"
    log_look(request.user, students.values(), what=what, at=request.arrived, request_id=request.id)
