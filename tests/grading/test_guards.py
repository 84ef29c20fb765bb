"""The actions' own guards, for whoever calls past a form: nothing that can't stand is stored, and each says why."""

from decimal import Decimal

import pytest

from classroom.classes.models import Enrollment
from classroom.grading.actions import allocations, decisions, grades, second_marking, second_marks
from classroom.grading.actions.answered import LONGEST, answer_comment
from classroom.grading.actions.beside import Marking
from classroom.grading.models import Comment, GradeEvent, RegradeRequest
from classroom.http import BadValue, Refused
from classroom.submissions import actions
from lessons.models import Criterion, Question
from tests.factories import NOW
from tests.grading.conftest import levels_of
from tests.grading.desk import answer_to, rows
from tests.grading.looked_twice import decide, mark, world
from tests.grading.test_second_marking import appointed

pytestmark = pytest.mark.usefixtures("stopped_clock")
__all__ = ["world"]


def refusal(what, *args, **values) -> str:
    """The field, if there is one, and the reason; nothing was stored."""
    before = rows()
    with pytest.raises((BadValue, Refused)) as refused:
        what(*args, **values)
    assert rows() == before
    return f"{refused.value.field}: {refused.value.problem}" if refused.type is BadValue else refused.value.reason


@pytest.fixture
def answer(cast, graded):
    return answer_to(graded(cast.student, points=3))


@pytest.mark.parametrize(
    "more, said",
    [
        ({"comment": "x" * 4001}, "comment: A comment may have up to 4000 characters."),
        ({"notes": "x" * 501}, "comment-understanding: A comment on a criterion may have up to 500 characters."),
    ],
    ids=["whole", "criterion"],
)
def test_words_with_a_grade_are_not_endless(cast, answer, more, said):
    first = Criterion.objects.filter(rubric__question=answer.question).order_by("position")[0]
    given = {"levels": levels_of(answer, 3), "adjustment": Decimal(0), "adjustment_reason": "", "comment": "Clear."}
    if "notes" in more:
        more = {"notes": {first.pk: more["notes"]}}

    save = {"by": cast.teacher, "at": NOW, "base": 1, "done": True} | given | more
    assert refusal(grades.save_grade, answer, **save) == said


def test_a_second_look_is_decided_after_its_mark_and_in_words(world):
    early = refusal(decide, world, "kept")
    mark(world)
    asked = RegradeRequest.objects.get(pk=world.asked.pk)
    when = {"base": 2, "by": world.cast.teacher, "at": NOW, "visible_from": NOW}
    wrong = [
        refusal(decisions.decide, asked, decisions.Decision(outcome, None, word), **when)
        for outcome, word in [("both", "You do."), ("kept", " "), ("kept", "x" * 251)]
    ]

    assert early == "Enter the second mark first."
    assert wrong == ["outcome: Choose what is to count.", *["text: Say why in a few words: the student reads it."] * 2]


def test_a_second_mark_says_something_and_the_same_again_is_no_change(world):
    nothing = {"levels": {}, "adjustment": Decimal(0), "adjustment_reason": "", "comment": "", "done": False}
    blank = refusal(second_marks.save_second_mark, world.asked, by=world.cast.teacher, at=NOW, base=0, **nothing)
    first = mark(world, done=False)
    before = GradeEvent.objects.count()
    again = mark(world, base=1, done=False)

    assert blank == ": Choose a level or write a comment first."
    assert (again, GradeEvent.objects.count()) == (first, before)


def test_only_the_second_marker_marks_and_both_marks_are_settled_in_words(cast, answer):
    appointed(cast)
    given = Marking(levels_of(answer, 4), Decimal(0), "", {})
    stranger = refusal(second_marking.mark_second, answer, given, by=cast.teacher, at=NOW)
    second = second_marking.mark_second(answer, given, by=cast.assistant, at=NOW)
    settling = {"points": None, "base": 1, "by": cast.teacher, "at": NOW}
    wrong = [
        refusal(second_marking.settle, second, outcome=outcome, word=word, **settling)
        for outcome, word in [("both", "Yes."), ("first", " ")]
    ]

    assert stranger == "This answer is not yours to mark a second time."
    assert wrong == ["outcome: Choose what is to count.", "text: Say why in a few words."]


def test_answers_are_shared_out_among_two_at_least_and_some_part_of_them(cast):
    now = {"by": cast.teacher, "at": NOW}

    assert refusal(allocations.by_share, cast.assignment, [cast.teacher, cast.teacher], **now) == (
        "Shares are for two graders or more."
    )
    assert refusal(allocations.by_question, cast.assignment, {}, **now) == "Choose a grader for one part at least."


@pytest.fixture
def returned(world):
    first = Question.objects.filter(version=world.work.lesson_version, position=1)
    return world.work, list(first)


def ask(work, questions, cast, **more):
    wish = {"questions": questions, "due_at": NOW.replace(month=12), "words": "Name both.", "base": None}
    return actions.ask_again(work, **wish | more, by=cast.teacher, at=NOW)


def test_what_is_asked_again_is_withdrawn_by_who_saw_it_and_not_asked_of_who_left(world, returned):
    work, questions = returned
    asked = ask(work, questions, world.cast)
    stale = refusal(actions.withdraw_revision, work, base=asked.pk + 1, by=world.cast.teacher, at=NOW)
    actions.withdraw_revision(work, base=asked.pk, by=world.cast.teacher, at=NOW)
    never = refusal(ask, work, questions, world.cast, base=asked.pk)
    Enrollment.objects.filter(person=world.cast.student).update(ended_at=NOW)

    assert stale == never == "Somebody else has changed what is asked since you opened this page."
    assert refusal(ask, work, questions, world.cast) == "This student has left the class."


def test_a_word_on_a_comment_is_a_sentence_and_in_time(world, returned):
    work, questions = returned
    ask(work, questions, world.cast)
    answer = actions.start_next_attempt(work, at=NOW).answers.get(question_key="q1")
    comment = Comment.objects.anchored().first()
    long, late = {"reply": "x" * (LONGEST + 1), "at": NOW}, {"reply": "Meant so.", "at": NOW.replace(year=2027)}

    said = [refusal(answer_comment, answer, comment, state="declined", **more) for more in (long, late)]

    assert said[0] == "comment: This may have up to 300 characters."
    assert said[1] == "This assignment closed on Friday 25 December at 12:00. Your draft is kept."
