"""Where on the desk a request stands: class, assignment, question and answer, each below the one before."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from classroom.access import fetch
from classroom.classes.models import Assignment, SchoolClass
from classroom.grading import bench, rules
from classroom.http import Refused, SignedInRequest, conflict
from classroom.submissions.models import Answer
from lessons.models import Question

P = ParamSpec("P")


@dataclass(frozen=True)
class Place:
    """One assignment of a class as one grader sees it; speaks the class's time zone from now on.

    `zone` names it to a grader who lives in another, and is empty for everybody else.
    """

    school_class: SchoolClass
    assignment: Assignment
    names: bool
    teaches: bool
    zone: str

    def url(self, name: str, *args: object) -> str:
        """An address of grading below this assignment."""
        return reverse(f"grading:{name}", args=[self.school_class.public_id, self.assignment.slug, *args])


@dataclass(frozen=True)
class QuestionPlace(Place):
    """One question of it, among all."""

    questions: list[Question]
    question: Question


@dataclass(frozen=True)
class DeskPlace(QuestionPlace):
    """One answer to it, fetched for judging."""

    answer: Answer

    def desk_url(self, name: str, *args: object) -> str:
        """An address of grading below this answer."""
        return self.url(name, self.question.position, self.answer.desk_number, *args)


def find_assignment(request: SignedInRequest, class_id: str, slug: str, *, may: Any = rules.may_grade) -> Place:
    """The assignment, for whom `may` allows in the class: three queries."""
    school_class: SchoolClass = fetch(request.user, may, SchoolClass.objects, public_id=class_id)
    timezone.activate(school_class.zone)
    visible: QuerySet[Any] = Assignment.objects.visible_to(request.user)
    with_names = visible.select_related("school_class", "lesson_version").annotate(
        names_open=rules.names_open(request.user), teaches=rules.teacher_here(request.user)
    )
    assignment = get_object_or_404(with_names, school_class=school_class, slug=slug)
    names = not assignment.names_hidden or assignment.names_open
    zone = request.user.named(school_class.zone)
    return Place(school_class=school_class, assignment=assignment, names=names, teaches=assignment.teaches, zone=zone)


def find_question(request: SignedInRequest, class_id: str, slug: str, n: int) -> QuestionPlace:
    """The question at that position of the version now set: four queries."""
    place = find_assignment(request, class_id, slug)
    questions = list(Question.objects.filter(version=place.assignment.lesson_version_id).order_by("position"))
    question = next((question for question in questions if question.position == n), None)
    if question is None:
        raise Http404
    return QuestionPlace(**vars(place), questions=questions, question=question)


def at_desk(
    view: Callable[Concatenate[SignedInRequest, DeskPlace, P], HttpResponse],
) -> Callable[Concatenate[SignedInRequest, P], HttpResponse]:
    """The view of one answer, found by its address (five queries); what the view refuses is answered with 409.

    A draft is refused before the view: it is not there to read.
    """

    @wraps(view)
    def found(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        address: dict[str, Any] = {name: kwargs.pop(name) for name in ("class_id", "slug", "n", "desk")}
        place = _find_answer(request, **address)
        back = place.url("queue", place.question.position)
        if place.answer.submission.is_draft:
            reason = _("This answer is not turned in, so it can’t be graded yet.")
            return conflict(request, Refused(reason), back=back)
        try:
            return view(request, place, *args, **kwargs)
        except Refused as refusal:
            return conflict(request, refusal, back=back)

    return found


def _find_answer(request: SignedInRequest, *, class_id: str, slug: str, n: int, desk: int) -> DeskPlace:
    place = find_question(request, class_id, slug, n)
    answers = bench.for_judging(Answer.objects.visible_to(request.user))
    answer = get_object_or_404(answers, assignment=place.assignment, question_key=place.question.key, desk_number=desk)
    return DeskPlace(**vars(place), answer=answer)
