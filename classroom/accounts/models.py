"""Nouns: the person, what was said to them, and who looked at their work."""

import unicodedata

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .querysets import AccessLogQuerySet, MessageQuerySet, UserManager


def case_folded(name: str) -> str:
    """The form in which login names are stored and compared: NFKC, case-folded, so that LINH and linh are one."""
    return unicodedata.normalize("NFKC", name).casefold()


class User(AbstractUser):
    """A person. Signs in by login name or confirmed e-mail; many pupils have no mail, so everything works without.

    People are never deleted: erasing somebody empties this row (`erased_at`) and rewrites no history.
    """

    first_name = None  # type: ignore[assignment]  # one name, as people write it
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("full name"), max_length=120)
    known_as = models.CharField(
        _("known as"), max_length=60, blank=True, help_text=_("How others read your name, such as “Ms Marsh” or “Linh”.")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)

    objects = UserManager()

    REQUIRED_FIELDS = ["name"]

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.get_full_name()

    def save(self, *args: object, **kwargs: object) -> None:
        self.username = case_folded(self.username)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through as they came

    def get_full_name(self) -> str:
        """The whole name, "Linh Trần"; the login name where none was given."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """How others speak of the person, "Ms Marsh" or "Linh"."""
        return self.known_as or self.get_full_name().split(" ")[0]

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        words = self.get_full_name().split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


class Message(models.Model):
    """Something to tell one person, said once: unique by (kind, person, about). Sent by `manage.py work`.

    Holds no grade, comment or essay, only what its template `messages/<kind>.txt` needs.
    """

    kind = models.CharField(max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    about = models.CharField(max_length=80, help_text=_("What it is about, such as “turn-in 17”."))
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    send_after = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [models.UniqueConstraint(fields=["kind", "person", "about"], name="message_said_once")]
        indexes = [
            models.Index(
                fields=["send_after"], name="message_due", condition=models.Q(sent_at=None, cancelled_at=None)
            )
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
