"""What is written out reads back as the same lesson, byte for byte."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from lessons import actions
from lessons.checks import problems
from lessons.document import (
    BookText,
    CriterionText,
    Document,
    LevelText,
    QuestionText,
    SectionText,
    TermText,
    document_of,
    one_line,
    tidy,
)
from lessons.export import to_text
from lessons.models import LessonVersion
from lessons.parser import parse
from tests.factories import NOW
from tests.lessons.small import SMALL


def test_small_lesson_is_written_as_it_was_read(small):
    assert to_text(small) == SMALL


def test_what_a_draft_does_not_have_yet_gets_no_heading(small):
    bare = to_text(replace(small, fact_title="", fact_body="", terms=(), resources=()))

    headings = [line for line in bare.splitlines() if line.startswith("# ")]
    assert headings == ["# Definition", "# Key facts", "# Sections", "# Questions"]


def test_shipped_file_is_written_as_it_was_read(shipped, hanoi):
    assert to_text(hanoi).encode() == shipped.read_bytes()


def test_published_version_is_written_as_it_was_loaded(db, hanoi, shipped):
    version = actions.publish(actions.write_draft(hanoi), by=None, at=NOW)

    whole = LessonVersion.objects.whole().get(pk=version.pk)

    assert to_text(document_of(whole)).encode() == shipped.read_bytes()


words = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=40).map(one_line)
lines = st.lists(words, min_size=1, max_size=4).map("\n".join).map(tidy)
points = st.decimals(Decimal("0.01"), Decimal(9), places=2)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Lessons in any words; most are sound, the others are left out by the test."""
    steps = sorted({draw(points) for _ in range(4)} | {Decimal(at) for at in range(10, 14)})[-4:]
    levels = tuple(LevelText(f"L{at}", each.normalize(), draw(words) or "x") for at, each in enumerate(steps))
    question = QuestionText(
        "why", draw(words) or "Why", steps[-1].normalize(), 1, 2, draw(words), draw(lines),
        (CriterionText("care", "Care", draw(words), levels),), draw(lines),
    )  # fmt: skip
    return Document(
        slug="any", title=draw(words), licence="CC0", lede=draw(words), unit=draw(words), note=draw(words),
        facts=(draw(words),), sections=(SectionText("one", draw(words), draw(lines)),),
        fact_title=draw(words), fact_body=draw(lines), terms=(TermText("t", draw(words), draw(words)),),
        questions=(question,), resources=(BookText(draw(words), draw(words), draw(words)),),
    )  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(documents())
def test_any_sound_lesson_reads_back_as_it_is(document):
    if problems(document):
        return

    assert parse(to_text(document).encode(), "any.md") == document
