import pytest

from classroom.grading.actions import comments
from classroom.grading.anchors import Selection, Words
from classroom.grading.models import Comment
from classroom.http import BadValue, Refused
from classroom.submissions.models import Submission
from tests.cast import TEXT
from tests.factories import NOW
from tests.grading.desk import answer_to, rows

TWO_SIDES = Words(1, "two sides")


@pytest.fixture
def answer(cast, work):
    """A turned-in answer to question 2."""
    return answer_to(work(cast.assignment, cast.student))


@pytest.fixture
def add(cast, answer):
    """Comment on the answer as the teacher; what is not named is plain."""

    def adding(place=TWO_SIDES, **more):
        plain = {"kind": Comment.Kind.STRENGTH, "body": "Well seen.", "by": cast.teacher, "at": NOW}
        return comments.add_comment(answer, place=place, **plain | more)

    return adding


def test_a_comment_keeps_the_words_it_is_about_and_what_stands_around(answer, add):
    start = TEXT.index("🕊️")

    comment, clipped = add(Selection(start, start + 5))

    assert (comment.start, comment.end, comment.quote, clipped) == (start, start + 5, "🕊️ to", False)
    assert comment.before + comment.quote + comment.after == TEXT[start - 32 : start + 5 + 32]
    assert comment.judged.text == TEXT
    assert Submission.objects.get(pk=answer.submission_id).grading_began_at == NOW


def test_a_selection_over_two_paragraphs_is_clipped_to_the_first(add):
    comment, clipped = add(Selection(30, len(TEXT)))

    assert (comment.quote, clipped) == ("things.", True)


@pytest.mark.parametrize("words", ["nobody", "t", ""])
def test_words_that_are_not_there_once_are_a_bad_value_and_nothing_is_kept(add, words):
    before = rows()

    with pytest.raises(BadValue) as wrong:
        add(Words(1, words))

    assert wrong.value.field == "words"
    assert rows() == before


@pytest.mark.parametrize("body", [" ", "x" * 4001])
def test_a_comment_says_something_and_not_too_much(add, body):
    with pytest.raises(BadValue) as wrong:
        add(body=body)

    assert wrong.value.field == "body"


def test_comments_may_overlap(add):
    add(Words(1, "two sides"))
    add(Words(1, "sides wanted"))

    assert list(Comment.objects.order_by("pk").values_list("quote", flat=True)) == ["two sides", "sides wanted"]


def test_a_draft_is_not_commented_on(cast, write):
    draft = answer_to(write(cast.assignment, cast.student))

    with pytest.raises(Refused) as refused:
        comments.add_comment(
            draft, kind=Comment.Kind.QUESTION, body="Why?", place=Words(1, "two"), by=cast.teacher, at=NOW
        )

    assert (refused.value.kept, Comment.objects.count()) == ("Why?", 0)


def test_words_of_an_older_text_are_not_commented_on(add):
    with pytest.raises(Refused):
        add(read=7)

    assert Comment.objects.count() == 0


def test_an_edit_from_the_revision_on_screen_is_kept(cast, add):
    comment, _clipped = add()

    edited = comments.edit_comment(comment, kind=Comment.Kind.QUESTION, body="Who?", base=1, by=cast.assistant)

    assert (edited.kind, edited.body, edited.revision, edited.author) == ("question", "Who?", 2, cast.assistant)
    before = rows()
    comments.edit_comment(edited, kind=Comment.Kind.QUESTION, body="Who?", base=2, by=cast.teacher)
    assert rows() == before


@pytest.mark.parametrize(
    "act",
    [
        lambda stale, cast: comments.edit_comment(stale, kind="strength", body="Mine.", base=1, by=cast.teacher),
        lambda stale, cast: comments.delete_comment(stale, base=1, at=NOW),
    ],
)
def test_a_comment_changed_meanwhile_is_neither_overwritten_nor_deleted(cast, add, act):
    comment, _clipped = add()
    stale = Comment.objects.get(pk=comment.pk)
    comments.edit_comment(comment, kind=Comment.Kind.QUESTION, body="Theirs.", base=1, by=cast.assistant)
    before = rows()

    with pytest.raises(Refused) as refused:
        act(stale, cast)

    assert rows() == before
    assert refused.value.state == {
        "revision": 2,
        "kind": "question",
        "body": "Theirs.",
        "by": "Sam",
        "kind_said": "Question",
    }


def test_a_deleted_comment_is_out_of_sight_and_not_edited_any_more(cast, add):
    comment, _clipped = add()

    comments.delete_comment(comment, base=1, at=NOW)

    assert list(Comment.objects.standing()) == []
    assert Comment.objects.get().deleted_at == NOW
    with pytest.raises(Refused) as refused:
        comments.edit_comment(comment, kind=Comment.Kind.STRENGTH, body="Mine.", base=1, by=cast.teacher)
    assert (refused.value.kept, refused.value.state) == ("Mine.", {})
