"""A text that was taken away comes back in two clicks, without script."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from classroom.submissions.models import Answer
from tests.journeys.conftest import PHONE

WRITTEN = "The two sides wanted different things.\n\nNeither trusted the other 🕊️ to go first; שלום, cafe\u0301."
SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")


@pytest.fixture
def question(ticking_clock, transactional_db, cast):
    return reverse("submissions:answer", args=[cast.school_class.public_id, cast.assignment.slug, 1])


def save(page, text):
    """Without script nothing but the answer of the server tells that it has saved."""
    page.get_by_label("Your answer to question 1").fill(text)
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_role("button", name="Save now").click()
    expect(page.get_by_text(SAVED).first).to_be_visible()


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
def test_an_emptied_answer_is_restored_in_two_clicks(open_page, cast, question, size):
    page = open_page(cast.student, script=False, **({"size": size} if size else {}))
    page.goto(question)
    save(page, WRITTEN)
    save(page, "")
    page.goto(f"{question}history/")

    page.get_by_role("link", name=re.compile(r"^\d\d:\d\d:\d\d, 15 words$")).click()
    expect(page.get_by_role("insertion")).to_have_text(f"added: {WRITTEN}", use_inner_text=True)
    page.get_by_role("button", name="Restore this text").click()

    expect(
        page.get_by_text(re.compile(r"^Restored the text of \d\d:\d\d\. The one that stood is in the history\.$"))
    ).to_be_visible()
    expect(page.get_by_label("Your answer to question 1")).to_have_value(WRITTEN)
    answer = Answer.objects.get(question_key="q1", submission__student=cast.student)
    assert answer.text == WRITTEN
    assert list(answer.revisions.order_by("pk").values_list("text", flat=True)) == [WRITTEN, "", WRITTEN]
