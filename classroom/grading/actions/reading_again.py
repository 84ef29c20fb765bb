"""Verbs: mark an answer that one has graded once more without seeing one's mark, and let the new mark count."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.grading.actions.grades import (
    check_judgement,
    comment_on,
    leave_to_second_look,
    replace_marks,
    save_grade,
)
from classroom.grading.actions.judged import hold
from classroom.grading.fairness import marks_again
from classroom.grading.judgement import Judgement, Levels, Notes, as_columns, as_written, judged_as, keys_of
from classroom.grading.models import Grade, GradeEvent
from classroom.http import Refused
from classroom.submissions.models import Answer


@transaction.atomic
def mark_again(  # noqa: PLR0913  what a judgement consists of, each by its name
    answer: Answer,
    *,
    by: User,
    at: datetime,
    levels: Levels,
    adjustment: Decimal,
    adjustment_reason: str,
    read: int | None = None,
    notes: Notes | None = None,
) -> Grade:
    """Store the new mark beside the one that counts, by the same edition of the rubric; by itself it counts nothing.

    Entered once, for from then on both are shown. Raises BadValue for what can't stand, Refused where the person's own
    finished mark doesn't count, while a second look is open, and when it was marked again already.
    """
    judged = hold(answer, read=read)
    leave_to_second_look(answer, kept="")
    counts = Grade.objects.counting().select_related("rubric").filter(answer=answer, grader=by).first()
    if counts is None or not counts.is_done:
        raise Refused(_("Your mark of this answer doesn’t count any more, so there is nothing to compare with."))
    if marks_again(by).filter(answer=answer).exists():
        raise Refused(_("You have marked this answer again already. Both marks stand beside each other now."))
    words = {pk: written for pk, written in (notes or {}).items() if written}
    why = adjustment_reason if adjustment else ""
    said = Judgement(counts.rubric, levels, adjustment or Decimal(0), why, "", done=True, notes=words)
    check_judgement(said, answer)
    values = {**as_columns(said), "judged": judged, "grader": by, "created_at": at, "saved_at": at}
    again = Grade.objects.create(answer=answer, purpose=Grade.Purpose.REMARK, counts=False, **values)
    replace_marks(again, said)
    new = as_written(said, keys_of(counts.rubric))
    GradeEvent.objects.create(answer=answer, grade=again, at=at, by=by, new=new, reason=_("Read again"))
    return again


@transaction.atomic
def let_count(again: Grade, *, base: int, by: User, at: datetime, reason: str = "") -> Grade:
    """Give the answer the new mark as any grade is given, with its checks, history and rule of release.

    The comment to the student stays; words under criteria stay where the new mark has none. `base` is the revision of
    the mark that was shown beside it. Raises as `save_grade`.
    """
    answer = again.answer
    marks = list(again.marks.select_related("level"))
    said = judged_as(again, marks, comment_on(answer.pk))
    return save_grade(
        answer,
        by=by,
        at=at,
        base=base,
        levels=said.levels,
        adjustment=said.adjustment,
        adjustment_reason=said.adjustment_reason,
        comment=said.comment,
        done=True,
        reason=reason,
        edition=again.rubric.edition,
        notes=said.notes or None,
    )
