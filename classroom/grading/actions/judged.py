"""What every judgement stands on: the text that was handed in, held still while it is judged."""

from django.utils.translation import gettext as _

from classroom.http import Refused
from classroom.submissions.models import Answer, AnswerRevision, Submission


def hold(answer: Answer, *, read: int | None = None, kept: str = "") -> AnswerRevision:
    """Lock the work and give the turned-in text of the answer, within the caller's transaction.

    `read` is the revision that the grader had on screen. Raises Refused when the work is not turned in, nothing came
    in, or other words have been turned in since; `kept` is then what the grader typed. What came in on paper is an
    empty text to be judged.
    """
    submission = Submission.objects.select_for_update().get(pk=answer.submission_id)
    if submission.is_draft:
        raise Refused(_("This answer is not turned in, so it can’t be graded or commented on yet."), kept=kept)
    if answer.is_carried:
        raise Refused(_("This answer was not asked for again: the grade it has is the one that counts."), kept=kept)
    judged = AnswerRevision.objects.filter(answer=answer, turn_ins=submission.turn_in_id).first()
    on_paper = submission.turn_in is not None and submission.turn_in.is_on_paper
    if judged is None or (judged.words == 0 and not on_paper):
        raise Refused(_("Nothing was written here, so there is nothing to grade."), kept=kept)
    if read is not None and judged.revision != read:
        raise Refused(_("Other words have been turned in since you opened this answer. Read them first."), kept=kept)
    return judged
