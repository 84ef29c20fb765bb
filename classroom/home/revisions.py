"""What a student is asked to write again: begun or not, until its own due time."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.classes.models import SchoolClass
from classroom.submissions.models import RevisionRequest, Submission

from . import days
from .rows import Row, sentences


def asked_again(user: User, at: datetime) -> QuerySet[Any]:
    """What waits to be revised, by due time; `begun` where there is a draft."""
    drafts = Submission.objects.filter(carried_from=OuterRef("submission"))
    learnt = SchoolClass.objects.learnt_in_by(user)
    asked = RevisionRequest.objects.to_do(at).filter(
        submission__student=user, submission__assignment__school_class__in=learnt
    )
    related = "submission__assignment__school_class", "submission__assignment__lesson_version", "by"
    found: QuerySet[Any] = asked.annotate(begun=Exists(drafts)).select_related(*related).order_by("due_at", "pk")
    return found


def is_revising(user: User, at: datetime) -> Exists:
    """For a queryset of assignments: whether something of it waits to be revised."""
    asked = RevisionRequest.objects.to_do(at).filter(submission__student=user)
    return Exists(asked.filter(submission__assignment=OuterRef("pk")))


def revision_row(asked: Any, user: User, at: datetime) -> Row:
    """One wish of a teacher's: it leads to the feedback, and once the revision is begun to the questions."""
    assignment = asked.submission.assignment
    place = assignment.school_class
    feedback = reverse("grading:feedback", args=[place.public_id, assignment.slug, 1])
    wish = _("%s asks for a revision") % asked.by.get_short_name()
    return Row(
        title=assignment.lesson_version.title,
        url=assignment.get_absolute_url() + "#questions" if asked.begun else feedback,
        hint=sentences([place.name, days.due(asked.due_at, at, place.zone), user.named(place.zone), wish]),
        state="revising",
        label=_("Revising"),
    )
