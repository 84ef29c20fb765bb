"""Notes are saved from the revision they started from, at any time after the opening, and nobody else's are touched."""

from datetime import timedelta

import pytest

from classroom.http import BadValue, Refused
from classroom.submissions import actions
from classroom.submissions.models import Notes, Submission
from classroom.submissions.text import NOTES_LIMIT
from tests.factories import NOW


@pytest.fixture
def save(cast):
    def saving(text, base=0, *, student=cast.student, at=NOW):
        return actions.save_notes(cast.assignment, student, text=text, base=base, at=at)

    return saving


def kept():
    return list(Notes.objects.order_by("pk").values_list("student__username", "text", "revision"))


def test_each_save_is_the_next_revision_and_the_same_text_again_none(save, cast):
    assert (save("  mine 🕊️\r\n").text, save("more", 1).revision, save("more", 1).revision) == ("  mine 🕊️\n", 2, 2)
    save("theirs", student=cast.classmate)

    assert kept() == [("linh", "more", 2), ("tomasz", "theirs", 1)]
    assert not Submission.objects.exists()  # notes begin no work


@pytest.mark.parametrize("base", [0, 2, 2**31 - 1])
def test_a_stale_base_is_refused_with_both_texts(save, base):
    save("first")
    with pytest.raises(Refused) as refusal:
        save("second", base)

    assert refusal.value.kept == "second"
    assert refusal.value.state == {"revision": 1, "text": "first", "saved_at": NOW.isoformat()}
    assert kept() == [("linh", "first", 1)]


def test_emptying_them_is_a_save_like_any_other(save):
    save("first")
    save("", 1)

    assert kept() == [("linh", "", 2)]


def test_they_can_be_written_after_the_end_and_not_before_the_opening(save, cast):
    save("late", at=cast.assignment.closes_at + timedelta(days=30))
    with pytest.raises(Refused) as refusal:
        save("early", 1, at=cast.assignment.opens_at - timedelta(seconds=1))

    assert (refusal.value.state, refusal.value.kept) == ({}, "early")
    assert kept() == [("linh", "late", 1)]


def test_too_long_and_too_fast_are_refused(save):
    with pytest.raises(BadValue) as problem:
        save("x" * (NOTES_LIMIT + 1))
    assert (problem.value.status, "50,000" in problem.value.problem, kept()) == (413, True, [])

    for base in range(20):
        save(f"text {base}", base)
    with pytest.raises(actions.TooFast):
        save("one too many", 20)
    assert kept() == [("linh", "text 19", 20)]
    assert save("later", 20, at=NOW + timedelta(seconds=10)).revision == 21
