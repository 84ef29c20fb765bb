"""Verb: judge an answer. The only place where a grade, its marks and the comment on the whole answer change."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.grading import rubrics
from classroom.grading.actions.judged import hold
from classroom.grading.models import Comment, CriterionMark, Grade, GradeEvent, RegradeRequest, ReleaseItem
from classroom.grading.points import shown
from classroom.http import BadValue, Refused
from classroom.submissions.actions import begin_grading
from classroom.submissions.models import Answer, AnswerRevision
from lessons.models import Criterion, Level, Rubric

Levels = dict[int, Level | None]
CENT = Decimal("0.01")
MOST_POINTS = Decimal(9999)
LONGEST_COMMENT = 4000


@dataclass(frozen=True)
class Judgement:
    """All that a grader says of one answer in one save; a criterion missing from `levels` is not decided yet."""

    rubric: Rubric
    levels: Levels
    adjustment: Decimal
    adjustment_reason: str
    comment: str
    done: bool

    @property
    def points(self) -> Decimal | None:
        """Marks and adjustment together; None while nothing has been decided."""
        if not self.levels and not self.adjustment:
            return None
        marks = sum((level.points for level in self.levels.values() if level), Decimal(0))
        return (marks + self.adjustment).quantize(CENT)

    @property
    def is_blank(self) -> bool:
        return self.points is None and not self.comment and not self.done


@transaction.atomic
def save_grade(  # noqa: PLR0913  what a judgement consists of, each by its name
    answer: Answer,
    *,
    by: User,
    at: datetime,
    base: int,
    levels: Levels,
    adjustment: Decimal,
    adjustment_reason: str,
    comment: str,
    done: bool,
    path: GradeEvent.Path = GradeEvent.Path.SCREEN,
    reason: str = "",
    read: int | None = None,
) -> Grade:
    """Store the judgement of an answer and its history; saying the same again changes nothing.

    `base` is the revision it started from, 0 for none: another one in force is Refused, with its values in `state`.
    `levels` maps criterion to level, None for "Not shown"; `read` is the revision of the text on screen. Raises
    BadValue for what can't stand, also for a missing `reason` once the work was released. Refused too while a second
    look is open, before anything is compared: it would tell the second reader the first mark.
    """
    judged = hold(answer, read=read, kept=comment)
    leave_to_second_look(answer, kept=comment)
    rubric = rubrics.in_force(answer)
    said = Judgement(rubric, levels, adjustment, adjustment_reason if adjustment else "", comment, done)
    check_judgement(said, answer)
    current = Grade.objects.counting().select_related("rubric", "grader").filter(answer=answer).first()
    old, new = snapshot(current), as_json(said)
    if current and old == new:
        return current
    if (current.revision if current else 0) != base:
        raise stale(answer, kept=comment)
    if is_released(answer.submission_id) and not reason:
        raise BadValue("reason", _("This was released already. Say why you change it."))
    begin_grading(answer.submission, at=at)
    grade = _write(answer, said, judged, by=by, at=at, base=base)
    GradeEvent.objects.create(answer=answer, grade=grade, at=at, by=by, path=path, old=old, new=new, reason=reason)
    return grade


def leave_to_second_look(answer: Answer, *, kept: str) -> None:
    """Raises Refused while a second look at the answer is open: its decision alone changes the mark. One query."""
    if RegradeRequest.objects.open().filter(answer=answer).exists():
        reason = _("A second look at this answer is open. Its mark changes by the decision alone.")
        raise Refused(reason, kept=kept)


def is_released(submission_id: int) -> bool:
    """Whether something of this work has been released and not undone, also when its hour has not come; one query."""
    return ReleaseItem.objects.filter(submission=submission_id, undone_at=None).exists()


def snapshot(grade: Grade | None) -> dict[str, Any] | None:
    """A grade as its history keeps it: exact decimals as strings, marks by the criterion's key. Two queries."""
    if grade is None:
        return None
    marks = grade.marks.select_related("criterion", "level").order_by("criterion__position")
    return _json(
        Judgement(
            grade.rubric,
            {mark.criterion_id: mark.level for mark in marks},
            grade.adjustment,
            grade.adjustment_reason,
            comment_on(grade.answer_id),
            grade.is_done,
        ),
        grade.points,
        {mark.criterion.key: _mark(mark.level, mark.points) for mark in marks},
    )


def comment_on(answer_id: int) -> str:
    """The comment on the whole answer; empty when there is none. One query."""
    whole = Comment.objects.standing().on_the_whole().filter(answer=answer_id)
    return whole.values_list("body", flat=True).first() or ""


def stale(answer: Answer, *, kept: str) -> Refused:
    """The refusal of a save that started from another revision, with the values now in force."""
    current = Grade.objects.counting().select_related("rubric", "grader").filter(answer=answer).first()
    values = snapshot(current) or {}
    state = {"revision": current.revision, "by": current.grader.get_short_name(), **values} if current else {}
    return Refused(_("Somebody else has saved a grade for this answer since you opened it."), kept=kept, state=state)


def as_json(said: Judgement) -> dict[str, Any]:
    """A judgement as its history keeps it, before it is stored. One query."""
    keys = dict(Criterion.objects.filter(rubric=said.rubric).order_by("position").values_list("pk", "key"))
    chosen = {key: said.levels[pk] for pk, key in keys.items() if pk in said.levels}
    marks = {key: _mark(level, level.points if level else Decimal(0)) for key, level in chosen.items()}
    return _json(said, said.points, marks)


def _json(said: Judgement, points: Decimal | None, marks: dict[str, dict[str, str | None]]) -> dict[str, Any]:
    return {
        "state": Grade.State.DONE.value if said.done else Grade.State.DRAFT.value,
        "points": None if points is None else str(points.quantize(CENT)),
        "rubric": said.rubric.edition,
        "marks": marks,
        "adjustment": str(said.adjustment.quantize(CENT)),
        "adjustment_reason": said.adjustment_reason,
        "comment": said.comment,
    }


def _mark(level: Level | None, points: Decimal) -> dict[str, str | None]:
    return {"level": level.name if level else None, "points": str(points.quantize(CENT))}


def check_judgement(said: Judgement, answer: Answer) -> None:
    """Raises BadValue for the first thing that can't stand, naming its field."""
    _check_levels(said, list(Criterion.objects.filter(rubric=said.rubric).order_by("position")))
    _check_exact(said.adjustment)
    if said.adjustment and not said.adjustment_reason:
        raise BadValue("adjustment_reason", _("Say why points are added or taken away."))
    highest = answer.question.points
    if said.points is not None and not 0 <= said.points <= highest:
        message = _("Together that is %(points)s points; it must be from 0 to %(highest)s.")
        raise BadValue("adjustment", message % {"points": shown(said.points), "highest": shown(highest)})
    if len(said.comment) > LONGEST_COMMENT:
        raise BadValue("comment", _("A comment may have up to %(most)s characters.") % {"most": LONGEST_COMMENT})
    if said.is_blank and not Grade.objects.counting().filter(answer=answer).exists():
        raise BadValue("", _("Choose a level or write a comment first."))


def _check_exact(adjustment: Decimal) -> None:
    """Nothing is rounded, and NaN or a number beyond all points never reaches a sum."""
    fits = adjustment.is_finite() and abs(adjustment) <= MOST_POINTS
    if not fits or adjustment != adjustment.quantize(CENT):
        raise BadValue("adjustment", _("Points are a number with up to two places after the point."))


def _check_levels(said: Judgement, criteria: list[Criterion]) -> None:
    stray = set(said.levels) - {criterion.pk for criterion in criteria}
    wrong = [pk for pk, level in said.levels.items() if level and level.criterion_id != pk]
    if stray or wrong:
        raise BadValue("", _("A level chosen here is not part of this question’s rubric. Reload the page."))
    for criterion in criteria:
        if said.done and criterion.pk not in said.levels:
            message = _("Choose a level for %(name)s, or “Not shown”.") % {"name": criterion.name}
            raise BadValue(f"level-{criterion.key}", message)


def _write(answer: Answer, said: Judgement, judged: AnswerRevision, *, by: User, at: datetime, base: int) -> Grade:
    """One conditional UPDATE, or an INSERT that the unique constraint guards; then the marks and the comment."""
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
    if base == 0:
        _insert(answer, values, at=at, kept=said.comment)
    elif not Grade.objects.counting().filter(answer=answer, revision=base).update(revision=base + 1, **values):
        raise stale(answer, kept=said.comment)
    grade = Grade.objects.counting().get(answer=answer)
    replace_marks(grade, said.levels)
    _say(answer, said.comment, judged, by=by, at=at)
    return grade


def _insert(answer: Answer, values: dict[str, Any], *, at: datetime, kept: str) -> None:
    try:
        with transaction.atomic():
            Grade.objects.create(answer=answer, created_at=at, **values)
    except IntegrityError as taken:
        raise stale(answer, kept=kept) from taken


def replace_marks(grade: Grade, levels: Levels) -> None:
    """These marks in place of those the grade has."""
    grade.marks.all().delete()
    CriterionMark.objects.bulk_create(
        CriterionMark(grade=grade, criterion_id=pk, level=level, points=level.points if level else Decimal(0))
        for pk, level in levels.items()
    )


def _say(answer: Answer, body: str, judged: AnswerRevision, *, by: User, at: datetime) -> None:
    """Write, change or take away the comment on the whole answer."""
    comment = Comment.objects.standing().on_the_whole().filter(answer=answer).first()
    if comment is None:
        if body:
            Comment.objects.create(answer=answer, judged=judged, author=by, body=body, created_at=at)
    elif not body:
        Comment.objects.filter(pk=comment.pk).update(deleted_at=at, revision=comment.revision + 1)
    elif comment.body != body:
        changed = {"body": body, "author": by, "judged": judged, "revision": comment.revision + 1}
        Comment.objects.filter(pk=comment.pk).update(**changed)
