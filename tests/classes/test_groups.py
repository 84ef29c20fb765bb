"""Groups of a class: made, renamed, filled and removed by its teachers; the work of their students stays."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.classes import actions
from classroom.classes.models import Enrollment, Group
from classroom.http import Refused
from tests.cast import Cast, place
from tests.factories import NOW, UserFactory


def address(name: str, cast: Cast, *more: object) -> str:
    return reverse(f"classes:{name}", args=[cast.school_class.public_id, *more])


@pytest.fixture
def teacher(client: Client, cast: Cast) -> Client:
    client.force_login(cast.teacher)
    return client


def members(cast: Cast) -> dict[str, str | None]:
    """The group of each of the class's students."""
    students = Enrollment.objects.active().students().filter(school_class=cast.school_class)
    return dict(students.values_list("person__username", "group__name"))


def test_a_group_is_made_renamed_and_removed_and_its_name_is_its_own(teacher: Client, cast: Cast) -> None:
    made = teacher.post(address("group-new", cast), {"name": " Table 1 "})
    table = Group.objects.get()
    taken = teacher.post(address("group-new", cast), {"name": "Table 1"})
    round_ = actions.make_group(cast.school_class, name="Round table")

    assert (made.url, table.name) == (address("group", cast, table.pk), "Table 1")
    assert (taken.status_code, list(taken.context["form"].errors)) == (400, ["name"])
    assert teacher.post(address("group-rename", cast, round_.pk), {"name": "Table 1"}).status_code == 400
    with pytest.raises(Refused):
        actions.rename_group(round_, name="Table 1")
    teacher.post(address("group-rename", cast, round_.pk), {"name": "Table 2"})
    teacher.post(address("group-remove", cast, table.pk))
    assert list(Group.objects.values_list("name", flat=True)) == ["Table 2"]
    other = actions.make_group(cast.other_class, name="Table 2")  # another class's names are its own
    assert teacher.get(address("group", cast, other.pk)).status_code == 404


def test_ticks_put_students_in_and_take_them_out_and_leave_everybody_else_alone(teacher: Client, cast: Cast) -> None:
    one, two = [actions.make_group(cast.school_class, name=name) for name in ("One", "Two")]
    seats = {seat.person.username: seat for seat in cast.school_class.enrollments.select_related("person")}
    actions.change_members(one, come=[seats["linh"]], go=[])
    actions.change_members(two, come=[seats["tomasz"]], go=[])

    teacher.post(address("group", cast, one.pk), {"was": [seats["linh"].pk], "inside": [seats["tomasz"].pk]})
    assert members(cast) == {"linh": None, "tomasz": "One"}
    teacher.post(address("group", cast, two.pk), {"was": [seats["tomasz"].pk]})  # the page was old: not in it any more
    assert members(cast) == {"linh": None, "tomasz": "One"}
    for stranger in (seats["sam"], seats["ravi"], cast.other_student.enrollments.get()):
        teacher.post(address("group", cast, one.pk), {"inside": [stranger.pk]})
    assert not Enrollment.objects.filter(group=one).exclude(person=cast.classmate).exists()
    assert b"One" in teacher.get(address("roster", cast)).content
    actions.remove_group(one)
    assert members(cast) == {"linh": None, "tomasz": None}


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_groups_cost_the_same_for_any_number(
    teacher: Client, cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        group = actions.make_group(cast.school_class, name=f"Table {number}")
        place(UserFactory(), cast.school_class, "student", group=group)
    pages = [address("groups", cast), address("group", cast, group.pk)]
    for page in pages:
        teacher.get(page)

    with django_assert_num_queries(6):
        listed = teacher.get(pages[0])
    with django_assert_num_queries(6):
        teacher.get(pages[1])

    assert [(each.name, each.students) for each in listed.context["page_obj"]] == [
        (f"Table {number}", 1) for number in range(count)
    ]
    assert listed.context["alone"] == 2


def test_who_is_no_longer_in_the_list_is_passed_over_and_the_others_are_saved(teacher: Client, cast: Cast) -> None:
    table = actions.make_group(cast.school_class, name="Table 1")
    gone = Enrollment.objects.get(person=cast.classmate)
    here = Enrollment.objects.get(person=cast.student)
    Enrollment.objects.filter(pk=gone.pk).update(ended_at=NOW)

    saved = teacher.post(address("group", cast, table.pk), {"inside": [here.pk, gone.pk, "9223372036854775808", "x"]})

    assert (saved.status_code, members(cast)) == (302, {"linh": "Table 1"})
