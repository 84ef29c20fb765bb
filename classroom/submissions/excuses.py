"""Who is excused from what, for querysets that ask about others. An excuse rests while work is in.

Assignment and student are named by their keys, or by where the outer row holds them.
"""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from .models import Excuse


def is_excused(*, assignment: str | int = "assignment", student: str | int = "student") -> Exists:
    """Whether the student is excused from the assignment."""
    return Exists(_standing(assignment, student))


def own_excuse(*, assignment: str | int, student: str | int) -> Subquery:
    """The key of the student's excuse from the assignment, None for none."""
    return Subquery(_standing(assignment, student).values("pk")[:1])


def _standing(assignment: str | int, student: str | int) -> QuerySet[Excuse]:
    here = {"assignment": assignment, "student": student}
    named = {field: OuterRef(key) if isinstance(key, str) else key for field, key in here.items()}
    return Excuse.objects.standing().filter(**named)
