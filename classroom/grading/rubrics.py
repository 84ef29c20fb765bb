"""Which rubric an answer is judged by."""

from classroom.submissions.models import Answer
from lessons.models import Rubric

from .models import RubricInForce


def in_force(answer: Answer) -> Rubric:
    """The edition set for the assignment and question, else the first; at most two queries."""
    chosen = RubricInForce.objects.filter(assignment=answer.assignment_id, question=answer.question_id)
    row = chosen.select_related("rubric").first()
    return row.rubric if row else Rubric.objects.get(question=answer.question_id, edition=1)
