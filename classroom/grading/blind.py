"""The blind of a second look: until the second mark is entered, nobody on the staff is shown the first.

It hides from everybody alike, for anybody on the staff may turn out to be the second reader.
"""

from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from .models import RegradeRequest

Row = TypeVar("Row", bound=Model)


def is_blind(answer: str = "pk") -> Exists:
    """For a queryset of answers, or of rows that `answer` leads from to one: whether its mark is hidden now."""
    return Exists(RegradeRequest.objects.unread().filter(answer=OuterRef(answer)))


def readable(rows: QuerySet[Row], answer: str = "answer") -> QuerySet[Row]:
    """Those of marks, comments, notes or events that the staff may read now."""
    return rows.filter(~is_blind(answer))


def blind_in(submission: str = "pk") -> Any:
    """For a queryset of submissions: whether the mark of one of its answers is hidden, and with it every total.

    Of an answer that it only carries on, the mark of the one that was judged.
    """
    hidden: QuerySet[Any] = RegradeRequest.objects.unread()
    own, carried = "answer__submission", "answer__carried_to__submission"
    return Exists(hidden.filter(**{own: OuterRef(submission)})) | Exists(
        hidden.filter(**{carried: OuterRef(submission)})
    )
