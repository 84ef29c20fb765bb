"""The admin's pages in a real browser, under the strict policy, at both sizes; and grading there."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from classroom.grading.actions import comments, names
from classroom.grading.admin.hiding import answer_url
from classroom.grading.anchors import Words
from classroom.grading.models import Comment, Grade
from classroom.submissions.models import Answer
from lessons.actions import start_draft
from lessons.models import Lesson
from tests.factories import NOW
from tests.journeys.conftest import DESKTOP, PHONE

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


LISTS = ["submissions_submission", "submissions_answer", "grading_comment", "grading_gradeevent",
         "classes_enrollment", "classes_assignment"]  # fmt: skip


def rows(cast, answer: Answer) -> list[str]:
    """Pages of one row, of each kind one."""
    comment = Comment.objects.get()
    return [
        answer_url(answer),
        reverse("admin:submissions_submission_change", args=[answer.submission_id]),
        reverse("admin:grading_comment_change", args=[comment.pk]),
        reverse("admin:grading_comment_delete", args=[comment.pk]),
        reverse("admin:classes_assignment_change", args=[cast.assignment.pk]),
    ]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.usefixtures("stopped_clock")
def test_pages_for_teachers_keep_to_the_policy_and_to_the_screen(open_page, cast, answer, size):
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    page = open_page(cast.teacher, size=size)

    lists = [reverse(f"admin:{table}_changelist") for table in LISTS]
    for address in [reverse("admin:index"), *lists, *rows(cast, answer)]:
        assert page.goto(address).status == 200
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, address


@pytest.mark.usefixtures("stopped_clock")
def test_axe_finds_nothing_on_any_kind_of_page(open_page, axe, cast, answer):
    lesson = cast.assignment.lesson_version.lesson
    Lesson.objects.filter(pk=lesson.pk).update(owner=cast.teacher)
    draft = start_draft(lesson, by=cast.teacher)
    page = open_page(cast.teacher)
    found = {}

    def look(*addresses):
        for address in addresses:
            assert page.goto(address).status == 200
            for size, theme in [(DESKTOP, "light"), (PHONE, "dark")]:  # colours are the same at both sizes
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                if violations := axe(page):
                    found[f"{address}, {size['width']} {theme}"] = violations

    look(rows(cast, answer)[1])  # the work of somebody whose name is hidden
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    look(
        reverse("admin:index"),
        reverse("admin:submissions_answer_changelist"),  # the list with everything: search, filters, an order of rows
        *rows(cast, answer),
        reverse("admin:classes_assignment_history", args=[cast.assignment.pk]),
        reverse("admin:lessons_lessonversion_change", args=[draft.pk]),
        reverse("admin:lessons_question_change", args=[draft.questions.get(key="q1").pk]),
    )

    assert found == {}


@pytest.mark.usefixtures("stopped_clock")
def test_pages_for_superusers_keep_to_the_policy(open_page, axe, cast, answer):
    page = open_page(cast.superuser)

    for table in ("accounts_user", "accounts_accesslog", "accounts_message", "lessons_lesson"):
        assert page.goto(reverse(f"admin:{table}_changelist")).status == 200
    assert page.goto(reverse("admin:accounts_user_change", args=[cast.student.pk])).status == 200
    page.goto(reverse("admin:classes_enrollment_add"))
    assert axe(page) == []
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
