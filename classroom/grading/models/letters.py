"""What was said about the whole work."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import SchoolClass
from classroom.grading.querysets import LetterQuerySet


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
