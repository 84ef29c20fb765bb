"""Verb: write the letter on a whole submission. Students read it only as a release froze it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.grading.models import Letter
from classroom.http import BadValue, Refused
from classroom.submissions.actions import begin_grading
from classroom.submissions.models import Submission

LONGEST = 8000


@transaction.atomic
def save_letter(submission: Submission, *, body: str, base: int, by: User, at: datetime) -> Letter | None:
    """Store the letter; `base` is the revision it started from, 0 for none. The same words again change nothing.

    Raises Refused for work that is not turned in, and when another letter stands than the one started from, with its
    words in `state`. None when there is no letter and nothing was written.
    """
    if len(body) > LONGEST:
        raise BadValue("body", _("A letter may have up to %(most)s characters.") % {"most": LONGEST})
    current = Letter.objects.select_related("author").filter(submission=submission).first()
    if (current.body if current else "") == body:
        return current
    if (current.revision if current else 0) != base:
        raise _stale(submission, kept=body)
    begin_grading(submission, at=at)
    if base == 0:
        return _insert(submission, body=body, by=by, at=at)
    values = {"body": body, "author": by, "saved_at": at, "revision": base + 1}
    if not Letter.objects.filter(submission=submission, revision=base).update(**values):
        raise _stale(submission, kept=body)
    return Letter.objects.get(submission=submission)


def _insert(submission: Submission, *, body: str, by: User, at: datetime) -> Letter:
    try:
        with transaction.atomic():
            return Letter.objects.create(submission=submission, body=body, author=by, saved_at=at)
    except IntegrityError as taken:
        raise _stale(submission, kept=body) from taken


def _stale(submission: Submission, *, kept: str) -> Refused:
    """The refusal, with the letter that stands by now."""
    current = Letter.objects.select_related("author").filter(submission=submission).first()
    state = (
        {"revision": current.revision, "body": current.body, "by": current.author.get_short_name()} if current else {}
    )
    return Refused(_("Somebody else has changed this letter since you opened it."), kept=kept, state=state)
