"""What student and staff are told of a second look. Each side reads its own: the student what was released, no more."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from classroom.classes.models import Assignment

from .models import CriterionMark, Grade, RegradeRequest, ReleaseItem
from .points import mark_in_words, shown

ASKED = gettext_lazy("You have asked for a second look at this answer already.")


def last_day(item: ReleaseItem, assignment: Assignment) -> date:
    """The day until whose end a second look at what the item says can be asked for, by the clock of the class."""
    days = timedelta(days=assignment.second_look_days)
    return item.release.visible_from.astimezone(assignment.school_class.zone).date() + days


def in_time(item: ReleaseItem, assignment: Assignment, *, at: datetime) -> bool:
    """Whether it can be asked for now."""
    today = at.astimezone(assignment.school_class.zone).date()
    return bool(assignment.second_look_days) and today <= last_day(item, assignment)


@dataclass(frozen=True)
class StudentsLook:
    """What the student may know of the second look at one answer; `until` is the last day to ask for one, if any.

    Until a decision has reached the student it looks like none: neither mark, remark nor decision is read here before.
    """

    asked: RegradeRequest | None
    is_decided: bool
    until: date | None

    @property
    def is_begun(self) -> bool:
        """Whether somebody has begun a second mark, so that it can't be withdrawn any more."""
        return self.asked is not None and self.asked.second_id is not None

    @property
    def is_corrected(self) -> bool:
        """Whether the decision changed what the student reads."""
        return self.is_decided and self.asked is not None and self.asked.correction_id is not None


def students_look(item: Any, question_key: str, *, at: datetime) -> StudentsLook:
    """Of the answer that the student reads by this item, the newest one in force. One query."""
    assignment = item.submission.assignment
    answers = {"answer__submission": item.submission, "answer__question_key": question_key}
    asked = RegradeRequest.objects.standing().filter(**answers).select_related("ended_by").first()
    told = asked is not None and not asked.is_open and (asked.correction_id or 0) <= item.pk
    has_mark = any(part["key"] == question_key and _is_marked(part) for part in item.frozen["answers"])
    may_ask = asked is None and has_mark and in_time(item, assignment, at=at) and not _is_carried(item, question_key)
    return StudentsLook(asked, told, last_day(item, assignment) if may_ask else None)


def _is_carried(item: Any, question_key: str) -> bool:
    """Whether its mark was given in an earlier attempt, whose own feedback asks. One query, none of a first attempt."""
    if item.submission.carried_from_id is None:
        return False
    return bool(item.submission.answers.filter(question_key=question_key).exclude(carried_from=None).exists())


def _is_marked(part: dict[str, Any]) -> bool:
    """Whether the released part has a mark: on criteria, or entered as points."""
    return bool(part["marks"] or part["reason"])


def asked_in(assignment: Assignment) -> QuerySet[RegradeRequest]:
    """All that stand, for the staff: the open ones first, the longest waiting at the top."""
    found = RegradeRequest.objects.standing().filter(answer__assignment=assignment)
    beside = found.select_related("answer__question", "answer__submission__student", "second")
    return beside.defer("answer__text").order_by("-state", "at", "pk")


@dataclass(frozen=True)
class Pair:
    """One line of two marks side by side."""

    name: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


def side_by_side(first: Grade, second: Grade) -> list[Pair]:
    """Both marks criterion by criterion, then adjustment and points. One query."""
    marks = CriterionMark.objects.filter(grade__in=[first, second]).select_related("criterion", "level")
    said: dict[str, dict[int, str]] = {}
    for mark in marks.order_by("criterion__position"):
        said.setdefault(mark.criterion.name, {})[mark.grade_id] = _in_words(mark)
    pairs = [Pair(name, by.get(first.pk, "–"), by.get(second.pk, "–")) for name, by in said.items()]
    if first.adjustment or second.adjustment:
        pairs.append(Pair(_("Adjustment"), _adjusted(first), _adjusted(second)))
    return [*pairs, Pair(_("Points"), shown(first.points), shown(second.points))]


def _in_words(mark: CriterionMark) -> str:
    words = mark_in_words(mark.points, mark.level and mark.level.name)
    return f"{words}\n“{mark.comment}”" if mark.comment else words


def _adjusted(grade: Grade) -> str:
    adjustment: Decimal = grade.adjustment
    return f"{shown(adjustment)}, {grade.adjustment_reason}" if adjustment else "–"
