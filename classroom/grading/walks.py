"""In which order a grader goes from answer to answer: by question, in one class or over several, or by student.

Every answer has its `turn` in SQL, one number to compare and to take the least of, and a turn leads back to its Spot.
The order is drawn and never the alphabet, in which whoever comes first gains by it.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from django.db.models import (
    BigIntegerField,
    Case,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from classroom.classes.models import Assignment
from classroom.submissions.models import Answer, Submission
from lessons.models import Question

from .looking import Looking, Sight

KEYS = 2**32  # beyond every key of an assignment
DESKS, QUESTIONS = 2**24, 2**7  # beyond every desk number, and every position of a question
LAST = DESKS - 1


@dataclass(frozen=True)
class Lane:
    """What one assignment brings into a queue: where the question stands, whether names are shown, what is chosen."""

    assignment: Assignment
    n: int
    names: bool
    looking: Looking


@dataclass(frozen=True)
class Spot:
    """Where one answer lies: its assignment, the question's position there, its desk number."""

    assignment: Assignment
    n: int
    desk: int

    @property
    def url(self) -> str:
        """Its address on the desk."""
        place = [self.assignment.school_class.public_id, self.assignment.slug]
        return reverse("grading:desk", args=[*place, self.n, self.desk])


class Walk(Protocol):
    """One order of answers."""

    by_state: bool  # whether the list beside the desk is grouped by state, or else by student

    @property
    def sight(self) -> Sight:
        """What this grader goes through of them."""

    def answers(self) -> QuerySet[Any]:
        """All of them, drafts and earlier attempts too, with their `turn`."""

    def turn_of(self, answer: Answer) -> Any:
        """The turn of one of them, for SQL to compare with."""

    def spot(self, turn: int) -> Spot:
        """Where the answer of that turn lies."""

    def label(self, answer: Answer) -> str:
        """What it is called in the list; its student comes along where names are shown."""

    def note(self, answer: Answer) -> str:
        """What is said beside that."""

    def colleague(self, answer: Any) -> str:
        """Who has it open, as it may be said; empty when nobody has. The answer carries its `open_by`."""


@dataclass(frozen=True)
class ByQuestion:
    """All answers to one question in the order of desk numbers, the classes mixed by them."""

    key: str
    lanes: dict[int, Lane]  # by the assignment's key

    by_state = True

    @property
    def sight(self) -> Sight:
        return Sight([lane.looking for lane in self.lanes.values()])

    def answers(self) -> QuerySet[Any]:
        found = Answer.objects.filter(assignment__in=list(self.lanes), question_key=self.key)
        return found.annotate(turn=_big(F("desk_number") * _wide(KEYS) + F("assignment_id")))

    def turn_of(self, answer: Answer) -> Any:
        return answer.desk_number * KEYS + answer.assignment_id

    def spot(self, turn: int) -> Spot:
        desk, assignment = divmod(turn, KEYS)
        lane = self.lanes[assignment]
        return Spot(lane.assignment, lane.n, desk)

    def label(self, answer: Answer) -> str:
        if self.lanes[answer.assignment_id].names:
            return answer.submission.student.get_full_name()
        return str(answer)

    def note(self, answer: Answer) -> str:
        """The class, where several are mixed and names are no secret: a small one would tell whose answer it is."""
        lane = self.lanes[answer.assignment_id]
        return lane.assignment.school_class.name if lane.names and len(self.lanes) > 1 else ""

    def colleague(self, answer: Any) -> str:
        """Without a name where the class is not said: a colleague of one class alone would tell which it is."""
        said = self.lanes[answer.assignment_id].names or len(self.lanes) == 1
        return (answer.open_by if said else _("A colleague")) if answer.open_by else ""


@dataclass(frozen=True)
class ByStudent:
    """One student's answers after each other, for whom names are shown; the students in a drawn order.

    That order is the one of their desk numbers at the first question.
    """

    assignment: Assignment
    questions: list[Question]
    looking: Looking

    by_state = False

    @property
    def sight(self) -> Sight:
        return Sight([self.looking])

    @cached_property
    def _places(self) -> dict[str, int]:
        return {question.key: question.position for question in self.questions}

    def answers(self) -> QuerySet[Any]:
        found = Answer.objects.filter(assignment=self.assignment, question_key__in=self._places)
        lot = Coalesce(self._lot(), LAST)  # a wording without that question goes last
        place = lot * _wide(QUESTIONS) + self._place()
        return found.annotate(turn=_big(place * _wide(DESKS) + F("desk_number")))

    def _lot(self) -> Subquery:
        """One for all attempts of a student, whose answers may stand in several: that of the newest on the desk."""
        own = Answer.objects.written_anew().filter(
            assignment=self.assignment,
            question_key=self.questions[0].key,
            submission__student=OuterRef("submission__student"),
        )
        there = own.exclude(submission__state=Submission.State.DRAFT).order_by("-submission__attempt")
        return Subquery(there.values("desk_number")[:1])

    def _place(self) -> Combinable:
        cases = [When(question_key=key, then=Value(position)) for key, position in self._places.items()]
        return Case(*cases, output_field=BigIntegerField())

    def turn_of(self, answer: Answer) -> Any:
        return Subquery(self.answers().filter(pk=answer.pk).values("turn"))

    def spot(self, turn: int) -> Spot:
        before, desk = divmod(turn, DESKS)
        return Spot(self.assignment, before % QUESTIONS, desk)

    def label(self, answer: Answer) -> str:
        question = next(each for each in self.questions if each.key == answer.question_key)
        return _("%(n)s. %(title)s") % {"n": question.position, "title": question.short_title}

    def note(self, answer: Answer) -> str:
        return ""

    def colleague(self, answer: Any) -> str:
        return answer.open_by or ""


def _big(number: Any) -> Any:
    """As wide as a turn: PostgreSQL is told how wide each number is, and a narrow one would lose its head."""
    return ExpressionWrapper(number, output_field=BigIntegerField())


def _wide(number: int) -> Value:
    return Value(number, output_field=BigIntegerField())
