"""What became of a text and of the comments on it."""

import pytest

from classroom.grading.anchors import Anchor, find_again
from classroom.grading.reading import numbered
from classroom.grading.rewritten import rewritten

OLD = (
    "The sanctions stayed, and it was only ready to close some sites.\n\n"
    "A meeting is not enough. It comes in small steps.\n\nThe end."
)
NEW = (
    "The sanctions stayed, and it would close no main site.\n\n"
    "A meeting is not enough. It needs agreed details. It comes in small steps.\n\nThe end."
)


def on(words, text=OLD):
    """A comment on these words."""
    start = text.index(words)
    end = start + len(words)
    said = {"kind": "question", "body": "Why?", "start": start, "end": end, "quote": words}
    return said | {"before": text[max(0, start - 32) : start], "after": text[end : end + 32]}


def anchor(words, text=OLD):
    said = on(words, text)
    return Anchor(*(said[name] for name in ("start", "end", "quote", "before", "after")))


def test_each_change_is_tied_to_the_comment_it_answers():
    notes = numbered([on("only ready"), on("A meeting is not enough."), on("small steps"), on("The end.")])

    found = rewritten(OLD, NEW, notes)

    assert [[fate.touched for fate in row.fates] for row in found.rows] == [
        ["marked"],
        ["beside", "nearby"],
        ["untouched"],
    ]
    assert [
        (edit.paragraph, edit.removed, edit.added, [note.number for note in edit.notes]) for edit in found.edits
    ] == [
        (1, "was only ready to close some sites", "would close no main site", [1]),
        (2, "", "It needs agreed details.", [2]),
    ]
    assert "\n\n".join("".join(run.text for run in row.old) for row in found.rows) == OLD
    assert "\n\n".join("".join(run.text for run in row.new) for row in found.rows) == NEW
    ending = [(run.text[-6:], note.number) for row in found.rows for run in row.runs for note in run.ending]
    assert [number for _words, number in ending] == [1, 2, 3, 4]


def test_a_paragraph_that_went_and_one_that_was_parted_are_shown_where_they_stood():
    gone = rewritten("One here.\n\nTwo here.", "One here.", numbered([on("Two", "One here.\n\nTwo here.")]))
    parted = rewritten("One here. Two here.", "One here.\n\nTwo here.", [])

    assert [[(run.kind, run.text) for run in row.runs] for row in gone.rows] == [
        [("same", "One here."), ("removed", "\n\n"), ("removed", "Two"), ("removed", " here.")]
    ]
    assert gone.rows[0].fates[0].touched == "marked"
    assert [[(run.kind, run.text) for run in row.runs] for row in parted.rows] == [
        [("same", "One here."), ("removed", " "), ("added", "\n\n")],
        [("same", "Two here.")],
    ]
    assert rewritten("", "", []).rows == []


@pytest.mark.parametrize(
    "words, text, place",
    [
        ("small steps", NEW, (2, NEW.index("small steps"))),
        ("only ready", NEW, None),  # gone
        ("it", "Something. It said so, and it was only true.", (1, 27)),  # of several the one with the same neighbours
        ("The", "Quite other words about The Hague.", None),  # the same letters, and nothing around them
        ("A meeting is not enough. It", "Before. A meeting is not enough. It", (1, 8)),  # long enough to tell by itself
    ],
)
def test_quoted_words_are_found_again_or_said_to_be_gone(words, text, place):
    found = find_again(text, anchor(words))

    assert (found and (found.number, found.start)) == place
