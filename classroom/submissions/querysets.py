"""Questions about work. `visible_to` says what a person may know of, `text_visible_to` whose words they may read."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from classroom.classes.models import SchoolClass

if TYPE_CHECKING:
    from classroom.accounts.models import User

    from .models import Answer, AnswerRevision, Submission


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Attempts."""

    def visible_to(self, user: "User") -> "SubmissionQuerySet":
        """The student's own, and all of a class the person teaches or assists in (drafts without their text)."""
        staffed = SchoolClass.objects.staffed_by(user)
        return self.filter(Q(student=user) | Q(assignment__school_class__in=staffed))

    def turned_in(self) -> "SubmissionQuerySet":
        """Handed in and not a draft again; returned ones too."""
        return self.exclude(state="draft")

    def newest_attempts(self) -> "SubmissionQuerySet":
        """Of each student and assignment, the attempt that counts for state and count."""
        later = self.model._default_manager.filter(
            assignment=models.OuterRef("assignment"),
            student=models.OuterRef("student"),
            attempt__gt=models.OuterRef("attempt"),
        )
        return self.filter(~models.Exists(later))


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers."""

    def visible_to(self, user: "User") -> "AnswerQuerySet":
        """The person's own, and all of a class the person teaches or assists in: state, words and last change."""
        staffed = SchoolClass.objects.staffed_by(user)
        return self.filter(Q(submission__student=user) | Q(assignment__school_class__in=staffed))

    def text_visible_to(self, user: "User") -> "AnswerQuerySet":
        """Whose words the person may read: drafts are private until turned in or collected (decision 14)."""
        return self.visible_to(user).filter(Q(submission__student=user) | ~Q(submission__state="draft"))


class AnswerRevisionQuerySet(models.QuerySet["AnswerRevision"]):
    """The history behind answers."""

    def visible_to(self, user: "User") -> "AnswerRevisionQuerySet":
        """The student's own history; staff read only what was handed in, through the turn-in."""
        return self.filter(answer__submission__student=user)
