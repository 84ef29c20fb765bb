"""Nouns of more time: a standing extension, and a student's request. What they make of a due time is an Extension."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .querysets import ExtensionRequestQuerySet, StandingExtensionQuerySet

if TYPE_CHECKING:
    from .models import Assignment, SchoolClass


class StandingExtension(models.Model):
    """So many days more for one student at every due time of a class. Ended and followed by another, never changed.

    What it makes of each due time is written into Extension by the actions (docs/decisions/0019-more-time.md).
    """

    enrollment = models.ForeignKey("classes.Enrollment", models.PROTECT, related_name="standing_extensions")
    days = models.PositiveSmallIntegerField(_("days more"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = StandingExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing extension")
        verbose_name_plural = _("standing extensions")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment"], name="standing_extension_once", condition=Q(ended_at=None)),
            models.CheckConstraint(condition=Q(days__gte=1), name="standing_extension_at_least_one_day"),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment}: {self.days}"

    def due_for(self, assignment: "Assignment") -> datetime:
        """The assignment's due time so many days later, by the clock of the class; a skipped time is an hour later."""
        zone = assignment.school_class.zone
        local = assignment.due_at.astimezone(zone).replace(tzinfo=None) + timedelta(days=self.days)
        return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


class ExtensionRequest(models.Model):
    """A student asks for a later due time, and what became of it. Answered once, never changed after that."""

    class State(models.TextChoices):
        OPEN = "open", _("Asked")
        GIVEN = "given", _("Given")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    assignment = models.ForeignKey("classes.Assignment", models.PROTECT, related_name="extension_requests")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="extension_requests")
    wanted_due_at = models.DateTimeField(_("wished due time"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    given_due_at = models.DateTimeField(_("given due time"), null=True, blank=True)
    word = models.CharField(_("word to the student"), max_length=300, blank=True)

    objects = ExtensionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for more time")
        verbose_name_plural = _("requests for more time")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "student"], name="extension_request_one_open", condition=Q(state="open")
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None) | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="extension_request_open_or_answered",
            ),
            models.CheckConstraint(
                condition=Q(state="given", given_due_at__isnull=False) | (~Q(state="given") & Q(given_due_at=None)),
                name="extension_request_given_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student}: {self.wanted_due_at:%Y-%m-%d %H:%M}"

    @property
    def school_class(self) -> "SchoolClass":
        return self.assignment.school_class

    @property
    def is_open(self) -> bool:
        """Nobody has answered it and it was not withdrawn."""
        return self.state == self.State.OPEN
