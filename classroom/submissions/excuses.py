"""Who is excused from what. An excuse rests while any attempt at the work is in; here alone that is decided.

For querysets that ask about others, assignment and student are named by their keys, or by where the outer row has them.
"""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from .models import Excuse, Submission


def holding() -> QuerySet[Excuse]:
    """The excuses that excuse from something: not ended, and nothing of the student's is in."""
    own = Submission.objects.filter(assignment=OuterRef("assignment"), student=OuterRef("student"))
    return Excuse.objects.standing().filter(~Exists(own.turned_in()))


def is_excused(*, assignment: str | int = "assignment", student: str | int = "student") -> Exists:
    """Whether the student is excused from the assignment."""
    return Exists(_own(assignment, student))


def own_excuse(*, assignment: str | int, student: str | int) -> Subquery:
    """The key of the student's excuse from the assignment, None for none."""
    return Subquery(_own(assignment, student).values("pk")[:1])


def _own(assignment: str | int, student: str | int) -> QuerySet[Excuse]:
    here = {"assignment": assignment, "student": student}
    named = {field: OuterRef(key) if isinstance(key, str) else key for field, key in here.items()}
    return holding().filter(**named)
