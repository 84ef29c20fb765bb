import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.submissions import difference
from classroom.submissions.difference import Piece, compare

WORDS = st.lists(
    st.sampled_from(
        [
            "a",
            "b",
            "the",
            " ",
            "  ",
            "\n",
            "\n\n",
            ".",
            "…",
            "🕊️",
            "👩‍👩‍👧",
            "cafe\u0301",
            "שלום",
            "\u200f",
            "\xa0",
            "\x85",
            "\u2028",
        ]
    )
)
TEXTS = WORDS.map("".join) | st.text(max_size=60)


def pieces(old, new):
    return [(piece.kind, piece.text) for piece in compare(old, new)]


def put_together(found):
    """Both texts, from the pieces that make them up."""
    old = "".join(piece.text for piece in found if piece.kind != "added")
    return old, "".join(piece.text for piece in found if piece.kind != "removed")


@given(old=TEXTS, new=TEXTS)
def test_pieces_are_both_texts_exactly(old, new):
    assert put_together(compare(old, new)) == (old, new)


@given(text=TEXTS)
def test_a_text_is_the_same_as_itself(text):
    assert compare(text, text) == ([Piece("same", text)] if text else [])


def test_a_changed_word_stands_between_what_stayed():
    assert pieces("Kim wanted sanctions lifted.", "Kim wanted sites lifted.") == [
        ("same", "Kim wanted "),
        ("removed", "sanctions"),
        ("added", "sites"),
        ("same", " lifted."),
    ]


@pytest.mark.parametrize("old, new, kind", [("", "all\n\nof it", "added"), ("all\n\nof it", "", "removed")])
def test_an_empty_text_over_a_long_one_is_one_piece(old, new, kind):
    assert pieces(old, new) == [(kind, "all\n\nof it")]


def test_a_phrase_written_anew_reads_as_one_change_though_some_words_recur():
    old = "first, and was only ready to close some of its sites."
    new = "first, and would not close its main sites unless it got much in return."

    assert pieces(old, new) == [
        ("same", "first, and "),
        ("removed", "was only ready to close some of its sites"),
        ("added", "would not close its main sites unless it got much in return"),
        ("same", "."),
    ]


def test_a_sentence_put_in_takes_no_word_that_stayed_with_it():
    old = "Agree before anybody gets on a plane, in small steps."
    new = "Agree before anybody gets on a plane, because in Hanoi the two still differed. Settle it in small steps."

    assert pieces(old, new) == [
        ("same", "Agree before anybody gets on a plane, "),
        ("added", "because in Hanoi the two still differed. Settle it "),
        ("same", "in small steps."),
    ]


def test_a_crumb_beside_what_stayed_is_not_taken_in():
    old = "They should meet on a plane, in small steps. Both must gain."
    new = "They should meet on a plane, because in Hanoi the two still differed, in small steps. All must gain."

    assert pieces(old, new) == [
        ("same", "They should meet on a plane, "),
        ("added", "because in Hanoi the two still differed, "),
        ("same", "in small steps. "),
        ("removed", "Both"),
        ("added", "All"),
        ("same", " must gain."),
    ]


def test_what_goes_stands_before_what_comes():
    assert pieces("\n", ". ") == [("removed", "\n"), ("added", ". ")]


def test_two_small_changes_stay_two():
    assert pieces("the big dog", "a big cat") == [
        ("removed", "the"),
        ("added", "a"),
        ("same", " big "),
        ("removed", "dog"),
        ("added", "cat"),
    ]


def test_a_paragraph_that_is_kept_keeps_its_line_ends():
    assert pieces("one two three\n\nlast", "four five six\n\nend") == [
        ("removed", "one two three"),
        ("added", "four five six"),
        ("same", "\n\n"),
        ("removed", "last"),
        ("added", "end"),
    ]


@pytest.mark.parametrize("text, is_break", [("\n", True), (" \n\n", True), (" ", False), ("\na", False)])
def test_only_line_ends_are_a_break(text, is_break):
    assert Piece("added", text).is_break is is_break


@pytest.mark.parametrize("size, compared", [(10, True), (11, False)])
def test_texts_are_compared_up_to_the_bound(monkeypatch, size, compared):
    monkeypatch.setattr(difference, "MOST", 10 * 10)
    old, new = "a." * (size // 2) + "a" * (size % 2), "b;" * (size // 2) + "b" * (size % 2)

    assert (compare(old, new) is not None) is compared


def test_what_both_begin_and_end_with_does_not_count(monkeypatch):
    monkeypatch.setattr(difference, "MOST", 4)
    same = "word " * 20_000

    assert pieces(f"{same}old{same}", f"{same}new{same}")[1:3] == [("removed", "oldword"), ("added", "newword")]


def test_the_longest_texts_that_have_little_in_common_are_not_compared():
    assert compare("ab " * 66_666, "b\n" * 100_000) is None
