"""A student asks for a second look at one answer, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import SchoolClass
from classroom.grading.querysets import RegradeRequestQuerySet


class RegradeRequest(models.Model):
    """One student's wish that the mark of one answer be looked at again. Decided once, never changed after that.

    `first` is the mark that counted when it was asked for; while the request is open nobody changes it. `second` is the
    second reader's own, with `remark` for the staff, entered before that reader was shown the first. `result` is what
    counts since, and `correction` the item by which the student learns of it; without one nothing was to be corrected.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Asked")
        DECIDED = "decided", _("Decided")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Outcome(models.TextChoices):
        KEPT = "kept", _("The first mark stays")
        SECOND = "second", _("The second mark counts")
        AGREED = "agreed", _("Other points, agreed on")

    answer = models.ForeignKey("submissions.Answer", models.PROTECT, related_name="regrade_requests")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="regrade_requests")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(_("reason"), max_length=1000)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    first = models.ForeignKey("grading.Grade", models.PROTECT, related_name="+")
    second = models.OneToOneField("grading.Grade", models.PROTECT, null=True, blank=True, related_name="+")
    remark = models.TextField(_("second reader’s remark"), max_length=4000, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    result = models.ForeignKey("grading.Grade", models.PROTECT, null=True, blank=True, related_name="+")
    correction = models.ForeignKey("grading.ReleaseItem", models.PROTECT, null=True, blank=True, related_name="+")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    word = models.CharField(_("word to the student"), max_length=250, blank=True)

    objects = RegradeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a second look")
        verbose_name_plural = _("requests for a second look")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer"], name="regrade_request_one_open", condition=Q(state="open")),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="regrade_request_open_or_ended",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="decided", second__isnull=False, result__isnull=False) & ~Q(outcome="") & ~Q(word="")
                )
                | (~Q(state="decided") & Q(outcome="", result=None)),
                name="regrade_request_decided_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer}, {self.get_state_display()}"

    @property
    def school_class(self) -> SchoolClass:
        return self.answer.school_class

    @property
    def is_open(self) -> bool:
        """Neither decided nor withdrawn."""
        return self.state == self.State.OPEN

    @property
    def is_marked(self) -> bool:
        """Whether the second mark is entered for good; needs `second`."""
        return self.second is not None and self.second.is_done
