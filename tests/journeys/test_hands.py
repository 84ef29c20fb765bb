"""How little the desk asks of hands and of the server, counted in a real browser; tests.benchmarks.hands does more."""

import pytest

from classroom.grading.models import Comment, Grade
from classroom.submissions.models import Answer
from tests.cast import place
from tests.factories import UserFactory
from tests.grading.conftest import judge
from tests.grading.desk import answer_to
from tests.journeys.hands import Hands, Judgement, by_keys, by_mouse, listening
from tests.journeys.test_desk_keys import answers, desk, heading

__all__ = ["answers", "desk"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAVE = ["POST grading:desk"]  # which brings the next answer
FETCHES = ["POST grading:comment", "GET grading:bank"]
SAYS = [
    (by_keys, Judgement("324", 1, "two sides", "Well seen.", "a")),
    (by_keys, Judgement("440", 2, "to go first", "Who says so?", "s")),
    (by_mouse, Judgement("213", 2, "trusted", "Since when?", "a")),
]


@pytest.fixture
def bank(cast, answers, work):
    """Two comments that the teacher made on earlier answers."""
    for number, said in enumerate(["Say who.", "Name the fact."], 7):
        answer = answer_to(work(cast.assignment, place(UserFactory(), cast.school_class, "student")))
        Answer.objects.filter(pk=answer.pk).update(desk_number=number)
        judge(answer, by=cast.teacher, points=number - 6, comment=said)


def test_an_answer_costs_one_page_and_two_fetches_by_keys_and_by_mouse(bank, desk, cast, answers):
    found = []
    for number, (grade, says) in enumerate(SAYS, 2):
        hands = Hands(desk)
        with listening(desk) as asked:
            grade(hands, says)
            heading(desk, number)
        found.append((asked.pages, asked.fetches, hands.keys, hands.letters, hands.clicks, hands.drags))

    assert found == [
        (SAVE, FETCHES, 13, 19, 0, 0),
        (SAVE, FETCHES, 14, 23, 0, 0),
        (SAVE, FETCHES, 0, 11, 8, 1),
    ]
    graded = Grade.objects.filter(answer__in=answers).order_by("answer__desk_number")
    assert [(str(each.points), each.state) for each in graded] == [("9.00", "done"), ("8.00", "done"), ("6.00", "done")]
    said = Comment.objects.filter(answer__in=answers).order_by("answer__desk_number", "-quote")
    assert [(each.quote, each.body) for each in said] == [
        ("two sides", "Well seen."), ("", "Name the fact."),
        ("to go first", "Who says so?"), ("", "Well seen."),  # the bank has it already
        ("trusted", "Since when?"), ("", "Name the fact."),
    ]  # fmt: skip
