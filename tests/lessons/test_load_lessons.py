"""The command: idempotent, all or nothing, and it shows what would change."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lessons import actions
from lessons.document import document_of
from lessons.models import LessonVersion
from lessons.parser import parse
from tests.factories import NOW, UserFactory
from tests.lessons.small import SMALL


def load(*args: object, **options: object) -> str:
    out = StringIO()
    call_command("load_lessons", *(str(arg) for arg in args), stdout=out, **options)
    return out.getvalue()


def versions() -> list[tuple[str, str, str]]:
    return [(each.lesson.slug, each.label, each.note) for each in LessonVersion.objects.order_by("pk")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rivers.md"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_file_becomes_a_draft(db, file):
    assert load(file) == "rivers: draft written\n"
    assert versions() == [("rivers", "draft", "First version")]


def test_lessons_that_come_along_are_the_default(db):
    assert load(publish=True) == "the-2019-hanoi-summit: version 1 published\n"


@pytest.mark.parametrize("publish", [False, True])
def test_running_twice_changes_nothing(db, file, publish):
    load(file, publish=publish)
    before = list(LessonVersion.objects.values()), list(LessonVersion.objects.get().sections.values())

    said = load(file, publish=publish)

    assert said == f"rivers: {'version 1' if publish else 'draft'} says the same; nothing to change\n"
    assert (list(LessonVersion.objects.values()), list(LessonVersion.objects.get().sections.values())) == before


def test_log_says_that_the_command_published_or_who_did(db, file, caplog):
    caplog.set_level("INFO", logger="lessons.actions")
    load(file, publish=True)
    file.write_text(SMALL.replace("First version", "Second version").replace("Rivers", "Streams"), encoding="utf-8")
    load(file)
    editor = UserFactory()
    actions.publish(LessonVersion.objects.draft().get(), by=editor, at=NOW)

    assert caplog.messages == [
        "lesson rivers: version 1 published by load_lessons",
        f"lesson rivers: version 2 published by user {editor.pk}",
    ]


def test_draft_that_says_the_same_is_published_when_asked(db, file):
    load(file)

    assert load(file, publish=True) == "rivers: version 1 published\n"
    assert versions() == [("rivers", "version 1", "First version")]


def test_file_of_an_older_version_leaves_newer_ones_and_their_draft_alone(db, file):
    load(file, publish=True)
    newer = parse(SMALL.replace("Snow", "Ice").encode(), "x")
    actions.publish(actions.write_draft(newer), by=None, at=NOW)
    actions.start_draft(LessonVersion.objects.first().lesson, by=None)

    assert load(file, publish=True) == "rivers: version 1 says the same; nothing to change\n"
    assert [label for _slug, label, _note in versions()] == ["version 1", "version 2", "draft"]


def test_change_of_a_live_lesson_is_shown_before_it_is_made(db, file):
    load(file, publish=True)
    file.write_text(SMALL.replace("Snow", "Ice"), encoding="utf-8")

    said = load(file, publish=True)

    assert said.splitlines() == [
        "--- rivers, version 1",
        "+++ rivers, file",
        "@@ -23,7 +23,7 @@",
        " A river begins at a [[source]].",
        " ",
        " :::timeline",
        "-- **Spring** Snow melts.",
        "+- **Spring** Ice melts.",
        " - **Summer** It is low. {now}",
        " :::",
        " ",
        "rivers: version 2 published",
    ]


def test_dry_run_changes_nothing(db, file):
    assert load(file, publish=True, dry_run=True) == "rivers: would be published\n"
    assert load(file, dry_run=True) == "rivers: would be kept as a draft\n"
    assert versions() == []


def test_one_bad_file_changes_nothing_and_is_named(db, file, tmp_path):
    bad = tmp_path / "bad.md"
    text = SMALL.replace("- Points: 10", "- Points: ten").replace("slug: rivers", "slug: seas")
    bad.write_text(text, encoding="utf-8")

    with pytest.raises(CommandError) as error:
        load(file, bad)

    assert str(error.value) == f"Nothing was changed.\n{bad}, line 62, points: Write a number such as 12 or 7.5."
    assert versions() == []


def test_missing_file_and_twice_the_same_lesson_are_named(db, file, tmp_path):
    with pytest.raises(CommandError) as error:
        load(file, file, tmp_path / "none.md")

    assert str(error.value).splitlines() == [
        "Nothing was changed.",
        f"{file}, line 1, slug: another file of this run has the same slug",
        f"{tmp_path / 'none.md'}, line 1, file: No such file or directory",
    ]


def test_too_large_a_file_is_not_read_to_its_end(db, tmp_path):
    large = tmp_path / "large.md"
    large.write_bytes(b"x" * 1_000_000)

    with pytest.raises(CommandError, match="at most 262144 bytes"):
        load(large)


def test_refusal_to_publish_changes_nothing(db, file):
    load(file, publish=True)
    file.write_text(SMALL.replace("First version", "Only a note"), encoding="utf-8")

    with pytest.raises(CommandError, match="Nothing differs"):
        load(file, publish=True)

    assert versions() == [("rivers", "version 1", "First version")]


def test_loaded_lesson_is_the_file(db, file):
    load(file, publish=True)

    assert document_of(LessonVersion.objects.whole().get()) == parse(file.read_bytes(), "x")
