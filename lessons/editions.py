"""Further editions of a question's rubric, made while answers to it are judged. Each is sealed at once."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Max

from classroom.http import Refused
from lessons.checks import Problem, rubric_problems
from lessons.document import CriterionText
from lessons.models import Question, Rubric
from lessons.parts import write_rubric

STEPS = (2, 8)  # levels of a criterion


def problems(criteria: tuple[CriterionText, ...], points: Decimal) -> list[Problem]:
    """What keeps these criteria from being an edition for a question worth that many points."""
    return list(rubric_problems(criteria, points, steps=STEPS))


def new_edition(question: Question, criteria: tuple[CriterionText, ...], *, at: datetime) -> Rubric:
    """The next edition, within the caller's transaction and with the question locked. Refused when it can't stand."""
    if found := problems(criteria, question.points):
        raise Refused(" ".join(str(problem) for problem in found))
    latest = question.rubrics.aggregate(latest=Max("edition"))["latest"] or 0
    rubric = Rubric.objects.create(question=question, edition=latest + 1)
    write_rubric(rubric, criteria)
    Rubric.objects.filter(pk=rubric.pk).update(sealed_at=at)
    rubric.sealed_at = at
    return rubric
