"""The answers to one question on the desk, by state: a fixed number of queries, and never more rows than a page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Case, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields import SmallIntegerField
from django.utils.translation import gettext_lazy as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.submissions.models import Answer, Submission
from classroom.submissions.querysets import came_in

from .models import Grade, ReleaseItem

ROWS = 200  # shown at once
TO_GRADE, GRADED, RETURNED, NO_ANSWER = range(4)
GROUPS = [
    (TO_GRADE, _("To grade"), "turned-in"),
    (GRADED, _("Graded, not released"), "graded"),
    (RETURNED, _("Returned"), "returned"),
    (NO_ANSWER, _("No answer"), "not-started"),
]


@dataclass(frozen=True)
class Group:
    """The answers in one state that this page of the list shows, and how many there are altogether."""

    label: str
    icon: str
    count: int
    answers: list[Answer]


@dataclass(frozen=True)
class Roster:
    """One page of the list, and where the answer on the desk stands in it. Desk numbers, None where there is none."""

    groups: list[Group]
    graded: int
    total: int
    previous: int | None
    next: int | None
    ungraded: int | None
    page: int
    pages: int


def grouped() -> Case:
    """The group of an answer that was turned in."""
    released = ReleaseItem.objects.filter(submission=OuterRef("submission"), undone_at=None)
    done = Grade.objects.counting().filter(answer=OuterRef("pk"), state=Grade.State.DONE)
    return Case(
        When(~came_in(), then=Value(NO_ANSWER)),
        When(Exists(released), then=Value(RETURNED)),
        When(Exists(done), then=Value(GRADED)),
        default=Value(TO_GRADE),
        output_field=SmallIntegerField(),
    )


def on_desk(assignment: Assignment, question_key: str) -> QuerySet[Any]:
    """Every turned-in answer to the question, as `turned_in`, with its `group`."""
    found: QuerySet[Any] = turned_in(assignment, question_key).annotate(group=grouped())
    return found


def turned_in(assignment: Assignment, question_key: str) -> QuerySet[Any]:
    """Every turned-in answer to the question, of each student that of the newest attempt for which it was written."""
    later = Submission.objects.turned_in().filter(
        assignment=OuterRef("assignment"),
        student=OuterRef("submission__student"),
        attempt__gt=OuterRef("submission__attempt"),
        answers__question_key=question_key,
        answers__carried_from=None,
    )
    answers = Answer.objects.written_anew().filter(assignment=assignment, question_key=question_key)
    return answers.exclude(submission__state=Submission.State.DRAFT).filter(~Exists(later))


def next_to_grade(assignment: Assignment, question_key: str, *, after: int) -> int | None:
    """The desk number of the next answer to grade, from the first again after the last; None when all are graded."""
    waiting = on_desk(assignment, question_key).filter(group=TO_GRADE)
    ahead, any_number = Min("desk_number", filter=Q(desk_number__gt=after)), Min("desk_number")
    found: dict[str, int | None] = waiting.aggregate(ahead=ahead, first=any_number)
    return found["ahead"] or found["first"]


def around(assignment: Assignment, answer: Answer, *, page: int | None, names: bool) -> Roster:
    """The page of the list in which the answer stands, or that page; two queries. The answer carries its `group`."""
    answers = on_desk(assignment, answer.question_key)
    counts = answers.aggregate(**_counts(answer.group, answer.desk_number))  # type: ignore[attr-defined]  # annotated
    total = sum(counts[f"group{number}"] for number, _label, _icon in GROUPS)
    pages = max(1, -(-total // ROWS))
    page = min(page or counts["before"] // ROWS + 1, pages)
    return Roster(
        groups=_groups(_rows(answers, page, names=names), counts),
        graded=counts[f"group{GRADED}"] + counts[f"group{RETURNED}"],
        total=total - counts[f"group{NO_ANSWER}"],
        previous=counts["previous"],
        next=counts["next"],
        ungraded=counts["ungraded_ahead"] or counts["ungraded_behind"],
        page=page,
        pages=pages,
    )


def _counts(group: int, desk_number: int) -> dict[str, Aggregate]:
    before = Q(group__lt=group) | Q(group=group, desk_number__lt=desk_number)
    by_group = {f"group{number}": Count("pk", filter=Q(group=number)) for number, _label, _icon in GROUPS}
    return by_group | {
        "before": Count("pk", filter=before),
        "previous": Max("desk_number", filter=Q(desk_number__lt=desk_number)),
        "next": Min("desk_number", filter=Q(desk_number__gt=desk_number)),
        "ungraded_ahead": Min("desk_number", filter=Q(group=TO_GRADE, desk_number__gt=desk_number)),
        "ungraded_behind": Min("desk_number", filter=Q(group=TO_GRADE, desk_number__lt=desk_number)),
    }


def _rows(answers: QuerySet[Any], page: int, *, names: bool) -> list[Answer]:
    points = Grade.objects.counting().filter(answer=OuterRef("pk")).values("points")
    rows = answers.annotate(points=Subquery(points[:1])).select_related("question", "submission__turn_in").defer("text")
    if names:
        rows = rows.select_related("submission__student")
    return list(rows.order_by("group", "desk_number")[(page - 1) * ROWS : page * ROWS])


def _groups(rows: list[Any], counts: dict[str, int]) -> list[Group]:
    return [
        Group(str(label), icon, counts[f"group{number}"], [row for row in rows if row.group == number])
        for number, label, icon in GROUPS
        if counts[f"group{number}"]
    ]


def first(assignment: Assignment, question_key: str) -> int | None:
    """The desk number of the first answer; None when nobody has answered."""
    found: dict[str, int | None] = on_desk(assignment, question_key).aggregate(first=Min("desk_number"))
    return found["first"]


def last_judged(assignment: Assignment, question_key: str, *, by: User) -> int | None:
    """The desk number of the answer that this person saved a grade of last; None before the first."""
    own = Grade.objects.counting().filter(answer__assignment=assignment, answer__question_key=question_key, grader=by)
    return own.order_by("-saved_at", "-pk").values_list("answer__desk_number", flat=True).first()
