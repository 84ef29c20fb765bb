"""A student's own notes beside one assignment: the page, its plain save, and the save a script makes."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from classroom.access import signed_in
from classroom.http import Refused, SignedInRequest, conflict
from classroom.submissions import actions, rules
from classroom.submissions.forms import NotesForm
from classroom.submissions.models import Notes
from classroom.submissions.work import Work

from .autosave import answered, read_save, stored
from .place import SeeOther, address, fetch_assignment, own_work


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """GET shows the person's own notes, POST saves them: the one pair that shares an address."""
    may = rules.may_write if request.method == "POST" else rules.may_read_own_work
    assignment = fetch_assignment(request, may, class_id, slug)
    try:
        work = own_work(request, assignment)
        return _save(request, work) if request.method == "POST" else _page(request, work)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("submissions:lesson", args=[class_id, slug]))


@require_POST
def autosave(request: HttpRequest, class_id: str, slug: str) -> HttpResponse:
    """200 says which revision is committed and what text it holds; every other answer means "not saved"."""
    return answered(request, partial(_autosave, class_id=class_id, slug=slug))


def _save(request: SignedInRequest, work: Work) -> HttpResponse:
    form = NotesForm(request.POST)
    if not form.is_valid():
        return _page(request, work, form=form, status=form.status)
    said = form.cleaned_data
    try:
        actions.save_notes(work.assignment, request.user, text=said["text"], base=said["base"], at=request.arrived)
    except actions.TooFast as flood:
        response = _page(request, work, form=form, status=429)
        response["Retry-After"] = str(flood.retry_after)
        return response
    except Refused as refusal:
        if not refusal.state:
            raise
        context = {"work": work, "assignment": work.assignment, "theirs": refusal.state, "mine": refusal.kept}
        return render(request, "submissions/notes_two.html", context, status=409)
    return SeeOther(address("notes", work.assignment))


def _page(request: SignedInRequest, work: Work, *, form: NotesForm | None = None, status: int = 200) -> HttpResponse:
    """The notes to read and to write in, with what could not be stored kept in them; a removed student reads."""
    context = {
        "work": work,
        "assignment": work.assignment,
        "notes": Notes.objects.own(request.user, work.assignment),
        "form": form,
        "too_fast": status == 429,
        "may_write": rules.may_write(request.user, work.assignment.school_class),
    }
    return render(request, "submissions/notes.html", context, status=status)


def _autosave(request: SignedInRequest, *, class_id: str, slug: str) -> dict[str, Any]:
    assignment = fetch_assignment(request, rules.may_write, class_id, slug)
    sent = read_save(request)
    saved = actions.save_notes(assignment, request.user, text=sent.text, base=sent.base, at=request.arrived)
    return stored(saved, assignment)
