import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from classroom.grading import anchors
from classroom.grading.anchors import Selection, Unanchored, Words

# Emoji of several code points, right-to-left words, accents in both forms, and the line ends that aren't "\n".
PIECES = [
    "a",
    "the",
    " ",
    "  ",
    "\n",
    "\n\n",
    "🕊️",
    "👩🏽‍🏫",
    "שלום",
    "مرحبا",
    "é",
    "e\u0301",
    "Trần",
    "’",
    "\u2028",
    "\t",
    ".",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40).map("".join)
TEXT = "The two sides wanted things.\n\n  Neither 🕊️ trusted the two.  \nThe end"


@given(TEXTS)
def test_paragraphs_hold_every_word_once_and_in_order(text):
    spans = anchors.paragraphs(text)

    assert [span.number for span in spans] == list(range(1, len(spans) + 1))
    assert [text[span.start : span.end] for span in spans] == [line for line in text.split("\n") if line.strip()]


@given(TEXTS, st.data())
def test_a_selection_is_anchored_to_words_of_one_paragraph_inside_it(text, data):
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        with pytest.raises(Unanchored):
            anchors.find(text, Selection(start, end))
        return

    anchor = anchors.find(text, Selection(start, end))

    first_line = next(line for line in text[start:end].split("\n") if line.strip())
    assert anchor.quote == text[anchor.start : anchor.end] == first_line.strip()
    assert start <= anchor.start < anchor.end <= end
    assert anchor.before + anchor.quote + anchor.after == text[max(0, anchor.start - 32) : anchor.end + 32]
    assert anchor.clipped == (len([line for line in text[start:end].split("\n") if line.strip()]) > 1)


@given(TEXTS, st.data())
def test_words_found_once_are_anchored_where_they_stand(text, data):
    spans = anchors.paragraphs(text)
    assume(spans)
    span = data.draw(st.sampled_from(spans))
    start = data.draw(st.integers(span.start, span.end - 1))
    end = data.draw(st.integers(start + 1, span.end))
    words = text[start:end].strip()
    assume(words and "\r" not in words)
    found = [at for at in range(span.start, span.end) if text.startswith(words, at) and at + len(words) <= span.end]
    assume(len(found) == 1 and words.translate(anchors.ALIKE) == words)
    assume(text.translate(anchors.ALIKE).count(words, span.start, span.end) == 1)

    anchor = anchors.find(text, Words(span.number, words))

    assert (anchor.start, anchor.end, anchor.quote) == (found[0], found[0] + len(words), words)


@pytest.mark.parametrize(
    "paragraph, words, problem",
    [
        (1, "nobody", "These words are not in that paragraph. Copy them from it, exactly as they stand."),
        (1, "t", "These words stand in that paragraph more than once. Add the words beside them."),
        (2, "two sides", "These words are not in that paragraph. Copy them from it, exactly as they stand."),
        (4, "The", "This answer has no such paragraph. Choose another."),
        (1, " \n ", "Type the words that the comment is about, as they stand in the paragraph."),
    ],
)
def test_words_that_are_not_there_once_are_refused_with_the_reason(paragraph, words, problem):
    with pytest.raises(Unanchored) as refused:
        anchors.find(TEXT, Words(paragraph, words))

    assert str(refused.value) == problem


@pytest.mark.parametrize("start, end", [(0, 0), (5, 4), (-1, 3), (0, 10_000), (28, 32)])
def test_a_selection_of_nothing_or_beyond_the_text_is_refused(start, end):
    with pytest.raises(Unanchored):
        anchors.find(TEXT, Selection(start, end))


def test_words_typed_over_two_lines_are_clipped_to_the_first():
    anchor = anchors.find(TEXT, Words(1, "sides wanted\r\nthings"))

    assert (anchor.quote, anchor.clipped) == ("sides wanted", True)


def test_straight_quotes_find_curly_ones():
    anchor = anchors.find("He said ‘never’ twice.", Words(1, "'never'"))

    assert anchor.quote == "‘never’"
