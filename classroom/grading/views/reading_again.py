"""A grader's own marks in the order they were given, and the first of them given once more, unseen."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom.access import signed_in
from classroom.accounts.actions import log_look
from classroom.grading import bench, fairness, reading, second_looks
from classroom.grading.actions import reading_again as actions
from classroom.grading.actions.grades import is_released
from classroom.grading.grade_form import on_screen
from classroom.grading.models import Grade, GradeEvent
from classroom.grading.reading_again_forms import AgainForm, LetCountForm
from classroom.http import BadValue, Refused, SignedInRequest, conflict
from classroom.submissions.references import references

from . import sheet
from .place import DeskPlace, at_desk, find_question


@signed_in
@require_safe
def fair(request: SignedInRequest, class_id: str, slug: str, n: int) -> HttpResponse:
    """The course of one's own marks from sixty on, and the first three to read again."""
    place = find_question(request, class_id, slug, n)
    marks = fairness.own_marks(place.assignment, place.question.key, request.user)
    points = [each for each in marks.values_list("points", flat=True) if each is not None]
    context = {
        "place": place,
        "number": len(points),
        "enough": fairness.ENOUGH,
        "drift": fairness.drift(points, place.question.points),
        "first_ones": fairness.first_ones(marks, request.user),
    }
    return render(request, "grading/fair.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def again(request: SignedInRequest, place: DeskPlace) -> HttpResponse:
    """The answer and the rubric without one's mark; once the new mark is entered, both beside each other."""
    if request.method == "POST":
        _must_have_marked(request, place)
        return _enter(request, place)
    counts = _own_mark(request, place)
    new = _new_mark(request, place)
    return _both(request, place, counts, new) if new else _hidden(request, place)


@signed_in
@require_POST
@at_desk
def let_count(request: SignedInRequest, place: DeskPlace) -> HttpResponse:
    """The new mark counts from now on."""
    _must_have_marked(request, place)
    new = _new_mark(request, place)
    if new is None:
        raise Refused(_("Mark the answer again first."))
    counts = _own_mark(request, place)
    form = LetCountForm(request.POST)
    if not form.is_valid():
        return _both(request, place, counts, new, form=form, status=400)
    new.answer = place.answer
    try:
        actions.let_count(new, by=request.user, at=request.arrived, **form.cleaned_data)
    except BadValue as problem:
        sheet.put_problem(form, problem)
        return _both(request, place, counts, new, form=form, status=400)
    messages.success(request, _("The new mark counts now."))
    return redirect(_back(place))


def _back(place: DeskPlace) -> str:
    return place.url("fair", place.question.position)


def _must_have_marked(request: SignedInRequest, place: DeskPlace) -> None:
    """Raises Http404 for who never did; one that counts no more is the action's to refuse, with all that was sent."""
    own = {"answer": place.answer, "by": request.user, "grade__purpose": Grade.Purpose.FIRST}
    if not GradeEvent.objects.filter(**own).exists():
        raise Http404


def _own_mark(request: SignedInRequest, place: DeskPlace) -> Grade:
    """The person's own finished mark that counts. Raises Http404: there is nothing to compare with."""
    marks = fairness.own_marks(place.assignment, place.question.key, request.user)
    found = marks.select_related("grader").filter(answer=place.answer).first()
    if found is None:
        raise Http404
    return found


def _new_mark(request: SignedInRequest, place: DeskPlace) -> Grade | None:
    marks = fairness.marks_again(request.user).filter(answer=place.answer)
    return marks.select_related("rubric").order_by("-pk").first()


def _enter(request: SignedInRequest, place: DeskPlace) -> HttpResponse:
    form = AgainForm(request.POST, criteria=on_screen(request.POST, place.answer))
    if not form.is_valid():
        return _hidden(request, place, form=form, status=400)
    try:
        actions.mark_again(place.answer, form.marking, by=request.user, at=request.arrived)
    except BadValue as problem:
        sheet.put_problem(form, problem)
        return _hidden(request, place, form=form, status=400)
    except Refused as refusal:
        return conflict(request, refusal, back=place.desk_url("again"))
    return redirect(place.desk_url("again"))


def _note_look(request: SignedInRequest, place: DeskPlace) -> None:
    what = f"answer {place.answer.pk} to read it again"
    log_look(request.user, [place.answer.submission.student], what=what, at=request.arrived, request_id=request.id)


def _hidden(
    request: SignedInRequest, place: DeskPlace, *, form: AgainForm | None = None, status: int = 200
) -> HttpResponse:
    _note_look(request, place)
    context = shown_answer(place) | {"form": form or blank_mark(place), "back": _back(place)}
    return render(request, "grading/again.html", context, status=status)


def _both(
    request: SignedInRequest,
    place: DeskPlace,
    counts: Grade,
    new: Grade,
    *,
    form: LetCountForm | None = None,
    status: int = 200,
) -> HttpResponse:
    _note_look(request, place)
    pairs = second_looks.side_by_side(counts, new)
    context = shown_answer(place) | {
        "pairs": pairs,
        "differs": any(pair.differs for pair in pairs),
        "form": form or LetCountForm(initial={"base": counts.revision}),
        "is_released": is_released(place.answer.submission_id),
        "back": _back(place),
    }
    return render(request, "grading/again.html", context, status=status)


def shown_answer(place: DeskPlace) -> dict[str, Any]:
    """What was turned in, without any comment."""
    text: str = place.answer.judged_text or ""  # type: ignore[attr-defined]  # annotated
    links = references(text, place.assignment, place.answer.submission.lesson_version_id)
    return {"place": place, "paragraphs": reading.annotated_paragraphs(text, [], links) if text else []}


def blank_mark(place: DeskPlace) -> AgainForm:
    """The form for a mark of one's own; nothing of another mark is in it."""
    read = place.answer.judged_revision  # type: ignore[attr-defined]  # annotated
    criteria = bench.rubric_of(place.answer)
    edition = criteria[0].edition if criteria else None
    return AgainForm(criteria=criteria, initial={"base": 0, "read": read, "edition": edition})
