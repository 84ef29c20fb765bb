"""Saving what somebody writes: one conditional UPDATE and one row of history, or nothing."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from classroom.http import Refused
from classroom.submissions.models import Answer, AnswerRevision, Submission
from classroom.submissions.moments import moments_for
from classroom.submissions.text import as_stored
from classroom.submissions.words import count_words

WINDOW = timedelta(seconds=10)
SAVES = 20  # of one answer within one window: many times what a person's typing makes


class TooFast(Exception):  # noqa: N818  an answer, not a fault
    """More saves of one answer than anybody's typing makes. Answered with 429; nothing was stored."""

    retry_after = int(WINDOW.total_seconds())


def save_answer(answer: Answer, *, text: str, base: int, at: datetime) -> Answer:
    """Store the text as the revision after `base`; the same text again changes nothing.

    Raises BadValue for a text that can't be stored, TooFast, and Refused at the wrong moment. When somebody else wrote
    since `base`, both are kept: the stored text stands, this one is parked beside it, and Refused carries the stored
    one. The parked text is only durable when the caller has no transaction of its own around this call.
    """
    text = as_stored(text)
    reason = moments_for(answer.assignment, answer.submission.student).why_not(at)
    if reason:
        raise Refused(reason, kept=text)
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


def _write(answer: Answer, text: str, base: int, at: datetime) -> tuple[bool, Answer]:
    """Whether the text is stored now, and the answer as the database holds it."""
    locked = Submission.objects.select_for_update().filter(pk=answer.submission_id)
    if locked.values_list("state", flat=True).get() != Submission.State.DRAFT:
        raise Refused(_("These answers are already turned in."), kept=text)
    if answer.revision == base and not _holds(answer, text) and _store(answer, text, at):
        return True, answer
    current = Answer.objects.get(pk=answer.pk)
    if _holds(current, text):
        return True, current
    _park(current, text, base, at)
    return False, current


def _holds(answer: Answer, text: str) -> bool:
    return answer.revision > 0 and answer.text == text


def _store(answer: Answer, text: str, at: datetime) -> bool:
    """Make it the next revision, unless somebody else already made one. The count of saves is of the same revision."""
    base = answer.revision
    written = {"text": text, "words": count_words(text), "revision": base + 1, "saved_at": at, **_spent(answer, at)}
    if not Answer.objects.filter(pk=answer.pk, revision=base).update(**written):
        return False
    AnswerRevision.objects.create(answer=answer, revision=base + 1, base=base, text=text, words=written["words"], at=at)
    for name, value in written.items():
        setattr(answer, name, value)
    return True


def _park(current: Answer, text: str, base: int, at: datetime) -> None:
    """Keep the text that lost, once, beside the one that stands. Raises TooFast for a flood or an impossible base.

    A save that was stored and comes again late, by a slow network, is in the history already.
    """
    if current.revision == base:
        raise TooFast
    history = AnswerRevision.objects.filter(answer=current)
    parked = history.filter(kind=AnswerRevision.Kind.PARKED)
    if parked.filter(at__gt=at - WINDOW).count() >= SAVES:
        raise TooFast
    if not history.filter(Q(kind=AnswerRevision.Kind.PARKED) | Q(base=base), text=text).exists():
        AnswerRevision.objects.create(
            answer=current, kind=AnswerRevision.Kind.PARKED, base=base, text=text, words=count_words(text), at=at
        )


def _spent(answer: Answer, at: datetime) -> dict[str, Any]:
    """One save more in the running window, or the first of a new one. Raises TooFast."""
    if answer.window_at is None or answer.window_at <= at - WINDOW:
        return {"window_at": at, "window_saves": 1}
    if answer.window_saves >= SAVES:
        raise TooFast
    return {"window_saves": answer.window_saves + 1}
