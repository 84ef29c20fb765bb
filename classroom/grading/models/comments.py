"""What was said about an answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import SchoolClass
from classroom.grading.querysets import CommentQuerySet


class Comment(models.Model):
    """The teacher's words on an answer: on the whole of it (no `start`), or anchored to words of what was turned in.

    An anchor counts code points in the LF text of `judged` (decision 23) and keeps the quoted words and 32 characters
    before and after, so that it can be found again in another attempt. There the student says what became of it: that
    changes `state` and `reply`, and is no revision of the teacher's words.
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
    reply = models.CharField(
        max_length=300, blank=True, default="", db_default="", help_text=_("Why the student leaves it as it is.")
    )

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
            models.CheckConstraint(
                condition=Q(state="declined") & ~Q(reply="") | ~Q(state="declined") & Q(reply=""),
                name="comment_declined_with_a_reply",
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
