"""What is published stays as it is: in the database, whoever asks and however (W8)."""

import pytest
from django.db import IntegrityError, connection, transaction

from lessons import actions
from lessons.models import (
    Criterion,
    KeyFact,
    KeyTerm,
    Lesson,
    LessonVersion,
    Level,
    Paragraph,
    Question,
    Resource,
    Rubric,
    Section,
)
from tests.factories import NOW

FIELD = {
    LessonVersion: "title",
    Section: "body",
    Paragraph: "text",
    KeyFact: "text",
    KeyTerm: "definition",
    Resource: "note",
    Question: "prompt",
    Rubric: "edition",
    Criterion: "name",
    Level: "name",
}


def protected():
    return pytest.raises(IntegrityError, match="published content does not change")


@pytest.fixture
def version(draft):
    return actions.publish(draft, by=None, at=NOW)


@pytest.mark.parametrize("model, field", FIELD.items())
def test_rows_of_a_published_version_can_not_be_updated(version, model, field):
    with protected(), transaction.atomic():
        model.objects.update(**{field: 2})


@pytest.mark.parametrize("model", FIELD)
def test_rows_of_a_published_version_can_not_be_deleted(version, model):
    rows = model.objects.count()

    with protected(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")

    assert model.objects.count() == rows


@pytest.mark.parametrize("model", [Section, Paragraph, KeyFact, KeyTerm, Resource, Question, Criterion, Level])
def test_rows_can_not_be_added_to_a_published_version(version, model):
    part = model.objects.first()
    part.pk = None
    for name in ("position", "number"):
        if hasattr(part, name):
            setattr(part, name, 99)
    for name in ("key", "ident"):
        if hasattr(part, name):
            setattr(part, name, "another")
    if isinstance(part, Level):
        part.name = "Another"

    with protected(), transaction.atomic():
        model.objects.bulk_create([part])


def test_part_of_a_draft_can_not_be_moved_into_a_published_version(version):
    draft = actions.start_draft(version.lesson, by=None)

    with protected(), transaction.atomic():
        draft.sections.filter(position=1).update(version=version, position=9, key="moved")


def test_publishing_can_not_be_taken_back(version):
    with protected(), transaction.atomic():
        LessonVersion.objects.filter(pk=version.pk).update(published_at=None, number=None)


def test_slug_stays_once_something_is_published(version):
    with protected(), transaction.atomic():
        Lesson.objects.filter(pk=version.lesson_id).update(slug="streams")


def test_slug_of_an_unpublished_lesson_may_change(draft):
    Lesson.objects.filter(pk=draft.lesson_id).update(slug="streams")

    assert Lesson.objects.get().slug == "streams"


def test_owner_and_withdrawal_may_change(version, cast):
    Lesson.objects.filter(pk=version.lesson_id).update(owner=cast.teacher, withdrawn_at=NOW)

    assert Lesson.objects.get(pk=version.lesson_id).is_withdrawn


def test_published_question_may_get_a_new_rubric_edition_until_it_is_sealed(version):
    question = version.questions.get()
    rubric = Rubric.objects.create(question=question, edition=2)
    criterion = Criterion.objects.create(rubric=rubric, position=1, key="care", name="Care")
    Level.objects.create(criterion=criterion, position=1, name="Low", points=1, description="Little.")
    Rubric.objects.filter(pk=rubric.pk).update(sealed_at=NOW)

    with protected(), transaction.atomic():
        Level.objects.create(
            criterion=Criterion(pk=criterion.pk, rubric=Rubric(pk=rubric.pk)),
            position=2,
            name="High",
            points=2,
            description="Much.",
        )


def test_every_guard_is_in_place(db):
    """A migration that rebuilds a table on SQLite loses its guards: this says so."""
    catalog = (
        "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'lessons%'"
        if connection.vendor == "sqlite"
        else "SELECT COUNT(*) FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'lessons%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalog)
        assert cursor.fetchone() == (29,)
