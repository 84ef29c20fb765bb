"""Nouns: the judgement of an answer, what was said about it, its history, and the act that lets students see."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import SchoolClass

from .querysets import CommentQuerySet, GradeEventQuerySet, GradeQuerySet, LetterQuerySet, ReleaseItemQuerySet


class RubricInForce(models.Model):
    """Which edition of a question's rubric an assignment is judged by. No row: the first edition."""

    assignment = models.ForeignKey("classes.Assignment", models.PROTECT, related_name="rubrics_in_force")
    question = models.ForeignKey("lessons.Question", models.PROTECT, related_name="+")
    rubric = models.ForeignKey("lessons.Rubric", models.PROTECT, related_name="+")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "question"], name="rubric_one_in_force_per_question")
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.rubric}"


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
    """The level chosen for one criterion, with a copy of its points. No level: 0, "Not shown"."""

    grade = models.ForeignKey(Grade, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey("lessons.Criterion", models.PROTECT, related_name="marks")
    level = models.ForeignKey("lessons.Level", models.PROTECT, null=True, blank=True, related_name="marks")
    points = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["grade", "criterion"], name="mark_once_per_criterion"),
            models.CheckConstraint(condition=Q(points__gte=0), name="mark_not_negative"),
            models.CheckConstraint(condition=Q(level__isnull=False) | Q(points=0), name="mark_not_shown_is_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class Comment(models.Model):
    """The teacher's words on an answer: on the whole of it (no `start`), or anchored to words of what was turned in.

    An anchor counts code points in the LF text of `judged` (decision 23) and keeps the quoted words and 32 characters
    before and after, so that it can be found again in another attempt.
    """

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("Strength")
        QUESTION = "question", _("Question")
        NEXT_STEP = "next_step", _("Next step")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ADDRESSED = "addressed", _("Addressed")
        DECLINED = "declined", _("Declined")

    answer = models.ForeignKey("submissions.Answer", models.PROTECT, related_name="comments")
    judged = models.ForeignKey("submissions.AnswerRevision", models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NEXT_STEP)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    body = models.TextField(_("comment"), max_length=4000)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)
    before = models.CharField(max_length=32, blank=True)
    after = models.CharField(max_length=32, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["answer", "start", "end", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer"],
                name="comment_one_on_the_whole_answer",
                condition=Q(start=None, deleted_at=None),
            ),
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(start__lt=models.F("end")), name="comment_anchor_is_a_range"
            ),
        ]

    def __str__(self) -> str:
        return self.body[:60]

    @property
    def school_class(self) -> SchoolClass:
        return self.answer.school_class

    @property
    def is_anchored(self) -> bool:
        return self.start is not None


class GradeEvent(models.Model):
    """What was changed about a grade, by whom, when, from what to what, why. Only added to: the database sees to it."""

    class Path(models.TextChoices):
        SCREEN = "screen", _("Grading screen")
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


class Letter(models.Model):
    """The teacher's words on the whole submission; optional, one of them."""

    submission = models.OneToOneField("submissions.Submission", models.PROTECT, related_name="letter")
    body = models.TextField(_("letter"), max_length=8000, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return self.body[:60]

    @property
    def school_class(self) -> SchoolClass:
        return self.submission.school_class


class NamesShown(models.Model):
    """That a grader chose to see the names behind one assignment's answers: who and when."""

    assignment = models.ForeignKey("classes.Assignment", models.PROTECT, related_name="names_shown")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    hidden_again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "by"], name="names_shown_once_at_a_time", condition=Q(hidden_again_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment}, {self.by}"


class Release(models.Model):
    """The act that lets students see, from `visible_from` on. Until then nobody does, by query and not by a job."""

    assignment = models.ForeignKey("classes.Assignment", models.PROTECT, related_name="releases")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    visible_from = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True, help_text=_("Why an earlier release is corrected."))
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.assignment}, {self.visible_from:%Y-%m-%d %H:%M}"

    @property
    def school_class(self) -> SchoolClass:
        return self.assignment.school_class


class ReleaseItem(models.Model):
    """What one student sees of one work: a frozen copy of points, marks, comments and letter. The newest counts."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="items")
    submission = models.ForeignKey("submissions.Submission", models.PROTECT, related_name="release_items")
    frozen = models.JSONField()
    changes = models.PositiveIntegerField(
        default=0, help_text=_("How often the judgement had been changed when it was frozen.")
    )
    first_seen_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ReleaseItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("released feedback")
        verbose_name_plural = _("released feedback")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["release", "submission"], name="release_item_once_per_release")]

    def __str__(self) -> str:
        return f"{self.submission}, {self.release}"

    @property
    def school_class(self) -> SchoolClass:
        return self.submission.school_class
