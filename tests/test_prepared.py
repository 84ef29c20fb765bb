"""A query that is put together once answers as the one that is put together each time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q

from classroom.accounts.models import User
from classroom.classes.models import Assignment, Enrollment, SchoolClass
from classroom.prepared import prepared, prepared_update
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db


@prepared
def set_for(person: User, role: str, least: int, since: object):
    here = Q(school_class__enrollments__person=person, school_class__enrollments__role=role)
    return Assignment.objects.filter(here, pk__gte=least, opens_at__gte=since).select_related("school_class")


def test_it_finds_what_the_plain_one_finds_with_what_comes_along(cast, django_assert_num_queries):
    values = (cast.teacher, "teacher", 1, NOW - timedelta(days=30))
    with django_assert_num_queries(1):
        (found,) = set_for(*values)
        assert found.school_class.name == cast.school_class.name
    assert found == cast.assignment
    assert set_for(cast.student, *values[1:]) == set_for(cast.teacher, "student", *values[2:]) == []
    assert set_for(cast.teacher, "teacher", found.pk + 1, values[3]) == []
    assert set_for(cast.teacher, "teacher", 1, found.opens_at + timedelta(microseconds=1)) == []
    assert set_for(cast.teacher, "teacher", 1, found.opens_at) == [found]


def test_it_is_built_once_and_not_by_the_values_of_anybody(cast):
    built = []

    @prepared
    def places(person: User):
        built.append(person.pk)
        return Enrollment.objects.filter(person=person).values_list("role", flat=True)

    assert (places(cast.teacher), places(cast.student)) == (["teacher"], ["student"])
    assert built == [31_000, 31_500]


@pytest.mark.parametrize(
    "build",
    [
        lambda number: User.objects.filter(pk=number + 1),
        lambda number: User.objects.filter(pk__in=range(number)),
        lambda number: User.objects.all()[:number],
        lambda number: User.objects.all(),
    ],
)
def test_a_number_that_is_more_than_a_parameter_is_refused(build):
    with pytest.raises(TypeError, match="does more with its values"):
        prepared(build)(3)


def test_words_that_become_a_pattern_are_refused():
    with pytest.raises(TypeError, match="does more with its values"):
        prepared(lambda name: User.objects.filter(name__icontains=name))("100%")


def test_nothing_but_the_key_of_an_object_may_be_asked_for(cast):
    with pytest.raises(User.DoesNotExist):
        prepared(lambda person: User.objects.filter(name=person.name))(cast.teacher)


def test_a_value_of_another_kind_is_refused():
    with pytest.raises(TypeError, match="for a list"):
        prepared(lambda keys: User.objects.filter(pk__in=keys))([1, 2])


def test_a_change_meets_the_rows_it_names_and_counts_them(cast, django_assert_num_queries):
    @prepared_update
    def renamed(person: User, old: str, new: str):
        return User.objects.filter(pk=person.pk, name=old), {"name": new, "known_as": new}

    old = cast.student.name
    with django_assert_num_queries(2):
        assert renamed(cast.student, "somebody else", "new") == 0
        assert renamed(cast.student, old, "new") == 1
    cast.student.refresh_from_db()
    assert (cast.student.name, cast.student.known_as) == ("new", "new")
    assert User.objects.filter(name="new").count() == 1


def test_a_change_that_reckons_with_a_value_is_refused(cast):
    with pytest.raises(TypeError, match="does more with its values"):
        prepared_update(lambda person, new: (User.objects.filter(pk=person.pk), {"name": new + "!"}))(cast.student, "a")


def test_a_change_of_a_slice_or_of_nothing_is_refused(cast):
    with pytest.raises(TypeError, match="no slice"):
        prepared_update(lambda new: (User.objects.all()[:1], {"name": new}))("a")
    with pytest.raises(TypeError, match="does more with its values"):
        prepared_update(lambda person: (User.objects.filter(pk=person.pk), {}))(cast.student)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_by_its_own_connection():
    people = [UserFactory() for _ in range(4)]

    @prepared
    def named(person: User):
        return User.objects.filter(pk=person.pk)

    def ask(person: User) -> list[User]:
        try:
            return named(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, people)) == [[person] for person in people]


def test_a_place_is_asked_of_the_class_it_is_in(cast):
    asked = prepared(lambda person, public_id: SchoolClass.objects.visible_to(person).filter(public_id=public_id))
    (found,) = asked(cast.student, cast.school_class.public_id)
    assert (found.own_person, found.own_role, found.own_end) == (cast.student.pk, "student", None)
