"""Nouns: the class, who is in it, and what is set for it."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .more_time import ExtensionRequest, StandingExtension  # noqa: F401  nouns of this app too, known from here
from .querysets import AssignmentQuerySet, EnrollmentQuerySet, InvitationQuerySet, SchoolClassQuerySet

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without 0, O, 1 and I, which look alike on a board
PUBLIC_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def new_public_id() -> str:
    """Ten random letters and digits, 50 bits: names a class in addresses and can't be counted through."""
    return "".join(secrets.choice(PUBLIC_LETTERS) for _letter in range(10))


def new_code() -> str:
    """Six random letters and digits for the board."""
    return "".join(secrets.choice(CODE_LETTERS) for _letter in range(6))


class SchoolClass(models.Model):
    """People who learn together. Joined by a code that can be paused, renewed and expires."""

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("name"), max_length=80)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    code = models.CharField(_("class code"), max_length=6, unique=True, default=new_code)
    code_paused = models.BooleanField(_("code paused"), default=False)
    code_expires_at = models.DateTimeField(_("code expires"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)

    objects = SchoolClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("classes:detail", args=[self.public_id])

    @property
    def school_class(self) -> "SchoolClass":
        """Itself, so that one rule serves the class and all that lies below it."""
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the class reads and enters times."""
        return ZoneInfo(self.time_zone)

    @property
    def spoken_code(self) -> str:
        """The code as written on a board: HKW-4RT."""
        return f"{self.code[:3]}-{self.code[3:]}"

    def code_opens(self, at: datetime) -> bool:
        """Whether the code lets people in at that moment."""
        expired = self.code_expires_at is not None and self.code_expires_at <= at
        return not (self.code_paused or expired or self.archived_at)


class Group(models.Model):
    """Students of a class who belong together, such as a seminar or a table."""

    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="groups")
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["school_class", "name"], name="group_named_once_per_class")]

    def __str__(self) -> str:
        return self.name


class Enrollment(models.Model):
    """A person's place in a class. Ended, never deleted: a removed student still reads own work and writes nothing.

    `has_asked` says whether the person ever asked for more time here: pages of those who never did need not look.
    """

    class Role(models.TextChoices):
        STUDENT = "student", _("Student")
        ASSISTANT = "assistant", _("Assistant")
        TEACHER = "teacher", _("Teacher")

    class Via(models.TextChoices):
        CREATED = "created", _("made the class")
        CODE = "code", _("class code")
        INVITATION = "invitation", _("invitation")
        ADDED = "added", _("added by a teacher")

    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="enrollments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrollments")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.STUDENT)
    school_number = models.CharField(_("school number"), max_length=40, blank=True)
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="enrollments")
    via = models.CharField(max_length=10, choices=Via, default=Via.CODE)
    joined_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    has_asked = models.BooleanField(default=False, db_default=False, editable=False)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school_class", "person"], name="enrollment_once_per_class"),
        ]
        indexes = [models.Index(fields=["person", "role", "ended_at"], name="enrollment_by_person")]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    @property
    def is_active(self) -> bool:
        """Whether the person still belongs to the class."""
        return self.ended_at is None


class Assignment(models.Model):
    """One lesson version set for one class, with its dates and policies. Moments are inclusive to the microsecond.

    `feedback_by` is a day that the teacher promises, meant in the time of the class: see `promises`.
    """

    class LatePolicy(models.TextChoices):
        ACCEPT = "accept", _("Accept late work until closing time, marked late")
        REFUSE = "refuse", _("Refuse work after the due time")

    class ModelAnswer(models.TextChoices):
        NEVER = "never", _("Never")
        RETURNED = "returned", _("With the feedback, once nobody can write any more")

    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="assignments")
    lesson_version = models.ForeignKey("lessons.LessonVersion", models.PROTECT, related_name="assignments")
    slug = models.SlugField(max_length=90)
    opens_at = models.DateTimeField(_("opens"))
    due_at = models.DateTimeField(_("due"))
    closes_at = models.DateTimeField(_("closes"))
    feedback_by = models.DateField(_("feedback expected by"), null=True, blank=True)
    late_policy = models.CharField(_("late work"), max_length=10, choices=LatePolicy, default=LatePolicy.ACCEPT)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=1)
    model_answer = models.CharField(_("model answer"), max_length=10, choices=ModelAnswer, default=ModelAnswer.RETURNED)
    second_look_days = models.PositiveSmallIntegerField(
        _("days to ask for a second look"),
        default=14,
        db_default=14,
        validators=[MaxValueValidator(60)],
        help_text=_(
            "So long after feedback came back, students may ask for a second look at the mark of an answer, with a "
            "reason. 0: they can’t."
        ),
    )
    names_hidden = models.BooleanField(_("hide names while grading"), default=True)
    turns_in_at_closing = models.BooleanField(
        _("turn in by itself what is saved when time is up"),
        default=False,
        db_default=False,
        help_text=_(
            "When a student’s time is up, a draft with words in it is turned in as it was saved. Students are told "
            "so while they write. Switched on later, it also turns in drafts whose time is up already."
        ),
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school_class", "slug"], name="assignment_slug_once_per_class"),
            models.CheckConstraint(condition=Q(opens_at__lt=F("due_at")), name="assignment_opens_before_due"),
            models.CheckConstraint(condition=Q(due_at__lte=F("closes_at")), name="assignment_due_before_closing"),
            models.CheckConstraint(condition=Q(attempts__gte=1), name="assignment_at_least_one_attempt"),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_version.title}, {self.school_class.name}"

    def get_absolute_url(self) -> str:
        return reverse("submissions:lesson", args=[self.school_class.public_id, self.slug])


class Extension(models.Model):
    """One student's later due time for one assignment; moves closing too when it is later.

    What a teacher gave by hand and what a standing extension makes of the class's due time are both known, and the
    later one holds: `due_at`. `given_due_at` is filled only beside a standing time; without one, `due_at` was given.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="extensions")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="extensions")
    due_at = models.DateTimeField(_("new due time"))
    given_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    standing_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "student"], name="extension_once_per_student"),
            models.CheckConstraint(
                condition=Q(given_due_at=None, standing_due_at=None)
                | Q(given_due_at=None, due_at=F("standing_due_at"))
                | Q(
                    given_due_at__isnull=False,
                    standing_due_at__isnull=False,
                    due_at=Greatest("given_due_at", "standing_due_at"),
                ),
                name="extension_later_one_holds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student}: {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def school_class(self) -> SchoolClass:
        return self.assignment.school_class

    @property
    def by_hand(self) -> datetime | None:
        """The time a teacher gave for this assignment alone; None when there is only a standing one."""
        return self.given_due_at if self.standing_due_at else self.due_at

    def hold(self, by_hand: datetime | None, standing: datetime | None) -> None:
        """Fill in both times, at least one of them, so that the later one holds. Not saved."""
        self.due_at = max(moment for moment in (by_hand, standing) if moment)
        self.standing_due_at, self.given_due_at = standing, by_hand if standing else None


class Invitation(models.Model):
    """A place kept for whoever confirms an e-mail address. Says nothing about whether an account exists."""

    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=Enrollment.Role, default=Enrollment.Role.STUDENT)
    school_number = models.CharField(_("school number"), max_length=40, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    bound_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_class", "email"],
                name="invitation_open_once_per_address",
                condition=Q(bound_at=None, withdrawn_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.email
