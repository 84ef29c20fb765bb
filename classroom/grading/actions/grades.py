"""Verb: judge an answer. The only place where a grade, its marks and the comment on the whole answer change."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.grading import rubrics
from classroom.grading.actions.judged import hold
from classroom.grading.judgement import (
    CENT,
    Judgement,
    Levels,
    Notes,
    as_columns,
    as_written,
    judged_as,
    keys_of,
    written,
)
from classroom.grading.models import Comment, CriterionMark, Grade, GradeEvent, RegradeRequest, ReleaseItem
from classroom.grading.points import shown
from classroom.http import BadValue, Refused
from classroom.submissions.actions import begin_grading
from classroom.submissions.models import Answer, AnswerRevision
from lessons.models import Criterion, Level, Rubric

MOST_POINTS = Decimal(9999)
LONGEST_COMMENT = 4000
LONGEST_NOTE = 500


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
    edition: int | None = None,
    notes: Notes | None = None,
    as_points: bool = False,
) -> Grade:
    """Store the judgement of an answer and its history; saying the same again changes nothing.

    `base` is the revision it started from, 0 for none: another one in force is Refused, with its values in `state`.
    `levels` maps criterion to level, to free points, or to None for "Not shown"; `notes` are the words under criteria,
    left as they are when None. `read` is the revision of the text on screen, `edition` that of the rubric; `as_points`
    lets criteria stay undecided. Raises BadValue for what can't stand, also for a missing `reason` once the work was
    released. Refused too while a second look is open, before anything is compared: it would tell the first mark.
    """
    judged = hold(answer, read=read, kept=comment)
    leave_to_second_look(answer, kept=comment)
    current = Grade.objects.counting().select_related("rubric", "grader").filter(answer=answer).first()
    rubric = rubrics.judging(answer, current)
    if edition not in {None, rubric.edition}:
        raise other_rubric(answer, rubric, kept=comment)
    adjustment = adjustment or Decimal(0)  # nothing has no sign
    old, why = snapshot(current), adjustment_reason if adjustment else ""
    notes = standing_notes(current) if notes is None else {pk: words for pk, words in notes.items() if words}
    whole = as_points or _was_done_so(rubric, len(levels), old)
    said = Judgement(rubric, levels, adjustment, why, comment, done, notes, as_points=whole)
    check_judgement(said, answer)
    new = as_written(said, keys_of(rubric))
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


def _was_done_so(rubric: Rubric, decided: int, old: dict[str, Any] | None) -> bool:
    """Whether it was done with so many criteria of this rubric: what was entered as points can be saved again."""
    if old is None or old["state"] != Grade.State.DONE:
        return False
    return (old["rubric"], sum(mark["points"] is not None for mark in old["marks"].values())) == (
        rubric.edition,
        decided,
    )


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
    marks = list(grade.marks.select_related("criterion", "level").order_by("criterion__position"))
    said = judged_as(grade, marks, comment_on(grade.answer_id))
    return written(said, grade.points, [(mark.criterion.key, mark) for mark in marks])


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


def other_rubric(answer: Answer, rubric: Rubric, *, kept: str) -> Refused:
    """The refusal of a save by an edition that no longer judges this answer; `state` names the one that does."""
    said = _("The rubric of this question is edition %(n)s now. Nothing was saved: look at each criterion once more.")
    state = stale(answer, kept=kept).state | {"edition": rubric.edition}
    return Refused(said % {"n": rubric.edition}, kept=kept, state=state)


def standing_notes(current: Grade | None) -> Notes:
    """The words under the criteria of a grade, by the criterion; one query."""
    standing = (
        CriterionMark.objects.filter(grade=current).exclude(comment="") if current else CriterionMark.objects.none()
    )
    return dict(standing.values_list("criterion", "comment"))


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


def _check_exact(points: Decimal, field: str = "adjustment") -> None:
    """Nothing is rounded, and NaN or a number beyond all points never reaches a sum."""
    fits = points.is_finite() and abs(points) <= MOST_POINTS
    if not fits or points != points.quantize(CENT):
        raise BadValue(field, _("Points are a number with up to two places after the point."))


def _check_free_points(said: Judgement, criteria: list[Criterion]) -> None:
    """From 0 to the most that a level of the criterion earns; one query where there are any."""
    free = {pk: choice for pk, choice in said.levels.items() if isinstance(choice, Decimal)}
    most = dict(Criterion.objects.filter(pk__in=free).values_list("pk", Max("levels__points"))) if free else {}
    for criterion in criteria:
        points, highest, field = free.get(criterion.pk), most.get(criterion.pk) or Decimal(0), f"points-{criterion.key}"
        if points is None:
            continue
        _check_exact(points, field)
        if not 0 <= points <= highest:
            numbers = {"name": criterion.name, "highest": shown(highest)}
            raise BadValue(field, _("%(name)s can earn from 0 to %(highest)s points.") % numbers)


def _check_levels(said: Judgement, criteria: list[Criterion]) -> None:
    stray = set(said.marked) - {criterion.pk for criterion in criteria}
    wrong = [pk for pk, level in said.levels.items() if isinstance(level, Level) and level.criterion_id != pk]
    if stray or wrong:
        raise BadValue("", _("A level chosen here is not part of this question’s rubric. Reload the page."))
    _check_free_points(said, criteria)
    for criterion in criteria:
        if len(said.notes.get(criterion.pk, "")) > LONGEST_NOTE:
            message = _("A comment on a criterion may have up to %(most)s characters.") % {"most": LONGEST_NOTE}
            raise BadValue(f"comment-{criterion.key}", message)
        if said.done and not said.as_points and criterion.pk not in said.levels:
            message = _("Choose a level for %(name)s, or “Not shown”.") % {"name": criterion.name}
            raise BadValue(f"level-{criterion.key}", message)


def _write(answer: Answer, said: Judgement, judged: AnswerRevision, *, by: User, at: datetime, base: int) -> Grade:
    """One conditional UPDATE, or an INSERT that the unique constraint guards; then the marks and the comment."""
    values = {**as_columns(said), "judged": judged, "grader": by, "saved_at": at}
    if base == 0:
        _insert(answer, values, at=at, kept=said.comment)
    elif not Grade.objects.counting().filter(answer=answer, revision=base).update(revision=base + 1, **values):
        raise stale(answer, kept=said.comment)
    grade = Grade.objects.counting().get(answer=answer)
    replace_marks(grade, said)
    _say(answer, said.comment, judged, by=by, at=at)
    return grade


def _insert(answer: Answer, values: dict[str, Any], *, at: datetime, kept: str) -> None:
    try:
        with transaction.atomic():
            Grade.objects.create(answer=answer, created_at=at, **values)
    except IntegrityError as taken:
        raise stale(answer, kept=kept) from taken


def replace_marks(grade: Grade, said: Judgement) -> None:
    """Put what is said of each criterion in place of what stood there."""
    grade.marks.all().delete()
    marks = [said.mark(criterion) for criterion in said.marked]
    for mark in marks:
        mark.grade = grade
    CriterionMark.objects.bulk_create(marks)


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
