"""In which order somebody chose to grade."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class QueueChoice(models.Model):
    """The order in which one grader goes through the answers to a lesson, in every class it is set for.

    No row is the first of them. An order that can't be had now, such as by student while names are hidden, rests.
    """

    class Order(models.TextChoices):
        QUESTION = "question", _("By question, this class")
        CLASSES = "classes", _("By question, all classes")
        STUDENT = "student", _("By student")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lesson = models.ForeignKey("lessons.Lesson", models.PROTECT, related_name="+")
    order = models.CharField(max_length=10, choices=Order, default=Order.QUESTION)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "lesson"], name="queue_choice_once_per_lesson")]

    def __str__(self) -> str:
        return self.get_order_display()
