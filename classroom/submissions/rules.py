"""Who may do what with work, and whether there is still something a student can do."""

from datetime import datetime

from django.db.models import Max

from classroom.accounts.models import User
from classroom.classes.models import Assignment, Extension, SchoolClass
from classroom.classes.rules import learns, learnt, teaches

from .models import RevisionRequest, Submission
from .moments import Moments, moments_for


def may_read_lesson(_user: User, _school_class: SchoolClass) -> bool:
    """Whoever may know of the class: its people, and those who were students of it. `visible_to` has asked."""
    return True


def may_write(user: User, school_class: SchoolClass) -> bool:
    """Students, while their place lasts."""
    return learns(user, school_class)


def may_read_own_work(user: User, school_class: SchoolClass) -> bool:
    """Students, also after their place has ended."""
    return learnt(user, school_class)


def may_act_for_students(user: User, school_class: SchoolClass) -> bool:
    """Teachers: collect drafts, record what came in on paper, excuse. Assistants do none of it (decision 3)."""
    return teaches(user, school_class)


def can_still_write(assignment: Assignment, student: User, *, at: datetime) -> bool:
    """Whether this student has any way left to write (decision 18): until then no model answer opens.

    True before the student's due time, while any extension of the class lasts, until closing time for whoever has
    not handed in or may begin another attempt, and until the due time of what this student was asked for again. Four
    queries.
    """
    asked = RevisionRequest.objects.open_at(at).filter(submission__assignment=assignment, submission__student=student)
    if asked.exists():
        return True
    moments = moments_for(assignment, student)
    last = Extension.objects.filter(assignment=assignment).aggregate(last=Max("due_at"))["last"]
    if at <= moments.due or (last is not None and at <= last):
        return True
    return not moments.has_ended(at) and _may_go_on(assignment, student)


def may_take_back(submission: Submission, moments: Moments, *, at: datetime) -> bool:
    """Whether handed-in work can become a draft again: until the due time, and only while nobody began grading.

    What came in on paper can't.
    """
    if submission.state != Submission.State.TURNED_IN or submission.grading_began_at is not None:
        return False
    on_paper = submission.turn_in is not None and submission.turn_in.is_on_paper
    return not on_paper and not moments.is_late(at)


def may_begin_another(submission: Submission, moments: Moments, *, at: datetime) -> bool:
    """Whether the assignment allows a next attempt now from this one, which must be the newest.

    `moments` are those of the assignment, whatever this one was asked for by.
    """
    more = submission.attempt < submission.assignment.attempts
    return more and submission.is_known_returned(at) and moments.allows_writing(at)


def _may_go_on(assignment: Assignment, student: User) -> bool:
    newest = Submission.objects.filter(assignment=assignment, student=student).order_by("-attempt").first()
    if newest is None or newest.is_draft:
        return True
    return newest.attempt < assignment.attempts
