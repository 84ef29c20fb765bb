"""Verb: give points to answers as whole numbers of points, many at once. The grades themselves are saved one by one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.grading.actions.grades import comment_on, save_grade
from classroom.grading.entries import Entry
from classroom.grading.judgement import Levels, worth
from classroom.grading.models import CriterionMark, Grade, GradeEvent
from classroom.http import BadValue, Refused
from classroom.submissions.models import Answer


class NotEntered(Exception):  # noqa: N818  an answer, not a fault
    """Nothing was stored: `problems` says by the answer's key what stands in the way of which entry."""

    def __init__(self, problems: dict[int, BadValue | Refused]) -> None:
        super().__init__(problems)
        self.problems = problems


@transaction.atomic
def enter_points(
    entered: Iterable[tuple[Answer, Entry]], *, by: User, at: datetime, path: GradeEvent.Path, reason: str = ""
) -> int:
    """Store all of these or none, each with its history, and say how many. Raises NotEntered.

    Levels that were chosen stay. What the points are more or less than they make is the adjustment, whose reason says
    that points were entered; where no level was chosen the points are all adjustment. Entered points are a done grade;
    a comment alone leaves the grade as it is.
    """
    in_order = sorted(entered, key=lambda each: (each[0].submission_id, each[0].pk))  # so that no two wait in a ring
    levels = _levels([answer for answer, _entry in in_order])
    problems: dict[int, BadValue | Refused] = {}
    for answer, entry in in_order:
        try:
            _enter(answer, entry, levels[answer.pk], by=by, at=at, path=path, reason=reason)
        except (BadValue, Refused) as problem:
            problems[answer.pk] = problem
    if problems:
        raise NotEntered(problems)
    return len(in_order)


def _enter(  # noqa: PLR0913  as save_grade
    answer: Answer, entry: Entry, levels: Levels, *, by: User, at: datetime, path: GradeEvent.Path, reason: str
) -> None:
    grade = Grade.objects.counting().filter(answer=answer).first()
    adjustment, why = _adjustment(grade, levels, entry.points)
    save_grade(
        answer,
        by=by,
        at=at,
        base=entry.base,
        levels=levels,
        adjustment=adjustment,
        adjustment_reason=why,
        comment=entry.comment or comment_on(answer.pk),
        done=entry.points is not None or (grade is not None and grade.is_done),
        path=path,
        reason=reason,
        read=entry.read,
        as_points=True,
    )


def _adjustment(grade: Grade | None, levels: Levels, points: Decimal | None) -> tuple[Decimal, str]:
    """What makes the levels these points, and why; as it was where no points were entered or they are the same."""
    now = (grade.adjustment, grade.adjustment_reason) if grade else (Decimal(0), "")
    if points is None:
        return now
    difference = points - sum((worth(choice) for choice in levels.values()), Decimal(0))
    return now if difference == now[0] else (difference, _("Entered as points"))


def _levels(answers: list[Answer]) -> dict[int, Levels]:
    """By answer, the levels or free points chosen so far of the grade that counts; one query."""
    marks = CriterionMark.objects.filter(grade__answer__in=answers, grade__counts=True, points__isnull=False)
    found: dict[int, Levels] = defaultdict(dict)
    for mark in marks.select_related("grade", "level"):
        found[mark.grade.answer_id][mark.criterion_id] = mark.choice
    return found
