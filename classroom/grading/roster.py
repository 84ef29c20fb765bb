"""The answers on the desk, as a list and as a way on: a fixed number of queries, and never more rows than a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import (
    Aggregate,
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from classroom.accounts.models import User
from classroom.submissions.models import Answer, Submission
from classroom.submissions.querysets import came_in

from .blind import readable
from .models import Grade, ReleaseItem
from .walks import Spot, Walk

ROWS = 200  # shown at once
TO_GRADE, GRADED, RETURNED, NO_ANSWER = range(4)
GROUPS = [
    (TO_GRADE, _("To grade"), "turned-in"),
    (GRADED, _("Graded, not released"), "graded"),
    (RETURNED, _("Returned"), "returned"),
    (NO_ANSWER, _("No answer"), "not-started"),
]


@dataclass(frozen=True)
class Entry:
    """One answer in the list: its state as a word and a drawing, what it is called, who has it open, where it lies."""

    answer: Any
    state: str
    icon: str
    label: str
    note: str
    open_by: str
    spot: Spot


@dataclass(frozen=True)
class Group:
    """The answers below one heading that this page of the list shows; those in one state say how many there are."""

    label: str
    count: int | None
    entries: list[Entry]


@dataclass(frozen=True)
class Roster:
    """One page of the list, and where the answer on the desk stands in it; None where there is no way on."""

    groups: list[Group]
    graded: int
    total: int
    previous: Spot | None
    next: Spot | None
    ungraded: Spot | None
    page: int
    pages: int

    def beside(self, answer: Answer) -> dict[int, Spot]:
        """Where the same student's answers to that assignment lie that are in this list, by question's position."""
        entries = [entry for group in self.groups for entry in group.entries]
        return {entry.spot.n: entry.spot for entry in entries if _whose(entry.answer) == _whose(answer)}


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


def turned_in(walk: Walk) -> QuerySet[Any]:
    """Every turned-in answer of the walk, as `newest_written`."""
    return newest_written(walk.answers())


def newest_written(answers: QuerySet[Any]) -> QuerySet[Any]:
    """Of these, by student and question, the one of the newest turned-in attempt for which it was written."""
    later = Submission.objects.turned_in().filter(
        assignment=OuterRef("assignment"),
        student=OuterRef("submission__student"),
        attempt__gt=OuterRef("submission__attempt"),
        answers__question_key=OuterRef("question_key"),
        answers__carried_from=None,
    )
    found = answers.filter(~Exists(later), carried_from=None)
    return found.exclude(submission__state=Submission.State.DRAFT)


def on_desk(walk: Walk) -> QuerySet[Any]:
    """Of these the ones that are gone through, with their `group`."""
    found: QuerySet[Any] = turned_in(walk).filter(walk.sight.answers).annotate(group=grouped())
    return found


def waiting(walk: Walk) -> QuerySet[Any]:
    """Of those gone through, the ones to grade."""
    return on_desk(walk).filter(group=TO_GRADE)


def next_to_grade(walk: Walk, *, after: Any) -> Spot | None:
    """The next answer to grade after that turn, from the first again after the last; None when none is left.

    What a colleague has open is passed by.
    """
    to_grade = waiting(walk).filter(walk.sight.free)
    found = to_grade.aggregate(ahead=Min("turn", filter=Q(turn__gt=after)), first=Min("turn"))
    return _spot(walk, found["ahead"] or found["first"])


def first(walk: Walk) -> Spot | None:
    """The first answer gone through; None when nobody has answered."""
    return _spot(walk, on_desk(walk).aggregate(first=Min("turn"))["first"])


def left_off(walk: Walk, *, by: User) -> int:
    """The turn of the answer that this person saved a grade of last; before all turns when there is none."""
    own = walk.answers().filter(grades__counts=True, grades__grader=by)
    return own.order_by("-grades__saved_at", "-grades__pk").values_list("turn", flat=True).first() or 1


def around(walk: Walk, answer: Answer, *, page: int | None) -> Roster:
    """The page of the list in which the answer stands, or that page; two queries. The answer carries its `group`."""
    answers = on_desk(walk)
    free = ExpressionWrapper(walk.sight.free, output_field=BooleanField())
    counts = answers.annotate(free=free).aggregate(**_counts(walk, answer))
    total = sum(counts[f"group{number}"] for number, _label, _icon in GROUPS)
    pages = max(1, -(-total // ROWS))
    page = min(page or counts["before"] // ROWS + 1, pages)
    entries = [_entry(walk, row) for row in _rows(walk, answers, page)]
    return Roster(
        groups=_by_state(entries, counts) if walk.by_state else _by_student(entries),
        graded=counts[f"group{GRADED}"] + counts[f"group{RETURNED}"],
        total=total - counts[f"group{NO_ANSWER}"],
        previous=_spot(walk, counts["previous"]),
        next=_spot(walk, counts["next"]),
        ungraded=_spot(walk, counts["ungraded_ahead"] or counts["ungraded_behind"]),
        page=page,
        pages=pages,
    )


def _spot(walk: Walk, turn: int | None) -> Spot | None:
    return None if turn is None else walk.spot(turn)


def _counts(walk: Walk, answer: Any) -> dict[str, Aggregate]:
    here = walk.turn_of(answer)
    earlier, later, waits = Q(turn__lt=here), Q(turn__gt=here), Q(group=TO_GRADE, free=True)
    listed_before = Q(group__lt=answer.group) | Q(group=answer.group) & earlier if walk.by_state else earlier
    by_group = {f"group{number}": Count("pk", filter=Q(group=number)) for number, _label, _icon in GROUPS}
    return by_group | {
        "before": Count("pk", filter=listed_before),
        "previous": Max("turn", filter=earlier),
        "next": Min("turn", filter=later),
        "ungraded_ahead": Min("turn", filter=waits & later),
        "ungraded_behind": Min("turn", filter=waits & earlier),
    }


def _rows(walk: Walk, answers: QuerySet[Any], page: int) -> list[Any]:
    points = readable(Grade.objects.counting()).filter(answer=OuterRef("pk")).values("points")
    rows = answers.annotate(points=Subquery(points[:1]), open_by=walk.sight.open_by).defer("text")
    rows = rows.select_related("question", "submission__turn_in", "submission__student")
    order = ["group", "turn"] if walk.by_state else ["turn"]
    return list(rows.order_by(*order)[(page - 1) * ROWS : page * ROWS])


def _entry(walk: Walk, row: Any) -> Entry:
    _group, state, icon = GROUPS[row.group]
    said = walk.label(row), walk.note(row), walk.colleague(row)
    return Entry(row, str(state), icon, *said, walk.spot(row.turn))


def _by_state(entries: list[Entry], counts: dict[str, int]) -> list[Group]:
    return [
        Group(str(label), counts[f"group{number}"], [entry for entry in entries if entry.answer.group == number])
        for number, label, _icon in GROUPS
        if counts[f"group{number}"]
    ]


def _by_student(entries: Iterable[Entry]) -> list[Group]:
    students = [list(own) for _student, own in groupby(entries, key=lambda entry: _whose(entry.answer))]
    return [Group(own[0].answer.submission.student.get_full_name(), None, own) for own in students]


def _whose(answer: Answer) -> tuple[int, int]:
    return answer.assignment_id, answer.submission.student_id
