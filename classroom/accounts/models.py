"""Nouns: the person, what was said to them, who looked at their work, and the slip that lets a pupil back in."""

import unicodedata
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from classroom.http import Refused

from .querysets import ONLY_ADDED_TO, AccessLogQuerySet, MessageQuerySet, SlipQuerySet, UserManager

LAST_ADMINISTRATOR = _("This is the last active administrator. Make somebody else one first.")


def case_folded(name: str) -> str:
    """The form in which login names are stored and compared: NFKC, case-folded, so that LINH and linh are one."""
    return unicodedata.normalize("NFKC", name).casefold()


class User(AbstractUser):
    """A person. Signs in by login name or confirmed e-mail; many pupils have no mail, so everything works without.

    `email` holds a confirmed address or none; one that waits to be confirmed is the accounts library's EmailAddress.
    People are never deleted: erasing somebody empties this row (`erased_at`) and rewrites no history. The last active
    superuser stays one, whatever asks: `save` and `clean` refuse.
    """

    first_name = None  # type: ignore[assignment]  # one name, as people write it
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("full name"), max_length=120)
    known_as = models.CharField(
        _("known as"),
        max_length=60,
        blank=True,
        help_text=_("How others read your name, such as “Ms Marsh” or “Linh”."),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    reminders = models.BooleanField(
        _("Remind me before a due time"),
        default=True,
        db_default=True,
        help_text=_("One mail, a day before, for work you have not turned in."),
    )
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    REQUIRED_FIELDS = ["name"]

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")  # type: ignore[assignment]  # lazy, where the parent has a str
        verbose_name_plural = _("people")  # type: ignore[assignment]  # lazy, where the parent has a str
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~models.Q(email=""), name="user_email_confirmed_once"),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def clean(self) -> None:
        super().clean()
        if self.would_leave_no_administrator():
            raise ValidationError(LAST_ADMINISTRATOR)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.username = case_folded(self.username)
        self.email = self.email.lower()
        fields = kwargs.get("update_fields")
        if (fields is None or {"is_active", "is_superuser"} & set(fields)) and self.would_leave_no_administrator():
            raise Refused(str(LAST_ADMINISTRATOR))
        super().save(*args, **kwargs)

    def would_leave_no_administrator(self) -> bool:
        """Whether saving this row as it is would take the last active superuser away; at most one query.

        Within a transaction the administrators are held until its end, so that no two can take each other's rights.
        """
        if self._state.adding or (self.is_superuser and self.is_active):
            return False
        administrators = User.objects.administrators().order_by("pk")
        if connection.in_atomic_block:
            administrators = administrators.select_for_update()
        return list(administrators.values_list("pk", flat=True)) == [self.pk]

    def get_full_name(self) -> str:
        """The whole name, "Linh Trần"; the login name where none was given."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """How others speak of the person, "Ms Marsh" or "Linh"."""
        return self.known_as or self.get_full_name().split(" ")[0]

    def named(self, zone: ZoneInfo) -> str:
        """Europe/London time, for a person who lives by another clock; empty for everybody else."""
        return "" if self.time_zone in {"", zone.key} else gettext("%s time") % zone.key

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        words = self.get_full_name().split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


class Message(models.Model):
    """Something to tell one person, said once: unique by (kind, person, about). Sent by `manage.py work`.

    An invitation is told to an `address` instead, for nobody may learn whether there is a person behind it.
    Holds no grade, comment or essay, only what its template `messages/<kind>.txt` needs.
    """

    kind = models.CharField(max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="messages")
    address = models.EmailField(blank=True)
    about = models.CharField(max_length=80, help_text=_("What it is about, such as “turn-in 17”."))
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    send_after = models.DateTimeField(default=timezone.now)
    send_before = models.DateTimeField(null=True, blank=True, help_text=_("Of no use to anybody after that."))
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["kind", "person", "about"], name="message_said_once"),
            models.UniqueConstraint(
                fields=["kind", "address", "about"],
                condition=models.Q(person=None),
                name="message_said_once_to_an_address",
            ),
            models.CheckConstraint(
                condition=models.Q(person=None) ^ models.Q(address=""), name="message_to_a_person_or_an_address"
            ),
        ]
        indexes = [
            models.Index(fields=["send_after"], name="message_due", condition=models.Q(sent_at=None, cancelled_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}"


class AccessLog(models.Model):
    """Who looked at whose work, when. Only added to; read by administrators."""

    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    subject = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="looked_at")
    what = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)
    request_id = models.CharField(max_length=32, blank=True)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("access log")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject", "at"], name="access_by_subject")]

    def __str__(self) -> str:
        return f"{self.what}, {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(ONLY_ADDED_TO)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(ONLY_ADDED_TO)


class PasswordSlip(models.Model):
    """A one-time code that a teacher prints and with which a pupil sets a new password. Only its hash is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="slips")
    code_hash = models.CharField(max_length=128)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("password slip")
        verbose_name_plural = _("password slips")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(used_at=None, cancelled_at=None), name="slip_one_open_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.made_at:%Y-%m-%d}"
