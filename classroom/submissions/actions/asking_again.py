"""Verbs: ask a student to write returned answers again, and ask no more (decision 13)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.actions import take_back_messages, tell
from classroom.accounts.models import User
from classroom.http import BadValue, Refused
from classroom.submissions.models import Answer, RevisionRequest, Submission
from classroom.submissions.moments import dated, moments_for
from classroom.submissions.rules import may_write
from lessons.models import Question

KIND, ENDED = "revision_asked", "revision_withdrawn"
LONGEST = 1000


@transaction.atomic
def ask_again(  # noqa: PLR0913  what is asked for, each by its name
    submission: Submission,
    *,
    questions: Collection[Question],
    due_at: datetime,
    words: str,
    base: int | None,
    by: User,
    at: datetime,
) -> RevisionRequest:
    """Ask for another attempt at these questions of returned work, and tell the student once they know of the return.

    What was asked before gives way; `base` is its key, None for nothing, and another one is Refused with what stands.
    The same again changes nothing. Once the attempt is begun questions can be added, and none taken away. Raises
    BadValue for what can't be asked, Refused at the wrong moment.
    """
    work = Submission.objects.for_change().get(pk=submission.pk)
    begun = refuse_asking(work)
    before = standing(work)
    _check(work, begun, questions=questions, due_at=due_at, words=words, at=at)
    if before and _says(before) == (due_at, words, {question.pk for question in questions}):
        return before
    if (before.pk if before else None) != base:
        raise _other(before, kept=words)
    if before:
        _end(before, by=by, at=at)
    made = RevisionRequest.objects.create(submission=work, due_at=due_at, words=words, by=by, at=at)
    made.questions.set(questions)
    if begun:
        _widen(begun, made)
    _tell(made, KIND, work, by=by, at=at)
    return made


@transaction.atomic
def withdraw_revision(submission: Submission, *, base: int | None, by: User, at: datetime) -> None:
    """Ask no more, and tell the student if they know.

    Raises Refused once the attempt is begun, and where nothing is asked.
    """
    work = Submission.objects.for_change().get(pk=submission.pk)
    asked = refuse_withdrawing(work)
    if base not in (None, asked.pk):
        raise _other(asked, kept="")
    if not _end(asked, by=by, at=at):
        _tell(asked, ENDED, work, by=by, at=at)


def withdraw_with_return(work: Submission, *, by: User, at: datetime) -> None:
    """The return is taken back, and what was asked with it; the student has seen neither."""
    asked = standing(work)
    if asked:
        _end(asked, by=by, at=at)


def standing(work: Submission) -> RevisionRequest | None:
    """What is asked of this work now, whether or not its time is over. One query."""
    return RevisionRequest.objects.in_force().filter(submission=work).first()


def refuse_asking(work: Submission) -> Submission | None:
    """The attempt that was begun for what is asked already; changes nothing.

    Raises Refused where nothing can be asked.
    """
    if work.state != Submission.State.RETURNED:
        raise Refused(_("Work can be asked for again once it has been released to its student."))
    if not may_write(work.student, work.school_class):
        raise Refused(_("This student has left the class."))
    begun = Submission.objects.filter(carried_from=work).first()
    if begun is not None and begun.revision_request_id is None:
        raise Refused(_("The student has begun another attempt already."))
    if begun is not None and begun.is_turned_in:
        raise Refused(_("The next attempt has been turned in already. Grade it, then ask for another."))
    return begun


def refuse_withdrawing(work: Submission) -> RevisionRequest:
    """What is asked, and can still be withdrawn. Raises Refused; changes nothing."""
    asked = standing(work)
    if asked is None:
        raise Refused(_("Nothing is asked for again here."))
    if Submission.objects.filter(carried_from=work).exists():
        raise Refused(_("The student has begun the revision, so it stays asked for. Its due time can be changed."))
    return asked


def _other(asked: RevisionRequest | None, *, kept: str) -> Refused:
    """The refusal of what started from something else, with what is asked now."""
    state: dict[str, Any] = {"base": None}
    if asked:
        numbers = sorted(asked.questions.values_list("position", flat=True))
        said = ", ".join(map(str, numbers))
        state = {"base": asked.pk, "by": asked.by.get_short_name(), "words": asked.words, "numbers": said}
        state |= {"due_at": asked.due_at}
    return Refused(_("Somebody else has changed what is asked since you opened this page."), kept=kept, state=state)


def _check(
    work: Submission,
    begun: Submission | None,
    *,
    questions: Collection[Question],
    due_at: datetime,
    words: str,
    at: datetime,
) -> None:
    """Raises BadValue for the first thing that can't be asked, naming its field."""
    wanted = {question.pk for question in questions}
    if not wanted or any(question.version_id != work.lesson_version_id for question in questions):
        raise BadValue("questions", _("Choose the questions to be written again."))
    if begun is not None:
        open_now = Answer.objects.written_anew().filter(submission=begun)
        if set(open_now.values_list("question", flat=True)) - wanted:
            raise BadValue("questions", _("The student has begun: questions can be added, and none taken away."))
    if due_at <= max(at, work.returned_from or at):
        raise BadValue("due_at", _("Choose a time that is still to come, after the student has the feedback."))
    if not words.strip() or len(words) > LONGEST:
        raise BadValue("body", _("Say in up to %(most)s characters why you ask.") % {"most": LONGEST})


def _says(asked: RevisionRequest) -> tuple[datetime, str, set[int]]:
    return asked.due_at, asked.words, set(asked.questions.values_list("pk", flat=True))


def _widen(begun: Submission, asked: RevisionRequest) -> None:
    """The attempt is now for this, and what is asked besides can be written in."""
    Submission.objects.filter(pk=begun.pk).update(revision_request=asked)
    Answer.objects.filter(submission=begun, question__in=asked.questions.all()).update(carried_from=None)


def _end(asked: RevisionRequest, *, by: User, at: datetime) -> bool:
    """It is withdrawn; whether that was before its student was told."""
    RevisionRequest.objects.filter(pk=asked.pk, withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=by)
    return bool(take_back_messages(KIND, about=[_about(asked)], at=at))


def _about(asked: RevisionRequest) -> str:
    return f"revision-request {asked.pk}"


def _tell(asked: RevisionRequest, kind: str, work: Submission, *, by: User, at: datetime) -> None:
    """That something is asked and until when; why stays on Margin's pages, as all words about work do."""
    context = {
        "lesson": work.assignment.lesson_version.title,
        "school_class": work.school_class.name,
        "teacher": by.get_short_name(),
        "until": moments_for(dated(work), work.student).said(asked.due_at),
    }
    when = max(at, work.returned_from or at)
    tell(work.student, kind, about=_about(asked), context=context, at=at, send_after=when)
