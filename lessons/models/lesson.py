"""A lesson and its editions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lessons.models.part import PublishedError, unique
from lessons.querysets import LessonQuerySet, LessonVersionQuerySet


class Lesson(models.Model):
    """The identity of a lesson through all its versions; who owns it may publish it."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="lessons", verbose_name=_("owner")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def __str__(self) -> str:
        return self.slug

    @property
    def is_withdrawn(self) -> bool:
        """Closed to new assignments and to readers without work in it."""
        return self.withdrawn_at is not None

    def newest(self) -> "LessonVersion | None":
        """The latest published version, if any. Runs a query."""
        return self.versions.published().newest_first().first()

    def draft(self) -> "LessonVersion | None":
        """The one draft, if any. Runs a query."""
        return self.versions.draft().first()


class LessonVersion(models.Model):
    """One edition of a lesson: a draft until it is published, unchangeable from then on."""

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="versions", verbose_name=_("lesson"))
    number = models.PositiveIntegerField(_("version"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="published_versions",
        verbose_name=_("published by"),
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    title = models.CharField(_("title"), max_length=200)
    unit = models.CharField(
        _("unit"), max_length=120, blank=True, help_text=_("For example: Unit 4, Talks and treaties")
    )
    language = models.CharField(_("language"), max_length=20, default="en", help_text=_("A code such as en or en-US"))
    licence = models.CharField(_("licence"), max_length=200)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    lede = models.TextField(
        _("definition"), help_text=_("Opens the page and says in a few sentences what this is about.")
    )
    lede_html = models.TextField(blank=True, editable=False)
    fact_title = models.CharField(_("fun fact, heading"), max_length=200, blank=True)
    fact_body = models.TextField(_("fun fact"), blank=True)
    fact_html = models.TextField(blank=True, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=1, editable=False)

    objects = LessonVersionQuerySet.as_manager()

    class Meta:
        ordering = ["lesson", "number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            unique("lesson", "number", name="lesson_version_number_once"),
            models.UniqueConstraint(
                fields=["lesson"], condition=Q(published_at__isnull=True), name="lesson_one_draft_at_most"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, number__isnull=True)
                | Q(published_at__isnull=False, number__isnull=False, number__gte=1),
                name="lesson_version_numbered_when_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.label})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep a draft; raises PublishedError otherwise. Only the action `publish` publishes."""
        if self.published_at is not None:
            raise PublishedError(f"{self} is published and does not change.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Discard a draft with its parts; raises PublishedError for a published version."""
        if self.published_at is not None:
            raise PublishedError(f"{self} is published and stays.")
        return super().delete(*args, **kwargs)

    @property
    def reading_time(self) -> str:
        """8 minutes to read."""
        return ngettext("%s minute to read", "%s minutes to read", self.reading_minutes) % self.reading_minutes

    @property
    def is_draft(self) -> bool:
        """Still being written; no reader sees it."""
        return self.published_at is None

    @property
    def label(self) -> str:
        """How people name this edition."""
        return str(_("draft")) if self.is_draft else str(_("version %(number)s") % {"number": self.number})
