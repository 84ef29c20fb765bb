"""Which rubric an answer is judged by."""

from classroom.submissions.models import Answer
from lessons.models import Level, Rubric

from .models import RubricInForce

NOT_SHOWN = 0  # the value of a criterion's choice that earns nothing


def in_force(answer: Answer) -> Rubric:
    """The edition set for the assignment and question, else the first; at most two queries."""
    chosen = RubricInForce.objects.filter(assignment=answer.assignment_id, question=answer.question_id)
    row = chosen.select_related("rubric").first()
    return row.rubric if row else Rubric.objects.get(question=answer.question_id, edition=1)


def levels_of(rubric_pk: int) -> list[Level]:
    """Every level of the rubric with its criterion, in the order of the page; one query."""
    levels = Level.objects.filter(criterion__rubric=rubric_pk).select_related("criterion")
    return list(levels.order_by("criterion__position", "position"))
