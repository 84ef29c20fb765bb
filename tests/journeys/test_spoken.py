"""What a screen reader is given on the desk and on the feedback page. docs/spoken.md says it in full."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from classroom.grading.actions import comments, releases
from classroom.grading.anchors import Words
from tests.factories import NOW
from tests.grading.conftest import graded, judge
from tests.grading.desk import answer_to
from tests.journeys.hands import Hands
from tests.journeys.spoken import focused, outline, said, tree
from tests.journeys.test_desk_keys import answers, desk, heading

__all__ = ["answers", "desk", "graded"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = [
    "banner",
    "region Grading controls",
    "navigation Question",
    "main",
    "heading 1 Grade question 2, Why no agreement",
    "navigation Answers",
    "heading 2 Answers",
    "heading 3 To grade, 4",
    "region Answer 1",
    "heading 2 Answer 1",
    "form Comment on words",
    "heading 2 Comment on words",
    "region Notes for staff",
    "heading 2 Notes for staff",
    "form New note for staff",
    "form Grade",
    "heading 2 Rubric",
]
FEEDBACK = [
    "banner",
    "navigation Main",
    "main",
    "navigation Breadcrumb",
    "heading 1 Your feedback",
    "complementary Your result",
    "navigation Questions",
    "region Why no agreement?",
    "heading 2 Why no agreement?",
    "heading 2 How the 9 points add up",
    "region Your mark",
    "heading 2 Your mark",
]


def test_the_desk_is_told_in_order_and_focus_says_what_came_of_a_key(desk, cast, answers, troubles):
    assert outline(desk) == DESK
    hands = Hands(desk)
    hands.press("ArrowDown", "3")
    expect(desk.locator("[data-level-says]")).to_have_text("Understanding: 3, Secure")
    assert focused(desk) == "group Understanding"

    hands.press("c", "Tab")
    hands.write("two sides")
    hands.press("Tab", "Tab")
    hands.write("Which two?")
    hands.press("Control+Enter")
    expect(desk.locator("article.comment:focus")).to_be_visible()
    assert focused(desk) == "article On ‘two sides’: Next step."

    hands.press("2", "ArrowDown", "4", "Control+Enter")
    heading(desk, 2)
    assert focused(desk) == "region Answer 2"

    troubles.expect("409")
    judge(answers[1], by=cast.assistant, points=1)
    hands.press("3", "ArrowDown", "3", "ArrowDown", "3", "Control+Enter")
    expect(desk.locator("#theirs-title")).to_be_visible()
    assert focused(desk) == "region Sam saved a grade while you had this answer open. It is marked as done."
    assert desk.get_by_role("alert").filter(visible=True).count() == 0  # the focus says it, and once is enough


def test_the_feedback_page_is_told_with_the_words_each_comment_is_about(cast, graded, open_page, ticking_clock):
    work = graded(cast.student, letter="Dear Linh, well argued.", comment="Clear.")
    answer = answer_to(work)
    words = Words(1, "two sides")
    comments.add_comment(answer, kind="strength", body="Well seen.", place=words, by=cast.teacher, at=NOW)
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    page = open_page(cast.student)
    page.goto(reverse("grading:feedback", args=[cast.school_class.public_id, "hanoi", 2]))

    assert outline(page) == FEEDBACK
    comment = [str(each) for each in map(said, tree(page)) if each.role == "article"]
    assert comment == ["article On ‘two sides’: Strength."]
    criteria = page.get_by_role("listitem").filter(has_text="of 4").all_inner_texts()
    assert [" ".join(each.split()) for each in criteria] == [
        "Understanding Secure, 3 of 4 Secure understanding.",
        "Evidence Secure, 3 of 4 Secure evidence.",
        "Argument Secure, 3 of 4 Secure argument.",
    ]
