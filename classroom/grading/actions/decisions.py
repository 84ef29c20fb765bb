"""Verb: decide between two marks of an answer. What counts from then on goes out as a correction of this one mark."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.actions import tell
from classroom.accounts.models import User
from classroom.grading.actions.corrections import correct_answer
from classroom.grading.actions.grades import snapshot
from classroom.grading.actions.judged import hold
from classroom.grading.actions.second_marks import open_request
from classroom.grading.judgement import CENT
from classroom.grading.models import CriterionMark, Grade, GradeEvent, RegradeRequest
from classroom.grading.points import shown
from classroom.http import BadValue, Refused

KIND = "second_look"
LONGEST_WORD = 250
Outcome = RegradeRequest.Outcome


@dataclass(frozen=True)
class Decision:
    """What is to count, `points` only where others are agreed on, and why, in words that the student reads."""

    outcome: str
    points: Decimal | None
    word: str


@transaction.atomic
def decide(
    asked: RegradeRequest, decision: Decision, *, base: int, by: User, at: datetime, visible_from: datetime
) -> RegradeRequest:
    """Keep the first mark, let the second count, or agree on other points; the student sees it from `visible_from` on.

    `base` is the revision of the first mark that was on screen. What changes goes out as a correction of this one mark.
    Raises Refused before the second mark is entered, once decided, and while a release of the work waits for its hour.
    """
    answer = asked.answer
    hold(answer)
    current = open_request(asked, kept=decision.word)
    if not current.is_marked:
        raise Refused(_("Enter the second mark first."), kept=decision.word)
    _check(decision, current)
    old = snapshot(current.first)
    counts = _let_count(current, decision, base=base, by=by, at=at)
    new = snapshot(counts) or {}
    GradeEvent.objects.create(answer=answer, grade=counts, at=at, by=by, old=old, new=new, reason=decision.word)
    changes = counts.revision - current.first.revision
    why = _("Second look at question %(n)s: %(word)s") % {"n": answer.question.position, "word": decision.word}
    item = correct_answer(answer, changes=changes, by=by, at=at, visible_from=visible_from, reason=why)
    if item is None:
        _tell(current, by=by, at=at)
    values = {"outcome": decision.outcome, "word": decision.word, "result": counts, "correction": item}
    ended = {"state": RegradeRequest.State.DECIDED, "ended_by": by, "ended_at": at}
    RegradeRequest.objects.filter(pk=asked.pk).update(**values, **ended)
    return RegradeRequest.objects.get(pk=asked.pk)


def _check(decision: Decision, asked: RegradeRequest) -> None:
    """Raises BadValue for the first thing that can't stand, naming its field."""
    if decision.outcome not in Outcome.values:
        raise BadValue("outcome", _("Choose what is to count."))
    if not decision.word.strip() or len(decision.word) > LONGEST_WORD:
        raise BadValue("text", _("Say why in a few words: the student reads it."))
    if (decision.points is None) != (decision.outcome != Outcome.AGREED):
        raise BadValue("points", _("Points belong to “Other points”, and to nothing else."))
    points, highest = decision.points, asked.answer.question.points
    if points is None:
        return
    if not points.is_finite() or not 0 <= points <= highest or points != points.quantize(CENT):
        raise BadValue("points", _("Points are a number from 0 to %s, such as 9 or 9.5.") % shown(highest))


def _let_count(asked: RegradeRequest, decision: Decision, *, base: int, by: User, at: datetime) -> Grade:
    """The grade that counts from now on, with a revision above that of the one before."""
    first, second = asked.first, asked.second
    counting = Grade.objects.counting().filter(pk=first.pk, revision=base)
    if second is None or not counting.exists():
        raise Refused(_("The first mark was changed since you opened this. Read it again."), kept=decision.word)
    if decision.outcome == Outcome.KEPT:
        return first
    counting.update(counts=False)
    if decision.outcome == Outcome.SECOND:
        Grade.objects.filter(pk=second.pk).update(counts=True, revision=first.revision + second.revision)
        return Grade.objects.get(pk=second.pk)
    return _agreed(second, decision, revision=first.revision + 1, by=by, at=at)


def _agreed(second: Grade, decision: Decision, *, revision: int, by: User, at: datetime) -> Grade:
    """The second reader's marks, and an adjustment that makes the points agreed on."""
    marks = list(CriterionMark.objects.filter(grade=second))
    adjustment = (decision.points or Decimal(0)) - sum((mark.points or Decimal(0) for mark in marks), Decimal(0))
    grade = Grade.objects.create(
        answer=second.answer,
        judged=second.judged,
        rubric=second.rubric,
        grader=by,
        purpose=Grade.Purpose.REMARK,
        state=Grade.State.DONE,
        revision=revision,
        points=decision.points,
        adjustment=adjustment,
        adjustment_reason=decision.word if adjustment else "",
        created_at=at,
        saved_at=at,
    )
    for mark in marks:
        mark.pk, mark.grade = None, grade
    CriterionMark.objects.bulk_create(marks)
    return grade


def _tell(asked: RegradeRequest, *, by: User, at: datetime) -> None:
    """It was looked at again, and where to read what came of it."""
    assignment = asked.answer.assignment
    context = {
        "lesson": assignment.lesson_version.title,
        "school_class": assignment.school_class.name,
        "teacher": by.get_short_name(),
    }
    tell(asked.by, KIND, about=f"regrade {asked.pk}", context=context, at=at)
