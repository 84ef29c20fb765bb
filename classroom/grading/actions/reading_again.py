"""Verbs: mark an answer that one has graded once more without seeing one's mark, and let a mark beside it count."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.grading.actions.beside import Marking, put_beside
from classroom.grading.actions.grades import comment_on, leave_to_second_look, save_grade, standing_notes
from classroom.grading.actions.judged import hold
from classroom.grading.fairness import marks_again
from classroom.grading.judgement import by_edition
from classroom.grading.models import Grade
from classroom.http import Refused
from classroom.submissions.models import Answer


@transaction.atomic
def mark_again(answer: Answer, given: Marking, *, by: User, at: datetime) -> Grade:
    """Store the new mark beside the one that counts. Entered once, for from then on both are shown.

    Raises BadValue for what can't stand, Refused where the person's own finished mark doesn't count, while a second
    look is open, and when it was marked again already.
    """
    judged = hold(answer, read=given.read)
    leave_to_second_look(answer, kept="")
    counts = Grade.objects.counting().select_related("rubric").filter(answer=answer, grader=by).first()
    if counts is None or not counts.is_done:
        raise Refused(_("Your mark of this answer doesn’t count any more, so there is nothing to compare with."))
    if marks_again(by).filter(answer=answer).exists():
        raise Refused(_("You have marked this answer again already. Both marks stand beside each other now."))
    purpose, reason = Grade.Purpose.REMARK, _("Read again")
    return put_beside(answer, given, purpose=purpose, counts=counts, judged=judged, by=by, at=at, reason=reason)


@transaction.atomic
def let_count(again: Grade, *, base: int, by: User, at: datetime, reason: str = "") -> Grade:
    """Give the answer the mark beside its own as any grade is given, with its checks, history and rule of release.

    It is given by the edition of the mark that counts. The comment to the student stays, with words under criteria that
    this edition lacks; words under criteria stay where the new mark has none. `base` is the revision of the mark that
    was shown beside it. Raises as `save_grade`.
    """
    answer = again.answer
    hold(answer)
    counts = Grade.objects.counting().select_related("rubric").get(answer=answer)
    said = by_edition(counts.rubric, again, again.marks.select_related("criterion", "level"))
    comment = "\n\n".join(filter(None, [comment_on(answer.pk), said.comment]))
    standing = standing_notes(counts)
    return save_grade(
        answer,
        by=by,
        at=at,
        base=base,
        levels=said.levels,
        adjustment=said.adjustment,
        adjustment_reason=said.adjustment_reason,
        comment=comment,
        done=True,
        reason=reason,
        notes={**standing, **said.notes},
        as_points=said.as_points,
    )
