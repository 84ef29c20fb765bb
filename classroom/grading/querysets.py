"""Questions about judgement. Grades, comments and letters are the staff's; a student only ever reads ReleaseItems."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from classroom.classes.models import SchoolClass

if TYPE_CHECKING:
    from classroom.accounts.models import User

    from .models import Comment, Grade, GradeEvent, Letter, RegradeRequest, ReleaseItem, StaffNote


class GradeQuerySet(models.QuerySet["Grade"]):
    """Judgements."""

    def visible_to(self, user: "User") -> "GradeQuerySet":
        """Those of classes the person teaches or assists in."""
        return self.filter(answer__assignment__school_class__in=SchoolClass.objects.staffed_by(user))

    def counting(self) -> "GradeQuerySet":
        """The one of each answer that counts."""
        return self.filter(counts=True)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments."""

    def visible_to(self, user: "User") -> "CommentQuerySet":
        """Those of classes the person teaches or assists in."""
        return self.standing().filter(answer__assignment__school_class__in=SchoolClass.objects.staffed_by(user))

    def standing(self) -> "CommentQuerySet":
        """Not deleted."""
        return self.filter(deleted_at=None)

    def anchored(self) -> "CommentQuerySet":
        """On words of the answer, in reading order."""
        return self.filter(start__isnull=False)

    def on_the_whole(self) -> "CommentQuerySet":
        """On the answer as a whole."""
        return self.filter(start=None)


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters."""

    def visible_to(self, user: "User") -> "LetterQuerySet":
        """Those of classes the person teaches or assists in."""
        return self.filter(submission__assignment__school_class__in=SchoolClass.objects.staffed_by(user))


class RegradeRequestQuerySet(models.QuerySet["RegradeRequest"]):
    """Requests for a second look."""

    def visible_to(self, user: "User") -> "RegradeRequestQuerySet":
        """Those of classes the person teaches or assists in; students read by `StudentsLook`."""
        return self.filter(answer__assignment__school_class__in=SchoolClass.objects.staffed_by(user))

    def open(self) -> "RegradeRequestQuerySet":
        """Neither decided nor withdrawn."""
        return self.filter(state="open")

    def unread(self) -> "RegradeRequestQuerySet":
        """The open ones whose second mark is not entered yet."""
        return self.open().filter(models.Q(second=None) | models.Q(second__state="draft"))

    def standing(self) -> "RegradeRequestQuerySet":
        """Not withdrawn."""
        return self.exclude(state="withdrawn")


class StaffNoteQuerySet(models.QuerySet["StaffNote"]):
    """Notes for the staff alone."""

    def visible_to(self, user: "User") -> "StaffNoteQuerySet":
        """Those that stand, of classes the person teaches or assists in."""
        staffed = SchoolClass.objects.staffed_by(user)
        return self.filter(deleted_at=None, answer__assignment__school_class__in=staffed)


class GradeEventQuerySet(models.QuerySet["GradeEvent"]):
    """The history of grades, which is only added to."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("The history of grades is only added to.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The history of grades is only added to.")


class ReleaseItemQuerySet(models.QuerySet["ReleaseItem"]):
    """Released feedback: the only thing a student reads of a grade."""

    def in_force(self, at: datetime) -> "ReleaseItemQuerySet":
        """Visible at that moment and not undone; of several for one submission the newest counts."""
        return self.filter(undone_at=None, release__visible_from__lte=at)

    def standing(self) -> "ReleaseItemQuerySet":
        """Not undone, whether or not their hour has come."""
        return self.filter(undone_at=None)

    def newest(self, at: datetime) -> "ReleaseItemQuerySet":
        """Of those in force, the one that counts for each submission."""
        newer = self.model._default_manager.filter(
            undone_at=None,
            release__visible_from__lte=at,
            submission=models.OuterRef("submission"),
            pk__gt=models.OuterRef("pk"),
        )
        return self.in_force(at).filter(~models.Exists(newer))

    def visible_to(self, user: "User", at: datetime) -> "ReleaseItemQuerySet":
        """The student's own, once their time has come."""
        return self.in_force(at).filter(submission__student=user)
