"""Which rubric an assignment is judged by."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class RubricInForce(models.Model):
    """That an edition of a question's rubric was put in force for an assignment, by whom and when. Only added to.

    The newest row is in force. No row: the first edition.
    """

    assignment = models.ForeignKey("classes.Assignment", models.PROTECT, related_name="rubrics_in_force")
    question = models.ForeignKey("lessons.Question", models.PROTECT, related_name="+")
    rubric = models.ForeignKey("lessons.Rubric", models.PROTECT, related_name="+")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "question", "rubric"], name="rubric_put_in_force_once")
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.rubric}"
