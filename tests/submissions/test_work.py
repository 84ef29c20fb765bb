import pytest
from django.http import Http404

from classroom.submissions import actions
from classroom.submissions.models import Submission
from classroom.submissions.work import find_work
from tests.factories import NOW, AssignmentFactory


@pytest.fixture
def tasks(cast):
    """The tasks of work in which question 1 has so many words; the guide range is 5 to 20."""

    def having(words):
        submission = actions.start(cast.assignment, cast.student, at=NOW)
        answer = submission.answers.in_order()[0]
        actions.save_answer(answer, text="word " * words, base=answer.revision, at=NOW)
        return find_work(cast.assignment, cast.student, at=NOW).tasks

    return having


@pytest.mark.parametrize(
    "words, state, length, now",
    [
        (0, "not-started", "5 to go for the guide range", 0),
        (1, "draft", "4 to go for the guide range", 8.3),
        (5, "ready", "in the guide range", 41.6),
        (20, "ready", "in the guide range", 166.4),
        (21, "draft", "1 over the guide range", 174.7),
        (99, "draft", "79 over the guide range", 208),
    ],
)
def test_an_answer_is_told_by_its_length(tasks, words, state, length, now):
    task = tasks(words)[0]

    assert (task.state, task.length, task.meter) == (state, length, {"now": now, "from": 41.6, "wide": 124.8})


def test_work_that_was_not_begun_has_all_to_start(cast):
    work = find_work(cast.assignment, cast.student, at=NOW)

    assert (work.submission, work.summary, work.next_task.number, work.is_ready) == (None, "3 to start", 1, False)
    assert (work.is_open, work.may_take_back, work.may_begin_another) == (True, False, False)


def test_the_next_task_is_the_first_that_wants_writing(tasks, cast):
    tasks(10)

    assert find_work(cast.assignment, cast.student, at=NOW).next_task.number == 2


def test_finding_work_takes_a_fixed_number_of_queries(cast, write, work, django_assert_num_queries):
    write(cast.assignment, cast.student)
    find_work(cast.assignment, cast.student, at=NOW)  # reads the version, once a process

    with django_assert_num_queries(3):  # answers, dates, excuse
        find_work(cast.assignment, cast.student, at=NOW)


def test_an_attempt_that_was_never_made_is_not_found(cast):
    with pytest.raises(Http404):
        find_work(cast.assignment, cast.student, at=NOW, attempt=1)


@pytest.mark.parametrize("count", [1, 3])
def test_a_home_page_asks_for_all_work_in_three_queries(cast, write, count, django_assert_num_queries):
    write(cast.assignment, cast.student)
    for number in range(1, count):
        write(AssignmentFactory(school_class=cast.school_class, slug=f"another-{number}"), cast.student)

    with django_assert_num_queries(3):
        seen = [
            (each.assignment.school_class.name, each.lesson_version.title, answer.question.position)
            for each in Submission.objects.for_home(cast.student)
            for answer in each.answers.all()
        ]

    assert len(seen) == 3 * count


def test_states_are_counted_by_newest_attempt(cast, write, work):
    cast.assignment.attempts = 2
    cast.assignment.save()
    returned = work(cast.assignment, cast.student)
    actions.mark_returned(returned, visible_from=NOW)
    actions.start_next_attempt(returned, at=NOW)
    work(cast.assignment, cast.classmate)

    counts = Submission.objects.filter(assignment=cast.assignment).state_counts()

    assert counts == {"draft": 1, "turned_in": 1, "returned": 0}
