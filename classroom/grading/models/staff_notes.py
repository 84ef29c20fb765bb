"""What the staff of a class tell each other about an answer."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import SchoolClass
from classroom.grading.querysets import StaffNoteQuerySet


class StaffNote(models.Model):
    """A note on an answer for teachers and assistants alone. No release freezes it, and no student ever reads it.

    Never changed; taken away it is kept, out of sight of the desk.
    """

    answer = models.ForeignKey("submissions.Answer", models.PROTECT, related_name="staff_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="staff_notes")
    body = models.TextField(_("note for staff"), max_length=2000)
    at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = StaffNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note for staff")
        verbose_name_plural = _("notes for staff")
        ordering = ["answer", "pk"]

    def __str__(self) -> str:
        return self.body[:60]

    @property
    def school_class(self) -> SchoolClass:
        return self.answer.school_class
