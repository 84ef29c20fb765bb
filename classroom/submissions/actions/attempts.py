"""Beginning an attempt, the first or the next."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.http import Refused
from classroom.submissions.models import Answer, AnswerRevision, RevisionRequest, Submission
from classroom.submissions.moments import dated, moments_for
from classroom.submissions.opened import Opened
from classroom.submissions.revisions import open_request
from lessons.models import Question

WIDTHS = (9_000, 90_000, 900_000, 9_000_000)  # desk numbers have as few digits as there is room for, four at least
TRIES = 5


@transaction.atomic
def start(assignment: Assignment, student: User, *, at: datetime, opened: Opened | None = None) -> Submission:
    """The student's open attempt, made with its empty answers when there is none.

    Raises Refused out of time, and when the page that asks was `opened` on something else: then nothing is begun.
    """
    submission = _open_attempt(assignment, student, at)
    if opened is not None:
        opened.refuse_other(submission)
    return submission


def _open_attempt(assignment: Assignment, student: User, at: datetime) -> Submission:
    newest = Submission.objects.filter(assignment=assignment, student=student).order_by("-attempt").first()
    if newest is not None and newest.state != Submission.State.RETURNED:
        return newest
    if newest is not None:
        raise Refused(_("These answers are already turned in."))
    reason = moments_for(assignment, student).why_not(at)
    if reason:
        raise Refused(reason)
    begun = {"lesson_version_id": assignment.lesson_version_id, "started_at": at}
    submission, made = Submission.objects.get_or_create(
        assignment=assignment, student=student, attempt=1, defaults=begun
    )
    if made:
        lay_out_answers(submission)
    return submission


@transaction.atomic
def start_next_attempt(submission: Submission, *, at: datetime) -> Submission:
    """A new attempt that starts from the texts of a returned one; the open one if there is one already.

    Where a teacher asks for some answers again, the others are carried on as they are. Raises Refused unless the return
    has reached the student, a teacher asks for it or the assignment allows another attempt, and time is left.
    """
    old = Submission.objects.for_change().get(pk=submission.pk)
    later = Submission.objects.filter(carried_from=old).first()
    if later is not None:
        return later
    if not old.is_known_returned(at):
        raise Refused(_("Another attempt can begin once this one has been returned."))
    asked = open_request(old, at)
    if asked is None:
        _refuse_another(old, at)
    return _carry_on(old, asked, at)


def _refuse_another(old: Submission, at: datetime) -> None:
    """Raises Refused where the assignment itself allows no next attempt now."""
    if old.attempt >= old.assignment.attempts:
        late = RevisionRequest.objects.in_force().filter(submission=old).first()
        if late is not None:
            until = moments_for(dated(old), old.student).said(late.due_at)
            raise Refused(_("The revision could be begun until %s.") % until)
        raise Refused(_("This assignment allows no further attempt."))
    reason = moments_for(dated(old), old.student).why_not(at)
    if reason:
        raise Refused(reason)


def _carry_on(old: Submission, asked: RevisionRequest | None, at: datetime) -> Submission:
    new = Submission.objects.create(
        assignment=old.assignment,
        student=old.student,
        attempt=old.attempt + 1,
        lesson_version_id=old.lesson_version_id,
        carried_from=old,
        revision_request=asked,
        started_at=at,
    )
    lay_out_answers(new)
    wanted = {question.pk for question in asked.questions.all()} if asked else None
    before = {answer.question_id: answer for answer in Answer.objects.filter(submission=old)}
    for answer in Answer.objects.filter(submission=new):
        earlier = before[answer.question_id]
        if wanted is not None and answer.question_id not in wanted:
            Answer.objects.filter(pk=answer.pk).update(carried_from=earlier.carried_from_id or earlier.pk)
        if earlier.revision:
            _copy_text(earlier, answer, at)
    return new


def _copy_text(earlier: Answer, answer: Answer, at: datetime) -> None:
    answer.text, answer.words, answer.revision, answer.saved_at = earlier.text, earlier.words, 1, at
    answer.save(update_fields=["text", "words", "revision", "saved_at"])
    AnswerRevision.objects.create(answer=answer, revision=1, base=0, text=earlier.text, words=earlier.words, at=at)


def lay_out_answers(submission: Submission) -> None:
    """An empty answer for each question, each under a random desk number that is free."""
    questions = list(Question.objects.filter(version_id=submission.lesson_version_id))
    for tried in range(TRIES):
        numbers = _free_numbers(submission, questions)
        try:
            with transaction.atomic():
                Answer.objects.bulk_create(
                    Answer(
                        submission=submission,
                        assignment_id=submission.assignment_id,
                        question=question,
                        question_key=question.key,
                        desk_number=number,
                    )
                    for question, number in zip(questions, numbers, strict=True)
                )
        except IntegrityError:  # somebody else drew the same number in the same moment
            if tried == TRIES - 1:
                raise
        else:
            return


def _free_numbers(submission: Submission, questions: Sequence[Question]) -> list[int]:
    numbers: list[int] = []
    for width in WIDTHS:
        numbers = [width // 9 + secrets.randbelow(width) for _question in questions]
        taken = Answer.objects.filter(assignment_id=submission.assignment_id, desk_number__in=numbers)
        drawn = {(question.key, number) for question, number in zip(questions, numbers, strict=True)}
        if not drawn & set(taken.values_list("question_key", "desk_number")):
            break
    return numbers
