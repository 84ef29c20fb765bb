"""The staff's side of second looks: what was asked for, the second mark, and the decision between the two."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom.access import signed_in
from classroom.accounts.actions import log_look
from classroom.grading import bench, rules, second_looks
from classroom.grading.actions import decisions, second_marks
from classroom.grading.desk_forms import PageForm
from classroom.grading.models import RegradeRequest
from classroom.grading.release_forms import GRACE, whole_minute
from classroom.grading.second_look_forms import DecisionForm, SecondMarkForm
from classroom.http import BadValue, Refused, SignedInRequest, conflict

from . import second_look_page as page
from . import sheet
from .place import DeskPlace, find_answer, find_assignment
from .second_look_page import Look

ROWS = 50


View = Callable[[SignedInRequest, Look], HttpResponse]


def at_second_look(view: View, *, may: Any = rules.may_grade) -> Callable[..., HttpResponse]:
    """The view of the newest second look at an answer (else 404); what it refuses is answered with 409. Six queries."""

    @wraps(view)
    def found(request: SignedInRequest, **address: Any) -> HttpResponse:
        place = find_answer(request, **address, may=may)
        asked = RegradeRequest.objects.visible_to(request.user).standing().filter(answer=place.answer)
        related = "first__grader", "first__rubric", "second__grader", "second__rubric", "result", "ended_by"
        newest = asked.select_related(*related).order_by("-pk").first()
        if newest is None:
            return _withdrawn(request, place)
        look = Look(place, newest)
        look.asked.answer = place.answer
        try:
            return view(request, look)
        except Refused as refusal:
            return conflict(request, refusal, back=look.url)

    return found


def _withdrawn(request: SignedInRequest, place: DeskPlace) -> HttpResponse:
    """409 with what was typed, where there was a request; raises Http404 where there was none."""
    if request.method != "POST" or not RegradeRequest.objects.filter(answer=place.answer).exists():
        raise Http404
    reason = _("The student has withdrawn the request meanwhile, so nothing was stored.")
    return conflict(request, Refused(reason), back=place.desk_url("desk"))


@signed_in
@require_safe
def second_looks_of(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """What was asked for in one assignment, open ones first."""
    place = find_assignment(request, class_id, slug)
    form = PageForm(request.GET)
    number = (form.cleaned_data["page"] if form.is_valid() else None) or 1
    rows = Paginator(second_looks.asked_in(place.assignment), ROWS).get_page(number)
    return render(request, "grading/second_looks.html", {"place": place, "page_obj": rows})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@at_second_look
def second_look(request: SignedInRequest, look: Look) -> HttpResponse:
    """The answer and the rubric, and nothing of the first mark before the second is entered; POST saves the second."""
    if request.method == "POST":
        return _save(request, look)
    what = f"answer {look.place.answer.pk} for a second look"
    student = look.place.answer.submission.student
    log_look(request.user, [student], what=what, at=request.arrived, request_id=request.id)
    return page.page(request, look)


def _save(request: SignedInRequest, look: Look) -> HttpResponse:
    if look.asked.is_marked or not look.asked.is_open:
        raise Refused(_("The second mark is entered already, and stands."))
    form = SecondMarkForm(request.POST, criteria=bench.rubric_of(look.place.answer))
    if not form.is_valid():
        return page.page(request, look, status=400, marking=form)
    try:
        second_marks.save_second_mark(look.asked, by=request.user, at=request.arrived, **form.judgement())
    except BadValue as problem:
        sheet.put_problem(form, problem)
        return page.page(request, look, status=400, marking=form)
    except Refused as refusal:
        return _lost(request, look, form, refusal)
    return redirect(look.url)


def _lost(request: SignedInRequest, look: Look, form: SecondMarkForm, refusal: Refused) -> HttpResponse:
    """409 with all that was typed: beside what somebody else entered, or below the text that is new."""
    asked = RegradeRequest.objects.select_related("second").get(pk=look.asked.pk)
    if asked.is_marked or not asked.is_open:
        raise refusal
    if refusal.state:
        form.start_over_from(refusal.state)
        return page.page(request, look, status=409, marking=form, theirs=refusal.state)
    form.must_read(look.place.answer.judged_revision, reason=refusal.reason)  # type: ignore[attr-defined]  # annotated
    return page.page(request, look, status=409, marking=form)


@signed_in
@require_POST
@partial(at_second_look, may=rules.may_decide)
def decide(request: SignedInRequest, look: Look) -> HttpResponse:
    """Keep the first mark, let the second count, or agree on other points."""
    if not (look.asked.is_open and look.asked.is_marked):
        raise Refused(_("There is nothing to decide: it is decided already, or the second mark is not entered."))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return page.page(request, look, status=400, deciding=form)
    try:
        decisions.decide(
            look.asked,
            form.decision,
            base=form.cleaned_data["base"],
            by=request.user,
            at=request.arrived,
            visible_from=whole_minute(request.arrived + GRACE),
        )
    except BadValue as problem:
        sheet.put_problem(form, problem)
        return page.page(request, look, status=400, deciding=form)
    messages.success(request, _("Decided."))
    return redirect(look.url)
