"""Who grades what."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import SchoolClass


class Allocation(models.Model):
    """How the answers of one assignment are shared out among its graders. What is nobody's part is everybody's."""

    class By(models.TextChoices):
        QUESTION = "question", _("By question")
        GROUP = "group", _("By group")
        SHARE = "share", _("In equal shares")

    assignment = models.OneToOneField("classes.Assignment", models.PROTECT, related_name="allocation")
    by = models.CharField(max_length=10, choices=By)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")

    def __str__(self) -> str:
        return f"{self.assignment}: {self.get_by_display()}"

    @property
    def school_class(self) -> SchoolClass:
        return self.assignment.school_class


class Part(models.Model):
    """What one grader grades of it: a question, the students of a group, or a run of desk numbers of a question.

    The numbers are random, so a run of them is a fair sample, and stays it when more work comes in.
    """

    allocation = models.ForeignKey(Allocation, models.CASCADE, related_name="parts")
    grader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="parts")
    question_key = models.SlugField(max_length=60, blank=True)
    group = models.ForeignKey("classes.Group", models.CASCADE, null=True, blank=True, related_name="parts")
    first = models.PositiveIntegerField(null=True, blank=True)
    last = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ["question_key", "first", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["allocation", "group"], name="part_one_per_group"),
            models.UniqueConstraint(
                fields=["allocation", "question_key", "first"],
                name="part_runs_begin_apart",
                condition=Q(first__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["allocation", "question_key"],
                name="part_one_per_question",
                condition=Q(first=None, group=None),
            ),
            models.CheckConstraint(condition=Q(last=None) | Q(first__lte=F("last")), name="part_run_is_a_run"),
            models.CheckConstraint(
                condition=Q(question_key="", group__isnull=False, first=None, last=None)
                | ~Q(question_key="") & Q(group=None),
                name="part_of_a_question_or_a_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grader}: {self.question_key or self.group}"
