"""What every piece of a lesson version has in common: it lives and freezes with its version."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from lessons.models.lesson import LessonVersion


class PublishedError(RuntimeError):
    """Something tried to change what is published; only a new version may say it differently."""


def unique(*fields: str, name: str) -> models.UniqueConstraint:
    """No two rows agree in all these fields."""
    return models.UniqueConstraint(fields=fields, name=name)


def points_not_negative(name: str) -> models.CheckConstraint:
    """Points are never below zero."""
    return models.CheckConstraint(condition=Q(points__gte=0), name=name)


class Part(models.Model):
    """A piece of a version; as unchangeable as the version it belongs to."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the piece of a draft; raises PublishedError when its version is published. May run a query."""
        self.refuse_if_fixed()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Remove the piece from a draft; raises PublishedError when its version is published. May run a query."""
        self.refuse_if_fixed()
        return super().delete(*args, **kwargs)

    @property
    def is_fixed(self) -> bool:
        """Whether what it belongs to no longer changes. May run a query."""
        raise NotImplementedError

    def refuse_if_fixed(self) -> None:
        """Raises PublishedError if this piece may not change."""
        if self.is_fixed:
            raise PublishedError(f"{self} is part of something published and does not change.")


class VersionPart(Part):
    """A piece that hangs directly below its version, in a place of its own."""

    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        abstract = True

    @property
    def is_fixed(self) -> bool:
        """Whether its version is published. May run a query."""
        version: LessonVersion = self.version  # type: ignore[attr-defined]
        return not version.is_draft
