"""What the tests of new rubric editions share: the form's fields, and an edition made in a test."""

from typing import Any

from django.urls import reverse

from classroom.grading.actions.rubrics import put_in_force
from classroom.grading.rubric_form import RubricForm
from classroom.submissions.models import Answer
from lessons.models import Rubric
from tests.cast import Cast
from tests.factories import CRITERIA, LEVELS, NOW


def address(cast: Cast, n: int = 2) -> str:
    """The page of the rubric of that question."""
    return reverse("grading:rubric", args=[cast.school_class.public_id, cast.assignment.slug, n])


def fields(**changed: str) -> dict[str, str]:
    """What the form sends when nothing else is changed; `c1_l2_points` stands for the field `c1-l2-points`."""
    sent = {"made_from": "1", "base": "1"}
    for at, name in enumerate(CRITERIA, 1):
        sent |= {f"c{at}-name": name, f"c{at}-description": ""}
        for step, level in enumerate(LEVELS, 1):
            prefix = f"c{at}-l{step}"
            sent |= {f"{prefix}-points": str(step), f"{prefix}-name": level}
            sent |= {f"{prefix}-description": f"{level} {name.lower()}."}
    return sent | {name.replace("_", "-") if name.startswith("c") else name: said for name, said in changed.items()}


HALVES = {f"c{at}_l{step}_points": f"{step - 0.5}" for at in (1, 2, 3) for step in (1, 2, 3)}  # all but the highest


def edition(answer: Answer, *, by: Any, base: int = 1, correction: str = "", **changed: str) -> tuple[Rubric, int]:
    """Put an edition in force for the answer's question, made from the first one."""
    rubric = Rubric.objects.get(question=answer.question, edition=1)
    form = RubricForm(fields(**changed), question=answer.question, rubric=rubric, base=base)
    assert form.is_valid(), form.errors
    assert form.edition is not None
    act = {"base": base, "by": by, "at": NOW, "correction": correction}
    return put_in_force(answer.assignment, answer.question, form.edition, **act)
