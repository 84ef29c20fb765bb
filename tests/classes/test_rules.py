"""What somebody may know of and what they may do agree, for everybody of decision 5."""

import pytest

from classroom.accounts.models import User
from classroom.classes import rules
from classroom.classes.models import Assignment, Enrollment, SchoolClass
from classroom.submissions.models import Submission
from lessons.models import Lesson
from tests.cast import Cast
from tests.factories import NOW


def everybody(cast: Cast) -> list[User]:
    return [
        cast.student, cast.classmate, cast.removed, cast.assistant, cast.teacher,
        cast.other_student, cast.other_teacher, cast.content_admin, cast.superuser,
    ]  # fmt: skip


def test_whoever_reads_in_a_class_knows_of_it_and_nobody_else(cast: Cast) -> None:
    by_rule = [rules.reads(person, cast.school_class) for person in everybody(cast)]
    by_queryset = [SchoolClass.objects.visible_to(person).contains(cast.school_class) for person in everybody(cast)]

    assert by_rule == by_queryset == [True] * 5 + [False] * 4


def test_whoever_belongs_to_a_class_knows_what_is_set_in_it(cast: Cast) -> None:
    by_rule = [rules.belongs(person, cast.assignment.school_class) for person in everybody(cast)]
    by_queryset = [Assignment.objects.visible_to(person).contains(cast.assignment) for person in everybody(cast)]

    assert by_rule == by_queryset == [True, True, False, True, True] + [False] * 4


@pytest.mark.parametrize("withdrawn", [False, True])
@pytest.mark.parametrize("begun", [False, True])
def test_the_light_way_to_an_assignment_leads_where_the_whole_one_does(
    cast: Cast, begun: bool, withdrawn: bool
) -> None:
    if begun:
        for person in (cast.student, cast.removed):
            Submission.objects.create(
                assignment=cast.assignment, student=person, lesson_version=cast.assignment.lesson_version
            )
    if withdrawn:
        Lesson.objects.update(withdrawn_at=NOW)
    light, whole = [], []

    for person in everybody(cast):
        whole.append(Assignment.objects.visible_to(person).filter(school_class=cast.school_class).exists())
        place = SchoolClass.objects.visible_to(person).filter(pk=cast.school_class.pk).first()
        shown = place and Assignment.objects.shown_in(place).exists()
        worked_on = place and Assignment.objects.filter(school_class=place).worked_on_by(person).exists()
        light.append(bool(shown or worked_on))

    assert light == whole == [begun or not withdrawn, not withdrawn, begun, True, True] + [False] * 4


def test_a_class_that_tells_whose_place_it_carries_answers_as_the_table_does(cast: Cast) -> None:
    for person in everybody(cast):
        asked = SchoolClass.objects.get(pk=cast.school_class.pk)
        told = SchoolClass.objects.visible_to(person).filter(pk=asked.pk).first() or asked
        for rule in (rules.learns, rules.teaches, rules.grades, rules.learnt):
            for who in (person, cast.student):  # the place of one says nothing of another
                assert rule(who, told) == rule(who, asked), (person.username, rule.__name__, who.username)


def test_whoever_teaches_a_class_knows_its_roster_and_nobody_else(cast: Cast) -> None:
    seat = Enrollment.objects.get(person=cast.student, school_class=cast.school_class)
    by_rule = [rules.teaches(person, seat) for person in everybody(cast)]
    by_queryset = [Enrollment.objects.visible_to(person).contains(seat) for person in everybody(cast)]

    assert by_rule == by_queryset == [False] * 4 + [True] + [False] * 4


@pytest.mark.parametrize("role", ["assistant", "teacher"])
def test_whose_work_for_a_class_has_ended_knows_nothing_of_it(cast: Cast, role: str) -> None:
    person = getattr(cast, role)
    Enrollment.objects.filter(person=person, school_class=cast.school_class).update(ended_at=NOW)

    assert not rules.reads(person, cast.school_class)
    assert not SchoolClass.objects.visible_to(person).exists()
    assert not Assignment.objects.visible_to(person).exists()
