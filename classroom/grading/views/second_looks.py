"""The staff's side of second looks: what was asked for, the second mark, and the decision between the two."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom.access import signed_in
from classroom.accounts.actions import log_look
from classroom.grading import bench, reading, rules, second_looks, staff_notes
from classroom.grading.actions import second_marks
from classroom.grading.desk_forms import PageForm
from classroom.grading.models import CriterionMark, RegradeRequest
from classroom.grading.release_forms import GRACE, whole_minute
from classroom.grading.second_look_forms import DecisionForm, SecondMarkForm
from classroom.http import BadValue, Refused, SignedInRequest, conflict
from classroom.submissions.references import references

from . import sheet
from .place import DeskPlace, find_answer, find_assignment

ROWS = 50


@dataclass(frozen=True)
class Look:
    """One second look and where its answer lies."""

    place: DeskPlace
    asked: RegradeRequest

    @property
    def url(self) -> str:
        return self.place.desk_url("second-look")


View = Callable[[SignedInRequest, Look], HttpResponse]


def at_second_look(view: View, *, may: Any = rules.may_grade) -> Callable[..., HttpResponse]:
    """The view of the newest second look at an answer (else 404); what it refuses is answered with 409. Six queries."""

    @wraps(view)
    def found(request: SignedInRequest, **address: Any) -> HttpResponse:
        place = find_answer(request, address, may=may)
        asked = RegradeRequest.objects.visible_to(request.user).standing().filter(answer=place.answer)
        related = "first__grader", "first__rubric", "second__grader", "second__rubric", "result", "ended_by"
        look = Look(place, get_object_or_404(asked.select_related(*related).order_by("-pk")[:1]))
        look.asked.answer = place.answer
        try:
            return view(request, look)
        except Refused as refusal:
            return conflict(request, refusal, back=look.url)

    return found


@signed_in
@require_safe
def second_looks_of(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """What was asked for in one assignment, open ones first."""
    place = find_assignment(request, class_id, slug)
    form = PageForm(request.GET)
    number = (form.cleaned_data["page"] if form.is_valid() else None) or 1
    page = Paginator(second_looks.asked_in(place.assignment), ROWS).get_page(number)
    return render(request, "grading/second_looks.html", {"place": place, "page_obj": page})


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
    return _page(request, look)


def _save(request: SignedInRequest, look: Look) -> HttpResponse:
    if look.asked.is_marked or not look.asked.is_open:
        raise Refused(_("The second mark is entered already, and stands."))
    form = SecondMarkForm(request.POST, criteria=bench.rubric_of(look.place.answer))
    if not form.is_valid():
        return _page(request, look, status=400, marking=form)
    try:
        second_marks.save_second_mark(look.asked, by=request.user, at=request.arrived, **form.judgement())
    except BadValue as problem:
        sheet.put_problem(form, problem)
        return _page(request, look, status=400, marking=form)
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
        return _page(request, look, status=409, marking=form, theirs=refusal.state)
    form.must_read(look.place.answer.judged_revision, reason=refusal.reason)  # type: ignore[attr-defined]  # annotated
    return _page(request, look, status=409, marking=form)


@signed_in
@require_POST
@partial(at_second_look, may=rules.may_decide)
def decide(request: SignedInRequest, look: Look) -> HttpResponse:
    """Keep the first mark, let the second count, or agree on other points."""
    if not (look.asked.is_open and look.asked.is_marked):
        raise Refused(_("There is nothing to decide: it is decided already, or the second mark is not entered."))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, look, status=400, deciding=form)
    try:
        second_marks.decide(
            look.asked,
            form.decision,
            base=form.cleaned_data["base"],
            by=request.user,
            at=request.arrived,
            visible_from=whole_minute(request.arrived + GRACE),
        )
    except BadValue as problem:
        sheet.put_problem(form, problem)
        return _page(request, look, status=400, deciding=form)
    messages.success(request, _("Decided."))
    return redirect(look.url)


def _page(request: SignedInRequest, look: Look, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page for the second mark, or both marks side by side once it is entered."""
    told = _both if look.asked.is_marked else _first_hidden
    context = {"place": look.place, "asked": look.asked} | told(look, **more)
    return render(request, "grading/second_look.html", context, status=status)


def _first_hidden(
    look: Look, *, marking: SecondMarkForm | None = None, theirs: dict[str, Any] | None = None, **_more: Any
) -> dict[str, Any]:
    criteria = marking.criteria if marking else bench.rubric_of(look.place.answer)
    return {
        "paragraphs": _paragraphs(look.place, []),
        "form": marking or _mark_form(look, criteria),
        "theirs": sheet.theirs_by_criterion(theirs, criteria),
    }


def _both(look: Look, *, deciding: DecisionForm | None = None, **_more: Any) -> dict[str, Any]:
    asked, answer = look.asked, look.place.answer
    whole, comments = bench.comments_on(answer)
    may_decide = asked.is_open and look.place.teaches
    return {
        "paragraphs": _paragraphs(look.place, comments),
        "pairs": second_looks.side_by_side(asked.first, asked.second) if asked.second else [],
        "comment": whole,
        "notes": staff_notes.on(answer),
        "form": (deciding or DecisionForm(initial={"base": asked.first.revision})) if may_decide else None,
    }


def _paragraphs(place: DeskPlace, comments: list[Any]) -> list[reading.Paragraph]:
    text: str = place.answer.judged_text or ""  # type: ignore[attr-defined]  # annotated
    links = references(text, place.assignment, place.answer.submission.lesson_version_id)
    return reading.annotated_paragraphs(text, comments, links) if text else []


def _mark_form(look: Look, criteria: list[bench.CriterionToMark]) -> SecondMarkForm:
    """The form as the second mark stands now; what the first reader chose is nowhere in it."""
    second = look.asked.second
    initial: dict[str, Any] = {"base": 0, "read": look.place.answer.judged_revision}  # type: ignore[attr-defined]
    if second:
        marks = CriterionMark.objects.filter(grade=second).select_related("level")
        chosen = {mark.criterion_id: str(mark.level.position) if mark.level else "0" for mark in marks}
        adjustment = f"{second.adjustment.normalize():+f}" if second.adjustment else ""
        initial |= {criterion.field: chosen.get(criterion.pk, "") for criterion in criteria}
        initial |= {"base": second.revision, "adjustment": adjustment, "comment": look.asked.remark}
        initial |= {"adjustment_reason": second.adjustment_reason}
    return SecondMarkForm(criteria=criteria, initial=initial)
