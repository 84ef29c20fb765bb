"""Each act of handing in, and which texts it handed in."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from classroom.submissions.querysets import TurnInQuerySet

from .work import AnswerRevision, Submission


class TurnIn(models.Model):
    """One act of handing work in. Only added to. The client token makes a repeated click the same act.

    `at` is when the work came in: the click, the moment a paper was handed over, or the closing time that did it by
    itself, which is nobody's act. Why a teacher did it is for staff.
    """

    class By(models.TextChoices):
        STUDENT = "student", _("Turned in by the student")
        COLLECTED = "collected", _("Collected by a teacher")
        PAPER = "paper", _("Handed in on paper")
        AT_CLOSING = "closing", _("Turned in at closing time")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="turn_ins")
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    receipt = models.CharField(max_length=12, unique=True)
    at = models.DateTimeField()
    late = models.BooleanField(default=False)
    how = models.CharField(max_length=10, choices=By, default=By.STUDENT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    revisions = models.ManyToManyField(AnswerRevision, through="TurnInRevision", related_name="turn_ins")

    objects = TurnInQuerySet.as_manager()

    class Meta:
        verbose_name = _("turn-in")
        verbose_name_plural = _("turn-ins")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], name="turn_in_one_in_force", condition=Q(taken_back_at=None)
            ),
            models.CheckConstraint(
                condition=Q(how="closing", by=None) | (~Q(how="closing") & Q(by__isnull=False)),
                name="turn_in_by_somebody_or_by_closing",
            ),
            models.CheckConstraint(
                condition=~Q(how__in=["collected", "paper"]) | ~Q(reason=""), name="turn_in_by_a_teacher_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def is_on_paper(self) -> bool:
        return self.how == self.By.PAPER

    def handed_in(self) -> "models.QuerySet[TurnInRevision]":
        """Which texts, in the order of the questions. One query."""
        texts = self.texts.select_related("revision__answer__question")
        return texts.order_by("revision__answer__question__position")


class TurnInRevision(models.Model):
    """Which text of which answer was handed in."""

    turn_in = models.ForeignKey(TurnIn, models.PROTECT, related_name="texts")
    revision = models.ForeignKey(AnswerRevision, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["turn_in", "revision"], name="turn_in_text_once")]

    def __str__(self) -> str:
        return f"{self.turn_in}: {self.revision}"
