"""What readers read of a version, at hand: published parts never change, so a process asks for them once."""

from functools import lru_cache
from typing import Any

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lessons.models import LessonVersion
from lessons.querysets import READ

KEPT = 32


def with_parts(version: LessonVersion) -> LessonVersion:
    """The same version with all parts that a reading page shows; change nothing on them, other readers share them.

    Runs no query for a published version that this process has read before.
    """
    if version.is_draft:
        prefetch_related_objects([version], *READ)
    else:
        version._prefetched_objects_cache = dict(published_parts(version.pk, version.created_at))  # type: ignore[attr-defined]
    return version


def article(version: LessonVersion) -> SafeString:
    """All that is read of the version, as the page shows it; drawn once a process for a published one."""
    return _drawn("lessons/_sections.html", version)


def contents(version: LessonVersion) -> SafeString:
    """The way to each section of it; drawn once a process for a published one."""
    return _drawn("lessons/_toc.html", version)


def _drawn(template: str, version: LessonVersion) -> SafeString:
    if version.is_draft:
        return render_to_string(template, {"version": version})
    return published_drawing(template, get_language() or "", version.pk, version.created_at)


@lru_cache(maxsize=4 * KEPT)
def published_drawing(template: str, _language: str, pk: int, created_at: object) -> SafeString:
    """One part of the page of a published version, which never changes."""
    version = LessonVersion.objects.get(pk=pk)
    version._prefetched_objects_cache = dict(published_parts(pk, created_at))  # type: ignore[attr-defined]
    return render_to_string(template, {"version": version})


@lru_cache(maxsize=KEPT)
def published_parts(pk: int, _created_at: object) -> dict[str, Any]:
    """The parts by name. When the version was begun tells apart versions of databases that number alike."""
    version = LessonVersion(pk=pk)
    prefetch_related_objects([version], *READ)
    parts: dict[str, Any] = version._prefetched_objects_cache  # type: ignore[attr-defined]
    return parts
