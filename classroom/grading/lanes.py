"""Which assignments a grader's queue is made of, and the order they chose to go through it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from classroom.accounts.models import User
from classroom.classes.models import Assignment, SchoolClass
from classroom.prepared import prepared
from lessons.models import Question

from . import rules
from .models import QueueChoice
from .walks import ByQuestion, ByStudent, Lane, Walk

Order = QueueChoice.Order


@dataclass(frozen=True)
class Ways:
    """How one grader can go on from a question: `order` is the one in force, `possible` those to choose from.

    `queue` is the answers to that question, and `walk` what they go through: the queue, or all answers by student.
    """

    order: Order
    possible: list[Order]
    classes: int
    queue: ByQuestion
    walk: Walk


def names(assignment: Any) -> bool:
    """Whether names stand beside its answers, for the person it was told to."""
    return not assignment.names_hidden or bool(assignment.names_open)


def same_lesson(user: User, school_class: SchoolClass, slug: str) -> list[Any]:
    """The assignment of that address first, then those of the same lesson where the person grades now; [] without it.

    Classes that were put away are left out, and stay alone themselves. One query.
    """
    found = alone(user, school_class, slug) if school_class.archived_at else _with_others(user, school_class, slug)
    here = [each for each in found if (each.school_class_id, each.slug) == (school_class.pk, slug)]
    return here and here + [each for each in found if each not in here]


def questions_of(versions: set[int]) -> list[Question]:
    """The questions of these versions in their order; one query."""
    if len(versions) == 1:
        return _questions(*versions)
    return list(Question.objects.filter(version__in=versions).order_by("position"))


@prepared
def alone(user: User, school_class: SchoolClass, slug: str) -> QuerySet[Any]:
    """The assignment of that address, if the person may know of it, with what `_told` tells."""
    return _told(user).filter(school_class=school_class, slug=slug)


@prepared
def _with_others(user: User, school_class: SchoolClass, slug: str) -> QuerySet[Any]:
    own = Q(school_class=school_class, slug=slug)
    lesson = Assignment.objects.filter(own).values("lesson_version__lesson")[:1]
    staffed = SchoolClass.objects.staffed_by(user).filter(archived_at=None)
    others = Q(lesson_version__lesson=Subquery(lesson), school_class__in=staffed)
    return _told(user).filter(own | others).order_by("pk")


@prepared
def _questions(version: int) -> QuerySet[Question]:
    return Question.objects.filter(version=version).order_by("position")


def _told(user: User) -> QuerySet[Any]:
    """What is set in the person's classes, with whether names are open to them and the order they chose."""
    visible: QuerySet[Any] = Assignment.objects.visible_to(user)
    chosen = QueueChoice.objects.filter(by=user, lesson=OuterRef("lesson_version__lesson"))
    told: QuerySet[Any] = visible.select_related("school_class", "lesson_version").annotate(
        names_open=rules.names_open(user), teaches=rules.teacher_here(user), chosen=Subquery(chosen.values("order")[:1])
    )
    return told


def ways(lanes: list[Any], question: Question, questions: Iterable[Question]) -> Ways:
    """The ways on from the question; `lanes` begin with its own assignment, `questions` are of all their versions.

    An order that can't be had now, such as by student while names are hidden, rests.
    """
    own, questions = lanes[0], list(questions)
    possible = [Order.QUESTION, *([Order.CLASSES] if lanes[1:] else []), *([Order.STUDENT] if names(own) else [])]
    order = Order(own.chosen) if own.chosen in possible else Order.QUESTION
    at = {each.version_id: each.position for each in questions if each.key == question.key}
    mixed = lanes if order == Order.CLASSES else [own]
    queue = ByQuestion(question.key, {each.pk: _lane(each, at) for each in mixed if each.lesson_version_id in at})
    by_student = ByStudent(own, [each for each in questions if each.version_id == own.lesson_version_id])
    walk: Walk = by_student if order == Order.STUDENT else queue
    return Ways(order, possible, len(lanes), queue, walk)


def _lane(assignment: Any, at: dict[int, int]) -> Lane:
    return Lane(assignment, at[assignment.lesson_version_id], names(assignment))
