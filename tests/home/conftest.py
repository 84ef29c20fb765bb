"""What the desks are tested on: work in every state, and feedback whose time has come."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from classroom.accounts.models import User
from classroom.classes.models import Assignment, SchoolClass
from classroom.grading.models import Release, ReleaseItem
from classroom.submissions.actions import mark_returned
from classroom.submissions.models import Submission
from tests.factories import NOW, AssignmentFactory

HOUR = timedelta(hours=1)


@pytest.fixture
def give_back() -> Callable[..., ReleaseItem]:
    """Let a student see feedback on turned-in work, with so many comments, from a moment on."""

    def giving(work: Submission, by: User, *, comments: int = 0, visible_from: datetime = NOW - HOUR) -> ReleaseItem:
        release = Release.objects.create(
            assignment=work.assignment, by=by, at=NOW - 2 * HOUR, visible_from=visible_from
        )
        frozen = {"answers": [{"comments": [{"body": "Well seen."}] * comments}]}
        item = ReleaseItem.objects.create(release=release, submission=work, frozen=frozen)
        mark_returned(work, visible_from=visible_from)
        return item

    return giving


@pytest.fixture
def fill(
    write: Callable[..., Submission], work: Callable[..., Submission], give_back: Callable[..., ReleaseItem]
) -> Callable[..., None]:
    """Set four lessons for a class: one that the student has not begun, one in draft, one turned in, one returned."""

    def filling(school_class: SchoolClass, student: User, teacher: User, *, times: int, named: str = "") -> None:
        for number in range(times):
            kinds = ["idle", "draft", "waiting", "back"]
            idle, draft, waiting, back = (
                AssignmentFactory(school_class=school_class, slug=f"{kind}-{named}{number}", created_by=teacher)
                for kind in kinds
            )
            assert isinstance(idle, Assignment)
            write(draft, student)
            work(waiting, student)
            give_back(work(back, student), teacher)

    return filling
