"""Saving what somebody writes: one conditional UPDATE and one row of history, or nothing."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from classroom.http import Refused
from classroom.prepared import prepared, prepared_update
from classroom.submissions.models import Answer, AnswerRevision, Submission
from classroom.submissions.moments import moments_for
from classroom.submissions.text import as_stored
from classroom.submissions.words import count_words

from .pace import spent


def save_answer(answer: Answer, *, text: str, base: int, at: datetime) -> Answer:
    """Store the text as the revision after `base`; the same text again changes nothing.

    Raises BadValue for a text that can't be stored, TooFast, and Refused at the wrong moment. When somebody else wrote
    since `base`, both are kept: the stored text stands, this one is parked beside it, and Refused carries the stored
    one. The parked text is only durable when the caller has no transaction of its own around this call.
    """
    text = as_stored(text)
    reason = _why_not(answer, at)
    if reason:
        raise Refused(reason, kept=text)
    if not _holds(answer, text):
        spent(answer, at)  # a flood ends here, before it locks anything
    with transaction.atomic():
        saved, current = _write(answer, text, base, at)
    if saved:
        return current
    raise Refused(
        _("This answer was changed elsewhere since you opened it. Both texts are kept; choose one."),
        kept=text,
        state={
            "revision": current.revision,
            "text": current.text,
            "saved_at": current.saved_at.isoformat() if current.saved_at else None,
        },
    )


def _why_not(answer: Answer, at: datetime) -> str:
    """Why this answer can't be written in now; empty when it can."""
    if answer.is_carried:
        return _("You were not asked to write this answer again. It stays as it was returned.")
    return moments_for(answer.assignment, answer.submission.student, answer.submission).why_not(at)


def _write(answer: Answer, text: str, base: int, at: datetime) -> tuple[bool, Answer]:
    """Whether the text is stored now, and the answer as the database holds it."""
    if answer.revision == base and not _holds(answer, text) and _store(answer, text, at):
        return True, answer
    if _locked(answer.submission_id) != [Submission.State.DRAFT]:
        raise Refused(_("These answers are already turned in."), kept=text)
    current = Answer.objects.get(pk=answer.pk)
    if _holds(current, text) or (current.revision == base and _store(current, text, at)):  # it was taken back meanwhile
        return True, current
    _park(current, text, base, at)
    return False, current


@prepared
def _locked(submission: int) -> QuerySet[Submission, str]:
    """The state it has and keeps until the transaction ends."""
    return Submission.objects.select_for_update().filter(pk=submission).values_list("state", flat=True)


def _holds(answer: Answer, text: str) -> bool:
    return answer.revision > 0 and answer.text == text


def _store(answer: Answer, text: str, at: datetime) -> bool:
    """Make it the next revision, unless somebody else already made one or the work was turned in."""
    base, words, counted = answer.revision, count_words(text), spent(answer, at)
    if not _next(answer, base, answer.submission_id, text, words, at, *counted):
        return False
    AnswerRevision.objects.create(answer=answer, revision=base + 1, base=base, text=text, words=words, at=at)
    answer.text, answer.words, answer.revision, answer.saved_at = text, words, base + 1, at
    answer.window_at, answer.window_saves = counted
    return True


@prepared_update
def _next(  # noqa: PLR0913, PLR0917  a prepared query takes its values one by one
    answer: Answer, base: int, submission: int, text: str, words: int, at: datetime, window_at: datetime, saves: int
) -> tuple[QuerySet[Answer], dict[str, Any]]:
    """One query that also locks the submission, as `_locked` does. The count of saves is of the same revision."""
    draft = Submission.objects.select_for_update().filter(pk=submission, state=Submission.State.DRAFT).order_by()
    written = {"text": text, "words": words, "revision": F("revision") + 1, "saved_at": at}
    counted = {"window_at": window_at, "window_saves": saves}
    return Answer.objects.filter(pk=answer.pk, revision=base, submission__in=draft), written | counted


def _park(current: Answer, text: str, base: int, at: datetime) -> None:
    """Keep the text that lost, once, beside the one that stands. Raises TooFast.

    A save that was stored and comes again late, by a slow network, is in the history already.
    """
    counted = spent(current, at)
    history = AnswerRevision.objects.filter(answer=current)
    if not history.filter(Q(kind=AnswerRevision.Kind.PARKED) | Q(base=base), text=text).exists():
        AnswerRevision.objects.create(
            answer=current, kind=AnswerRevision.Kind.PARKED, base=base, text=text, words=count_words(text), at=at
        )
        Answer.objects.filter(pk=current.pk).update(window_at=counted.at, window_saves=counted.saves)
