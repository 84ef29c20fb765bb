"""What staff may know of a judgement and who may judge agree, for everybody of decision 5."""

import pytest

from classroom.grading import anchors, rules
from classroom.grading.actions import comments, letters, releases
from classroom.grading.models import Comment, Grade, Letter, ReleaseItem
from tests.factories import NOW


@pytest.fixture
def everybody(cast):
    return [
        cast.student, cast.classmate, cast.removed, cast.assistant, cast.teacher,
        cast.other_student, cast.other_teacher, cast.content_admin, cast.superuser,
    ]  # fmt: skip


@pytest.fixture
def back(cast, graded):
    """The student's work, judged, with a comment and a letter, and returned."""
    work = graded(cast.student)
    place = anchors.Words(1, "two sides")
    comments.add_comment(
        work.answers.first(), kind=Comment.Kind.STRENGTH, body="Yes.", place=place, by=cast.teacher, at=NOW
    )
    letters.save_letter(work, body="Well done.", base=0, by=cast.teacher, at=NOW)
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    return work


@pytest.mark.parametrize("model", [Grade, Comment, Letter])
def test_whoever_may_grade_knows_of_judgements_and_nobody_else(cast, everybody, back, model):
    by_rule = [rules.may_grade(person, cast.school_class) for person in everybody]
    by_queryset = [model.objects.visible_to(person).exists() for person in everybody]

    assert by_rule == by_queryset == [False, False, False, True, True, False, False, False, False]


def test_only_the_student_knows_of_what_came_back(cast, everybody, back):
    knows = [ReleaseItem.objects.visible_to(person, NOW).exists() for person in everybody]

    assert knows == [person == cast.student for person in everybody]
    assert rules.may_read_feedback(cast.student, cast.school_class)
