"""A second marker for a share of the answers, and how two marks that differ were settled."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import SchoolClass

MOST_APART = 20


class SecondMarking(models.Model):
    """Who marks about one in every so many answers of an assignment a second time, without sight of the first mark.

    The share is drawn by desk number, which is drawn by chance. `tolerance` is how many points two marks may be apart
    and still agree.
    """

    assignment = models.OneToOneField("classes.Assignment", models.PROTECT, related_name="second_marking")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    every = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST_APART)])
    tolerance = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal(0))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(every__gte=1), name="second_marking_share_is_a_share"),
            models.CheckConstraint(condition=models.Q(tolerance__gte=0), name="second_marking_tolerance_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.marker}"

    @property
    def school_class(self) -> SchoolClass:
        return self.assignment.school_class


class Settlement(models.Model):
    """What was settled on where two marks stood beside each other. Once, and never changed after that."""

    class Outcome(models.TextChoices):
        FIRST = "first", _("The first mark stays")
        SECOND = "second", _("The second mark counts")
        AGREED = "agreed", _("Other points, agreed on")

    second = models.OneToOneField("grading.Grade", models.PROTECT, related_name="settlement")
    outcome = models.CharField(max_length=10, choices=Outcome)
    word = models.CharField(max_length=250)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.second}: {self.get_outcome_display()}"

    @property
    def school_class(self) -> SchoolClass:
        return self.second.school_class
