"""Who is to be reminded of a due time: students with a day left or less who have not turned in."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery, Value

from classroom.accounts.models import Message
from classroom.classes.models import Assignment, Enrollment, Extension
from classroom.classes.querysets import later_due

from .excuses import is_excused
from .models import Submission

AHEAD = timedelta(hours=24)
KIND = "reminder"


def about(assignment: Assignment) -> str:
    """What the message is about: with kind and person it makes one reminder for each piece of work."""
    return f"assignment {assignment.pk}"


def due_soon(at: datetime) -> QuerySet[Any]:
    """What falls due for anybody within the day, in classes that go on; `withdrawn_at` says when the lesson was."""
    day = (at, at + AHEAD)
    extended = Exists(Extension.objects.filter(assignment=OuterRef("pk"), due_at__range=day))
    opened = Assignment.objects.filter(opens_at__lte=at, school_class__archived_at=None)
    found: QuerySet[Any] = opened.filter(Q(due_at__range=day) | extended).with_withdrawal()
    return found.select_related("school_class", "lesson_version").order_by("due_at", "pk")


def unsent() -> QuerySet[Message]:
    """Reminders that have not gone out: made a moment ago, or the mail server is away."""
    return Message.objects.filter(kind=KIND, sent_at=None, cancelled_at=None)


def reminded_of() -> Iterator[Any]:
    """What the unsent reminders are about. One query, and one for each of them."""
    for name in set(unsent().values_list("about", flat=True)):
        yield from Assignment.objects.with_withdrawal().filter(pk=name.removeprefix("assignment "))


def to_remind(assignment: Any, at: datetime) -> QuerySet[Any]:
    """Those of `concerned` who were not told yet."""
    told = Message.objects.filter(kind=KIND, about=about(assignment), person=OuterRef("person"))
    return concerned(assignment, at).filter(~Exists(told)).select_related("person").order_by("pk")


def concerned(assignment: Any, at: datetime) -> QuerySet[Any]:
    """Students of the class who read mail and want reminders, not excused, not turned in; with their `due`.

    Work that opened within a day of its due time is new to everybody, and nobody is reminded of it.
    """
    own = Submission.objects.filter(assignment=assignment, student=OuterRef("person"))
    extension = Extension.objects.filter(assignment=assignment, student=OuterRef("person"))
    general = Value(assignment.due_at, output_field=DateTimeField())
    found: QuerySet[Any] = (
        Enrollment.objects.active()
        .students()
        .filter(~Exists(own.turned_in()), school_class=assignment.school_class_id)
        .filter(~is_excused(assignment=assignment.pk, student="person"))
        .filter(person__is_active=True, person__reminders=True, person__email__gt="")
        .annotate(due=later_due(Subquery(extension.values("due_at")[:1]), general))
        .filter(due__gt=at, due__lte=at + AHEAD, due__gte=assignment.opens_at + AHEAD)
    )
    return found.filter(Exists(own)) if assignment.withdrawn_at else found
