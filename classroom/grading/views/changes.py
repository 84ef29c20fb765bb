"""What has changed since the attempt before, tied to the comments it answers: for its student, and for the staff.

Staff name the answer by its number on the desk (`?answer=`), so no name stands in the address, nor on the page while
names are hidden.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from classroom.access import signed_in
from classroom.accounts.actions import log_look
from classroom.grading.attempt_before import Before, before, is_hidden
from classroom.grading.revision_forms import ViewForm
from classroom.grading.rewritten import rewritten
from classroom.http import Refused, SignedInRequest, conflict
from classroom.submissions.models import Answer, AnswerRevision, TurnIn
from classroom.submissions.rules import may_read_own_work, may_write
from classroom.submissions.views.place import fetch_assignment, own_work

from .place import find_answer


@dataclass(frozen=True)
class Shown:
    """One answer of a next attempt, with its text, and what was said of the one it was begun from."""

    answer: Answer
    text: str
    before: Before
    when: datetime | None  # it was turned in

    def page(self, form: ViewForm) -> dict[str, Any]:
        """What the page shows of both texts. Two queries."""
        old = AnswerRevision.objects.get(pk=self.before.revision)
        first = TurnIn.objects.filter(submission=self.answer.submission.carried_from_id, taken_back_at=None)
        return {
            "old": old,
            "new": self.text,
            "words": self.answer.words,
            "first_at": first.values_list("at", flat=True).first(),
            "second_at": self.when,
            "before": self.before,
            "remarks": {remark.note.number: remark for remark in self.before.remarks},
            "rewritten": rewritten(old.text, self.text, [remark.note for remark in self.before.remarks]),
            "view": form.cleaned_data["view"],
        }


@signed_in
@require_safe
def changes(request: SignedInRequest, class_id: str, slug: str, n: int) -> HttpResponse:
    """In the text, side by side, or the new text alone, with a list of all changes."""
    form = ViewForm(request.GET)
    if not form.is_valid():
        raise Http404
    if form.cleaned_data["answer"] is not None:
        return _for_staff(request, form, class_id=class_id, slug=slug, n=n)
    assignment = fetch_assignment(request, may_read_own_work, class_id, slug)
    work = own_work(request, assignment)
    task = work.task(n)
    shown = _shown(task.answer, task.text, request.arrived)
    writes = work.is_open and may_write(request.user, assignment.school_class)
    context = {"assignment": assignment, "work": work, "task": task, "question": task.question, "may_answer": writes}
    context |= {"asked": "" if work.is_newest else f"attempt={work.attempt}"}
    return render(request, "grading/rewritten.html", context | shown.page(form))


def _for_staff(request: SignedInRequest, form: ViewForm, *, class_id: str, slug: str, n: int) -> HttpResponse:
    number = form.cleaned_data["answer"]
    place = find_answer(request, class_id=class_id, slug=slug, n=n, desk=number)
    answer: Any = place.answer
    if answer.submission.is_draft:
        raise Http404
    if is_hidden(answer):
        reason = _(
            "A second look at the attempt before is open. What was said of it is shown once its second mark is in."
        )
        return conflict(request, Refused(reason), back=place.desk_url("desk"))
    shown = _shown(answer, answer.judged_text or "", request.arrived)
    what = f"changes in answer {answer.pk}"
    log_look(request.user, [answer.submission.student], what=what, at=request.arrived, request_id=request.id)
    context = {"place": place, "assignment": place.assignment, "question": place.question, "asked": f"answer={number}"}
    return render(request, "grading/rewritten.html", context | shown.page(form))


def _shown(answer: Answer | None, text: str, at: datetime) -> Shown:
    """Raises Http404 for a first attempt, and for what was not asked for again."""
    said = before(answer, text, at) if answer is not None and not answer.is_carried else None
    if answer is None or said is None:
        raise Http404
    act = answer.submission.turn_in
    return Shown(answer, text, said, act.at if act else None)
