"""The student's own history of one answer: the list, one text against the one that stands, and putting it back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from classroom.access import signed_in
from classroom.http import Refused, SignedInRequest, conflict
from classroom.submissions import actions, rules
from classroom.submissions.difference import compare
from classroom.submissions.forms import RestoreForm
from classroom.submissions.history import entries, is_standing, said_time
from classroom.submissions.models import AnswerRevision
from classroom.submissions.querysets import AnswerRevisionQuerySet
from classroom.submissions.tasks import Task
from classroom.submissions.work import Work

from .answer import open_answer, two_versions
from .place import Rule, SeeOther, address, fetch_assignment, own_work

ROWS = 30


@signed_in
@require_safe
def history(request: SignedInRequest, class_id: str, slug: str, n: int) -> HttpResponse:
    """Every text that was kept of the student's answer, the newest first."""
    try:
        work, task = _own(request, rules.may_read_own_work, at=(class_id, slug), number=n)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("submissions:lesson", args=[class_id, slug]))
    page = Paginator(_kept(request, task).for_history(), ROWS).get_page(request.GET.get("page"))
    shown = entries(page.object_list, task.answer) if task.answer else []
    return render(request, "submissions/history.html", {"page_obj": page, "entries": shown, **_frame(work, task)})


@signed_in
@require_safe
def revision(request: SignedInRequest, class_id: str, slug: str, *, n: int, revision: int) -> HttpResponse:
    """One text of the history, and what sets the text that stands apart from it."""
    try:
        work, task = _own(request, rules.may_read_own_work, at=(class_id, slug), number=n)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("submissions:lesson", args=[class_id, slug]))
    return _show(request, work, task, _find(request, task, revision))


@signed_in
@require_POST
def restore(request: SignedInRequest, class_id: str, slug: str, *, n: int, revision: int) -> HttpResponse:
    """Save that text again as the newest; the one that stood stays in the history."""
    try:
        work, task = _own(request, rules.may_write, at=(class_id, slug), number=n)
        return _restore(request, work, task, _find(request, task, revision))
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("submissions:history", args=[class_id, slug, n]))


def _own(request: SignedInRequest, may: Rule, *, at: tuple[str, str], number: int) -> tuple[Work, Task]:
    """The person's own work at that address, and the question in it. Raises Refused before opening time, Http404."""
    work = own_work(request, fetch_assignment(request, may, *at))
    return work, work.task(number)


def _restore(request: SignedInRequest, work: Work, task: Task, kept: AnswerRevision) -> HttpResponse:
    form = RestoreForm(request.POST)
    if not form.is_valid():
        return _show(request, work, task, kept, status=400)
    if not work.is_newest:
        raise Refused(_("This is an older attempt. It can be read and no longer changed."))
    answer = open_answer(request, work.assignment, task.number)
    try:
        actions.save_answer(answer, text=kept.text, base=form.cleaned_data["base"], at=request.arrived)
    except actions.TooFast as flood:
        response = _show(request, work, task, kept, status=429)
        response["Retry-After"] = str(flood.retry_after)
        return response
    except Refused as refusal:
        return two_versions(request, work, task, refusal)
    time = said_time(kept, timezone.localdate(request.arrived))
    messages.success(request, _("Restored the text of %s. The one that stood is in the history.") % time)
    return SeeOther(address("answer", work.assignment, task.number))


def _kept(request: SignedInRequest, task: Task) -> AnswerRevisionQuerySet:
    """All that was kept of this answer, which must be the person's own; none when it was not begun."""
    return AnswerRevision.objects.visible_to(request.user).filter(answer=task.answer)


def _find(request: SignedInRequest, task: Task, number: int) -> AnswerRevision:
    """The one text of this answer that the number names. Raises Http404 for every other number alike."""
    found = _kept(request, task).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _show(request: SignedInRequest, work: Work, task: Task, kept: AnswerRevision, *, status: int = 200) -> HttpResponse:
    """The text against the one that stands; with what went wrong when it could not be restored."""
    may_restore = work.is_open and rules.may_write(request.user, work.assignment.school_class)
    context = {
        "kept": kept,
        "stands": task.answer is not None and is_standing(kept, task.answer),
        "pieces": compare(task.text, kept.text),
        "is_same": task.text == kept.text,
        "may_restore": may_restore,
        "status": status,
        **_frame(work, task),
    }
    return render(request, "submissions/revision.html", context, status=status)


def _frame(work: Work, task: Task) -> dict[str, object]:
    """What both pages need; `asked` is the end of an address that stays with an older attempt."""
    asked = "" if work.is_newest else f"attempt={work.attempt}"
    return {"work": work, "task": task, "assignment": work.assignment, "asked": asked}
