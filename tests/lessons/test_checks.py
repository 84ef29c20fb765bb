"""What keeps a lesson from being published, each in one sentence that names its place."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction

from classroom.http import Refused
from lessons.checks import problems
from lessons.editions import new_edition
from tests.factories import NOW


def said(document):
    return [str(problem) for problem in problems(document)]


@pytest.fixture
def with_level(small):
    """`with_level(points=…)`: the lesson with another first level of its only criterion."""

    def changed(**values):
        question = small.questions[0]
        criterion = question.criteria[0]
        levels = (replace(criterion.levels[0], **values), *criterion.levels[1:])
        return replace(small, questions=(replace(question, criteria=(replace(criterion, levels=levels),)),))

    return changed


def test_a_sound_lesson_has_no_problem(small):
    assert said(small) == []


@pytest.mark.parametrize(
    "values, found",
    [
        ({"name": "Good (nearly)"}, "Leave out brackets, braces and colons."),
        ({"points": Decimal(-1)}, "Points run from 0 to 1000, with at most two decimals."),
        ({"points": Decimal("0.125")}, "Points run from 0 to 1000, with at most two decimals."),
        ({"description": "Two\nlines."}, "This is one line."),
        ({"description": "## A heading"}, "It begins like a heading or a numbered line of the lesson file."),
        ({"description": "A\ttab."}, "It holds a tab or another character that can't be seen."),
    ],
)
def test_a_level_that_a_file_could_not_hold_is_named(with_level, values, found):
    assert [problem.split(": ", 1)[1] for problem in said(with_level(**values))] == [found]


def test_an_edition_that_cannot_stand_is_refused_and_not_written(draft, with_level):
    question = draft.questions.get()
    criteria = with_level(description="Two\nlines.").questions[0].criteria

    with pytest.raises(Refused) as refused, transaction.atomic():
        new_edition(question, criteria, at=NOW)

    assert "This is one line." in refused.value.reason
    assert question.rubrics.count() == 1
