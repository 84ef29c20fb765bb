"""Points and comments for many answers at once, on a page or in a file: what stands, what was entered, what differs.

A blank changes nothing and is never 0. Every entry names the revision of the grade it started from. Where that one has
moved on, it is a conflict only if something was entered since: what still reads as it did then was left alone.

While a second look hides a mark, nothing entered is compared with it: whether it differs would tell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.submissions.models import Answer, TurnInRevision
from classroom.submissions.querysets import came_in

from .bench import grade_of
from .blind import is_blind, readable
from .models import Comment, Grade, GradeEvent, RegradeRequest
from .roster import GROUPS, RETURNED, grouped, newest_written

Said = tuple[Decimal | None, str]  # points of a grade that is done, and the comment on the whole answer


@dataclass(frozen=True)
class Row:
    """One answer and what stands of its judgement now; of a query that is `for_entry`."""

    answer: Any
    names: bool

    @property
    def place(self) -> tuple[str, int]:
        """The question's key and the desk number: together they name it within its assignment."""
        return self.answer.question_key, self.answer.desk_number

    @property
    def grade(self) -> Grade | None:
        """The one that counts; none while a second look hides it."""
        return grade_of(self.answer)

    @property
    def revision(self) -> int:
        """Of that grade; 0 while there is none."""
        return self.grade.revision if self.grade else 0

    @property
    def said(self) -> Said:
        """Its points once it is done, and the comment."""
        done = self.grade is not None and self.grade.is_done
        return self.grade.points if self.grade and done else None, self.answer.whole or ""

    @property
    def points(self) -> Decimal | None:
        """Those of a grade that is done."""
        return self.said[0]

    @property
    def read(self) -> int:
        """The revision of the text that was turned in; 0 for a draft."""
        return self.answer.judged_revision or 0

    @property
    def who(self) -> str:
        """The student's name, or the desk number while names are hidden."""
        return self.answer.submission.student.get_full_name() if self.names else str(self.answer)

    @property
    def state(self) -> tuple[Any, str]:
        """Where the answer is on its way, as word and drawing."""
        _group, label, icon = GROUPS[self.answer.group]
        return label, icon

    @property
    def is_released(self) -> bool:
        """Whether the student has been given it, or will be."""
        return bool(self.answer.group == RETURNED)


@dataclass(frozen=True)
class Entry:
    """What was entered for one answer; `base` and `read` are the revisions of grade and text that it started from."""

    points: Decimal | None
    comment: str
    base: int
    read: int


@dataclass(frozen=True)
class Change:
    """An entry that would change something; a conflict if the grade was changed since."""

    row: Row
    entry: Entry
    conflict: bool

    @property
    def points(self) -> Decimal | None:
        """The new ones, if they are others."""
        return self.entry.points if self.entry.points != self.row.points else None

    @property
    def comment(self) -> str:
        """The new one, if it is another."""
        return self.entry.comment if self.entry.comment != self.row.said[1] else ""


def for_entry(answers: QuerySet[Any]) -> QuerySet[Any]:
    """Adds `group`, `judged_revision`, the comment on the `whole` and the grade that counts as `judgement`."""
    handed_in = TurnInRevision.objects.filter(turn_in=OuterRef("submission__turn_in"), revision__answer=OuterRef("pk"))
    whole = readable(Comment.objects.standing().on_the_whole()).filter(answer=OuterRef("pk"))
    found: QuerySet[Any] = answers.annotate(
        group=grouped(),
        judged_revision=Subquery(handed_in.values("revision__revision")[:1]),
        whole=Subquery(whole.values("body")[:1]),
        blind=is_blind(),
        judgement=FilteredRelation("grades", condition=Q(grades__counts=True)),
    )
    return found.select_related("submission__student", "submission__turn_in", "question", "judgement__grader").defer(
        "text"
    )


def to_judge(user: User, assignment: Assignment) -> QuerySet[Any]:
    """`for_entry`: what came in, as it stands on the desk."""
    answers = Answer.objects.visible_to(user).filter(came_in(), assignment=assignment)
    return for_entry(newest_written(answers))


def rows_of(user: User, assignment: Assignment, *, names: bool) -> list[Row]:
    """All of `to_judge`, question by question, in it by name or by desk number; one query."""
    order = ["submission__student__name", "desk_number"] if names else ["desk_number"]
    return [Row(answer, names) for answer in to_judge(user, assignment).order_by("question__position", *order)]


def changes(entered: Sequence[tuple[Row, Entry]]) -> list[Change]:
    """Those that would change something; one query where some grade has moved on since."""
    wanted = [(row, entry) for row, entry in entered if _differs(entry, row.said)]
    moved = [row.answer.pk for row, entry in wanted if entry.base != row.revision]
    earlier = _said_before(moved) if moved else {}
    found = []
    for row, entry in wanted:
        conflict = entry.base != row.revision
        then = earlier.get((row.answer.pk, entry.base))
        if not conflict or then is None or _differs(entry, then):
            found.append(Change(row, entry, conflict))
    return found


def _differs(entry: Entry, said: Said) -> bool:
    points, comment = said
    return entry.points not in {None, points} or entry.comment not in {"", comment}


def _said_before(answers: Iterable[int]) -> dict[tuple[int, int], Said]:
    """By answer and revision of the grade that counts, what it said: each revision has one event, in their order.

    Not of answers that were looked at twice: there another grade may count, and what a hidden one said is not told.
    """
    twice = RegradeRequest.objects.standing().filter(answer=OuterRef("answer"))
    events = GradeEvent.objects.filter(~Exists(twice), answer__in=answers, grade__counts=True).order_by("pk")
    found: dict[tuple[int, int], Said] = {}
    count: dict[int, int] = {}
    for answer, new in events.values_list("answer", "new"):
        count[answer] = count.get(answer, 0) + 1
        points = Decimal(new["points"]) if new["state"] == Grade.State.DONE and new["points"] else None
        found[answer, count[answer]] = points, new["comment"]
    return found
