"""Verbs of the staff: mark an answer a second time without knowing the first mark, and decide between the two."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.actions import tell
from classroom.accounts.models import User
from classroom.grading import rubrics
from classroom.grading.actions.corrections import correct_answer
from classroom.grading.actions.grades import Judgement, Levels, as_json, check_judgement, replace_marks, snapshot
from classroom.grading.actions.judged import hold
from classroom.grading.models import CriterionMark, Grade, GradeEvent, RegradeRequest
from classroom.grading.points import shown
from classroom.http import BadValue, Refused
from classroom.submissions.models import AnswerRevision

KIND = "second_look"
LONGEST_WORD = 250
CENT = Decimal("0.01")
Outcome = RegradeRequest.Outcome


@transaction.atomic
def save_second_mark(  # noqa: PLR0913  what a judgement consists of, each by its name
    asked: RegradeRequest,
    *,
    by: User,
    at: datetime,
    base: int,
    levels: Levels,
    adjustment: Decimal,
    adjustment_reason: str,
    comment: str,
    done: bool,
    read: int | None = None,
) -> Grade:
    """Store the second reader's own mark, which counts for nothing before the decision; `comment` is for the staff.

    `base` is the revision it started from, 0 for none: another one is Refused with its values in `state`. Once done it
    stands, for from then on the first mark is shown. Raises BadValue for what can't stand.
    """
    answer = asked.answer
    judged = hold(answer, read=read, kept=comment)
    current = _open(asked, kept=comment)
    if current.is_marked:
        raise Refused(_("The second mark is entered already, and stands."), kept=comment)
    said = Judgement(
        rubrics.in_force(answer), levels, adjustment, adjustment_reason if adjustment else "", comment, done
    )
    check_judgement(said, answer)
    if said.is_blank and current.second is None:
        raise BadValue("", _("Choose a level or write a comment first."))
    old, new = second_snapshot(current), as_json(said)
    if current.second and old == new:
        return current.second
    grade = _write(current, said, judged, by=by, at=at, base=base)
    RegradeRequest.objects.filter(pk=asked.pk).update(second=grade, remark=comment)
    GradeEvent.objects.create(answer=answer, grade=grade, at=at, by=by, old=old, new=new, reason=_("Second look"))
    return grade


def second_snapshot(asked: RegradeRequest) -> dict[str, Any] | None:
    """The second mark as the history keeps it, with the second reader's own remark. Two queries."""
    values = snapshot(asked.second)
    return values | {"comment": asked.remark} if values else None


def _write(
    asked: RegradeRequest, said: Judgement, judged: AnswerRevision, *, by: User, at: datetime, base: int
) -> Grade:
    """One conditional UPDATE, or an INSERT, under the lock of the work."""
    values = {
        "judged": judged,
        "rubric": said.rubric,
        "grader": by,
        "state": Grade.State.DONE if said.done else Grade.State.DRAFT,
        "points": said.points,
        "adjustment": said.adjustment,
        "adjustment_reason": said.adjustment_reason,
        "saved_at": at,
    }
    if asked.second is None and base == 0:
        new = {"answer": asked.answer, "purpose": Grade.Purpose.REGRADE, "counts": False, "created_at": at}
        grade = Grade.objects.create(**new, **values)
    elif asked.second and Grade.objects.filter(pk=asked.second.pk, revision=base).update(revision=base + 1, **values):
        grade = Grade.objects.get(pk=asked.second.pk)
    else:
        raise _stale(asked, kept=said.comment)
    replace_marks(grade, said.levels)
    return grade


def _stale(asked: RegradeRequest, *, kept: str) -> Refused:
    second, values = asked.second, second_snapshot(asked)
    state = {"revision": second.revision, "by": second.grader.get_short_name(), **(values or {})} if second else {}
    return Refused(_("Somebody else has saved a second mark since you opened this."), kept=kept, state=state)


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
    current = _open(asked, kept=decision.word)
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


def _open(asked: RegradeRequest, *, kept: str) -> RegradeRequest:
    """The request as it is now, in held work. Raises Refused unless it is open."""
    found = RegradeRequest.objects.select_related("first", "second__grader", "answer").get(pk=asked.pk)
    if not found.is_open:
        raise Refused(_("This was decided or withdrawn meanwhile. Nothing was changed."), kept=kept)
    return found


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
    adjustment = (decision.points or Decimal(0)) - sum((mark.points for mark in marks), Decimal(0))
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
    CriterionMark.objects.bulk_create(
        CriterionMark(grade=grade, criterion_id=mark.criterion_id, level_id=mark.level_id, points=mark.points)
        for mark in marks
    )
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
