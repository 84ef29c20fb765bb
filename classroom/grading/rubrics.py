"""Which edition of a question's rubric an answer is judged by."""

from django.db.models import Q, QuerySet

from classroom.submissions.models import Answer
from lessons.models import Rubric

from .models import Grade, RubricInForce


def in_force(answer: Answer) -> Rubric:
    """The edition set for the assignment and question, else the first; one query."""
    return set_for(answer.assignment_id, answer.question_id)


def set_for(assignment: int, question: int) -> Rubric:
    """The same, of an assignment and a question of its version."""
    return editions(assignment, question)[0]


def editions(assignment: int, question: int) -> QuerySet[Rubric]:
    """The one in force first, and behind it those that were before."""
    of_question = Rubric.objects.filter(question=question)
    put = put_in_force(assignment, question).order_by().values("rubric")
    return of_question.filter(Q(edition=1) | Q(pk__in=put)).order_by("-edition")


def put_in_force(assignment: int, question: int) -> QuerySet[RubricInForce]:
    """Who put which edition in force when, the newest first."""
    return RubricInForce.objects.filter(assignment=assignment, question=question)


def judging(answer: Answer, grade: Grade | None) -> Rubric:
    """The edition that an answer's grade stands on, else the one in force: what was released keeps its own."""
    return grade.rubric if grade else in_force(answer)
