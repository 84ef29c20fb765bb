"""Where on the desk a request stands: class, assignment, question and answer, each below the one before."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from classroom.accounts.actions import log_look
from classroom.accounts.models import User
from classroom.classes.models import Assignment, SchoolClass
from classroom.classes.places import enter
from classroom.grading import bench, choosing, rules, second_marking
from classroom.grading.lanes import Ways, alone, by_student, names, questions_of, same_lesson, ways
from classroom.grading.looking import Looking, open_by
from classroom.grading.walks import Spot
from classroom.http import Refused, SignedInRequest, conflict
from classroom.prepared import prepared
from classroom.submissions.models import Answer
from lessons.models import Question

P = ParamSpec("P")
Row = TypeVar("Row")


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
    looking: Looking

    def url(self, name: str, *args: object) -> str:
        """An address of grading below this assignment."""
        return reverse(f"grading:{name}", args=[self.school_class.public_id, self.assignment.slug, *args])


@dataclass(frozen=True)
class QuestionPlace(Place):
    """One question of it, among all, and the ways on from it."""

    questions: list[Question]
    question: Question
    ways: Ways

    @property
    def says_class(self) -> bool:
        """Whether the page may tell which class this is: with names hidden, a queue of several classes doesn't."""
        return self.names or len(self.ways.queue.lanes) == 1

    @property
    def offers(self) -> bool:
        """Whether there is anything to choose from; where the class is not said, in any of them."""
        lanes = self.ways.queue.lanes.values()
        return self.looking.offers if self.says_class else any(lane.looking.offers for lane in lanes)

    @property
    def question_before(self) -> Question | None:
        """The one before it; None at the first."""
        return self._question_at(self.question.position - 1)

    @property
    def question_after(self) -> Question | None:
        """The one after it; None at the last."""
        return self._question_at(self.question.position + 1)

    def _question_at(self, position: int) -> Question | None:
        return next((question for question in self.questions if question.position == position), None)


@dataclass(frozen=True)
class DeskPlace(QuestionPlace):
    """One answer to it, fetched for judging."""

    answer: Answer

    @property
    def spot(self) -> Spot:
        """Where it lies."""
        return Spot(self.assignment, self.question.position, self.answer.desk_number)

    @property
    def open_by(self) -> str:
        """Which colleague has it open, as the page may say it; empty when none has."""
        return self.ways.walk.colleague(self.answer)

    def desk_url(self, name: str, *args: object) -> str:
        """An address of grading below this answer."""
        return self.url(name, self.question.position, self.answer.desk_number, *args)

    def log_look(self, request: SignedInRequest) -> None:
        """Keep that whoever asks looked at it. One query."""
        what = f"answer {self.answer.pk} on the grading desk"
        log_look(request.user, [self.answer.submission.student], what=what, at=request.arrived, request_id=request.id)


def find_assignment(
    request: SignedInRequest, class_id: str, slug: str, *, may: Any = rules.may_grade, told: Any = alone
) -> Place:
    """The assignment with what `told` tells, for whom `may` allows in the class: three queries."""
    school_class = enter(request, class_id, may)
    return _place(request, school_class, the_one(told(request.user, school_class, slug)))


def find_question(
    request: SignedInRequest, class_id: str, slug: str, n: int, *, may: Any = rules.may_grade
) -> QuestionPlace:
    """The question at that position of the version now set: four queries, for any number of classes."""
    school_class = enter(request, class_id, may)
    lanes = same_lesson(request.user, school_class, slug)
    own = the_one(lanes)
    every = questions_of({lane.lesson_version_id for lane in lanes}, own)
    questions = [question for question in every if question.version_id == own.lesson_version_id]
    question = next((question for question in questions if question.position == n), None)
    if question is None:
        raise Http404
    place, on = _place(request, school_class, own), ways(lanes, question, every, partial(_looking, request))
    return QuestionPlace(**vars(place), questions=questions, question=question, ways=on)


def _place(request: SignedInRequest, school_class: SchoolClass, assignment: Any) -> Place:
    return Place(
        school_class=school_class,
        assignment=assignment,
        names=names(assignment),
        teaches=assignment.teaches,
        zone=request.user.named(school_class.zone),
        looking=_looking(request, assignment, at_question=not by_student(assignment)),
    )


def _looking(request: SignedInRequest, assignment: Any, *, at_question: bool) -> Looking:
    chosen = choosing.chosen(request, assignment, names=names(assignment))
    return Looking(assignment, request.user, request.arrived, chosen, at_question)


def at_desk(
    view: Callable[Concatenate[SignedInRequest, DeskPlace, P], HttpResponse],
) -> Callable[Concatenate[SignedInRequest, P], HttpResponse]:
    """The view of one answer, found by its address (five queries); what the view refuses is answered with 409.

    A draft is refused before the view: it is not there to read. While a second look hides the first mark, or the person
    is to mark a second time without sight of it, all that would show it leads to the page where the second is entered.
    """

    @wraps(view)
    def found(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        address: dict[str, Any] = {name: kwargs.pop(name) for name in ("class_id", "slug", "n", "desk")}
        place = find_answer(request, **address)
        back = place.url("queue", place.question.position)
        if place.answer.submission.is_draft:
            reason = _("This answer is not turned in, so it can’t be graded yet.")
            return conflict(request, Refused(reason), back=back)
        if place.answer.blind:  # type: ignore[attr-defined]  # annotated
            return _second_look_first(request, place)
        if place.answer.second_due:  # type: ignore[attr-defined]  # annotated
            return _second_mark_first(request, place)
        try:
            return view(request, place, *args, **kwargs)
        except Refused as refusal:
            return conflict(request, refusal, back=back)

    return found


def moved_on(request: SignedInRequest, place: DeskPlace, spot: Spot) -> DeskPlace:
    """The place of that answer: one query in the same queue of one class, else all five."""
    if (spot.assignment, spot.n) == (place.assignment, place.question.position):
        return replace(place, answer=_answer(request, place, spot.desk))
    there = spot.assignment.school_class.public_id, spot.assignment.slug
    return find_answer(request, class_id=there[0], slug=there[1], n=spot.n, desk=spot.desk)


def _second_look_first(request: SignedInRequest, place: DeskPlace) -> HttpResponse:
    reason = _("A second look at this answer is open. Enter the second mark before anything else is said about it.")
    return _elsewhere_first(request, place.desk_url("second-look"), reason)


def _second_mark_first(request: SignedInRequest, place: DeskPlace) -> HttpResponse:
    reason = _("You are the second marker of this answer. Enter your mark before anything else is said about it.")
    return _elsewhere_first(request, place.desk_url("second-mark"), reason)


def _elsewhere_first(request: SignedInRequest, there: str, reason: str) -> HttpResponse:
    if request.method in {"GET", "HEAD"}:
        return redirect(there)
    return conflict(request, Refused(reason), back=there)


def find_answer(
    request: SignedInRequest, *, class_id: str, slug: str, n: int, desk: int, may: Any = rules.may_grade
) -> DeskPlace:
    """The answer with that number to that question, whatever may be read of it; five queries."""
    place = find_question(request, class_id, slug, n, may=may)
    return DeskPlace(**vars(place), answer=_answer(request, place, desk))


def _answer(request: SignedInRequest, place: QuestionPlace, desk: int) -> Answer:
    found: Answer = the_one(_answers(request.user, place.assignment, place.question.key, desk, request.arrived))
    return found


def the_one(found: list[Row]) -> Row:
    """What was asked for by a unique address. Raises Http404 when there is none."""
    if not found:
        raise Http404
    return found[0]


@prepared
def _answers(  # noqa: PLR0917  a prepared query takes its values by their place
    user: User, assignment: Assignment, key: str, desk: int, at: datetime
) -> QuerySet[Any]:
    numbered = Answer.objects.visible_to(user).filter(assignment=assignment, question_key=key, desk_number=desk)
    told = bench.for_judging(numbered.written_anew()).annotate(open_by=open_by(user, at))
    found: QuerySet[Any] = told.annotate(second_due=second_marking.is_due(user))
    return found
