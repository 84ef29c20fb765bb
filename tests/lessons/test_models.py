"""What must never be false of lessons, and what is published stays as it is: in the models."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from lessons import actions
from lessons.models import (
    Criterion,
    KeyFact,
    KeyTerm,
    Lesson,
    LessonVersion,
    Level,
    Paragraph,
    PublishedError,
    Question,
    Resource,
    Rubric,
    Section,
)
from tests.factories import NOW

PARTS = [Section, Paragraph, KeyFact, KeyTerm, Resource, Question, Rubric, Criterion, Level]


def refused(name: str):
    """The block breaks the constraint of this name (SQLite names the columns of a unique one)."""
    return pytest.raises(IntegrityError, match=name)


def copy_of(part, **changes):
    part.pk = None
    part._state.adding = True
    for name, value in changes.items():
        setattr(part, name, value)
    return part


@pytest.mark.parametrize(
    "change",
    [
        {"position": 9},
        {"key": "other"},
    ],
)
def test_section_has_a_place_and_a_key_of_its_own(draft, change):
    section = copy_of(draft.sections.get(key="sources"), **change)

    with pytest.raises(IntegrityError), transaction.atomic():
        section.save()


def test_lesson_has_at_most_one_draft(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonVersion.objects.create(lesson=draft.lesson, title="x", licence="x", lede="x")


def test_version_is_numbered_exactly_when_it_is_published(draft):
    with refused("lesson_version_numbered_when_published"), transaction.atomic():
        LessonVersion.objects.filter(pk=draft.pk).update(published_at=NOW)
    with refused("lesson_version_numbered_when_published"), transaction.atomic():
        LessonVersion.objects.filter(pk=draft.pk).update(number=1)


@pytest.mark.parametrize(
    "model, values, name",
    [
        (Question, {"points": Decimal(-1)}, "question_points_not_negative"),
        (Question, {"guide_min": 81}, "question_guide_range_ordered"),
        (Level, {"points": Decimal(-1)}, "level_points_not_negative"),
        (Rubric, {"edition": 0}, "rubric_edition_from_one"),
    ],
)
def test_numbers_stay_in_their_range(draft, model, values, name):
    with refused(name), transaction.atomic():
        model.objects.update(**values)


@pytest.mark.parametrize("model", PARTS)
def test_part_of_a_published_version_refuses_to_be_saved_or_deleted(draft, model):
    actions.publish(draft, by=None, at=NOW)
    part = model.objects.first()

    with pytest.raises(PublishedError):
        part.save()
    with pytest.raises(PublishedError):
        part.delete()


@pytest.mark.parametrize("model", [model for model in PARTS if model is not Paragraph])
def test_part_of_a_draft_can_be_saved_and_deleted(draft, model):
    part = model.objects.first()

    part.save()
    part.delete()

    assert not model.objects.filter(pk=part.pk).exists()


def test_published_version_refuses_to_be_saved_or_deleted(draft):
    version = actions.publish(draft, by=None, at=NOW)

    with pytest.raises(PublishedError):
        version.save()
    with pytest.raises(PublishedError):
        version.delete()


def test_version_can_not_be_published_by_saving_it(draft):
    draft.published_at = NOW

    with pytest.raises(PublishedError):
        draft.save()


def test_draft_can_be_discarded_with_its_parts(draft):
    draft.delete()

    assert [model.objects.count() for model in PARTS] == [0] * len(PARTS)


def test_lesson_with_a_version_can_not_be_deleted(draft):
    with pytest.raises(ProtectedError):
        draft.lesson.delete()


def test_owner_and_publisher_can_not_be_deleted(draft, cast):
    Lesson.objects.filter(pk=draft.lesson_id).update(owner=cast.teacher)
    actions.publish(draft, by=cast.content_admin, at=NOW)

    with pytest.raises(ProtectedError):
        cast.teacher.delete()
    with pytest.raises(ProtectedError):
        cast.content_admin.delete()


def test_everything_says_what_it_is(draft):
    actions.publish(draft, by=None, at=NOW)

    assert [str(model.objects.first()) for model in [Lesson, LessonVersion, *PARTS]] == [
        "rivers",
        "Rivers (version 1)",
        "Where they begin",
        "¶1",
        "Rivers run downhill.",
        "Source",
        "Rivers of the World",
        "Why meander?",
        "Why meander?, rubric edition 1",
        "Physics",
        "Beginning",
    ]
