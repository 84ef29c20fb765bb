"""How much each grader has of an assignment: answers that came in, and those that still wait for a grade."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from classroom.classes.models import Assignment
from classroom.submissions.models import Answer, Submission
from classroom.submissions.querysets import came_in

from .looking import parts_of, short_name
from .roster import TO_GRADE, grouped


@dataclass(frozen=True)
class Load:
    """One grader's part; without a name it is everybody's."""

    name: str | None
    answers: int
    waiting: int


def loads(assignment: Assignment) -> list[Load]:
    """Every grader's, by name, and what is nobody's last; one query."""
    grader = Subquery(parts_of().values_list(short_name("grader"))[:1])
    rows = _turned_in(assignment).annotate(group=grouped(), grader=grader).order_by().values("grader")
    counted = rows.annotate(answers=Count("pk"), waiting=Count("pk", filter=Q(group=TO_GRADE)))
    found = [Load(row["grader"], row["answers"], row["waiting"]) for row in counted]
    return sorted(found, key=lambda load: (load.name is None, load.name or ""))


def _turned_in(assignment: Assignment) -> QuerySet[Any]:
    """What came in to every question, of each student the newest turned-in attempt."""
    same = Submission.objects.turned_in().filter(
        assignment=OuterRef("assignment"), student=OuterRef("submission__student")
    )
    later = same.filter(attempt__gt=OuterRef("submission__attempt"))
    answers = Answer.objects.filter(assignment=assignment).exclude(submission__state=Submission.State.DRAFT)
    return answers.filter(came_in()).filter(~Exists(later))
