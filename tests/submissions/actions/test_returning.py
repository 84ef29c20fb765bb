from datetime import timedelta

import pytest

from classroom.http import Refused
from classroom.submissions import actions
from classroom.submissions.models import Submission
from tests.factories import NOW

LATER = NOW + timedelta(minutes=10)


def held(submission):
    now = Submission.objects.get(pk=submission.pk)
    return now.state, now.returned_from


def test_a_return_reaches_the_student_at_its_moment(cast, work):
    submission = work(cast.assignment, cast.student)

    actions.mark_returned(submission, visible_from=LATER)

    assert held(submission) == ("returned", LATER)
    returned = Submission.objects.get(pk=submission.pk)
    assert (returned.is_known_returned(NOW), returned.is_known_returned(LATER)) == (False, True)


def test_a_return_without_a_moment_stays_unknown(cast, work):
    submission = work(cast.assignment, cast.student)
    actions.mark_returned(submission)

    assert Submission.objects.get(pk=submission.pk).is_known_returned(LATER) is False


def test_an_undone_return_is_turned_in_again_and_twice_is_once(cast, work):
    submission = work(cast.assignment, cast.student)
    actions.mark_returned(submission, visible_from=NOW)
    for _press in range(2):
        actions.mark_not_returned(submission, by=cast.teacher, at=NOW)

    assert held(submission) == ("turned_in", None)


def test_a_return_stays_once_the_next_attempt_has_begun(cast, work):
    cast.assignment.attempts = 2
    cast.assignment.save()
    submission = work(cast.assignment, cast.student)
    actions.mark_returned(submission, visible_from=NOW)
    actions.start_next_attempt(submission, at=NOW)

    with pytest.raises(Refused, match="The student has begun the next attempt"):
        actions.mark_not_returned(submission, by=cast.teacher, at=NOW)


def test_a_draft_is_not_returned(cast, write):
    with pytest.raises(Refused, match="This work is not turned in"):
        actions.mark_returned(write(cast.assignment, cast.student))
