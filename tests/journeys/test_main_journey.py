"""The main job, end to end, on the lesson that comes along: with script, and the same without."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from playwright.sync_api import expect

from tests.factories import UserFactory
from tests.journeys import steps
from tests.journeys.steps import Remark

ESSAYS = [
    "The summit was to turn the promise of Singapore into steps.\n\nBoth sides wanted peace 🕊️ and neither said how.",
    "Each leader was afraid of going first.\n\nA meeting between leaders is not enough 🤝, the details come before it.",
    "Others saw a president who bargained in person.\n\nTrade felt it only indirectly, through the sanctions.",
]
REMARK = Remark(2, "the details come before it", "Next step", "Which moment in Hanoi shows it?")
LEVELS = {"Understanding": "4, Excellent", "Evidence": "2, Developing", "Argument": "3, Secure"}
REACHED = {"Understanding": "Excellent, 4 of 4", "Evidence": "Developing, 2 of 4", "Argument": "Secure, 3 of 4"}
LETTER = "Linh, you explain this from both sides. Your next step is proof."


def shown(essay):
    """The paragraphs of an essay as the feedback page shows them, with the number of the one comment."""
    return essay.replace(REMARK.words, f"{REMARK.words}1").split("\n\n")


@pytest.fixture
def teacher(transactional_db):
    """Somebody who may make classes, with the lesson published."""
    call_command("load_lessons", "--publish", stdout=StringIO())
    teacher = UserFactory(username="marsh", name="Helen Marsh", known_as="Ms Marsh", is_staff=True)
    teacher.groups.add(Group.objects.get_or_create(name="Teachers")[0])
    return teacher


@pytest.mark.parametrize(
    "script", [pytest.param(True, marks=pytest.mark.postgres_journey), False], ids=["script", "plain"]
)
def test_class_lesson_answers_grade_and_feedback(open_page, teacher, script):
    desk = open_page(script=script)
    steps.sign_in(desk, "marsh")
    code = steps.make_class(desk, "World History 10B")
    steps.set_lesson(desk)

    pupil = open_page(script=script)
    steps.join_with_new_account(pupil, code, name="Linh Trần", username="linh")
    steps.read_lesson(pupil)
    for number, essay in enumerate(ESSAYS, 1):
        steps.write(pupil, number, essay, script=script)
    steps.check_and_turn_in(pupil, ESSAYS)

    steps.open_desk(desk)
    for number in (1, 2, 3):
        if number > 1:
            steps.open_question(desk, number)
        if number == 2:
            steps.comment(desk, REMARK, script=script)
        steps.grade(desk, LEVELS, said=f"You answer question {number}.", points="9")
    pupil.goto("/")
    expect(pupil.get_by_role("region", name="Waiting for a grade")).to_be_visible()
    if script:
        steps.write_letter(desk, "Linh Trần", LETTER)
    steps.release_now(desk)

    steps.open_feedback(pupil)
    expect(pupil.get_by_text(LETTER)).to_have_count(1 if script else 0)
    expect(pupil.get_by_role("complementary", name="Your result")).to_contain_text("27 of 36")
    for number, title in enumerate(["1. Objectives", "2. Why no agreement", "3. Significance"], 1):
        steps.read_question(pupil, title, points="9", said=f"You answer question {number}.", levels=REACHED)
        if number == 2:
            steps.see_comment(pupil, REMARK)
        assert pupil.locator(".essay").all_inner_texts() == shown(ESSAYS[number - 1])
