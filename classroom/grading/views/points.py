"""Points for all answers to one question in one table: a cell each, by desk number or by name as on the desk."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from classroom.access import signed_in
from classroom.accounts.actions import log_look
from classroom.grading import entries
from classroom.grading.actions.points import NotEntered, enter_points
from classroom.grading.desk_forms import PageForm
from classroom.grading.entry_forms import MOST, PointsForm
from classroom.grading.models import GradeEvent
from classroom.http import BadValue, SignedInRequest
from classroom.submissions.models import Answer

from .place import QuestionPlace, find_question


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def points(request: SignedInRequest, class_id: str, slug: str, n: int) -> HttpResponse:
    """A page of cells; POST stores all that was entered, or nothing and says at which cell why."""
    place = find_question(request, class_id, slug, n)
    if request.method == "POST":
        return _save(request, place)
    page = _page(request, place)
    return _answer(request, place, PointsForm(rows=list(page)), page=page)


def _page(request: SignedInRequest, place: QuestionPlace) -> Page[Any]:
    """Fifty answers, by name where names are shown; two queries."""
    wanted = PageForm(request.GET)
    number = wanted.cleaned_data["page"] if wanted.is_valid() else None
    order = ["submission__student__name", "desk_number"] if place.names else ["desk_number"]
    found = entries.to_judge(request.user, place.assignment).filter(question_key=place.question.key)
    page = Paginator(found.order_by(*order), MOST).get_page(number or 1)
    page.object_list = [entries.Row(answer, place.names) for answer in page.object_list]
    return page


def _save(request: SignedInRequest, place: QuestionPlace) -> HttpResponse:
    form = PointsForm(request.POST, rows=_sent(request, place))
    if not form.is_valid():
        return _answer(request, place, form, status=400)
    changes = entries.changes(form.entered)
    if conflicts := [change for change in changes if change.conflict]:
        form.meet(conflicts)
        return _answer(request, place, form, status=409)
    saving: dict[str, Any] = {"by": request.user, "at": request.arrived, "path": GradeEvent.Path.GRADEBOOK}
    entered = [(change.row.answer, change.entry) for change in changes]
    try:
        number = enter_points(entered, reason=form.cleaned_data["reason"], **saving)
    except NotEntered as refusal:
        return _not_entered(request, place, refusal)
    said = ngettext("%s grade saved.", "%s grades saved.", number) % number
    messages.success(request, said if number else _("Nothing was changed, so nothing was saved."))
    return redirect(request.get_full_path())


def _sent(request: SignedInRequest, place: QuestionPlace) -> list[entries.Row]:
    """The answers that points were sent for as they stand now, in the order they were sent in; one query."""
    numbers = PointsForm.sent(request.POST)
    answers = Answer.objects.visible_to(request.user).filter(
        assignment=place.assignment, question_key=place.question.key, desk_number__in=numbers
    )
    found = {answer.desk_number: answer for answer in entries.for_entry(answers)}
    return [entries.Row(found[number], place.names) for number in numbers if number in found]


def _not_entered(request: SignedInRequest, place: QuestionPlace, refusal: NotEntered) -> HttpResponse:
    """Nothing was stored: what stands now beside what was typed. Somebody may have saved while this was stored."""
    form = PointsForm(request.POST, rows=_sent(request, place))
    form.is_valid()
    conflicts = [change for change in entries.changes(form.entered) if change.conflict]
    met = {change.row.answer.pk for change in conflicts}
    form.meet(conflicts)
    form.put({pk: problem for pk, problem in refusal.problems.items() if pk not in met})
    bad = any(isinstance(problem, BadValue) for problem in refusal.problems.values())
    return _answer(request, place, form, status=400 if bad else 409)


def _answer(
    request: SignedInRequest,
    place: QuestionPlace,
    form: PointsForm,
    *,
    status: int = 200,
    page: Page[Any] | None = None,
) -> HttpResponse:
    students = [row.answer.submission.student for row in form.entry_rows]
    what = f"points for question {place.question.position} of assignment {place.assignment.pk}"
    log_look(request.user, students, what=what, at=request.arrived, request_id=request.id)
    context = {"place": place, "form": form, "page_obj": page}
    return render(request, "grading/points.html", context, status=status)
