"""Writing one answer: the page, and its plain save."""

from dataclasses import replace

from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from classroom.access import signed_in
from classroom.classes.models import Assignment
from classroom.http import Refused, SignedInRequest, conflict
from classroom.submissions import actions, rules
from classroom.submissions.forms import AnswerForm
from classroom.submissions.models import Answer, Notes
from classroom.submissions.opened import Opened
from classroom.submissions.people import reader_name
from classroom.submissions.references import pieces, references
from classroom.submissions.tasks import Task
from classroom.submissions.work import Work
from lessons.models import Level, Rubric

from .place import SeeOther, address, fetch_assignment, own_work


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, class_id: str, slug: str, n: int) -> HttpResponse:
    """GET shows the question with the student's text, POST saves it: the one pair that shares an address."""
    may = rules.may_write if request.method == "POST" else rules.may_read_own_work
    assignment = fetch_assignment(request, may, class_id, slug)
    try:
        work = own_work(request, assignment)
        task = work.task(n)
        return _save(request, work, task) if request.method == "POST" else _show(request, work, task)
    except Refused as refusal:
        return conflict(request, refusal, back=assignment.get_absolute_url())


def _show(request: SignedInRequest, work: Work, task: Task) -> HttpResponse:
    if work.is_open and not task.is_carried and rules.may_write(request.user, work.assignment.school_class):
        return _desk(request, work, task)
    links = references(task.text, work.assignment, work.version.pk)
    context = {"work": work, "task": task, "pieces": pieces(task.text, links), **_frame(work, task)}
    return render(request, "submissions/answer_read.html", context)


def _save(request: SignedInRequest, work: Work, task: Task) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _desk(request, work, task, form=form, status=form.status)
    text, base = form.cleaned_data["text"], form.cleaned_data["base"]
    try:
        answer = open_answer(request, work.assignment, task.number, form.opened)
        actions.save_answer(answer, text=text, base=base, at=request.arrived)
    except actions.TooFast as flood:
        response = _desk(request, work, task, form=form, status=429)
        response["Retry-After"] = str(flood.retry_after)
        return response
    except Refused as refusal:
        return two_versions(request, work, task, refusal)
    return SeeOther(_onward(work, task, form.cleaned_data["go"]))


def two_versions(request: SignedInRequest, work: Work, task: Task, refusal: Refused) -> HttpResponse:
    """Both texts to choose from, when the refusal carries another one; any other refusal is raised again."""
    if not refusal.state:
        raise refusal
    context = {"work": work, "task": task, "theirs": refusal.state, "mine": refusal.kept}
    context |= {"opened": Opened(work.version.pk, work.attempt), **_frame(work, task)}
    return render(request, "submissions/two_versions.html", context, status=409)


def open_answer(request: SignedInRequest, assignment: Assignment, number: int, opened: Opened | None = None) -> Answer:
    """The answer to write in, of an attempt that is begun when there is none. Raises Refused as `start`, Http404."""
    submission = actions.start(assignment, request.user, at=request.arrived, opened=opened)
    answer = Answer.objects.filter(submission=submission, question__position=number).first()
    if answer is None:
        raise Http404
    answer.assignment, answer.submission, submission.student = assignment, submission, request.user  # all at hand
    return answer


def _desk(
    request: SignedInRequest, work: Work, task: Task, *, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    """The page to write on, with a text that could not be stored kept on it."""
    levels = Level.objects.filter(criterion__rubric=_rubric_of(work.assignment, task))
    context = {
        "work": work,
        "task": replace(task, typed=form["text"].value() or "") if form else task,
        "form": form,
        "too_fast": status == 429,
        "text": form["text"].value() if form else task.text,
        "base": form["base"].value() if form else task.revision,
        "opened": form.opened if form else Opened(work.version.pk, work.attempt),
        "levels": levels.select_related("criterion").order_by("criterion__position", "position"),
        "reader": reader_name(work.assignment.school_class),
        "next": _next(work, task),
        "notes": Notes.objects.own(request.user, work.assignment),
        **_frame(work, task),
    }
    return render(request, "submissions/answer.html", context, status=status)


def _rubric_of(assignment: Assignment, task: Task) -> Coalesce:
    """What the answer will be judged by: the edition set for the assignment, else the first."""
    chosen = assignment.rubrics_in_force.filter(question=task.question).values("rubric")
    first = Rubric.objects.filter(question=task.question, edition=1).values("pk")
    return Coalesce(Subquery(chosen[:1]), Subquery(first))


def _frame(work: Work, task: Task) -> dict[str, object]:
    return {"assignment": work.assignment, "following": work.after(task), "here": _here(work, task)}


def _here(work: Work, task: Task) -> str:
    return address("answer", work.assignment, task.number)


def _onward(work: Work, task: Task, go: str) -> str:
    """Where to go once it is saved: here again, on, or to what has changed since the attempt before."""
    if go == "changes":
        return _changes(work, task)
    return _next(work, task) if go == "next" else _here(work, task)


def _changes(work: Work, task: Task) -> str:
    """The page that shows what has changed in this answer."""
    place = work.assignment
    return reverse("grading:changes", args=[place.school_class.public_id, place.slug, task.number])


def _next(work: Work, task: Task) -> str:
    following = work.after(task)
    return _here(work, following) if following else address("turn-in", work.assignment)
