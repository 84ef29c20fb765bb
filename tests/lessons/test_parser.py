"""The lesson file is read strictly: every fault is named by file, line and field, and nothing odd crashes it (S3)."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.document import Document
from lessons.export import to_text
from lessons.parser import parse
from lessons.reader import LARGEST_FILE, MOST_FAULTS, MOST_LINES, BadLessonFile
from tests.lessons.small import SMALL


def faults(text: str | bytes) -> list[tuple[int, str]]:
    raw = text.encode() if isinstance(text, str) else text
    with pytest.raises(BadLessonFile) as bad:
        parse(raw, "bad.md")
    assert {error.file for error in bad.value.errors} == {"bad.md"}
    return [(error.line, error.field) for error in bad.value.errors]


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) == 1
    return SMALL.replace(old, new)


def test_small_lesson_is_read_whole(small):
    assert (small.slug, small.language, small.facts[1]) == ("rivers", "en", "Most of them end in a sea.")
    assert [(section.key, section.heading) for section in small.sections] == [
        ("sources", "Where they begin"),
        ("mouths", "Where they end"),
    ]
    question = small.questions[0]
    assert (question.key, question.prompt, question.guide_min, question.guide_max) == (
        "meanders",
        "Why do rivers bend?",
        50,
        80,
    )
    assert [(level.name, str(level.points)) for level in question.criteria[0].levels][1] == ("Developing", "2.5")


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("slug: rivers", "slug: Rivers!", [(2, "slug")]),
        ("slug: rivers", "slug: &a rivers", [(2, "slug")]),
        ("title: Rivers\n", "", [(1, "title")]),
        ("unit: Unit 1, Water", "colour: blue", [(4, "front matter")]),
        ("unit: Unit 1, Water", "title: Again", [(4, "title")]),
        ("language: en", "language: english language", [(5, "language")]),
        ("# Definition", "# Definitions", [(1, "definition"), (10, "heading")]),
        ("# Definition\n\nA river is *moving* water.\n", "# Definition\n", [(10, "definition")]),
        ("2. Most of them", "3. Most of them", [(17, "facts")]),
        ("## Where they end {mouths}", "## Where they end", [(32, "key")]),
        ("## Where they end {mouths}", "## Where they end {sources}", [(32, "key")]),
        ("{mouths}", "{terms}", [(32, "key")]),
        ("{mouths}", "{mouth-2}", [(32, "key")]),
        ("[[source]]", "[[sauce]]", [(21, "text")]),
        ("Two paragraphs here.", "### Two", [(21, "text"), (21, "text")]),
        ("# Fun fact", "Stray.\n\n# Fun fact\n\nLost.", [(50, "fun fact")]),
        ("## The longest", "## The longest\n\nx\n\n## The shortest", [(52, "fun fact")]),
        ("- Points: 10", "- Points: ten", [(62, "points")]),
        ("- Points: 10", "- Points: 11", [(62, "points")]),
        ("50 to 80 words", "80 to 50 words", [(63, "guide range")]),
        ("50 to 80 words", "many", [(63, "guide range")]),
        ("- Points: 10\n", "- Points: 10\n- Points: 10\n", [(63, "points")]),
        ("- Points: 10\n", "- Points: 10\n- Marks: 10\n", [(63, "part")]),
        ("### Guidance\n\nThink of **speed**.\n\n", "", [(60, "guidance")]),
        ("2. Developing (2.5 points): Some.\n", "", [(62, "points"), (75, "levels"), (80, "levels"), (81, "levels")]),
        ("2. Developing (2.5 points): Some.", "2. Developing: Some.", None),
        ("(5 points)", "(2 points)", [(75, "levels")]),
        ("- Author: A. Brook\n", "", [(90, "author")]),
        ("- About: A picture book.", "- About: A\tpicture book.", [(93, "file")]),
        ("# Key facts", "# Sections", None),
    ],
)
def test_fault_is_named_by_line_and_field(old, new, expected):
    found = faults(changed(old, new))

    assert expected is None or sorted(found) == sorted(expected)


def test_all_faults_are_told_at_once():
    text = changed("slug: rivers", "slug: Ri vers").replace("{sources}", "{Sources}").replace("10 points", "9 points")

    assert faults(text) == [(2, "slug"), (21, "key"), (62, "points")]


def test_fault_reads_as_one_line():
    with pytest.raises(BadLessonFile) as bad:
        parse(changed("licence: CC BY 4.0\n", "").encode(), "bad.md")

    assert str(bad.value) == "bad.md, line 1, licence: This is missing."


@pytest.mark.parametrize(
    "raw, expected",
    [
        (b"", None),
        (b"\xff\xfe", [(1, "file")]),
        (b"---\nslug: \xc3\x28\n---\n", [(2, "file")]),
        (b"x" * (LARGEST_FILE + 1), [(1, "file")]),
        (b"\n" * MOST_LINES, [(MOST_LINES, "file")]),
        (b"a\x00b", [(1, "file")]),
        ("a\u202eb".encode(), [(1, "file")]),
    ],
)
def test_file_that_is_no_text_is_refused_at_once(raw, expected):
    found = faults(raw)

    assert expected is None or found == expected


def test_number_of_faults_told_is_bounded():
    assert len(faults(b"\t\n" * 1_000)) == MOST_FAULTS


def test_line_ends_and_mark_of_other_editors_are_taken(small):
    assert parse(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode(), "small.md") == small


def test_too_many_parts_are_refused():
    facts = "\n".join(f"{number}. Fact." for number in range(1, 22))

    assert faults(changed("1. Rivers run downhill.\n2. Most of them end in a sea.", facts)) == [(14, "facts")]


def test_too_long_a_text_is_refused():
    assert faults(changed("Two paragraphs here.", "word " * 5_000)) == [(21, "text")]


LINES = SMALL.split("\n")
pieces = st.sampled_from(
    [*LINES, "# ", "## x {y}", "### Rubric", "---", ":::", ":::compare", "- Points: 9", "{now}", "[["]
)


def read_or_refused(text: str) -> bool:
    """Whether parsing ends in one of its two ways; anything else is raised."""
    try:
        return isinstance(parse(text.encode("utf-8", "surrogatepass"), "any.md"), Document)
    except BadLessonFile as bad:
        return bool(bad.errors)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(pieces, st.text(max_size=30)), max_size=60))
def test_any_lines_are_read_or_refused(lines):
    assert read_or_refused("\n".join(lines))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(LINES) - 1), st.one_of(st.none(), pieces, st.text(max_size=40)))
def test_lesson_with_any_one_line_changed_is_read_or_refused(at, line):
    lines = [*LINES[:at], *([] if line is None else [line]), *LINES[at + 1 :]]
    assert read_or_refused("\n".join(lines))


def test_example_in_the_docs_is_a_lesson():
    page = (Path(__file__).parents[2] / "docs" / "lesson-files.md").read_text(encoding="utf-8")
    example = page.split("````\n")[1]

    assert to_text(parse(example.encode(), "docs")).startswith("---\nslug: rivers\n")
