"""Drafts are written, published, begun anew; lessons withdrawn and offered again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from classroom.http import Refused
from lessons import actions
from lessons.document import Document, document_of
from lessons.models import Lesson, LessonVersion, Paragraph, Rubric
from lessons.querysets import READ
from tests.factories import NOW


def whole(version: LessonVersion) -> LessonVersion:
    return LessonVersion.objects.whole().get(pk=version.pk)


def rewrite(document: Document, section: int, body: str) -> Document:
    sections = list(document.sections)
    sections[section] = replace(sections[section], body=body)
    return replace(document, sections=tuple(sections))


def publish(document: Document) -> LessonVersion:
    return actions.publish(actions.write_draft(document), by=None, at=NOW)


def paragraphs(version: LessonVersion) -> list[tuple[int, str, str]]:
    found = Paragraph.objects.filter(section__version=version).order_by("number")
    return [(each.number, each.ident, each.text) for each in found]


def test_draft_holds_what_was_written(draft, small):
    assert document_of(whole(draft)) == small
    assert (draft.is_draft, draft.label, draft.lesson.owner) == (True, "draft", None)


def test_writing_again_replaces_the_draft(draft, small):
    changed = rewrite(small, 0, "Shorter.")

    again = actions.write_draft(changed)

    assert (again.pk, document_of(whole(again))) == (draft.pk, changed)
    assert (Lesson.objects.count(), LessonVersion.objects.count(), Rubric.objects.count()) == (1, 1, 1)


def test_publishing_numbers_seals_and_renders(draft, cast):
    version = actions.publish(draft, by=cast.teacher, at=NOW)

    assert (version.number, version.published_at, version.published_by) == (1, NOW, cast.teacher)
    assert version.lede_html == "A river is <em>moving</em> water."
    assert version.fact_html == "<p>The Nile, or the Amazon.</p>\n"
    assert version.reading_minutes == 2
    assert [fact.html for fact in version.facts.all()] == ["Rivers run downhill.", "Most of them end in a sea."]
    assert version.terms.get().html == "Where a river begins."
    assert version.questions.get().guidance_html == "<p>Think of <strong>speed</strong>.</p>\n"
    assert version.questions.get().model_answer_html == "<p>The outer bank wears away.</p>\n"
    assert Rubric.objects.get(question__version=version).sealed_at == NOW
    assert paragraphs(version) == [
        (1, "sources-1", "A river begins at a source."),
        (2, "sources-2", "Two paragraphs here."),
    ]
    assert 'id="sources-2"' in version.sections.get(key="sources").html


def test_unchanged_paragraphs_keep_their_ids(db, small):
    publish(rewrite(small, 0, "[[source]] one.\n\nTwo.\n\nThree."))
    publish(rewrite(small, 0, "Three.\n\nTwo, changed.\n\n*[[source]]* one."))
    version = publish(rewrite(small, 0, "Two.\n\nTwo, changed.\n\nNew.\n\nThree."))

    assert paragraphs(version) == [
        (1, "sources-5", "Two."),
        (2, "sources-4", "Two, changed."),
        (3, "sources-6", "New."),
        (4, "sources-3", "Three."),
    ]


def test_equal_paragraphs_have_different_ids(db, small):
    version = publish(rewrite(small, 0, "Same.\n\nSame."))

    assert [ident for _number, ident, _text in paragraphs(version)] == ["sources-1", "sources-2"]


def test_draft_with_something_missing_is_refused_with_all_of_it(draft):
    draft.sections.filter(key="mouths").update(body="A [[delta]].")
    draft.facts.all().delete()

    with pytest.raises(Refused) as refusal:
        actions.publish(draft, by=None, at=NOW)

    assert refusal.value.reason == (
        "This draft can't be published yet. "
        "facts: There are 1 to 20 of these; this lesson has 0. "
        "sections 2, text: There is no key term “delta”."
    )
    assert whole(draft).is_draft


def test_published_version_is_not_published_again(draft):
    version = actions.publish(draft, by=None, at=NOW)

    with pytest.raises(Refused):
        actions.publish(version, by=None, at=NOW + timedelta(days=1))

    assert LessonVersion.objects.get().published_at == NOW


def test_draft_that_says_nothing_new_is_refused(draft, small):
    actions.publish(draft, by=None, at=NOW)
    again = actions.write_draft(replace(small, note="Only another note"))

    with pytest.raises(Refused, match="version 1"):
        actions.publish(again, by=None, at=NOW)


def test_new_draft_is_a_copy_of_the_newest_version(draft, small, cast):
    version = actions.publish(draft, by=None, at=NOW)

    copy = actions.start_draft(version.lesson, by=cast.teacher)

    assert document_of(whole(copy)) == replace(small, note="")
    assert list(version.lesson.versions.newest_first()) == [copy, version]
    assert (version.lesson.draft(), version.lesson.newest()) == (copy, version)


def test_second_draft_is_refused(draft):
    with pytest.raises(Refused, match="draft already"):
        actions.start_draft(draft.lesson, by=None)


def test_draft_of_nothing_is_refused(db):
    with pytest.raises(Refused, match="no version"):
        actions.start_draft(Lesson.objects.create(slug="empty"), by=None)


def test_withdrawing_twice_keeps_the_first_moment(draft):
    actions.publish(draft, by=None, at=NOW)
    actions.withdraw(draft.lesson, by=None, at=NOW)

    lesson = actions.withdraw(draft.lesson, by=None, at=NOW + timedelta(days=1))

    assert (lesson.withdrawn_at, list(Lesson.objects.offered())) == (NOW, [])


def test_restoring_offers_the_lesson_again(draft):
    actions.publish(draft, by=None, at=NOW)
    actions.withdraw(draft.lesson, by=None, at=NOW)

    actions.restore(draft.lesson, by=None)
    lesson = actions.restore(draft.lesson, by=None)

    assert (lesson.withdrawn_at, list(Lesson.objects.offered())) == (None, [lesson])


def test_draft_alone_is_not_offered(draft):
    """A5, on the content side: what is not published is in no list that readers' pages begin with."""
    assert list(Lesson.objects.offered()) == []
    assert list(LessonVersion.objects.published()) == []


@pytest.mark.parametrize("sections", [1, 3])
def test_reading_costs_the_same_for_any_number_of_parts(db, small, sections):
    parts = tuple(replace(small.sections[0], key=f"part{letter}") for letter in "abc"[:sections])
    version = publish(replace(small, sections=parts, facts=small.facts * sections))

    with CaptureQueriesContext(connection) as queries:
        read = LessonVersion.objects.for_reading().get(pk=version.pk)
        read_whole = [len(getattr(read, part).all()) for part in READ], read.lesson.slug

    assert (len(queries), read_whole) == (6, ([sections, 2 * sections, 1, 1, 1], "rivers"))


def test_lessons_are_found_by_owner(draft, cast):
    Lesson.objects.filter(pk=draft.lesson_id).update(owner=cast.teacher)

    assert list(Lesson.objects.owned_by(cast.teacher)) == [draft.lesson]
    assert draft.lesson not in Lesson.objects.owned_by(cast.other_teacher)
