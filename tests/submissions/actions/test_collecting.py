"""Collecting: a draft whose time is up becomes turned-in work, as it was saved, once, and its student is told."""

from datetime import timedelta

import pytest

from classroom.accounts.models import Message
from classroom.classes.models import Assignment, Extension
from classroom.http import BadValue, Refused
from classroom.submissions import actions
from classroom.submissions.models import Answer, Submission, TurnIn
from tests.cast import TEXT
from tests.factories import NOW
from tests.submissions.rows import rows

INSTANT = timedelta(milliseconds=1)
CLOSES = NOW + timedelta(days=3)
MINUTE = timedelta(minutes=1)  # in which saves that came in time may still be on their way


@pytest.fixture
def draft(cast, write):
    return write(cast.assignment, cast.student)


def collect(cast, *, at=CLOSES + MINUTE + INSTANT, reason="Ran out of time"):
    return actions.collect(cast.assignment, cast.student, by=cast.teacher, at=at, reason=reason)


def test_the_draft_is_turned_in_as_it_was_saved_and_staff_may_read_it(draft, cast):
    actions.save_answer(draft.answers.in_order()[1], text="the last words", base=1, at=NOW)
    before = Answer.objects.text_visible_to(cast.assistant).count()

    act = collect(cast)

    assert [text.revision.text for text in act.handed_in()] == [TEXT, "the last words", TEXT]
    assert (act.how, act.by, act.at, act.reason) == (
        "collected",
        cast.teacher,
        CLOSES + MINUTE + INSTANT,
        "Ran out of time",
    )
    work = Submission.objects.get()
    assert (work.state, work.turn_in, len(act.receipt)) == ("turned_in", act, 9)
    assert (before, Answer.objects.text_visible_to(cast.assistant).count()) == (0, 3)


def test_the_student_is_told_once_and_may_not_write_any_more(draft, cast):
    act = collect(cast)
    before = rows()

    assert (collect(cast, reason="Again"), rows()) == (act, before)
    told = Message.objects.get()
    assert (told.kind, told.person, told.about) == ("collected", cast.student, f"turn-in {act.pk}")
    assert told.context == {
        "lesson": "The 2019 Hanoi Summit",
        "school_class": "World History 10B",
        "receipt": act.receipt,
        "time": "Saturday 28 November at 12:01",
        "late": "late",
        "teacher": "Ms Marsh",
    }
    Extension.objects.create(
        assignment=cast.assignment, student=cast.student, due_at=CLOSES + timedelta(days=9), given_by=cast.teacher
    )
    with pytest.raises(Refused, match="already turned in"):
        actions.save_answer(draft.answers.in_order()[0], text="more", base=1, at=CLOSES + MINUTE + INSTANT)


@pytest.mark.parametrize(
    "policy, extension, at, late",
    [
        ("accept", None, CLOSES + MINUTE, None),
        ("accept", None, CLOSES + MINUTE + INSTANT, True),
        ("refuse", None, NOW + timedelta(days=2) + MINUTE, None),
        ("refuse", None, NOW + timedelta(days=2) + MINUTE + INSTANT, False),
        ("accept", 5, NOW + timedelta(days=5) + MINUTE, None),
        ("accept", 5, NOW + timedelta(days=5) + MINUTE + INSTANT, False),
    ],
)
def test_it_waits_for_the_closing_time_of_that_student_which_decides_about_late(
    draft, cast, policy, extension, at, late
):
    Assignment.objects.update(late_policy=policy)
    if extension:
        due = NOW + timedelta(days=extension)
        Extension.objects.create(assignment=cast.assignment, student=cast.student, due_at=due, given_by=cast.teacher)
    before = rows()

    if late is None:
        with pytest.raises(
            Refused, match=r"Linh Trần can write until .* From a minute after that the draft can be collected\."
        ):
            collect(cast, at=at)
        assert rows() == before
    else:
        assert collect(cast, at=at).late is late


@pytest.mark.parametrize(
    "prepare, reason",
    [
        (lambda cast: Submission.objects.none(), "has not begun"),
        (lambda cast: actions.start(cast.assignment, cast.student, at=NOW), "holds no word"),
    ],
)
def test_where_there_is_nothing_to_collect_it_says_so(cast, prepare, reason):
    prepare(cast)

    with pytest.raises(Refused, match=reason):
        collect(cast)


def test_what_the_student_turned_in_is_not_collected(cast, work):
    work(cast.assignment, cast.student)
    before = rows()

    with pytest.raises(Refused, match="answers are turned in, so there is nothing to collect"):
        collect(cast)

    assert rows() == before


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_every_act_of_a_teacher_asks_why(draft, cast, reason):
    before = rows()
    asked = {"by": cast.teacher, "at": CLOSES + MINUTE + INSTANT, "reason": reason}

    for act in (actions.collect, actions.excuse, actions.end_excuse):
        with pytest.raises(BadValue) as refused:
            act(cast.assignment, cast.student, **asked)
        assert refused.value.field == "reason"
    with pytest.raises(BadValue):
        actions.record_paper(cast.assignment, cast.student, handed_in_at=NOW, **asked)
    assert rows() == before


def test_collecting_by_mistake_is_undone_until_grading_begins(draft, cast):
    act = collect(cast)
    undone = {"by": cast.teacher, "at": CLOSES + timedelta(hours=1)}

    actions.undo_turning_in(cast.assignment, cast.student, **undone)

    act.refresh_from_db()
    assert (act.taken_back_by, act.taken_back_at, Submission.objects.get().state) == (
        cast.teacher,
        undone["at"],
        "draft",
    )
    assert Answer.objects.filter(text=TEXT).count() == 3
    again = collect(cast)
    actions.begin_grading(draft, at=CLOSES)
    with pytest.raises(Refused, match="Grading of this work has begun"):
        actions.undo_turning_in(cast.assignment, cast.student, **undone)
    assert list(TurnIn.objects.filter(taken_back_at=None)) == [again]


def test_what_the_student_turned_in_is_not_a_teacher_s_to_undo(cast, work):
    work(cast.assignment, cast.student)

    for student in (cast.student, cast.classmate):
        with pytest.raises(Refused, match="nothing here that a teacher turned in"):
            actions.undo_turning_in(cast.assignment, student, by=cast.teacher, at=NOW)
