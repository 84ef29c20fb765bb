"""Verb: say a comment otherwise wherever it stands and has not been released."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.grading.actions.comments import check_body
from classroom.grading.actions.grades import snapshot
from classroom.grading.models import Comment, Grade, GradeEvent
from classroom.grading.own_comments import Uses, uses_of
from classroom.http import Refused
from classroom.submissions.models import Submission


@transaction.atomic
def reword(body: str, *, into: str, seen: str, by: User, at: datetime) -> int:
    """Put other words in place of the person's own, in every use not yet released; says in how many.

    All or none of them. `seen` names the uses and their revisions the person decided on (`Uses.seen`): when any was
    changed, added, taken away or released since, it is Refused and nothing changes. The comment on a whole answer is
    part of its judgement, so there the grade counts a revision and its history gets an entry.
    """
    check_body(into)
    uses = _held(by, body)
    if uses.seen != seen:
        raise _moved(into)
    if not uses.open:
        raise Refused(_("All of these were released. Change them one by one on the desk, with a reason."), kept=into)
    if into == body:
        return 0
    whole = {comment.answer_id for comment in uses.open if not comment.is_anchored}
    grades = Grade.objects.counting().select_related("rubric").filter(answer__in=whole)
    judged = [(grade, snapshot(grade)) for grade in grades]
    changed = _raise_revisions(Comment.objects.standing(), uses.open, body=into)
    changed &= _raise_revisions(Grade.objects.counting(), [grade for grade, _old in judged])
    if not changed:
        raise _moved(into)
    reason = _("Said otherwise in the comment bank")
    GradeEvent.objects.bulk_create(
        GradeEvent(answer_id=grade.answer_id, grade=grade, at=at, by=by, old=old, new=_with(old, into), reason=reason)
        for grade, old in judged
    )
    return len(uses.open)


def _held(by: User, body: str) -> Uses:
    """The uses, read once their works are locked, as every judgement and release locks them."""
    works = {comment.answer.submission_id for comment in uses_of(by, body).open}
    list(Submission.objects.select_for_update().filter(pk__in=works).order_by("pk"))
    return uses_of(by, body)


def _raise_revisions(rows: Any, wanted: Iterable[Any], **values: Any) -> bool:
    """One conditional UPDATE for each revision among them; whether all of them still had it."""
    by_revision: dict[int, list[int]] = defaultdict(list)
    for row in wanted:
        by_revision[row.revision].append(row.pk)
    return all(
        rows.filter(pk__in=pks, revision=revision).update(revision=revision + 1, **values) == len(pks)
        for revision, pks in sorted(by_revision.items())
    )


def _with(old: dict[str, Any] | None, comment: str) -> dict[str, Any]:
    return {**(old or {}), "comment": comment}


def _moved(kept: str) -> Refused:
    reason = _(
        "What you said has been used, changed or released since you opened this page. Look at the numbers again."
    )
    return Refused(reason, kept=kept)
