"""How every page of this app takes what it is about: class, role, assignment, then the student's own work."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from django.db.models import F
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from classroom.access import fetch
from classroom.accounts.models import User
from classroom.classes.models import Assignment, SchoolClass
from classroom.http import Refused, SignedInRequest
from classroom.submissions.forms import AttemptForm
from classroom.submissions.moments import moments_for
from classroom.submissions.work import Work, find_work
from lessons.reading import published_version

Rule: TypeAlias = Callable[[User, SchoolClass], bool]


class SeeOther(HttpResponseRedirect):
    """Done; the outcome is on another page."""

    status_code = 303


def fetch_assignment(request: SignedInRequest, may: Rule, class_id: str, slug: str) -> Assignment:
    """The assignment with its class, version and the person's dates, in the order of decision 4. Two queries.

    From here on the page speaks the class's time.
    """
    school_class = fetch(request.user, may, SchoolClass.objects, public_id=class_id)  # no tie 404, the wrong role 403
    dated = Assignment.objects.with_extension_of(request.user).annotate(version_begun=F("lesson_version__created_at"))
    rows = dated.filter(school_class=school_class, slug=slug).order_by()
    assignment = next(iter(rows.shown_in(school_class)), None) or next(iter(rows.worked_on_by(request.user)), None)
    if assignment is None:
        raise Http404
    assignment.school_class = school_class
    begun: datetime = assignment.version_begun  # type: ignore[attr-defined]  # annotated
    assignment.lesson_version = published_version(assignment.lesson_version_id, begun)
    assignment.due_for = moments_for(assignment, request.user).due  # type: ignore[attr-defined]  # as `with_dates_for` says
    timezone.activate(school_class.zone)
    return assignment


def own_work(request: SignedInRequest, assignment: Assignment) -> Work:
    """The person's own attempt that the address asks for. Raises Refused before opening time, Http404 for none such."""
    work = find_work(assignment, request.user, at=request.arrived, attempt=_attempt(request))
    if work.submission is None and not work.moments.has_opened(request.arrived):
        raise Refused(work.moments.why_not(request.arrived))
    return work


def _attempt(request: SignedInRequest) -> int | None:
    """The attempt that the address asks for; the newest when it asks for none."""
    if not request.GET:
        return None
    form = AttemptForm(request.GET)
    if not form.is_valid():
        raise Http404
    attempt: int | None = form.cleaned_data["attempt"]
    return attempt


def address(name: str, assignment: Assignment, *args: object) -> str:
    """The address of a page of this app for one assignment."""
    return reverse(f"submissions:{name}", args=[assignment.school_class.public_id, assignment.slug, *args])
