"""What came back, as the student reads it: one question at a time, or all of it on paper."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from classroom.access import signed_in
from classroom.classes.models import Assignment
from classroom.classes.rules import learns
from classroom.grading import feedback as released
from classroom.grading import rules
from classroom.grading.actions.releases import mark_seen
from classroom.grading.second_looks import students_look
from classroom.http import SignedInRequest
from classroom.submissions.forms import AttemptForm
from classroom.submissions.models import Answer, Submission
from classroom.submissions.moments import moments_for
from classroom.submissions.revisions import open_request
from classroom.submissions.rules import may_begin_another
from classroom.submissions.sentences import asked_again, revise_label
from classroom.submissions.views.place import fetch_assignment


@signed_in
@require_safe
def feedback(request: SignedInRequest, class_id: str, slug: str, n: int) -> HttpResponse:
    """One question of the feedback, with the letter and the total above it."""
    assignment = fetch_assignment(request, rules.may_read_feedback, class_id, slug)
    item, items = opened(request, assignment)
    parts = released.parts_of(item, request.user, at=request.arrived, number=n)
    if not parts:
        raise Http404
    context = _context(request, assignment, item, items)
    look = students_look(item, parts[0].frozen["key"], at=request.arrived)
    context |= {"part": parts[0], "number": n, "compared": _compared(item.submission, context["later"], parts[0])}
    context |= {"look": look, "learns": learns(request.user, assignment)}
    return render(request, "grading/feedback.html", context)


@signed_in
@require_safe
def feedback_print(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """All questions on one page, laid out for paper."""
    assignment = fetch_assignment(request, rules.may_read_feedback, class_id, slug)
    item, items = opened(request, assignment)
    parts = released.parts_of(item, request.user, at=request.arrived)
    return render(request, "grading/feedback_print.html", _context(request, assignment, item, items) | {"parts": parts})


def opened(request: SignedInRequest, assignment: Assignment) -> tuple[Any, list[Any]]:
    """The feedback on the attempt the address asks for, the newest by default, and that on all attempts.

    The first look is recorded, the one change that a GET makes (decision 20). Raises Http404 where nothing is visible.
    """
    form = AttemptForm(request.GET)
    if not form.is_valid():
        raise Http404
    attempt = form.cleaned_data["attempt"]
    items = released.released(assignment, request.user, at=request.arrived)
    item = next((item for item in items if attempt in (None, item.submission.attempt)), None)
    if item is None or (request.method == "GET" and not mark_seen(item, at=request.arrived)):
        raise Http404
    return item, items


def _compared(work: Submission, later: Submission | None, part: released.Part) -> int | None:
    """The attempt whose answer can be set against the one before: that begun from this work, or the work itself."""
    attempt = later or (work if work.carried_from_id else None)
    if attempt is None:
        return None
    anew = Answer.objects.written_anew().filter(submission=attempt, question_key=part.frozen["key"])
    return attempt.attempt if anew.exists() else None


def _context(request: SignedInRequest, assignment: Assignment, item: Any, items: list[Any]) -> dict[str, Any]:
    work = item.submission
    later = assignment.submissions.filter(student=request.user, carried_from=work).first()
    newest = later is None
    learning = learns(request.user, assignment)
    moments = moments_for(assignment, request.user)
    told = any(answer.submission_id == work.pk and answer.asked for answer in getattr(assignment, "own_answers", []))
    asked = open_request(work, request.arrived) if told and newest and learning else None
    another = newest and not asked and may_begin_another(work, moments, at=request.arrived)
    number_of = len(item.frozen["answers"])
    return {
        "assignment": assignment,
        "item": item,
        "items": items,
        "frozen": item.frozen,
        "work": work,
        "next_attempt": work.attempt + 1,
        "may_begin_another": another and learning,
        "ends": moments.said(moments.ends),
        "asked": asked,
        "asked_again": asked_again(asked, moments, number_of) if asked else "",
        "revise_label": revise_label(asked, number_of) if asked else "",
        "later": later,
    }
