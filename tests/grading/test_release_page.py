"""The release page: says what becomes visible to whom and when, does it once, takes it back; teachers alone."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from classroom.accounts.models import Message
from classroom.classes.models import Assignment
from classroom.grading.actions import releases
from classroom.grading.models import Release, ReleaseItem
from classroom.grading.release_forms import whole_minute
from classroom.submissions.models import Submission
from tests.factories import NOW
from tests.grading.conftest import judge
from tests.grading.desk import answer_to

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def address(cast):
    return reverse("grading:release", args=[cast.school_class.public_id, "hanoi"])


@pytest.fixture
def undo_address(cast):
    return lambda made: reverse("grading:release-undo", args=[cast.school_class.public_id, "hanoi", made.pk])


def press(client, address, **values):
    form = client.get(address).context["form"]
    blank = {"blank": "on"} if "blank" in form.fields else {}
    return client.post(address, {"seen": form["seen"].value(), "when": "soon", **blank, **values})


def test_page_says_what_becomes_visible_and_what_is_left(client, cast, graded, work, write, address):
    graded(cast.student)
    graded(cast.classmate, done=False)
    client.force_login(cast.teacher)

    response = client.get(address)

    ready = response.context["ready"]
    assert (ready.new, ready.mailed, ready.told, ready.half_graded, ready.to_grade, ready.drafts) == (1, 1, 0, 1, 0, 0)
    assert response.context["recipients"].everybody == "Linh Trần"
    assert "Release 1 grade?" in response.content.decode()


def test_release_is_visible_in_ten_minutes_unless_said_otherwise(client, cast, graded, address):
    graded(cast.student)
    client.force_login(cast.teacher)

    response = press(client, address)

    assert (response.status_code, response.url) == (302, address)
    assert Release.objects.get().visible_from == NOW + timedelta(minutes=10)
    assert "Students see this at 12:10." in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("values", "visible_from"),
    [
        ({"when": "now"}, NOW),
        ({"when": "chosen", "visible_at": "2026-11-25T18:10"}, NOW + timedelta(hours=6, minutes=10)),
    ],
)
def test_release_is_visible_when_chosen(client, cast, graded, address, values, visible_from):
    graded(cast.student)
    client.force_login(cast.teacher)

    press(client, address, **values)

    assert Release.objects.get().visible_from == visible_from


@pytest.mark.parametrize(
    "values",
    [
        {"when": "chosen"},
        {"when": "chosen", "visible_at": "2026-11-25T11:59"},
        {"when": "chosen", "visible_at": "2026-03-29T01:30"},
        {"when": "soon", "visible_at": "2026-11-25T18:10"},
        {"when": "yesterday"},
        {"when": ""},
    ],
)
def test_a_moment_that_cannot_be_is_400_and_releases_nothing(client, cast, graded, address, values):
    graded(cast.student)
    client.force_login(cast.teacher)

    assert press(client, address, **values).status_code == 400
    assert Release.objects.count() == 0


def test_pressed_twice_releases_once(client, cast, graded, address):
    graded(cast.student)
    client.force_login(cast.teacher)
    seen = client.get(address).context["form"]["seen"].value()

    answers = [client.post(address, {"seen": seen, "when": "soon"}).status_code for _press in range(2)]

    assert answers == [302, 302]
    assert (Release.objects.count(), ReleaseItem.objects.count()) == (1, 1)
    assert Message.objects.filter(kind="released").count() == 1


def test_numbers_that_changed_since_are_asked_again(client, cast, graded, address):
    graded(cast.student)
    client.force_login(cast.teacher)
    seen = client.get(address).context["form"]["seen"].value()
    graded(cast.classmate)

    response = client.post(address, {"seen": seen, "when": "soon"})

    assert response.status_code == 409
    assert response.context["ready"].new == 2
    assert Release.objects.count() == 0


def test_what_was_chosen_and_written_stays_when_it_is_asked_again(client, cast, graded, regrade, address):
    work = graded(cast.student)
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    regrade(work, points=4)
    client.force_login(cast.teacher)
    seen = client.get(address).context["form"]["seen"].value()
    graded(cast.classmate)
    chosen = {"when": "chosen", "visible_at": "2026-11-30T09:00", "reason": "Counted again."}

    asked = client.post(address, chosen | {"seen": seen, "blank": "on"}).context["form"]

    kept = {name: asked[name].value() for name in ("when", "visible_at", "reason")}
    assert (kept, asked["seen"].value() != seen) == (chosen, True)
    assert client.post(address, chosen | {"seen": asked["seen"].value()}).status_code == 302


def test_what_is_not_ready_any_more_is_not_called_released(client, cast, graded, address):
    releases.release(cast.assignment, [graded(cast.student)], by=cast.teacher, at=NOW, visible_from=NOW)
    work = graded(cast.classmate)
    client.force_login(cast.teacher)
    seen = client.get(address).context["form"]["seen"].value()
    judge(answer_to(work), by=cast.assistant, points=2, done=False)

    page = client.post(address, {"seen": seen, "when": "now"}, follow=True).content.decode()

    assert ("released already" in page, "Nothing is ready to be released now" in page) == (False, True)


def test_nothing_to_release_is_refused_and_shown(client, cast, work, address):
    work(cast.assignment, cast.student)
    client.force_login(cast.teacher)

    assert client.get(address).templates[0].name == "grading/release_nothing.html"
    assert client.post(address, {"seen": "0.0.0", "when": "soon"}).status_code == 409
    assert Release.objects.count() == 0


def test_blanks_are_confirmed_once(client, cast, write, graded_answer, address):
    graded_answer(write(cast.assignment, cast.student, text=""), "q1", text="Words enough to be graded.")
    client.force_login(cast.teacher)

    assert press(client, address, blank="").status_code == 400
    assert press(client, address).status_code == 302
    assert Release.objects.count() == 1


def test_correction_goes_out_with_a_reason_alone(client, cast, graded, regrade, address):
    work = graded(cast.student)
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    regrade(work, points=4)
    client.force_login(cast.teacher)

    assert press(client, address).status_code == 400
    assert press(client, address, reason="Added up wrong.").status_code == 302
    assert [item.frozen["total"] for item in ReleaseItem.objects.order_by("pk")] == ["27.00", "36.00"]


def test_new_work_goes_out_while_a_correction_without_reason_stays(client, cast, graded, regrade, address):
    work = graded(cast.student)
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    regrade(work, points=4)
    fresh = graded(cast.classmate)
    client.force_login(cast.teacher)

    press(client, address)

    assert list(ReleaseItem.objects.order_by("pk").values_list("submission", flat=True)) == [work.pk, fresh.pk]


def test_undo_page_says_who_keeps_it_and_takes_back_the_rest(client, cast, graded, undo_address, address):
    works = [graded(person) for person in (cast.student, cast.classmate)]
    made = releases.release(cast.assignment, works, by=cast.teacher, at=NOW, visible_from=NOW)
    made.items.filter(submission=works[0]).update(first_seen_at=NOW)
    client.force_login(cast.teacher)

    asked = client.get(undo_address(made))
    answer = client.post(undo_address(made))

    assert (asked.context["taken"], asked.context["kept"], asked.context["keepers"]) == (1, 1, "Linh Trần")
    assert (answer.status_code, answer.url) == (302, address)
    assert list(Submission.objects.order_by("pk").values_list("state", flat=True)) == ["returned", "turned_in"]
    assert client.get(undo_address(made)).status_code == 409
    assert client.post(undo_address(made)).status_code == 302


def test_release_of_another_assignment_is_not_undone_here(client, cast, graded, undo_address):
    made = releases.release(cast.assignment, [graded(cast.student)], by=cast.teacher, at=NOW, visible_from=NOW)
    Release.objects.filter(pk=made.pk).update(assignment=cast.other_assignment)
    client.force_login(cast.teacher)

    assert client.post(undo_address(made)).status_code == 404
    assert ReleaseItem.objects.standing().count() == 1


@pytest.mark.parametrize(
    ("persona", "status"),
    [("student", 403), ("classmate", 403), ("assistant", 403), ("other_teacher", 404), ("superuser", 404)],
)
def test_only_teachers_of_the_class_release_and_undo(client, cast, graded, address, undo_address, persona, status):
    made = releases.release(cast.assignment, [graded(cast.classmate)], by=cast.teacher, at=NOW, visible_from=NOW)
    graded(cast.student)
    client.force_login(getattr(cast, persona))

    assert client.post(address, {"seen": "1.0.0", "when": "now"}).status_code == status
    assert client.get(address).status_code == status
    assert client.post(undo_address(made)).status_code == status
    assert (Release.objects.count(), ReleaseItem.objects.standing().count()) == (1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_release_page_costs_the_same_for_any_number(client, cast, graded, address, count, django_assert_num_queries):
    for person in [cast.student, cast.classmate, cast.other_student][:count]:
        graded(person)
    client.force_login(cast.teacher)
    client.get(address)

    with django_assert_num_queries(10):
        client.get(address)


def test_ten_minutes_end_with_a_whole_minute():
    assert whole_minute(datetime(2026, 11, 25, 18, 0)) == datetime(2026, 11, 25, 18, 0)  # noqa: DTZ001  no zone in sight
    assert whole_minute(datetime(2026, 11, 25, 18, 0, 0, 1)) == datetime(2026, 11, 25, 18, 1)  # noqa: DTZ001  the same


def test_whoever_teaches_sees_no_other_assignment(client, cast, graded, address):
    graded(cast.student)
    Assignment.objects.filter(pk=cast.assignment.pk).update(slug="moved")
    client.force_login(cast.teacher)

    assert client.get(address).status_code == 404
