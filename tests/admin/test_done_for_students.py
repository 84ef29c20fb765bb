"""The history of what teachers did for students, in the admin: who, when and why, to read and not to change."""

from datetime import timedelta

import pytest
from django.urls import reverse

from classroom.accounts.models import AccessLog
from classroom.grading.admin.hiding import answer_url
from classroom.grading.models import Grade
from classroom.submissions import actions
from classroom.submissions.models import Submission
from tests.factories import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def by_teacher(cast):
    """Who does it, when and why."""
    return {"by": cast.teacher, "at": NOW, "reason": "No laptop at home"}


def test_a_submission_tells_its_acts_and_excuses(client, cast, by_teacher):
    actions.record_paper(cast.assignment, cast.student, handed_in_at=NOW, **by_teacher)
    actions.undo_turning_in(cast.assignment, cast.student, by=cast.teacher, at=LATER)
    actions.excuse(cast.assignment, cast.student, **by_teacher | {"reason": "In hospital"})
    actions.end_excuse(cast.assignment, cast.student, by=cast.teacher, at=LATER, reason="Back at school")
    client.force_login(cast.teacher)

    page = client.get(reverse("admin:submissions_submission_change", args=[Submission.objects.get().pk]))

    text = " ".join(page.content.decode().split())
    assert "Handed in on paper, 25 November 2026, 12:00, Helen Marsh: “No laptop at home”" in text
    assert "taken back 25 November 2026, 13:00, Helen Marsh" in text
    assert "25 November 2026, 12:00, Helen Marsh: “In hospital” · ended 25 November 2026, 13:00" in text
    assert "Helen Marsh: “Back at school”" in text


@pytest.mark.parametrize("count", [1, 2])
def test_excuses_are_listed_for_those_who_never_began_too(client, cast, by_teacher, count, django_assert_num_queries):
    for student in (cast.student, cast.classmate)[:count]:
        actions.excuse(cast.assignment, student, **by_teacher)
    actions.excuse(cast.other_assignment, cast.other_student, by=cast.other_teacher, at=NOW, reason="Elsewhere")
    client.force_login(cast.teacher)
    address = reverse("admin:submissions_excuse_changelist")
    client.get(address)

    with django_assert_num_queries(8):
        page = client.get(address)

    rows = page.context["cl"].result_list
    assert {row.student.name for row in rows} == {"Linh Trần", "Tomasz Zieliński"} if count == 2 else {"Linh Trần"}
    assert ("No laptop at home" in page.content.decode(), "Elsewhere" in page.content.decode()) == (False, False)
    assert AccessLog.objects.count() == 0
    one = client.get(reverse("admin:submissions_excuse_change", args=[rows[0].pk])).content.decode()
    assert ("No laptop at home" in one, "_save" in one) == (True, False)
    looks = AccessLog.objects.values_list("viewer", "subject", "what")
    assert list(looks) == [(cast.teacher.pk, rows[0].student.pk, f"excuse {rows[0].pk} in the admin")]


def test_paper_is_graded_from_its_answer_s_page(client, cast, by_teacher, answer_of, typed):
    actions.record_paper(cast.assignment, cast.student, handed_in_at=NOW, **by_teacher)
    answer = answer_of(Submission.objects.get())
    client.force_login(cast.teacher)

    page = client.get(answer_url(answer)).content.decode()
    response = client.post(answer_url(answer), typed(answer))

    assert "Handed in on paper, so there is no text here." in page
    assert "nothing to grade" not in page
    assert (response.status_code, Grade.objects.get().state) == (302, "done")
