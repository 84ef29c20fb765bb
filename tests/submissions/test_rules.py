from datetime import timedelta

import pytest

from classroom.classes.models import Extension
from classroom.submissions import actions, rules
from classroom.submissions.models import Submission
from tests.factories import NOW

DAY = timedelta(days=1)


@pytest.fixture
def still(cast):
    return lambda days: rules.can_still_write(cast.assignment, cast.student, at=NOW + days * DAY)


def test_whoever_has_not_started_can_write_until_closing(still):
    assert (still(1), still(3), still(3.01)) == (True, True, False)


def test_a_draft_can_be_written_until_closing(still, cast, write):
    write(cast.assignment, cast.student)

    assert (still(2.5), still(3.01)) == (True, False)


def test_turned_in_work_could_be_taken_back_until_its_due_time(still, cast, work):
    work(cast.assignment, cast.student)

    assert (still(2), still(2.01)) == (True, False)


def test_another_attempt_is_a_way_to_write(still, cast, work):
    work(cast.assignment, cast.student)
    cast.assignment.attempts = 2
    cast.assignment.save()

    assert (still(2.5), still(3.01)) == (True, False)


def test_nothing_opens_before_the_last_extension_of_the_class_has_ended(still, cast, work):
    work(cast.assignment, cast.student)
    Extension.objects.create(
        assignment=cast.assignment, student=cast.classmate, due_at=NOW + 5 * DAY, given_by=cast.teacher
    )

    assert (still(5), still(5.01)) == (True, False)


@pytest.mark.parametrize("state", ["draft", "turned_in"])
def test_a_draft_is_read_by_its_writer_alone_and_what_was_turned_in_by_the_staff_too(cast, write, work, state):
    submission = (write if state == "draft" else work)(cast.assignment, cast.student)
    people = [
        cast.student, cast.classmate, cast.removed, cast.assistant, cast.teacher,
        cast.other_student, cast.other_teacher, cast.content_admin, cast.superuser,
    ]  # fmt: skip

    readable = [submission.answers.text_visible_to(person).exists() for person in people]

    staff = state == "turned_in"
    assert readable == [True, False, False, staff, staff, False, False, False, False]


def test_taking_back_is_possible_until_due_and_until_grading_began(cast, work):
    submission = work(cast.assignment, cast.student)
    moments = rules.moments_for(cast.assignment, cast.student)
    before = [rules.may_take_back(submission, moments, at=NOW + days * DAY) for days in (1, 2, 2.01)]
    actions.begin_grading(submission, at=NOW)
    submission = Submission.objects.get(pk=submission.pk)

    assert (before, rules.may_take_back(submission, moments, at=NOW)) == ([True, True, False], False)
