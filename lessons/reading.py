"""What readers read of a version, at hand: published parts never change, so a process asks for them once."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lessons.models import LessonVersion, Paragraph
from lessons.querysets import READ

KEPT = 32


@dataclass(frozen=True)
class Numbered:
    """Which paragraph of a published version is shown as ¶n: its id in the page, by number; and that version's own."""

    version: int
    idents: dict[int, str]


def with_parts(version: LessonVersion) -> LessonVersion:
    """The same version with all parts that a reading page shows; change nothing on them, other readers share them.

    Runs no query for a published version that this process has read before.
    """
    if version.is_draft:
        prefetch_related_objects([version], *READ)
    elif not _parts_of(version):
        version._prefetched_objects_cache = dict(_parts_of(_published(version.pk, version.created_at)))  # type: ignore[attr-defined]
    return version


def published_version(pk: int, created_at: datetime) -> LessonVersion:
    """A published version with its lesson and parts, like `with_parts`; no query when this process has read it before.

    Nothing of it changes but who owns the lesson and whether it was withdrawn: ask the database for these.
    """
    return copy(_published(pk, created_at))


@lru_cache(maxsize=KEPT)
def numbered_paragraphs(version_pk: int) -> Numbered:
    """The paragraphs of a published version by their numbers. One query, none when this process has asked before."""
    paragraphs = Paragraph.objects.filter(section__version=version_pk).order_by()
    rows = list(paragraphs.values_list("number", "ident", "section__version__number"))
    return Numbered(next((own or 0 for *_rest, own in rows), 0), {number: ident for number, ident, _version in rows})


def article(version: LessonVersion) -> SafeString:
    """All that is read of the version, as the page shows it; drawn once a process for a published one."""
    return _drawn("lessons/_sections.html", version)


def contents(version: LessonVersion) -> SafeString:
    """The way to each section of it; drawn once a process for a published one."""
    return _drawn("lessons/_toc.html", version)


def _drawn(template: str, version: LessonVersion) -> SafeString:
    if version.is_draft:
        return render_to_string(template, {"version": version})
    return _published_drawing(template, get_language() or "", version.pk, version.created_at)


@lru_cache(maxsize=4 * KEPT)
def _published_drawing(template: str, _language: str, pk: int, created_at: datetime) -> SafeString:
    return render_to_string(template, {"version": _published(pk, created_at)})


@lru_cache(maxsize=KEPT)
def _published(pk: int, _created_at: datetime) -> LessonVersion:
    """When the version was begun tells apart versions of databases that number alike."""
    return LessonVersion.objects.for_reading().get(pk=pk)


def _parts_of(version: LessonVersion) -> dict[str, Any]:
    return getattr(version, "_prefetched_objects_cache", {})


def forget() -> None:
    """Read every version anew from here on."""
    _published.cache_clear()
    _published_drawing.cache_clear()
    numbered_paragraphs.cache_clear()
