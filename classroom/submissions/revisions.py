"""What a student was asked to write again, and until when. Knows what is asked, and nothing of why it was judged so."""

from datetime import datetime

from django.db.models import OuterRef, Subquery

from .models import RevisionRequest, Submission


def asked_for(submission: str) -> Subquery:
    """The key of the request in force for the attempt that the outer row names so, None for none."""
    return Subquery(RevisionRequest.objects.in_force().filter(submission=OuterRef(submission)).values("pk")[:1])


def open_request(work: Submission, at: datetime) -> RevisionRequest | None:
    """What the student of returned work is asked for again at that moment. One query, and one for the questions."""
    if not work.is_known_returned(at):
        return None
    asked = RevisionRequest.objects.open_at(at).filter(submission=work.pk)
    return asked.select_related("by").prefetch_related("questions").first()
