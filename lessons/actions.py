"""What happens to lessons: written, published, begun anew, withdrawn. The only place where their state changes."""

import logging
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from classroom.http import Refused
from lessons.checks import problems
from lessons.document import Document, document_of
from lessons.models import KeyFact, KeyTerm, Lesson, LessonVersion, Paragraph, Question, Rubric, Section
from lessons.parts import fill
from lessons.typesetting import idents_before, typeset

log = logging.getLogger(__name__)


@transaction.atomic
def write_draft(document: Document) -> LessonVersion:
    """Make this the lesson's draft; lesson and draft are made where there are none, an earlier draft text goes."""
    lesson, _made = Lesson.objects.get_or_create(slug=document.slug)
    draft = LessonVersion.objects.select_for_update().filter(lesson=lesson).draft().first()
    draft = draft or LessonVersion(lesson=lesson)
    fill(draft, document)
    return draft


@transaction.atomic
def publish(version: LessonVersion, *, by: Any, at: datetime) -> LessonVersion:
    """Let readers have the draft, rendered and numbered, for good. Raises Refused with all that is missing.

    `by` is a person, or None for the command. What is published, assigned or answered already stays as it is.
    """
    lesson = Lesson.objects.select_for_update().get(pk=version.lesson_id)
    LessonVersion.objects.select_for_update().get(pk=version.pk)
    draft = LessonVersion.objects.whole().get(pk=version.pk)
    _refuse_unready(lesson, draft)
    paragraphs = typeset(draft, idents_before(draft))
    _keep_rendered(draft, paragraphs)
    Rubric.objects.filter(question__version=draft).update(sealed_at=at)
    latest = lesson.versions.aggregate(latest=Max("number"))["latest"] or 0
    LessonVersion.objects.filter(pk=draft.pk).update(
        number=latest + 1,
        published_at=at,
        published_by=by,
        lede_html=draft.lede_html,
        fact_html=draft.fact_html,
        reading_minutes=draft.reading_minutes,
    )
    log.info("lesson %s: version %s published by %s", lesson.slug, latest + 1, _who(by))
    return LessonVersion.objects.get(pk=draft.pk)


def _refuse_unready(lesson: Lesson, draft: LessonVersion) -> None:
    if not draft.is_draft:
        raise Refused(_("This version is published already. Start a new draft to change the lesson."))
    document = document_of(draft)
    if found := problems(document):
        reason = _("This draft can't be published yet.")
        raise Refused(" ".join([reason, *(str(problem) for problem in found)]))
    newest = LessonVersion.objects.whole().filter(lesson=lesson).published().newest_first().first()
    if newest and replace(document_of(newest), note="") == replace(document, note=""):
        raise Refused(_("Nothing differs from version %s, so there is nothing to publish.") % newest.number)


def _keep_rendered(draft: LessonVersion, paragraphs: list[Paragraph]) -> None:
    Section.objects.bulk_update(draft.sections.all(), ["html"])
    KeyFact.objects.bulk_update(draft.facts.all(), ["html"])
    KeyTerm.objects.bulk_update(draft.terms.all(), ["html"])
    Question.objects.bulk_update(draft.questions.all(), ["guidance_html", "model_answer_html"])
    Paragraph.objects.bulk_create(paragraphs)


@transaction.atomic
def start_draft(lesson: Lesson, *, by: Any) -> LessonVersion:
    """A draft that begins as a copy of the newest version. Raises Refused if there is a draft, or nothing to copy."""
    Lesson.objects.select_for_update().get(pk=lesson.pk)
    if lesson.draft():
        raise Refused(_("This lesson has a draft already. Change that one."))
    newest = LessonVersion.objects.whole().filter(lesson=lesson).published().newest_first().first()
    if newest is None:
        raise Refused(_("This lesson has no version to start from."))
    log.info("lesson %s: draft begun by %s", lesson.slug, _who(by))
    return write_draft(replace(document_of(newest), note=""))


def withdraw(lesson: Lesson, *, by: Any, at: datetime) -> Lesson:
    """Close the lesson to new assignments and to readers without work in it; a second time changes nothing."""
    changed = Lesson.objects.filter(pk=lesson.pk, withdrawn_at=None).update(withdrawn_at=at)
    if changed:
        log.info("lesson %s: withdrawn by %s", lesson.slug, _who(by))
    return Lesson.objects.get(pk=lesson.pk)


def restore(lesson: Lesson, *, by: Any) -> Lesson:
    """Offer a withdrawn lesson again; a second time changes nothing."""
    changed = Lesson.objects.filter(pk=lesson.pk, withdrawn_at__isnull=False).update(withdrawn_at=None)
    if changed:
        log.info("lesson %s: restored by %s", lesson.slug, _who(by))
    return Lesson.objects.get(pk=lesson.pk)


def _who(by: Any) -> str:
    """For the log: the person, whose name stays out of it, or the command that acts for nobody."""
    return f"user {by.pk}" if by else "load_lessons"
