"""What students write down for themselves."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from classroom.submissions.querysets import NotesQuerySet


class Notes(models.Model):
    """What one student writes down for themselves beside one assignment: read by nobody else, and never judged.

    They belong to no attempt and start none. `revision` counts their saves; every write names the one it started from.
    """

    assignment = models.ForeignKey("classes.Assignment", models.PROTECT, related_name="notes")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notes")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    window_at = models.DateTimeField(null=True, blank=True, editable=False)
    window_saves = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = NotesQuerySet.as_manager()

    class Meta:
        verbose_name = _("notes")
        verbose_name_plural = _("notes")
        constraints = [models.UniqueConstraint(fields=["assignment", "student"], name="notes_once_per_student")]

    def __str__(self) -> str:
        return str(_("Notes"))  # a protected row is named to whoever tries to delete what it hangs on
