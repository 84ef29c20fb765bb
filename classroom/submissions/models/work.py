"""A student's attempt, its answers and their history."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import SchoolClass
from classroom.submissions.querysets import AnswerQuerySet, AnswerRevisionQuerySet, SubmissionQuerySet


class Submission(models.Model):
    """One student's attempt at one assignment, from the first draft until it is returned.

    `lesson_version` is fixed at its start, so an answer always belongs to the wording it answered. "Late" and
    "extended" are notes beside the state. Returned is known to staff at once and to the student only through a release.
    `revision_request` is what a next attempt was begun for; without one the assignment itself allows it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        TURNED_IN = "turned_in", _("Turned in")
        RETURNED = "returned", _("Returned")

    assignment = models.ForeignKey("classes.Assignment", models.PROTECT, related_name="submissions")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions")
    attempt = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    lesson_version = models.ForeignKey("lessons.LessonVersion", models.PROTECT, related_name="submissions")
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="carried_to")
    revision_request = models.ForeignKey(
        "RevisionRequest", models.PROTECT, null=True, blank=True, related_name="attempts"
    )
    started_at = models.DateTimeField(default=timezone.now)
    turn_in = models.OneToOneField("TurnIn", models.PROTECT, null=True, blank=True, related_name="in_force_for")
    grading_began_at = models.DateTimeField(null=True, blank=True)
    returned_from = models.DateTimeField(null=True, blank=True, help_text=_("When the student learns of the return."))

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "student", "attempt"], name="submission_once_per_attempt"),
            models.UniqueConstraint(
                fields=["assignment", "student"],
                name="submission_one_open_attempt",
                condition=Q(state__in=["draft", "turned_in"]),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", turn_in=None)
                | Q(state__in=["turned_in", "returned"], turn_in__isnull=False),
                name="submission_draft_or_turned_in",
            ),
        ]
        indexes = [models.Index(fields=["assignment", "state"], name="submission_by_state")]

    def __str__(self) -> str:
        return f"{self.assignment}, {_('attempt')} {self.attempt}"

    @property
    def school_class(self) -> SchoolClass:
        return self.assignment.school_class

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_turned_in(self) -> bool:
        """Handed in and not a draft again; also when it has been returned since."""
        return self.state != self.State.DRAFT

    def is_known_returned(self, at: datetime) -> bool:
        """Whether the student may know, at that moment, that the work came back."""
        return self.state == self.State.RETURNED and self.returned_from is not None and self.returned_from <= at


class Answer(models.Model):
    """The text for one question. `revision` counts its saves; every write names the revision it started from.

    `assignment` and `question_key` repeat what the submission knows so that the database can keep desk numbers apart
    and find a queue by index. `desk_number` names the answer, and nobody, while it is graded. The window counts recent
    saves; the history is thinned up to `thinned_to`. One `carried_from` an earlier attempt was not asked for again: its
    text can't be changed, and the judgement of that earlier answer is the one that holds.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="answers")
    assignment = models.ForeignKey("classes.Assignment", models.PROTECT, related_name="answers")
    question = models.ForeignKey("lessons.Question", models.PROTECT, related_name="answers")
    question_key = models.SlugField(max_length=60)
    desk_number = models.PositiveIntegerField()
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="carried_to")
    text = models.TextField(blank=True)
    words = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    window_at = models.DateTimeField(null=True, blank=True, editable=False)
    window_saves = models.PositiveSmallIntegerField(default=0, editable=False)
    thinned_to = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["submission", "question__position"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "question_key"], name="answer_once_per_question"),
            models.UniqueConstraint(
                fields=["assignment", "question_key", "desk_number"], name="answer_desk_number_is_its_own"
            ),
        ]

    def __str__(self) -> str:
        return _("Answer %(number)s") % {"number": self.desk_number}

    @property
    def school_class(self) -> SchoolClass:
        return self.submission.assignment.school_class

    @property
    def is_empty(self) -> bool:
        """No word was written."""
        return self.words == 0

    @property
    def is_carried(self) -> bool:
        """It stands as it was returned, and is neither written nor judged again."""
        return self.carried_from_id is not None

    @property
    def is_on_paper(self) -> bool:
        """It came in on paper, so there are no words to read here. Asks for the turn-in unless it came along."""
        act = self.submission.turn_in
        return act is not None and act.is_on_paper and not self.is_carried

    @property
    def is_blank(self) -> bool:
        """Nothing came in that could be judged: no word, and no paper. Asks as `is_on_paper`."""
        return self.is_empty and not self.is_on_paper


class AnswerRevision(models.Model):
    """The history behind an answer: each saved text, and each that lost a race and was kept beside it (`parked`)."""

    class Kind(models.TextChoices):
        SAVED = "saved", _("Saved")
        PARKED = "parked", _("Kept beside")

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="revisions")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAVED)
    revision = models.PositiveIntegerField(null=True, blank=True)
    base = models.PositiveIntegerField(help_text=_("The revision this text started from."))
    text = models.TextField(blank=True)
    words = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    objects = AnswerRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["answer", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "revision"], name="revision_once_per_answer"),
            models.CheckConstraint(
                condition=Q(kind="saved", revision__isnull=False) | Q(kind="parked", revision=None),
                name="revision_saved_or_parked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer}, {self.revision or self.get_kind_display()}"
