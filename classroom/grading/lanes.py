"""Which assignments a grader's queue is made of, and the order they chose to go through it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from classroom.accounts.models import User
from classroom.classes.models import Assignment, SchoolClass
from classroom.prepared import prepared
from lessons.models import Question

from . import rules
from .looking import Looking, grader_of_question, known_to
from .models import QueueChoice, RegradeRequest
from .walks import ByQuestion, ByStudent, Lane, Walk

Order = QueueChoice.Order
Look = Callable[..., Looking]


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


def by_student(assignment: Any) -> bool:
    """Whether the person it was told to goes from student to student there."""
    return assignment.chosen == Order.STUDENT and names(assignment)


def same_lesson(user: User, school_class: SchoolClass, slug: str) -> list[Any]:
    """The assignment of that address first, then those of the same lesson where the person grades now; [] without it.

    Classes that were put away are left out, and stay alone themselves. One query.
    """
    found = alone(user, school_class, slug) if school_class.archived_at else _with_others(user, school_class, slug)
    here = [each for each in found if (each.school_class_id, each.slug) == (school_class.pk, slug)]
    return here and here + [each for each in found if each not in here]


def in_queue(user: User, assignment: Any) -> list[Any]:
    """The assignment and those whose answers are mixed with its own; one query where that order was chosen."""
    mixed = assignment.chosen == Order.CLASSES
    return same_lesson(user, assignment.school_class, assignment.slug) if mixed else [assignment]


def questions_of(versions: set[int], assignment: Assignment) -> list[Any]:
    """The questions of these versions in their order, each with whose part it is in the assignment; one query."""
    if len(versions) == 1:
        return _questions(next(iter(versions)), assignment)
    return list(_with_grader(Question.objects.filter(version__in=versions), assignment))


@prepared
def alone(user: User, school_class: SchoolClass, slug: str) -> QuerySet[Any]:
    """The assignment of that address, if the person may know of it, with what `_told` tells."""
    return _told(user).filter(school_class=school_class, slug=slug)


@prepared
def alone_with_second_looks(user: User, school_class: SchoolClass, slug: str) -> QuerySet[Any]:
    """The same, with how many second looks wait in it: `looks_unread` to be read, `looks_open` to be decided."""
    asked = RegradeRequest.objects.filter(answer__assignment=OuterRef("pk"))
    counts = {"looks_unread": _number(asked.unread()), "looks_open": _number(asked.open())}
    told: QuerySet[Any] = _told(user).filter(school_class=school_class, slug=slug).annotate(**counts)
    return told


def _number(asked: QuerySet[RegradeRequest]) -> Coalesce:
    """How many of one assignment."""
    counted = asked.order_by().values("answer__assignment").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


@prepared
def _with_others(user: User, school_class: SchoolClass, slug: str) -> QuerySet[Any]:
    own = Q(school_class=school_class, slug=slug)
    lesson = Assignment.objects.filter(own).values("lesson_version__lesson")[:1]
    staffed = SchoolClass.objects.staffed_by(user).filter(archived_at=None)
    others = Q(lesson_version__lesson=Subquery(lesson), school_class__in=staffed)
    return _told(user).filter(own | others).order_by("pk")


@prepared
def _questions(version: int, assignment: Assignment) -> QuerySet[Any]:
    return _with_grader(Question.objects.filter(version=version), assignment)


def _with_grader(questions: QuerySet[Any], assignment: Assignment) -> QuerySet[Any]:
    found: QuerySet[Any] = questions.annotate(allotted_to=grader_of_question(assignment)).order_by("position")
    return found


def _told(user: User) -> QuerySet[Any]:
    """What is set in the person's classes: whether names are open to them, the order they chose, their part in it."""
    visible: QuerySet[Any] = Assignment.objects.visible_to(user)
    chosen = QueueChoice.objects.filter(by=user, lesson=OuterRef("lesson_version__lesson"))
    told: QuerySet[Any] = visible.select_related("school_class", "lesson_version").annotate(
        names_open=rules.names_open(user),
        teaches=rules.teacher_here(user),
        chosen=Subquery(chosen.values("order")[:1]),
        **known_to(user),
    )
    return told


def ways(lanes: list[Any], question: Question, questions: Iterable[Question], look: Look) -> Ways:
    """The ways on from the question; `lanes` begin with its own assignment, `questions` are of all their versions.

    An order that can't be had now, such as by student while names are hidden, rests. `look` says how the person looks
    on an assignment, and is told whether it is by the question.
    """
    own, questions = lanes[0], list(questions)
    possible = [Order.QUESTION, *([Order.CLASSES] if lanes[1:] else []), *([Order.STUDENT] if names(own) else [])]
    order = Order(own.chosen) if own.chosen in possible else Order.QUESTION
    at = {each.version_id: each.position for each in questions if each.key == question.key}
    mixed = lanes if order == Order.CLASSES else [own]
    found = [
        Lane(each, at[each.lesson_version_id], names(each), look(each, at_question=each is own))
        for each in mixed
        if each.lesson_version_id in at
    ]
    queue = ByQuestion(question.key, {lane.assignment.pk: lane for lane in found})
    walk: Walk = queue
    if order == Order.STUDENT:
        asked = [each for each in questions if each.version_id == own.lesson_version_id]
        walk = ByStudent(own, asked, look(own, at_question=False))
    return Ways(order, possible, len(lanes), queue, walk)
