"""What goes wrong without script: nothing that was typed is lost, and the page says what to do."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from classroom.grading.models import Comment
from classroom.submissions.models import Answer

REFUSED = "status of 40[09]"


@pytest.fixture
def at(ticking_clock, transactional_db, cast):
    def address(name, *args):
        return reverse(name, args=[cast.school_class.public_id, "hanoi", *args])

    return address


def send(page, button):
    """Press it, and wait until the server has answered: without script nothing else tells that it has."""
    with page.expect_response(lambda response: response.request.method == "POST"):
        button.click()


def save(page, text):
    page.get_by_label("Your answer to question 1").fill(text)
    send(page, page.get_by_role("button", name="Save now"))


def test_stale_save_shows_both_texts_and_the_writer_chooses(open_page, troubles, cast, at):
    troubles.expect(REFUSED)
    here, there = open_page(cast.student, script=False), open_page(cast.student, script=False)
    for page in (here, there):
        page.goto(at("submissions:answer", 1))
    save(there, "Written on the other device.\n\nSaved first.")
    save(here, "Written here.\n\nSaved second 🕊️.")

    expect(here.get_by_role("heading", name="Two versions of question 1")).to_be_visible()
    expect(here.get_by_role("textbox", name="This page")).to_have_value("Written here.\n\nSaved second 🕊️.")
    elsewhere = here.get_by_role("region", name="Saved from elsewhere").locator(".answer-read")
    assert elsewhere.inner_text() == "Written on the other device.\n\nSaved first."
    send(here, here.get_by_role("button", name="Keep this one"))

    expect(here.get_by_label("Your answer to question 1")).to_have_value("Written here.\n\nSaved second 🕊️.")
    answer = Answer.objects.get(question_key="q1")
    assert answer.text == "Written here.\n\nSaved second 🕊️."
    assert "Written on the other device.\n\nSaved first." in answer.revisions.values_list("text", flat=True)


def test_words_that_stand_nowhere_keep_the_comment_in_its_form(open_page, troubles, cast, at, work):
    troubles.expect(REFUSED)
    answer = Answer.objects.get(submission=work(cast.assignment, cast.student), question_key="q1")
    page = open_page(cast.teacher, script=False)
    page.goto(at("grading:desk", 1, answer.desk_number))
    form = page.get_by_role("form", name="Comment on words")

    form.get_by_label("Words that it is about").fill("words nobody wrote")
    form.get_by_label("New comment").fill("Say which.")
    send(page, form.get_by_role("button", name="Add", exact=True))

    expect(form.get_by_label("New comment")).to_have_value("Say which.")
    expect(form.get_by_label("Words that it is about")).to_have_value("words nobody wrote")
    assert not Comment.objects.exists()
    form.get_by_label("Words that it is about").fill("two sides")
    send(page, form.get_by_role("button", name="Add", exact=True))
    expect(page.get_by_role("article")).to_contain_text("Say which.")
    assert [(comment.quote, comment.body) for comment in Comment.objects.all()] == [("two sides", "Say which.")]


def test_turning_in_without_the_statement_says_so_and_keeps_everything(open_page, troubles, cast, at, write):
    troubles.expect(REFUSED)
    submission = write(cast.assignment, cast.student)
    page = open_page(cast.student, script=False)
    page.goto(at("submissions:turn-in"))
    page.get_by_role("checkbox").evaluate("box => box.required = false")
    send(page, page.get_by_role("button", name="Turn in three answers"))

    expect(page.get_by_role("checkbox")).to_have_attribute("aria-invalid", "true")
    submission.refresh_from_db()
    assert submission.state == "draft"
