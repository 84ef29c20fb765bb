"""What a student reads of how one mark changed from release to release."""

from types import SimpleNamespace

import pytest

from classroom.grading.grade_history import _steps
from tests.factories import NOW


def part(**more):
    mark = {"name": "Argument", "points": "3.00", "level": "Secure"}
    plain = {"points": "9.00", "of": "12.00", "marks": [mark], "adjustment": "0.00", "reason": "", "comment": "Good."}
    return {"key": "q2", "comments": [{"body": "Yes."}], **plain, **more}


def item(*parts, reason=""):
    release = SimpleNamespace(visible_from=NOW, reason=reason)
    return SimpleNamespace(release=release, frozen={"teacher": "Ms Marsh", "answers": list(parts)})


@pytest.mark.parametrize(
    "more, changes",
    [
        ({}, None),  # the release was about something else
        ({"comment": ""}, [("Comment on this answer", "Good.", "–")]),
        ({"adjustment": "-1.00", "reason": "Late"}, [("Adjustment", "–", "-1, Late")]),
        ({"comments": [{"body": "No."}]}, [("Comments on words", "1", "1, some of them changed")]),
        ({"comments": []}, [("Comments on words", "1", "0, some of them changed")]),
    ],
)
def test_a_release_is_a_step_where_it_says_something_new(more, changes):
    steps = list(_steps([item(part()), item(part(**more), reason="Read again")], "q2"))

    first = ("", "9", [])
    assert [(step.why, step.points, step.changes) for step in steps] == [
        first, *([] if changes is None else [("Read again", "9", changes)])
    ]  # fmt: skip


def test_a_release_without_that_question_is_no_step():
    assert list(_steps([item({"key": "q1"})], "q2")) == []
