"""One judgement of one answer, its marks, and what was changed about it."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import SchoolClass
from classroom.grading.querysets import GradeEventQuerySet, GradeQuerySet

if TYPE_CHECKING:
    from lessons.models import Level


class Grade(models.Model):
    """One judgement of one answer. At most one counts; every write names the revision it started from.

    `points` = marks + adjustment, an exact decimal from 0 to the question's points; empty until something was entered.
    `draft` and `done` are known to staff alone: what a student sees is a ReleaseItem.
    """

    class Purpose(models.TextChoices):
        FIRST = "first", _("First")
        SECOND = "second", _("Second")
        REMARK = "remark", _("Remark")
        REGRADE = "regrade", _("Regrade")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        DONE = "done", _("Done")

    answer = models.ForeignKey("submissions.Answer", models.PROTECT, related_name="grades")
    judged = models.ForeignKey("submissions.AnswerRevision", models.PROTECT, related_name="grades")
    rubric = models.ForeignKey("lessons.Rubric", models.PROTECT, related_name="grades")
    grader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grades_given")
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.FIRST)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    counts = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, null=True, blank=True)
    adjustment = models.DecimalField(_("adjustment"), max_digits=6, decimal_places=2, default=Decimal(0))
    adjustment_reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = GradeQuerySet.as_manager()

    class Meta:
        verbose_name = _("grade")
        verbose_name_plural = _("grades")
        ordering = ["answer", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer"], name="grade_one_counts_per_answer", condition=Q(counts=True)),
            models.CheckConstraint(condition=Q(points=None) | Q(points__gte=0), name="grade_points_not_negative"),
            models.CheckConstraint(condition=Q(state="draft") | Q(points__isnull=False), name="grade_done_has_points"),
            models.CheckConstraint(
                condition=Q(adjustment=0) | ~Q(adjustment_reason=""), name="grade_adjustment_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer}: {self.points}"

    @property
    def school_class(self) -> SchoolClass:
        return self.answer.school_class

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE


class CriterionMark(models.Model):
    """What one criterion earned: the level chosen with a copy of its points, or free points without a level.

    No level and 0 points: "Not shown". No points: not decided yet, and only the comment stands here. The comment is the
    grader's few words under this criterion.
    """

    grade = models.ForeignKey(Grade, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey("lessons.Criterion", models.PROTECT, related_name="marks")
    level = models.ForeignKey("lessons.Level", models.PROTECT, null=True, blank=True, related_name="marks")
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    comment = models.CharField(_("comment"), max_length=500, blank=True)

    class Meta:
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["grade", "criterion"], name="mark_once_per_criterion"),
            models.CheckConstraint(condition=Q(points__gte=0), name="mark_not_negative"),
            models.CheckConstraint(condition=Q(level=None) | Q(points__isnull=False), name="mark_level_has_points"),
            models.CheckConstraint(
                condition=Q(points__isnull=False) | ~Q(comment=""), name="mark_undecided_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"

    @property
    def choice(self) -> "Level | Decimal | None":
        """What was chosen: a level, free points, or None for "Not shown". Of a mark that has points."""
        return self.level or self.points or None


class GradeEvent(models.Model):
    """What was changed about a grade, by whom, when, from what to what, why. Only added to: the database sees to it."""

    class Path(models.TextChoices):
        SCREEN = "screen", _("Grading screen")
        GRADEBOOK = "gradebook", _("Points entered")
        IMPORT = "import", _("Grading file")
        ADMIN = "admin", _("Admin")
        COMMAND = "command", _("Command")

    answer = models.ForeignKey("submissions.Answer", models.PROTECT, related_name="grade_events")
    grade = models.ForeignKey(Grade, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    path = models.CharField(max_length=10, choices=Path, default=Path.SCREEN)
    old = models.JSONField(null=True, blank=True)
    new = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)

    objects = GradeEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("grade event")
        verbose_name_plural = _("grade events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.answer}, {self.at:%Y-%m-%d %H:%M}"
