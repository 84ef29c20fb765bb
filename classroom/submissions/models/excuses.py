"""What excuses from handing in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import SchoolClass
from classroom.submissions.querysets import ExcuseQuerySet


class Excuse(models.Model):
    """That a student need not hand anything in: since when, by whom, why, and how it ended. Only added to.

    It rests while work is in, for what was handed in counts. The reasons are for staff.
    """

    assignment = models.ForeignKey("classes.Assignment", models.PROTECT, related_name="excuses")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="excuses")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=300)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField(max_length=300, blank=True)

    objects = ExcuseQuerySet.as_manager()

    class Meta:
        verbose_name = _("excuse")
        verbose_name_plural = _("excuses")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "student"], name="excuse_one_in_force", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="excuse_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="excuse_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}, {self.student}"

    @property
    def school_class(self) -> SchoolClass:
        return self.assignment.school_class
