"""Verb: put a mark beside the one that counts, for comparison. It counts for nothing by itself."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.grading.actions.grades import check_judgement, replace_marks
from classroom.grading.judgement import Judgement, Levels, Notes, as_columns, as_written, keys_of
from classroom.grading.models import Grade, GradeEvent
from classroom.http import Refused
from classroom.submissions.models import Answer, AnswerRevision
from lessons.models import Rubric


@dataclass(frozen=True)
class Marking:
    """A mark as it was given: criteria, points beside them, words under criteria.

    `read` is the revision of the text on screen, `edition` that of the rubric.
    """

    levels: Levels
    adjustment: Decimal
    adjustment_reason: str
    notes: Notes
    read: int | None = None
    edition: int | None = None

    def judged_by(self, rubric: Rubric) -> Judgement:
        """As a finished judgement by that edition."""
        words = {pk: written for pk, written in self.notes.items() if written}
        why = self.adjustment_reason if self.adjustment else ""
        return Judgement(rubric, self.levels, self.adjustment or Decimal(0), why, "", done=True, notes=words)


def put_beside(  # noqa: PLR0913  a mark, what it stands on, and who gives it
    answer: Answer,
    given: Marking,
    *,
    purpose: Grade.Purpose,
    counts: Grade,
    judged: AnswerRevision,
    by: User,
    at: datetime,
    reason: str,
) -> Grade:
    """Store it by the edition of the mark that counts, so that both can be compared, with one line of history.

    The caller holds the work. Raises Refused for another edition than that, BadValue for what can't stand.
    """
    if given.edition not in {None, counts.rubric.edition}:
        said_so = _("The rubric of this question is edition %s now. Nothing was saved: mark it by that one.")
        raise Refused(said_so % counts.rubric.edition)
    said = given.judged_by(counts.rubric)
    check_judgement(said, answer)
    values = {**as_columns(said), "judged": judged, "grader": by, "created_at": at, "saved_at": at}
    grade = Grade.objects.create(answer=answer, purpose=purpose, counts=False, **values)
    replace_marks(grade, said)
    new = as_written(said, keys_of(counts.rubric))
    GradeEvent.objects.create(answer=answer, grade=grade, at=at, by=by, new=new, reason=reason)
    return grade
