"""Grading, and giving a place, in the admin in a real browser, under the strict policy."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from classroom.grading.actions import comments
from classroom.grading.anchors import Words
from classroom.grading.models import Comment, Grade
from classroom.submissions.models import Answer
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def answer(cast, work) -> Answer:
    """A turned-in answer with one comment on its words."""
    submission = work(
        cast.assignment, cast.student, text="Both sides wanted <b>different</b> things.\n\nNeither gave way."
    )
    found = Answer.objects.select_related("assignment__school_class").get(submission=submission, question__position=1)
    place = Words(1, "different")
    comments.add_comment(found, kind=Comment.Kind.QUESTION, body="How?", place=place, by=cast.assistant, at=NOW)
    return found


@pytest.mark.usefixtures("stopped_clock")
def test_a_person_is_chosen_by_name_where_a_place_is_given(open_page, cast):
    page = open_page(cast.superuser)

    page.goto(reverse("admin:classes_enrollment_add"))
    chosen = page.get_by_role("combobox", name="Person:")
    chosen.click()
    page.get_by_role("searchbox", name="Person:").fill("Noor")
    page.get_by_role("option", name="Noor Haddad").click()
    expect(page.get_by_role("combobox", name="Person: Noor Haddad")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@pytest.mark.usefixtures("stopped_clock")
def test_teacher_grades_and_comments_in_the_admin(open_page, cast, answer, script):
    page = open_page(cast.teacher, script=script)
    page.goto(reverse("admin:index"))
    page.locator("#content-main").get_by_role("link", name="Answers").click()
    page.get_by_role("link", name=f"Answer {answer.desk_number}").first.click()

    for name in ("Understanding", "Evidence", "Argument"):
        page.get_by_role("group", name=name).get_by_role("radio", name="3, Secure").check()
    page.get_by_label("Comment on this answer").fill("Well weighed.")
    page.get_by_label("Done: ready to be released").check()
    page.get_by_role("button", name="Save grade").click()
    expect(page.get_by_text("Saved. The student sees it once it is released.")).to_be_visible()

    page.get_by_label("Paragraph").select_option("¶2")
    page.get_by_label("Words that it is about").fill("gave way")
    page.get_by_label("New comment").fill("True.")
    page.get_by_role("button", name="Add comment").click()
    expect(page.get_by_text("On ‘gave way’")).to_be_visible()

    grade = Grade.objects.get(answer=answer)
    assert (str(grade.points), grade.state, grade.events.get().path) == ("9.00", "done", "admin")
