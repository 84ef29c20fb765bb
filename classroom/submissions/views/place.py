"""How every page of this app takes what it is about: class, role, assignment, then the student's own work."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from classroom.accounts.models import User
from classroom.classes.models import Assignment, SchoolClass
from classroom.classes.places import own_places
from classroom.classes.rules import is_shown
from classroom.http import Refused, SignedInRequest
from classroom.prepared import prepared
from classroom.submissions.excuses import own_excuse
from classroom.submissions.forms import AttemptForm
from classroom.submissions.models import Answer
from classroom.submissions.moments import dated_assignment, moments_for
from classroom.submissions.revisions import asked_for
from classroom.submissions.work import Work, find_work
from lessons.reading import published_version

Rule: TypeAlias = Callable[[User, SchoolClass], bool]


class SeeOther(HttpResponseRedirect):
    """Done; the outcome is on another page."""

    status_code = 303


def fetch_assignment(request: SignedInRequest, may: Rule, class_id: str, slug: str) -> Assignment:
    """The assignment with its class, version and the person's dates, in the order of decision 4. Two queries.

    A student's answers come along for `own_work`; who has begun none costs a third. From here on the page speaks the
    class's time.
    """
    places = own_places(request)
    answers = _own_answers(request.user, class_id, slug) if places.learns_in(class_id) else []
    found = answers[0].assignment if answers else next(iter(_assignments_at(request.user, class_id, slug)), None)
    school_class = found.school_class if found else SchoolClass.objects.filter(public_id=class_id).first()
    if school_class is None or not places.tell(school_class):
        raise Http404
    if not may(request.user, school_class):
        raise PermissionDenied
    if found is None or not (answers or is_shown(request.user, found)):
        raise Http404
    found.own_answers = answers  # type: ignore[attr-defined]  # for `find_work`
    begun: datetime = found.version_begun  # type: ignore[attr-defined]  # annotated
    found.lesson_version = published_version(found.lesson_version_id, begun)
    found.due_for = moments_for(found, request.user).due  # type: ignore[attr-defined]  # as `with_dates_for` says
    timezone.activate(school_class.zone)
    return found


def _own_answers(student: User, class_id: str, slug: str) -> list[Answer]:
    """What the student has begun to write at that address, with what `_assignments_at` says of it."""
    answers = _answers_at(student, class_id, slug)
    for answer in answers[:1]:
        assignment: Any = dated_assignment(answer)
        assignment.version_begun, assignment.own_excuse = answer.version_begun, answer.own_excuse  # type: ignore[attr-defined]
    return answers


@prepared
def _answers_at(student: User, class_id: str, slug: str) -> QuerySet[Answer]:
    return (
        Answer.objects.dated()
        .of_student_at(student, class_id, slug)
        .annotate(
            version_begun=F("submission__assignment__lesson_version__created_at"),
            own_excuse=own_excuse(assignment="submission__assignment", student="submission__student"),
            asked=asked_for("submission"),
        )
    )


@prepared
def _assignments_at(person: User, class_id: str, slug: str) -> QuerySet[Assignment]:
    """What that address names, whoever may know of it."""
    rows = Assignment.objects.filter(school_class__public_id=class_id, slug=slug).order_by()
    excuse = own_excuse(assignment="pk", student=person.pk)
    told = rows.with_extension_of(person).with_withdrawal().select_related("school_class")
    return told.annotate(version_begun=F("lesson_version__created_at"), own_excuse=excuse)


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
