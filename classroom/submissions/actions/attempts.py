"""Beginning an attempt, the first or the next."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.http import Refused
from classroom.submissions.models import Answer, AnswerRevision, Submission
from classroom.submissions.moments import moments_for, moments_of
from classroom.submissions.opened import Opened
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

    Raises Refused unless the return has reached the student, the assignment allows another attempt, and time is left.
    """
    old = Submission.objects.for_change().get(pk=submission.pk)
    later = Submission.objects.filter(carried_from=old).first()
    if later is not None:
        return later
    if not old.is_known_returned(at):
        raise Refused(_("Another attempt can begin once this one has been returned."))
    if old.attempt >= old.assignment.attempts:
        raise Refused(_("This assignment allows no further attempt."))
    reason = moments_of(old).why_not(at)
    if reason:
        raise Refused(reason)
    return _carry_on(old, at)


def _carry_on(old: Submission, at: datetime) -> Submission:
    new = Submission.objects.create(
        assignment=old.assignment,
        student=old.student,
        attempt=old.attempt + 1,
        lesson_version_id=old.lesson_version_id,
        carried_from=old,
        started_at=at,
    )
    lay_out_answers(new)
    texts = {answer.question_id: answer for answer in Answer.objects.filter(submission=old, revision__gt=0)}
    for answer in Answer.objects.filter(submission=new, question__in=texts):
        carried = texts[answer.question_id]
        answer.text, answer.words, answer.revision, answer.saved_at = carried.text, carried.words, 1, at
        answer.save(update_fields=["text", "words", "revision", "saved_at"])
        AnswerRevision.objects.create(answer=answer, revision=1, base=0, text=carried.text, words=carried.words, at=at)
    return new


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
