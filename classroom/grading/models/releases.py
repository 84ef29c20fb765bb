"""The act that lets students see, and what each of them sees."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import SchoolClass
from classroom.grading.querysets import ReleaseItemQuerySet


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
