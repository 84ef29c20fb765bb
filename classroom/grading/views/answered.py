"""The student says what became of a comment, while the next attempt is written."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from classroom.access import signed_in
from classroom.classes.models import Assignment
from classroom.grading.actions.answered import answer_comment
from classroom.grading.attempt_before import Remark, before
from classroom.grading.models import Comment
from classroom.grading.revision_forms import AnsweredForm
from classroom.http import BadValue, Refused, SignedInRequest, bad_value, conflict
from classroom.submissions.models import Answer
from classroom.submissions.rules import may_write
from classroom.submissions.views.place import SeeOther, fetch_assignment, own_work

FRAGMENT = "grading/_answered.html"


@signed_in
@require_POST
def answered(request: SignedInRequest, class_id: str, slug: str, *, n: int, number: int) -> HttpResponse:
    """Done, left as it is with a word of why, or open again; HTMX gets the comment's own controls anew."""
    assignment = fetch_assignment(request, may_write, class_id, slug)
    back = reverse("grading:changes", args=[class_id, slug, n])
    try:
        answer, remark = _find(request, assignment, n, number)
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    try:
        _store(answer, remark, AnsweredForm(request.POST), request.arrived)
    except (BadValue, Refused) as problem:
        return _not_stored(request, problem, _context(assignment, n, remark), back=back)
    if request.headers.get("HX-Request") != "true":
        return SeeOther(f"{back}#answered-{number}")
    return render(request, FRAGMENT, _context(assignment, n, _find(request, assignment, n, number)[1]))


def _store(answer: Answer, remark: Remark, form: AnsweredForm, at: datetime) -> None:
    """Raises BadValue and Refused as the action."""
    if not form.is_valid():
        raise BadValue("comment", str(next(iter(form.errors.values()))[0]))
    state, reply = Comment.State(form.cleaned_data["state"]), form.cleaned_data["comment"]
    answer_comment(answer, remark.row, state=state, reply=reply, at=at)  # type: ignore[arg-type]  # found with one


def _not_stored(
    request: SignedInRequest, problem: BadValue | Refused, context: dict[str, Any], *, back: str
) -> HttpResponse:
    """400 or 409: a page of its own, or for HTMX the controls with what is wrong, and what was typed."""
    if request.headers.get("HX-Request") == "true":
        status = 409 if isinstance(problem, Refused) else problem.status
        kept = {"problem": str(problem), "typed": request.POST.get("comment", "")}
        return render(request, FRAGMENT, context | kept, status=status)
    if isinstance(problem, Refused):
        return conflict(request, problem, back=back)
    return bad_value(request, problem, back=back)


def _find(request: SignedInRequest, assignment: Assignment, n: int, number: int) -> tuple[Answer, Remark]:
    """The answer of the newest attempt, and that comment on the one before. Raises Refused, Http404."""
    task = own_work(request, assignment).task(n)
    if task.answer is None or task.answer.is_carried:
        raise Http404
    said = before(task.answer, task.text, request.arrived)
    remark = said.remark(number) if said else None
    row = request.POST.get("row")
    found = remark is not None and remark.row is not None and row in {None, str(remark.row.pk)}
    if not found and row is not None:
        raise Refused(_("The comments have changed since you opened this page. Read them again before you answer one."))
    if remark is None or not found:
        raise Http404
    return task.answer, remark


def _context(assignment: Assignment, n: int, remark: Remark) -> dict[str, Any]:
    return {"assignment": assignment, "n": n, "remark": remark, "may_answer": True, "focus": True}
