"""Drafts that are turned in by themselves when time is up, where the assignment asks for it.

That it is so is true by query from that moment on; the worker's tick only does it and tells the student.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from classroom.classes.models import Enrollment

from .excuses import is_excused
from .models import Answer, Submission
from .moments import Moments

SETTLING = timedelta(minutes=1)  # in which saves that arrived in time are still being stored


def left_in_draft(at: datetime) -> QuerySet[Submission]:
    """Drafts that may have to be turned in by now, with the dates that `time_is_up` asks for. One query.

    Their due time has passed, for the class or for what was asked again; they hold words, and were written in since
    this attempt began; their students still learn here and are not excused.
    """
    over = Q(assignment__due_at__lt=at) | Q(revision_request__due_at__lt=at)
    drafts = Submission.objects.filter(over, state=Submission.State.DRAFT, assignment__turns_in_at_closing=True)
    answers = Answer.objects.filter(submission=OuterRef("pk"))
    place = Enrollment.objects.active().students().filter(person=OuterRef("student"))
    here = Exists(place.filter(school_class=OuterRef("assignment__school_class")))
    left = drafts.filter(hold_something(answers), here, ~is_excused())
    return left.with_dates().order_by("pk").select_related("revision_request")


def hold_something(answers: QuerySet[Answer]) -> Q:
    """Whether these answers of one attempt hold words, and one was saved in the attempt itself.

    What a next attempt began with is none of that.
    """
    written = Q(submission__carried_from=None, revision__gt=0) | Q(saved_at__gt=F("submission__started_at"))
    return Q(Exists(answers.filter(words__gt=0)), Exists(answers.filter(written)))


def holds_something(submission: Submission, answers: Collection[Answer]) -> bool:
    """The same of answers that are at hand. No query."""
    written = submission.carried_from_id is None or any(
        answer.saved_at and answer.saved_at > submission.started_at for answer in answers
    )
    return any(answer.words for answer in answers) and written


def came_in_at(draft: Submission, moments: Moments) -> datetime:
    """When a draft that its student left came in: as time was up, or with its last words where dates moved since.

    One query. A teacher who moves a closing time to before those words turns no late text into one that is on time.
    """
    written = Answer.objects.filter(submission=draft, words__gt=0)
    last: datetime | None = written.aggregate(last=Max("saved_at"))["last"]
    return max(moments.ends, last or moments.ends)


def time_is_up(moments: Moments, at: datetime) -> bool:
    """Whether a draft with these dates is to be turned in by itself."""
    return moments.turns_in and has_settled(moments, at)


def has_settled(moments: Moments, at: datetime) -> bool:
    """Whether time is up and saves that were on their way then are stored, so that a draft can be taken as it is."""
    return moments.ends + SETTLING < at
