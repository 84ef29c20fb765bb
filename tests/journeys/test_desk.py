"""The grading desk in a real browser: words selected with the mouse's range, levels chosen, with script and without."""

import pytest
from playwright.sync_api import expect

from classroom.grading.models import Comment, Grade
from tests.grading.desk import answer_to, url
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "🕊️ Peace 🕊️ was far, e\u0301crit 𝒳. Nobody went first.\n\nשלום is a word for it 👩🏽‍🏫, and for a greeting."
SELECT = """([from, to]) => {
  const texts = [];
  const walker = document.createTreeWalker(document.querySelector(".annotated"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    if (walker.currentNode.parentElement.closest("[data-paragraph]")) texts.push(walker.currentNode);
  const at = (words) => texts.map((text) => [text, text.data.indexOf(words)]).find(([, index]) => index >= 0);
  const [first, start] = at(from);
  const [last, end] = at(to);
  getSelection().setBaseAndExtent(first, start, last, end + to.length);
  document.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
}"""


@pytest.fixture
def answer(cast, work):
    """A turned-in answer to question 2 with texts that scripts count otherwise than people."""
    return answer_to(work(cast.assignment, cast.student, text=TEXT))


def test_selected_words_become_a_comment_beside_them(cast, answer, open_page, axe):
    page = open_page(cast.teacher)
    page.goto(url("desk", answer))
    page.get_by_label("4, Excellent").first.check()
    form = page.get_by_role("form", name="Comment on words")
    for number, (first, last, quote) in enumerate(
        [
            ("🕊️ was", "far", "🕊️ was far"),
            ("𝒳", "𝒳.", "𝒳."),
            ("far", "went", "far, e\u0301crit 𝒳. Nobody went"),
            ("word", "👩🏽‍🏫", "word for it 👩🏽‍🏫"),
            ("first.", "שלום", "first."),
        ],
        1,
    ):
        page.evaluate(SELECT, [first, last])
        expect(form.get_by_role("button", name="Cancel")).to_be_visible()
        form.get_by_label("New comment").fill(f"Comment on {quote}")
        form.get_by_role("button", name="Add", exact=True).click()
        expect(page.locator("article.comment")).to_have_count(number)
        expect(page.locator("article.comment:focus")).to_contain_text(f"Comment on {quote}")
        assert Comment.objects.order_by("-pk").values_list("quote", flat=True)[0] == quote

    expect(page.get_by_text("the rest of the selection was left out")).to_be_visible()
    expect(page.get_by_label("4, Excellent").first).to_be_checked()  # what was chosen outlives the comments
    assert axe(page) == []


def test_escape_and_cancel_put_the_form_back(cast, answer, open_page):
    page = open_page(cast.teacher)
    page.goto(url("desk", answer))
    form = page.get_by_role("form", name="Comment on words")
    by_hand = form.get_by_label("Words that it is about")

    page.evaluate(SELECT, ["Nobody", "first."])
    expect(by_hand).to_be_hidden()
    form.get_by_role("button", name="Cancel").click()
    expect(by_hand).to_be_visible()
    page.evaluate(SELECT, ["Nobody", "first."])
    form.get_by_label("New comment").press("Escape")
    expect(by_hand).to_be_visible()


def test_points_add_up_while_levels_are_chosen_and_leaving_asks(cast, answer, open_page):
    page = open_page(cast.teacher)
    page.goto(url("desk", answer))
    for name, level in [("Understanding", "4, Excellent"), ("Evidence", "2, Developing"), ("Argument", "0, Not shown")]:
        page.get_by_role("group", name=name, exact=True).get_by_label(level).check()
    expect(page.locator("[data-score]")).to_have_text("6")
    page.get_by_text("Add or take away points").click()
    page.get_by_label("Points added or taken away").fill("-0.25")
    expect(page.locator("[data-score]")).to_have_text("5.75")

    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Question 3").click()
    page.wait_for_url("**/grade/3/**")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_an_answer_is_graded_and_commented_on_and_the_next_one_opens(cast, work, answer, open_page, script, size):
    other = answer_to(work(cast.assignment, cast.classmate))
    page = open_page(cast.teacher, script=script, size=size)
    page.goto(url("desk", answer))

    form = page.get_by_role("form", name="Comment on words")
    form.get_by_label("Paragraph").select_option("¶2")
    form.get_by_label("Words that it is about").fill("a greeting")
    form.get_by_label("New comment").fill("Say which.")
    form.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("article.comment")).to_contain_text("Say which.")

    for name, level in [("Understanding", "3, Secure"), ("Evidence", "3, Secure"), ("Argument", "2, Developing")]:
        page.get_by_role("group", name=name, exact=True).get_by_label(level).check()
    page.get_by_label("Comment on this answer").fill("Clear.")
    page.get_by_role("button", name="Save, next answer" if size is DESKTOP else "Save, next").click()

    page.wait_for_url(f"**{url('desk', other)}")
    assert [(str(grade.points), grade.state) for grade in Grade.objects.all()] == [("8.00", "done")]
    assert list(Comment.objects.order_by("pk").values_list("quote", "body")) == [
        ("a greeting", "Say which."),
        ("", "Clear."),
    ]
