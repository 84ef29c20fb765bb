"""Verbs: comment on words of an answer, change what was said, take it away."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.grading import anchors
from classroom.grading.actions.judged import hold
from classroom.grading.models import Comment
from classroom.http import BadValue, Refused
from classroom.submissions.actions import begin_grading
from classroom.submissions.models import Answer

LONGEST = 4000


@transaction.atomic
def add_comment(  # noqa: PLR0913  what a comment consists of, each by its name
    answer: Answer,
    *,
    kind: Comment.Kind,
    body: str,
    place: anchors.Selection | anchors.Words,
    by: User,
    at: datetime,
    read: int | None = None,
) -> tuple[Comment, bool]:
    """Comment on words of what was turned in; says also whether the place was clipped to one paragraph.

    Raises BadValue for an empty body and for words that can't be found, Refused when there is nothing to comment on or
    the text is no longer the one of revision `read`.
    """
    judged = hold(answer, read=read, kept=body)
    check_body(body)
    anchor = _anchor(judged.text, place)
    begin_grading(answer.submission, at=at)
    comment = Comment.objects.create(
        answer=answer,
        judged=judged,
        author=by,
        kind=kind,
        body=body,
        start=anchor.start,
        end=anchor.end,
        quote=anchor.quote,
        before=anchor.before,
        after=anchor.after,
        created_at=at,
    )
    return comment, anchor.clipped


@transaction.atomic
def edit_comment(comment: Comment, *, kind: Comment.Kind, body: str, base: int, by: User) -> Comment:
    """Say it otherwise. Raises Refused when it was changed or deleted since revision `base`; nothing is overwritten."""
    check_body(body)
    values = {"kind": kind, "body": body, "author": by, "revision": base + 1}
    changed = Comment.objects.standing().anchored().filter(pk=comment.pk, revision=base)
    if (comment.kind, comment.body, comment.revision) != (kind, body, base) and not changed.update(**values):
        raise _stale(comment, kept=body)
    comment.refresh_from_db()
    return comment


@transaction.atomic
def delete_comment(comment: Comment, *, base: int, at: datetime) -> None:
    """Take it away; it is kept, out of sight. Raises Refused when it was changed since revision `base`."""
    standing = Comment.objects.standing().anchored().filter(pk=comment.pk, revision=base)
    if not standing.update(deleted_at=at, revision=base + 1):
        raise _stale(comment, kept="")


def deleted(*, kept: str) -> Refused:
    """The refusal to change what is no longer there; `kept` is what was typed."""
    return Refused(_("This comment has been deleted since you opened it."), kept=kept)


def check_body(body: str) -> None:
    """Raises BadValue for words that no comment can have."""
    if not body.strip():
        raise BadValue("body", _("Write the comment first."))
    if len(body) > LONGEST:
        raise BadValue("body", _("A comment may have up to %(most)s characters.") % {"most": LONGEST})


def _anchor(text: str, place: anchors.Selection | anchors.Words) -> anchors.Anchor:
    try:
        return anchors.find(text, place)
    except anchors.Unanchored as problem:
        raise BadValue("words", str(problem)) from problem


def _stale(comment: Comment, *, kept: str) -> Refused:
    now = Comment.objects.select_related("author").get(pk=comment.pk)
    if now.deleted_at:
        return deleted(kept=kept)
    said = {"kind": now.kind, "kind_said": now.get_kind_display(), "body": now.body}
    state = {"revision": now.revision, "by": now.author.get_short_name(), **said}
    return Refused(_("Somebody else has changed this comment since you opened it."), kept=kept, state=state)
