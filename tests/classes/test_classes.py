"""A teacher's classes: the list, making one, its code, and who joined today."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from classroom.accounts.models import User
from classroom.classes.models import Enrollment, SchoolClass
from tests.cast import Cast, place
from tests.factories import NOW, AssignmentFactory, EnrollmentFactory, SchoolClassFactory, UserFactory


def address(name: str, school_class: SchoolClass, *more: object) -> str:
    return reverse(f"classes:{name}", args=[school_class.public_id, *more])


@pytest.fixture
def teacher(client: Client, cast: Cast) -> User:
    client.force_login(cast.teacher)
    return cast.teacher


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_any_number(
    client: Client, cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count - 1):
        place(cast.student, SchoolClassFactory(), "student")
    client.force_login(cast.student)
    client.get(reverse("classes:list"))

    with django_assert_num_queries(6):
        response = client.get(reverse("classes:list"))

    expected = list(Enrollment.objects.filter(person=cast.student).order_by("school_class__name"))
    assert list(response.context["page_obj"]) == expected


def test_list_has_an_empty_state(client: Client, db: None) -> None:
    client.force_login(UserFactory())

    assert "You are in no class yet" in client.get(reverse("classes:list")).content.decode()


def test_a_teacher_makes_a_class_and_is_its_first_teacher(client: Client, teacher: User) -> None:
    response = client.post(reverse("classes:new"), {"name": "World History 11A", "time_zone": "Asia/Hanoi"})
    assert (response.status_code, list(response.context["form"].errors)) == (400, ["time_zone"])

    response = client.post(reverse("classes:new"), {"name": "World History 11A", "time_zone": "Asia/Bangkok"})

    made = SchoolClass.objects.get(name="World History 11A")
    assert (response.status_code, response.url) == (302, made.get_absolute_url())
    assert (made.time_zone, made.created_by, len(made.code)) == ("Asia/Bangkok", teacher, 6)
    assert list(made.enrollments.values_list("person", "role", "via")) == [(teacher.pk, "teacher", "created")]


def test_a_second_press_makes_no_second_class(client: Client, teacher: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        made = []
        for seconds in (0, 59, 2):
            clock.shift(timedelta(seconds=seconds))
            made.append(client.post(reverse("classes:new"), {"name": "History 11A", "time_zone": "Asia/Bangkok"}).url)
        other = client.post(reverse("classes:new"), {"name": "History 11B", "time_zone": "Asia/Bangkok"}).url

    classes = SchoolClass.objects.filter(name__startswith="History 11").order_by("created_at", "name")
    first, later, differing = (each.get_absolute_url() for each in classes)
    assert [*made, other] == [first, first, later, differing]


@pytest.mark.parametrize("who", ["student", "assistant", "content_admin", "superuser"])
def test_only_the_sites_teachers_make_classes(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    before = SchoolClass.objects.count()

    statuses = [client.get(reverse("classes:new")).status_code, client.post(reverse("classes:new"), {}).status_code]

    assert (statuses, SchoolClass.objects.count()) == ([403, 403], before)


@pytest.mark.parametrize(
    "who, status",
    [
        ("teacher", 200),
        ("assistant", 200),
        ("student", 403),
        ("removed", 403),
        ("other_teacher", 404),
        ("superuser", 404),
    ],
)
def test_class_page_is_for_its_staff(client: Client, cast: Cast, who: str, status: int) -> None:
    client.force_login(getattr(cast, who))

    assert client.get(cast.school_class.get_absolute_url()).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_class_page_costs_the_same_for_any_number(
    client: Client, cast: Cast, teacher: User, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count - 1):
        AssignmentFactory(school_class=cast.school_class, slug=f"more-{number}")
        EnrollmentFactory(school_class=cast.school_class)
    client.get(cast.school_class.get_absolute_url())

    with django_assert_num_queries(7):
        response = client.get(cast.school_class.get_absolute_url())

    assert len(response.context["page_obj"]) == count
    assert response.context["students"] == 2 + count - 1


def test_assistant_sees_no_code_on_the_class_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.assistant)

    assert cast.school_class.spoken_code not in client.get(cast.school_class.get_absolute_url()).content.decode()


def test_the_code_is_paused_resumed_renewed_and_runs_out(client: Client, cast: Cast, teacher: User) -> None:
    school_class = cast.school_class
    before = school_class.code

    client.post(address("code-pause", school_class))
    school_class.refresh_from_db()
    assert (school_class.code_paused, school_class.code_opens(NOW)) == (True, False)

    client.post(address("code-resume", school_class))
    client.post(address("code-expiry", school_class), {"expires_at": "2026-11-25T12:00"})
    school_class.refresh_from_db()
    assert (school_class.code_paused, school_class.code_expires_at, school_class.code_opens(NOW)) == (False, NOW, False)

    asked = client.get(address("code-renew", school_class))
    school_class.refresh_from_db()
    assert (asked.status_code, school_class.code) == (200, before)

    client.post(address("code-renew", school_class))
    school_class.refresh_from_db()
    assert school_class.code != before
    assert (school_class.code_expires_at, school_class.code_opens(NOW)) == (None, True)

    client.post(address("code-expiry", school_class), {"expires_at": ""})
    school_class.refresh_from_db()
    assert school_class.code_expires_at is None


def test_changing_the_time_zone_moves_no_stored_moment(client: Client, cast: Cast, teacher: User) -> None:
    client.post(address("change", cast.school_class), {"name": "World History 10B", "time_zone": "America/New_York"})

    cast.school_class.refresh_from_db()
    due = cast.assignment.due_at
    cast.assignment.refresh_from_db()
    assert (cast.school_class.time_zone, cast.assignment.due_at) == ("America/New_York", due)


@pytest.mark.usefixtures("stopped_clock")
def test_where_nobody_joined_today_nobody_is_asked_about(client: Client, cast: Cast, teacher: User) -> None:
    cast.school_class.enrollments.update(via=Enrollment.Via.ADDED)

    page = client.get(address("joined-today-remove", cast.school_class), follow=True)

    assert page.redirect_chain == [(cast.school_class.get_absolute_url(), 302)]
    assert [str(each) for each in page.context["messages"]] == ["Nobody joined by code today."]


@pytest.mark.usefixtures("stopped_clock")
def test_those_who_joined_by_code_today_are_taken_out_together(client: Client, cast: Cast, teacher: User) -> None:
    midnight = NOW.replace(hour=0)
    Enrollment.objects.filter(school_class=cast.school_class).update(joined_at=midnight - timedelta(seconds=1))
    today = [EnrollmentFactory(school_class=cast.school_class, joined_at=midnight) for _newcomer in range(3)]
    added = EnrollmentFactory(school_class=cast.school_class, joined_at=NOW, via="added")

    page = client.get(cast.school_class.get_absolute_url())
    asked = client.get(address("joined-today-remove", cast.school_class))
    late = EnrollmentFactory(school_class=cast.school_class, joined_at=NOW)  # came while the question was open
    client.post(
        address("joined-today-remove", cast.school_class), {"place": [key for _name, key in asked.context["sent"]]}
    )

    late.refresh_from_db()
    assert late.ended_at is None
    assert (page.context["joined_today"], asked.status_code) == (3, 200)
    assert {place.pk for place in Enrollment.objects.filter(ended_at=NOW)} == {
        *(place.pk for place in today),
        Enrollment.objects.get(person=cast.removed).pk,
    }
    added.refresh_from_db()
    assert added.ended_at is None
