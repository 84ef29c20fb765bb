"""Who chose to see the names."""

from django.conf import settings
from django.db import models
from django.db.models import Q


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
