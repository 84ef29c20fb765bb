"""Check and turn in, the receipt, taking back, and the next attempt."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom.access import signed_in
from classroom.classes.models import Assignment
from classroom.http import Refused, SignedInRequest, conflict
from classroom.submissions import actions, rules
from classroom.submissions.forms import ReceiptForm, TurnInForm
from classroom.submissions.models import Submission, TurnIn
from classroom.submissions.people import reader_name
from classroom.submissions.sentences import by_whom
from classroom.submissions.tasks import came_on_paper
from classroom.submissions.work import Work

from .place import SeeOther, address, fetch_assignment, own_work


def _begun(work: Work) -> Submission:
    """The attempt that exists. Raises Refused, with the reason, when nothing was ever written."""
    if work.submission is None:
        raise Refused(work.moments.why_not(work.at) or _("Nothing is written yet. Save an answer first."))
    return work.submission


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def turn_in(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """GET shows all answers as the teacher will see them, POST hands them in together."""
    assignment = fetch_assignment(request, rules.may_write, class_id, slug)
    try:
        work = own_work(request, assignment)
        return _hand_in(request, work) if request.method == "POST" else _check(request, work)
    except Refused as refusal:
        return conflict(request, refusal, back=address("turn-in", assignment))


def _check(request: SignedInRequest, work: Work) -> HttpResponse:
    if work.is_turned_in:
        return SeeOther(address("receipt", work.assignment))
    form = TurnInForm(tasks=work.tasks, initial={"token": uuid.uuid4()})
    return _check_page(request, work, form)


def _hand_in(request: SignedInRequest, work: Work) -> HttpResponse:
    form = TurnInForm(request.POST, tasks=work.tasks)
    if not form.is_valid():
        return _check_page(request, work, form, status=400)
    act = actions.turn_in(
        _begun(work),
        token=form.cleaned_data["token"],
        by=request.user,
        at=request.arrived,
        bases=form.bases,
    )
    return SeeOther(address("receipt", work.assignment) + f"?number={act.receipt}")


def _check_page(request: SignedInRequest, work: Work, form: TurnInForm, *, status: int = 200) -> HttpResponse:
    context = {
        "work": work,
        "assignment": work.assignment,
        "form": form,
        "reader": reader_name(work.assignment.school_class),
        "closed": "" if work.moments.allows_writing(request.arrived) else work.why_not,
    }
    return render(request, "submissions/turn_in.html", context, status=status)


@signed_in
@require_safe
def receipt(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """What was handed in, when, under which number; the one in force, or one of the person's own by its number."""
    assignment = fetch_assignment(request, rules.may_read_own_work, class_id, slug)
    acts = TurnIn.objects.for_receipt(request.user, assignment)
    form = ReceiptForm(request.GET)
    if not form.is_valid():
        raise Http404
    number = form.cleaned_data["number"]
    act = acts.filter(receipt=number).first() if number else acts.filter(taken_back_at=None).first()
    if act is None:
        raise Http404
    return render(request, "submissions/receipt.html", _receipt(request, assignment, act))


def _receipt(request: SignedInRequest, assignment: Assignment, act: TurnIn) -> dict[str, object]:
    work = own_work(request, assignment)
    handed_in = {text.revision.answer_id: text.revision.words for text in act.handed_in()}
    answers = act.submission.answers.in_order().select_related("carried_from__submission__turn_in")
    texts = [(each.question, handed_in.get(each.pk, 0), came_on_paper(each, act)) for each in answers]
    return {
        "assignment": assignment,
        "act": act,
        "on_paper": act.is_on_paper,
        "by_whom": by_whom(act),
        "texts": texts,
        "work": work,
        "late_label": _("Late"),
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """GET asks, POST makes all answers drafts again and leads back to writing."""
    assignment = fetch_assignment(request, rules.may_write, class_id, slug)
    try:
        work = own_work(request, assignment)
        submission = _begun(work)
        if request.method == "POST":
            actions.take_back(submission, by=request.user, at=request.arrived)
            said = _("Your answers are drafts again. Turn them in by %s.") % work.due_said
            messages.success(request, said)
            return SeeOther(address("answer", assignment, 1))
        actions.refuse_taking_back(submission, at=request.arrived)
    except Refused as refusal:
        return conflict(request, refusal, back=address("lesson", assignment))
    return render(
        request, "submissions/take_back.html", {"work": work, "danger": True, "back": address("receipt", assignment)}
    )


@signed_in
@require_POST
def new_attempt(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """Begin the next attempt from the texts of the one that came back."""
    assignment = fetch_assignment(request, rules.may_write, class_id, slug)
    try:
        submission = _begun(own_work(request, assignment))
        if not (submission.is_draft and submission.carried_from_id):  # a second press: it has begun
            actions.start_next_attempt(submission, at=request.arrived)
    except Refused as refusal:
        return conflict(request, refusal, back=address("lesson", assignment))
    return SeeOther(address("lesson", assignment) + "#questions")
