"""A revision in a real browser: the comments beside the page, ticked while one writes, and what was changed."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from classroom.grading.models import Comment
from classroom.submissions import actions
from lessons.models import Question
from tests.access_world import place_names
from tests.factories import NOW
from tests.journeys.conftest import PHONE

NEXT_WEEK = NOW.replace(month=12, day=5)


@pytest.fixture
def revising(ticking_clock, transactional_db, cast):
    """The student's returned work, with a comment on "two sides" in each answer; question 2 is asked for and begun."""
    place_names(cast)
    work = cast.assignment.submissions.get(student=cast.student)
    questions = list(Question.objects.filter(version=work.lesson_version, position=2))
    wish = {"questions": questions, "due_at": NEXT_WEEK, "words": "Name the order.", "base": None}
    actions.ask_again(work, **wish, by=cast.teacher, at=NOW)
    return actions.start_next_attempt(work, at=NOW)


def test_comments_are_answered_beside_the_text_and_the_changes_seen(open_page, axe, cast, revising):
    place = [cast.school_class.public_id, "hanoi", 2]
    page = open_page(cast.student)
    page.goto(reverse("submissions:answer", args=place))
    page.get_by_label("Your answer to question 2").press("Control+Home")
    page.keyboard.type("At last, ")

    comment = page.locator("#answered-1")
    comment.get_by_role("button", name="Done").press("Enter")
    expect(comment.locator("p", has_text="Ticked as done")).to_be_focused()
    expect(page.get_by_label("Your answer to question 2")).to_have_value(re.compile("^At last, The two sides"))
    comment.get_by_role("button", name="Open again").click()
    expect(comment.locator("p", has_text="Not answered yet")).to_be_focused()  # it moves no more while one types
    comment.get_by_text("Leave it as it is").press("Enter")
    comment.get_by_label("Why, in a sentence").fill("It is meant so.")
    page.keyboard.press("Enter")
    expect(comment.get_by_text("It is meant so.")).to_be_visible()
    found = axe(page)

    page.get_by_role("button", name="Save and see your changes").click()
    expect(page.get_by_role("heading", name="What you changed")).to_be_visible()
    expect(page.locator("ins")).to_have_text("added: At last, ")
    for size in (page.viewport_size, PHONE):
        page.set_viewport_size(size)
        found += axe(page)
    page.get_by_role("link", name="Side by side").click()
    found += axe(page)
    assert found == []
    answered = Comment.objects.get(answer__submission=revising.carried_from, answer__question_key="q2", start__gte=0)
    assert answered.state == "declined"
