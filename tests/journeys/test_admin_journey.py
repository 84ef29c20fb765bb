"""The authors' and teachers' tool, as they go through it: order, preview and publish a lesson; grade an answer."""

import pytest
from playwright.sync_api import expect

from classroom.grading.models import Comment, Grade, GradeEvent
from classroom.submissions.models import Answer
from lessons.models import Lesson
from tests.factories import DraftFactory, LessonFactory

LEVELS = {"Understanding": "4, Excellent", "Evidence": "2, Developing", "Argument": "3, Secure"}


@pytest.fixture
def draft(ticking_clock, transactional_db, cast):
    """A draft of the teacher's own, its sections Background and Aftermath in that order."""
    lesson: Lesson = LessonFactory(owner=cast.teacher)
    return DraftFactory(lesson=lesson, title="Rivers that divide")


def open_list(page, name):
    page.goto("/admin/")
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def test_author_orders_previews_and_publishes(open_page, axe, cast, draft):
    page = open_page(cast.teacher)
    open_list(page, "Versions")
    page.get_by_role("link", name="Rivers that divide").click()
    for section, place in [("Background", "2"), ("Aftermath", "1")]:
        part = page.locator(".inline-related").filter(has=page.locator(f"input[value={section}]"))
        part.get_by_label("Position").fill(place)
    assert axe(page) == []
    page.get_by_role("button", name="Save and preview").click()

    page.wait_for_url("**/preview/")
    headings = page.get_by_role("heading").all_inner_texts()
    assert [text for text in headings if text in {"Background", "Aftermath"}] == ["Aftermath", "Background"]
    assert axe(page) == []

    open_list(page, "Versions")
    page.get_by_role("row", name="Rivers that divide").get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option(label="Publish the chosen drafts")
    page.get_by_role("button", name="Go").click()

    expect(page.get_by_text("published.")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.number, draft.published_by) == (1, cast.teacher)
    assert [section.key for section in draft.sections.order_by("position")] == ["aftermath", "background"]


def test_teacher_grades_an_answer_in_the_admin(open_page, axe, ticking_clock, transactional_db, cast, work):
    answer = Answer.objects.get(submission=work(cast.assignment, cast.student), question_key="q1")
    page = open_page(cast.teacher)
    open_list(page, "Answers")
    page.get_by_role("link", name=str(answer)).click()
    expect(page.get_by_text("The two sides wanted different things.").first).to_be_visible()
    assert "Linh" not in page.content()  # names are hidden here as on the desk
    assert axe(page) == []

    page.get_by_label("Words that it is about").fill("two sides")
    page.get_by_label("New comment").fill("Name both.")
    page.get_by_role("button", name="Add comment").click()
    expect(page.get_by_text("Name both.")).to_be_visible()
    grade = page.get_by_role("form", name="Grade")
    for criterion, level in LEVELS.items():
        grade.get_by_role("group", name=criterion).get_by_role("radio", name=level).check()
    grade.get_by_label("Comment on this answer").fill("You see both sides.")
    grade.get_by_label("Done").check()
    grade.get_by_role("button", name="Save").first.click()

    expect(page.get_by_text("9 of 12").first).to_be_visible()
    given = Grade.objects.get()
    assert (given.answer_id, given.points, given.state, given.grader) == (answer.pk, 9, "done", cast.teacher)
    assert [(comment.quote, comment.body) for comment in Comment.objects.order_by("pk")] == [
        ("two sides", "Name both."),
        ("", "You see both sides."),
    ]
    assert [(event.by, event.path) for event in GradeEvent.objects.all()] == [(cast.teacher, GradeEvent.Path.ADMIN)]
