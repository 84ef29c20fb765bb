"""What waits in the classes somebody teaches or assists in: answers to grade, work to release, wishes to answer.

Among the wishes are those for a second look: an assistant reads again, a teacher decides too.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    Min,
    OuterRef,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from classroom.accounts.models import User
from classroom.classes.models import Enrollment
from classroom.classes.more_time import ExtensionRequest
from classroom.classes.querysets import STAFF
from classroom.grading.models import Grade, RegradeRequest
from classroom.prepared import prepared
from classroom.submissions.models import Answer, Submission
from classroom.submissions.querysets import came_in
from lessons.models import Question

CLASS = "assignment__school_class"
GROUPED = ["assignment", "assignment__due_at", "role", "first", "kind"]
WORK, WISH, UNREAD, READ = range(4)  # the kinds of rows; an answer for a second look is to be read, or is read
NOTHING = Value(None, output_field=PositiveSmallIntegerField())
NEVER = Value(None, output_field=DateTimeField())


@dataclass
class Waiting:
    """How much of one assignment waits, for whom may release it or may not.

    `first` is the position of the first question with something to grade, `oldest` when the oldest work to grade came
    in, `since` when the oldest first attempt did that waits for a grade or its release. `looks` are the answers that a
    second look is open at, of which `unread` have no second mark yet.
    """

    due_at: datetime
    may_release: bool
    to_grade: int = 0
    to_release: int = 0
    asking: int = 0
    looks: int = 0
    unread: int = 0
    first: int | None = None
    oldest: datetime | None = None
    since: datetime | None = None


def ungraded() -> QuerySet[Answer]:
    """Of the outer submission, the answers that came in, as words or on paper, and have no finished grade."""
    done = Grade.objects.counting().filter(answer=OuterRef("pk"), state=Grade.State.DONE)
    return Answer.objects.written_anew().filter(~Exists(done), submission=OuterRef("pk")).filter(came_in())


THERE = Question.objects.filter(version=OuterRef("assignment__lesson_version"), key=OuterRef("question_key"))
POSITIONS = ungraded().annotate(there=Subquery(THERE.values("position")[:1]))  # in the version that is set now
FIRST = Subquery(POSITIONS.order_by("there").values("there")[:1])


def waiting(user: User, *, most: int) -> dict[int, Waiting]:
    """What waits by assignment, the first due first. One query, of at most a few rows for each assignment."""
    found: dict[int, Waiting] = {}
    for assignment, due_at, role, first, kind, number, oldest, since in _rows(user):
        each = found.setdefault(assignment, Waiting(due_at, role == Enrollment.Role.TEACHER))
        if kind != WORK:
            _ask(each, kind, number)
            continue
        each.since = _earlier(each.since, since)
        if first is None:
            each.to_release += number
        else:
            each.to_grade += number
            each.first, each.oldest = min(each.first or first, first), _earlier(each.oldest, oldest)
    theirs = [item for item in found.items() if item[1].to_grade or item[1].unread or item[1].may_release]
    return dict(sorted(theirs, key=lambda item: (item[1].due_at, item[0]))[:most])


def _ask(each: Waiting, kind: int, number: int) -> None:
    if kind == WISH:
        each.asking = number
    else:
        each.looks += number
    if kind == UNREAD:
        each.unread = number


@prepared
def _rows(user: User) -> QuerySet[Any, Any]:
    return _works(user).union(_wishes(user), _second_looks(user), all=True).order_by()


def _works(user: User) -> QuerySet[Any]:
    """What is turned in and not returned, by the first question to grade in it, None where all are graded."""
    works = Submission.objects.filter(_staffed(user, STAFF), state=Submission.State.TURNED_IN).order_by()
    told = works.annotate(role=F(f"{CLASS}__enrollments__role"), first=FIRST, kind=Value(WORK))
    return told.values_list(*GROUPED).annotate(
        number=Count("pk"), oldest=Min("turn_in__at"), since=Min("turn_in__at", filter=Q(attempt=1))
    )


def _wishes(user: User) -> QuerySet[Any]:
    """How many ask for more time, in the same columns; teachers answer."""
    asked = ExtensionRequest.objects.waiting().filter(_staffed(user, [Enrollment.Role.TEACHER])).order_by()
    told = asked.annotate(role=Value(Enrollment.Role.TEACHER), first=NOTHING, kind=Value(WISH))
    return told.values_list(*GROUPED).annotate(number=Count("pk"), oldest=NEVER, since=NEVER)


def _second_looks(user: User) -> QuerySet[Any]:
    """How many answers a second look is open at, those without a second mark apart, in the same columns."""
    asked = RegradeRequest.objects.open().filter(_staffed(user, STAFF, above="answer__")).order_by()
    is_read = Case(When(second__state=Grade.State.DONE, then=Value(READ)), default=Value(UNREAD))
    told = asked.annotate(role=F(f"answer__{CLASS}__enrollments__role"), nowhere=NOTHING, kind=is_read)
    columns = "answer__assignment", "answer__assignment__due_at", "role", "nowhere", "kind"
    return told.values_list(*columns).annotate(number=Count("pk"), oldest=NEVER, since=NEVER)


def _staffed(user: User, roles: list[str], *, above: str = "") -> Q:
    own = {"person": user, "role__in": roles, "ended_at": None}
    place = {f"{above}{CLASS}__enrollments__{name}": value for name, value in own.items()}
    return Q(**place, **{f"{above}{CLASS}__archived_at": None})


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((moment for moment in (one, other) if moment), default=None)
