"""That a teacher asks for another attempt."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import SchoolClass
from classroom.submissions.querysets import RevisionRequestQuerySet


class RevisionRequest(models.Model):
    """That a teacher asks for some answers of returned work again: which, until when, and a word of why.

    Only added to: what is asked otherwise is a new row, and the one before it is withdrawn. It rests while its student
    doesn't know of the return.
    """

    submission = models.ForeignKey("Submission", models.PROTECT, related_name="revision_requests")
    questions = models.ManyToManyField("lessons.Question", related_name="+")
    due_at = models.DateTimeField(_("due"))
    words = models.CharField(_("word to the student"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RevisionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision request")
        verbose_name_plural = _("revision requests")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], name="revision_request_one_in_force", condition=Q(withdrawn_at=None)
            ),
            models.CheckConstraint(condition=~Q(words=""), name="revision_request_says_why"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="revision_request_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}, {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def school_class(self) -> SchoolClass:
        return self.submission.school_class
