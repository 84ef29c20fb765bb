"""References to paragraphs: which characters become links, and where they lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.submissions.references import MOST, Piece, Reference, pieces, references
from tests.factories import published


@pytest.fixture
def links(cast):
    """Each link of a text, as the words it stands on and where it leads; on the version now set or `version_pk`."""

    def found(text, version_pk=None):
        lesson = cast.assignment.get_absolute_url()
        every = references(text, cast.assignment, version_pk or cast.assignment.lesson_version_id)
        return [(text[each.start : each.end], each.href.removeprefix(lesson)) for each in every]

    return found


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Kim refused (¶2), as ¶1 says.", [("¶2", "#aftermath-1"), ("¶1", "#background-1")]),
        ("¶ 1 and ¶\u00a02", [("¶ 1", "#background-1"), ("¶\u00a02", "#aftermath-1")]),
        ("🕊️ שלום cafe\u0301 ¶1", [("¶1", "#background-1")]),
        ("¶1¶2", [("¶1", "#background-1"), ("¶2", "#aftermath-1")]),
        ("¶1.", [("¶1", "#background-1")]),
        ("¶3 ¶0 ¶01 ¶12 ¶ ¶-1 ¶\n1 ¶  1 ¶99999999999999999999 ¶١ paragraph 1", []),
        ("", []),
        ("¶1 " * (MOST + 1), [("¶1", "#background-1")] * MOST),
    ],
)
def test_only_a_number_that_the_version_has_becomes_a_link(links, text, expected):
    assert links(text) == expected


def test_a_text_on_an_earlier_version_leads_into_that_version(cast, links):
    before = cast.assignment.lesson_version
    cast.assignment.lesson_version = published(lesson=before.lesson)

    assert links("¶1") == [("¶1", "#background-1")]
    assert links("¶1", before.pk) == [("¶1", "?version=1#background-1")]


def test_a_version_is_asked_once_and_a_text_without_references_never(cast, links, django_assert_num_queries):
    for text, queries in [("No reference.", 0), ("¶1 ¶2 ¶3", 1), ("¶2", 0)]:
        with django_assert_num_queries(queries):
            links(text)


@given(st.text("ab ¶1\n🕊", max_size=40), st.data())
def test_the_pieces_of_a_text_are_the_text(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    found = [Reference(start, end, f"#{start}") for start, end in zip(cuts[::2], cuts[1::2], strict=False)]

    made = pieces(text, found)

    assert "".join(piece.text for piece in made) == text
    assert [piece for piece in made if piece.href] == [Piece(text[each.start : each.end], each.href) for each in found]
