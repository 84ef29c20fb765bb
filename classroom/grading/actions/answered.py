"""Verb: say what became of a comment in the next attempt. Its student's word; the teacher's own stay as they are."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.grading.models import Comment
from classroom.http import BadValue, Refused
from classroom.submissions.models import Answer, Submission
from classroom.submissions.moments import moments_of

LONGEST = 300


@transaction.atomic
def answer_comment(answer: Answer, comment: Comment, *, state: Comment.State, reply: str, at: datetime) -> None:
    """Tick it as done, leave it as it is with a word of why, or open it again; the same again changes nothing.

    `answer` is the one being written, begun from that which the comment is on. Raises BadValue for a missing word,
    Refused once the attempt is turned in or its time is up.
    """
    reply = reply.strip() if state == Comment.State.DECLINED else ""
    if state == Comment.State.DECLINED and not reply:
        raise BadValue("comment", _("Say in a sentence why you leave it as it is."))
    if len(reply) > LONGEST:
        raise BadValue("comment", _("This may have up to %(most)s characters.") % {"most": LONGEST})
    work = Submission.objects.for_change().get(pk=answer.submission_id)
    if not work.is_draft:
        raise Refused(_("These answers are already turned in."), kept=reply)
    reason = moments_of(work).why_not(at)
    if reason:
        raise Refused(reason, kept=reply)
    Comment.objects.filter(pk=comment.pk).update(state=state, reply=reply)
