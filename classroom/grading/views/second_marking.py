"""Second marking: who marks what again, the second mark without sight of the first, and settling where they differ."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from classroom.access import signed_in
from classroom.accounts.actions import log_look
from classroom.grading import rules, second_looks, second_marking
from classroom.grading.actions import second_marking as actions
from classroom.grading.desk_forms import PageForm
from classroom.grading.grade_form import on_screen
from classroom.grading.models import Grade, SecondMarking
from classroom.grading.points import shown
from classroom.grading.reading_again_forms import AgainForm
from classroom.grading.second_marking_forms import AppointForm, SettleForm, as_it_stands
from classroom.http import BadValue, Refused, SignedInRequest, conflict

from . import sheet
from .place import DeskPlace, Place, find_answer, find_assignment
from .reading_again import blank_mark, shown_answer

ROWS = 50
ORDER = {second_marking.TO_RECONCILE: 0, second_marking.TO_MARK: 1, second_marking.AGREE: 2, second_marking.SETTLED: 3}

View = Callable[[SignedInRequest, DeskPlace, SecondMarking], HttpResponse]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def second_marks(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """The share with what waits; teachers set who marks it, and see where two marks differ."""
    may = rules.may_allocate if request.method == "POST" else rules.may_grade
    place = find_assignment(request, class_id, slug, may=may)
    marking = second_marking.of(place.assignment)
    if request.method == "POST":
        return _appoint(request, place, marking)
    form = AppointForm(assignment=place.assignment, initial=as_it_stands(marking)) if place.teaches else None
    return _page(request, place, marking, form)


def _appoint(request: SignedInRequest, place: Place, marking: SecondMarking | None) -> HttpResponse:
    form = AppointForm(request.POST, assignment=place.assignment)
    if not form.is_valid():
        return _page(request, place, marking, form, status=400)
    said = form.cleaned_data
    try:
        if said["marker"] is None:
            actions.dismiss(place.assignment, base=said["base"])
        else:
            how = {"every": said["every"], "tolerance": said["tolerance"] or 0, "base": said["base"]}
            actions.appoint(place.assignment, said["marker"], by=request.user, at=request.arrived, **how)
    except Refused as refusal:
        marking = second_marking.of(place.assignment)
        form.add_error(None, f"{refusal.reason} {_stands(marking)}")
        form.start_over_from(marking)
        return _page(request, place, marking, form, status=409)
    messages.success(request, _("Saved."))
    return redirect(place.url("second-marks"))


def _stands(marking: SecondMarking | None) -> str:
    """What somebody else has set, in a sentence."""
    if marking is None:
        return _("Nobody marks a second time now.")
    said = _("Now %(name)s marks one in %(every)s, and %(points)s points apart still agree.")
    return said % {
        "name": marking.marker.get_full_name(),
        "every": marking.every,
        "points": shown(marking.tolerance),
    }


def _page(
    request: SignedInRequest,
    place: Place,
    marking: SecondMarking | None,
    form: AppointForm | None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Teachers see the whole share, the marker what is to mark and what was; to other assistants it says nothing."""
    own = marking is not None and marking.marker_id == request.user.pk
    rows = second_marking.share(marking) if marking and (place.teaches or own) else None
    wanted = PageForm(request.GET)
    number = (wanted.cleaned_data["page"] if wanted.is_valid() else None) or 1
    page = None
    if rows is not None:
        told = (
            rows.select_related("question")
            .defer("text")
            .order_by(second_marking.by_state(ORDER), "question__position", "desk_number")
        )
        page = Paginator(told, ROWS).get_page(number)
    context = {"place": place, "marking": marking, "is_marker": own, "form": form, "page_obj": page}
    return render(request, "grading/second_marks.html", context, status=status)


def at_second_mark(view: View, *, may: Any = rules.may_grade) -> Callable[..., HttpResponse]:
    """The view of an answer of the share (else 404), for its marker and for teachers; refused is answered with 409."""

    @wraps(view)
    def found(request: SignedInRequest, **address: Any) -> HttpResponse:
        place = find_answer(request, **address, may=may)
        marking = second_marking.of(place.assignment)
        mine = marking is not None and (place.teaches or marking.marker_id == request.user.pk)
        if marking is None or not mine or not second_marking.share(marking).filter(pk=place.answer.pk).exists():
            if request.method != "POST":
                raise Http404
            reason = _("This answer is not yours to mark a second time any more, or its first mark is open again.")
            return conflict(request, Refused(reason), back=place.url("second-marks"))
        try:
            return view(request, place, marking)
        except Refused as refusal:
            return conflict(request, refusal, back=place.desk_url("second-mark"))

    return found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@at_second_mark
def second_mark(request: SignedInRequest, place: DeskPlace, marking: SecondMarking) -> HttpResponse:
    """The answer and the rubric without the first mark; once the second is entered, both beside each other."""
    second = _second(place)
    if second and request.method != "POST":
        return _both(request, place, second)
    if request.method == "POST":
        return _enter(request, place, marking)
    if marking.marker_id != request.user.pk:
        raise Refused(_("The second mark is not entered yet. Both are shown here once it is."))
    return _hidden(request, place)


@signed_in
@require_POST
@partial(at_second_mark, may=rules.may_decide)
def settle(request: SignedInRequest, place: DeskPlace, marking: SecondMarking) -> HttpResponse:
    """Say which mark is to count."""
    second = _second(place)
    if second is None:
        raise Refused(_("The second mark is not entered yet. Both are shown here once it is."))
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _both(request, place, second, form=form, status=400)
    second.answer = place.answer
    try:
        actions.settle(second, by=request.user, at=request.arrived, **form.settled())
    except BadValue as problem:
        sheet.put_problem(form, problem)
        return _both(request, place, second, form=form, status=400)
    messages.success(request, _("Settled."))
    return redirect(place.url("second-marks"))


def _second(place: DeskPlace) -> Grade | None:
    marks = Grade.objects.filter(answer=place.answer, purpose=Grade.Purpose.SECOND)
    return marks.select_related("grader", "rubric", "settlement__by").first()


def _enter(request: SignedInRequest, place: DeskPlace, marking: SecondMarking) -> HttpResponse:
    if marking.marker_id != request.user.pk:
        raise Refused(_("This answer is not yours to mark a second time."))
    form = AgainForm(request.POST, criteria=on_screen(request.POST, place.answer))
    if not form.is_valid():
        return _hidden(request, place, form=form, status=400)
    try:
        actions.mark_second(place.answer, form.marking, by=request.user, at=request.arrived)
    except BadValue as problem:
        sheet.put_problem(form, problem)
        return _hidden(request, place, form=form, status=400)
    return redirect(place.desk_url("second-mark"))


def _note_look(request: SignedInRequest, place: DeskPlace) -> None:
    what = f"answer {place.answer.pk} to mark a second time"
    log_look(request.user, [place.answer.submission.student], what=what, at=request.arrived, request_id=request.id)


def _hidden(
    request: SignedInRequest, place: DeskPlace, *, form: AgainForm | None = None, status: int = 200
) -> HttpResponse:
    _note_look(request, place)
    context = shown_answer(place) | {"form": form or blank_mark(place)}
    return render(request, "grading/second_mark.html", context, status=status)


def _both(
    request: SignedInRequest, place: DeskPlace, second: Grade, *, form: SettleForm | None = None, status: int = 200
) -> HttpResponse:
    _note_look(request, place)
    first = Grade.objects.counting().select_related("grader").get(answer=place.answer)
    settled = getattr(second, "settlement", None)
    may_settle = place.teaches and settled is None
    context = shown_answer(place) | {
        "first": first,
        "second": second,
        "pairs": second_looks.side_by_side(first, second),
        "settled": settled,
        "form": (form or SettleForm(initial={"base": first.revision})) if may_settle else None,
    }
    return render(request, "grading/second_mark.html", context, status=status)
