"""What readers read of a version, at hand: published parts never change, so a process asks for them once."""

from functools import lru_cache
from typing import Any

from django.db.models import prefetch_related_objects

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


@lru_cache(maxsize=KEPT)
def published_parts(pk: int, _created_at: object) -> dict[str, Any]:
    """The parts by name. When the version was begun tells apart versions of databases that number alike."""
    version = LessonVersion(pk=pk)
    prefetch_related_objects([version], *READ)
    parts: dict[str, Any] = version._prefetched_objects_cache  # type: ignore[attr-defined]
    return parts
