"""The student's side of a second look: ask for one, withdraw it; and how the mark came to be what it is."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom.access import signed_in
from classroom.classes.models import Assignment
from classroom.grading import grade_history, rules, second_looks
from classroom.grading.actions import second_looks as actions
from classroom.grading.second_look_forms import AskForm
from classroom.http import BadValue, Refused, SignedInRequest, conflict
from classroom.submissions.models import Answer
from classroom.submissions.views.place import fetch_assignment

from . import sheet
from .feedback import opened

GONE = _("The days to ask for a second look have gone by, or there is no mark to look at. Speak with your teacher.")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, class_id: str, slug: str, n: int) -> HttpResponse:
    """GET says what a second look is and asks why; POST asks for it."""
    place = _place(request, class_id, slug, n, may=rules.may_ask_second_look)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.ask(place["answer"], by=request.user, at=request.arrived, reason=form.cleaned_data["text"])
        except BadValue as problem:
            sheet.put_problem(form, problem)
        except Refused as refusal:
            return conflict(request, refusal, back=place["back"])
        else:
            messages.success(request, _("Asked. You read here what comes of it."))
            return redirect(f"{place['back']}#second-look")
    look = second_looks.students_look(place["item"], place["part"]["key"], at=request.arrived)
    if request.method != "POST" and look.until is None:
        reason = str(second_looks.ASKED if look.asked else GONE)
        return conflict(request, Refused(reason), back=place["back"])
    status = 400 if form.errors else 200
    return render(request, "grading/second_look_ask.html", place | {"form": form, "look": look}, status=status)


@signed_in
@require_POST
def withdraw(request: SignedInRequest, class_id: str, slug: str, n: int) -> HttpResponse:
    """Ask no more."""
    place = _place(request, class_id, slug, n, may=rules.may_ask_second_look)
    try:
        actions.withdraw(place["answer"], by=request.user, at=request.arrived)
    except Refused as refusal:
        return conflict(request, refusal, back=place["back"])
    messages.success(request, _("Withdrawn. The mark stays as it is."))
    return redirect(place["back"])


@signed_in
@require_safe
def history(request: SignedInRequest, class_id: str, slug: str, n: int) -> HttpResponse:
    """What changed about one mark from release to release: from what to what, when, why."""
    place = _place(request, class_id, slug, n, may=rules.may_read_feedback)
    steps = grade_history.steps(place["item"], place["part"]["key"], at=request.arrived)
    return render(request, "grading/grade_history.html", place | {"steps": steps})


def _place(request: SignedInRequest, class_id: str, slug: str, n: int, *, may: Any) -> dict[str, Any]:
    """The released question, the answer behind it, and the way back to its feedback (else 404)."""
    assignment: Assignment = fetch_assignment(request, may, class_id, slug)
    item, _items = opened(request, assignment)
    part = next((part for part in item.frozen["answers"] if part["number"] == n), None)
    own = Answer.objects.filter(submission=item.submission, submission__student=request.user)
    answer = own.select_related("submission", "question").filter(question_key=part["key"]).first() if part else None
    if answer is None:
        raise Http404
    back = reverse("grading:feedback", args=[class_id, slug, n])
    return {
        "assignment": assignment,
        "item": item,
        "part": part,
        "answer": answer,
        "number": n,
        "query": f"?attempt={item.submission.attempt}",
        "back": f"{back}?attempt={item.submission.attempt}",
    }
