from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from classroom.grading import anchors, reading
from classroom.submissions.references import Reference
from tests.grading.test_anchors import TEXTS


def said(start, end, text="", kind="strength", **more):
    return {"kind": kind, "body": "Yes.", "start": start, "end": end, "quote": text[start:end]} | more


@st.composite
def texts_with_comments(draw):
    text = draw(TEXTS)
    comments = []
    for _number in range(draw(st.integers(0, 4))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        if text[start:end].strip():
            anchor = anchors.find(text, anchors.Selection(start, end))
            comments.append(said(anchor.start, anchor.end, text, draw(st.sampled_from(list(reading.LOOKS)))))
    return text, comments


@given(texts_with_comments())
def test_every_word_and_every_comment_stands_on_the_page_once(case):
    text, comments = case

    paragraphs = reading.annotated_paragraphs(text, comments)

    shown = ["".join(segment.text for segment in paragraph.segments) for paragraph in paragraphs]
    assert shown == ([line for line in text.split("\n") if line.strip()] or [text])
    notes = [note for paragraph in paragraphs for note in paragraph.comments]
    assert [note.number for note in notes] == list(range(1, len(comments) + 1))
    assert sorted((note.start, note.end) for note in notes) == sorted((each["start"], each["end"]) for each in comments)


@given(texts_with_comments())
def test_the_highlighted_runs_of_a_comment_are_its_quote_and_its_number_stands_once_behind_them(case):
    text, comments = case

    for paragraph in reading.annotated_paragraphs(text, comments):
        for note in paragraph.comments:
            under = "".join(segment.text for segment in paragraph.segments if note in segment.notes)
            assert under == note.quote
            assert [note in segment.ending for segment in paragraph.segments].count(True) == 1
        for segment in paragraph.segments:
            assert segment.head + segment.last_word == segment.text
            assert bool(segment.mark) == bool(segment.notes)


def test_overlapping_comments_split_the_text_and_the_later_one_gives_the_pen():
    text = "one two three four"
    comments = [said(0, 13, text), said(8, 18, text, "next_step")]

    [paragraph] = reading.annotated_paragraphs(text, comments)

    assert [(segment.text, segment.mark) for segment in paragraph.segments] == [
        ("one two ", "hl hl-good"),
        ("three", "hl hl-fix"),
        (" four", "hl hl-fix"),
    ]


def test_live_and_frozen_comments_read_alike_and_those_on_the_whole_are_left_out():
    text = "one two"
    frozen = said(4, 7, text, "question", number=9)
    live = SimpleNamespace(**said(4, 7, text, "question"))
    whole = said(None, None)

    [one] = reading.annotated_paragraphs(text, [frozen, whole])
    [other] = reading.annotated_paragraphs(text, [live, SimpleNamespace(**whole)])

    shown = [(note.number, note.look, note.label, note.icon, note.quote) for note in one.comments]
    assert shown == [(1, "ask", "Question", "ask", "two")]
    assert shown == [(note.number, note.look, note.label, note.icon, note.quote) for note in other.comments]


def test_references_are_runs_of_their_own_inside_and_across_comments():
    text = "See (¶1) and ¶12.\n¶2"
    comments = [said(5, 12, text), said(13, 15, text)]
    links = [Reference(5, 7, "#a"), Reference(13, 16, "#b"), Reference(18, 20, "#c")]

    first, second = reading.annotated_paragraphs(text, comments, links)

    runs = [(each.text, each.href, [note.number for note in each.notes]) for each in first.segments]
    assert runs == [
        ("See (", "", []),
        ("¶1", "#a", [1]),
        (") and", "", [1]),
        (" ", "", []),
        ("¶1", "#b", [2]),
        ("2", "#b", []),
        (".", "", []),
    ]
    assert [(each.text, each.href) for each in second.segments] == [("¶2", "#c")]
