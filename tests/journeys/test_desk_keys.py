"""Grading with keys alone in a real browser, and feedback that was typed and not saved."""

import pytest
from playwright.sync_api import expect

from classroom.classes import actions as classes
from classroom.classes.models import Assignment
from classroom.grading.models import Comment, CriterionMark, Grade
from classroom.submissions.models import Answer
from tests.cast import place
from tests.factories import UserFactory
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, url
from tests.journeys.conftest import DESKTOP, PHONE, session_cookie
from tests.journeys.test_desk import SELECT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "document.activeElement.id || document.activeElement.className || document.activeElement.tagName"
KEPT = "Object.keys(sessionStorage).filter((name) => name.startsWith('typed '))"
BESIDE = """(chosen) => {
  const place = (element) => element.getBoundingClientRect();
  const { top, bottom } = place(document.querySelector(chosen));
  const others = [...document.querySelectorAll(".bench-bar > :not(.push)")].filter((each) => !each.matches(chosen));
  return others.some((each) => place(each).top < bottom && place(each).bottom > top);
}"""
ROWS = """(bar) => new Set([...document.querySelector(bar).children].filter((each) => each.offsetHeight)
  .map((each) => each.getBoundingClientRect()).map(({ top, bottom }) => Math.round((top + bottom) / 20))).size"""
NAME = "document.activeElement.querySelector('legend')?.innerText.trim()"


@pytest.fixture
def answers(cast, work):
    """Four turned-in answers to question 2 in the order of the queue."""
    students = [cast.student, cast.classmate, *(place(UserFactory(), cast.school_class, "student") for _n in range(2))]
    found = [answer_to(work(cast.assignment, student)) for student in students]
    for number, answer in enumerate(found, 1):
        Answer.objects.filter(pk=answer.pk).update(desk_number=number)
        answer.refresh_from_db()
    return found


@pytest.fixture
def desk(cast, answers, open_page):
    """The teacher's page at the first of them."""
    page = open_page(cast.teacher)
    page.goto(url("desk", answers[0]))
    return page


def heading(page, number):
    """That answer is there, and the page listens to keys: its scripts run once all of it is read."""
    expect(page.get_by_role("heading", name=f"Answer {number}", exact=True)).to_be_visible()
    page.wait_for_load_state("domcontentloaded")


def test_points_and_levels_take_each_others_place_and_keys_go_on(desk, cast, answers):
    criterion = desk.locator("#level-evidence")
    for key in ["3", "ArrowDown", "2"]:
        desk.keyboard.press(key)
    criterion.get_by_text("Points or a comment").click()
    points = criterion.get_by_label("Points for Evidence")
    points.fill("2.5")
    expect(criterion.locator(":checked")).to_have_count(0)
    desk.locator(".pane").focus()
    desk.keyboard.press("4")  # of the first that is not decided: the third
    expect(desk.locator("[data-score]")).to_have_text("9.5")

    criterion.get_by_label("1, Beginning").check()
    expect(points).to_have_value("")
    expect(desk.locator("[data-score]")).to_have_text("8")
    points.fill("0.5")
    criterion.get_by_label("Comment on Evidence").fill("Whose words?")
    desk.keyboard.press("Control+Enter")
    heading(desk, 2)

    marks = CriterionMark.objects.values_list("criterion__key", "level__name", "points", "comment")
    assert [(key, level, str(each), said) for key, level, each, said in marks] == [
        ("understanding", "Secure", "3.00", ""), ("evidence", None, "0.50", "Whose words?"),
        ("argument", "Excellent", "4.00", ""),
    ]  # fmt: skip


def test_answers_are_graded_with_keys_alone_by_one_request_each(desk, cast, answers):
    asked = []

    def note(request):
        if "/grade/" in request.url and url("lease", answers[0]) not in request.url:  # a slow machine sends that late
            asked.append((request.method, request.resource_type))

    desk.on("request", note)
    for number, levels in enumerate(["324", "200", "444"], 1):
        for level in levels:
            desk.keyboard.press(level)
            desk.keyboard.press("ArrowDown")
        desk.keyboard.press("o")
        desk.keyboard.type("Clear. jk?")
        desk.keyboard.press("Control+Enter")
        heading(desk, number + 1)
        desk.wait_for_url(f"**{url('desk', answers[number])}")

    assert asked == 3 * [("POST", "xhr")]
    assert [(str(each.points), each.state) for each in Grade.objects.order_by("answer__desk_number")] == [
        ("9.00", "done"), ("2.00", "done"), ("12.00", "done"),
    ]  # fmt: skip
    assert {comment.body for comment in Comment.objects.all()} == {"Clear. jk?"}
    desk.go_back()
    heading(desk, 3)
    expect(desk.get_by_label("Comment on this answer")).to_have_value("Clear. jk?")


def test_the_bar_says_what_is_saved_and_what_is_not(desk, cast, answers):
    bar = desk.get_by_role("banner")
    for key in 3 * ["3", "ArrowDown"]:
        desk.keyboard.press(key)
    expect(bar.get_by_text("Not saved yet")).to_be_visible()
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(bar.get_by_text("Draft grade saved")).to_be_visible()
    desk.get_by_label("Comment on this answer").fill("Clear.")
    expect(bar.get_by_text("Not saved yet")).to_be_visible()
    desk.keyboard.press("Control+Enter")
    heading(desk, 2)
    expect(bar.get_by_text("Answer 1 saved")).to_be_visible()
    desk.set_viewport_size(PHONE)
    expect(desk.get_by_role("region", name="Save and move on").get_by_text("Answer 1 saved")).to_be_visible()


def test_a_key_pressed_as_the_next_answer_appears_goes_to_it_and_keeps_its_place(desk, cast, answers):
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'o', bubbles: true }))"
    desk.evaluate(f"document.addEventListener('htmx:afterSwap', () => setTimeout(() => {press}))")
    for _each in range(3):
        desk.keyboard.press("3")
        desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Control+Enter")
    heading(desk, 2)
    expect(desk.get_by_label("Comment on this answer")).to_be_focused()
    desk.evaluate("new Promise((done) => setTimeout(done, 100))")
    assert desk.evaluate(HERE) == "comment"


def test_words_said_before_are_inserted_by_b_and_a_letter(desk, cast, answers, axe):
    judge(answers[2], by=cast.teacher, points=3, comment="Name the fact.")
    judge(answers[3], by=cast.teacher, points=1, comment="Say who.")
    desk.keyboard.press("1")
    desk.keyboard.press("b")
    expect(desk.locator("#bank button").first).to_be_focused()
    expect(desk.locator("#bank [data-says]")).to_have_text(["Say who.", "Name the fact."])
    assert axe(desk) == []
    desk.keyboard.press("s")
    expect(desk.get_by_label("Comment on this answer")).to_have_value("Name the fact.")

    desk.keyboard.press("Escape")
    desk.evaluate(SELECT, ["two", "sides"])
    desk.get_by_role("link", name="Comment bank").click()
    desk.get_by_role("button", name="Say who.").click()
    expect(desk.get_by_label("New comment")).to_have_value("Say who.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("article.comment:focus")).to_contain_text("Say who.")


def test_every_key_of_the_list_does_what_it_says(desk, cast, answers, axe):
    desk.set_viewport_size({"width": 1440, "height": 420})
    desk.keyboard.press("PageDown")
    expect(desk.locator(".pane")).not_to_have_js_property("scrollTop", 0)
    desk.set_viewport_size(DESKTOP)
    desk.keyboard.press("j")
    heading(desk, 2)
    desk.keyboard.press("k")
    heading(desk, 1)
    desk.keyboard.press("u")
    heading(desk, 2)
    assert desk.evaluate(ROWS, ".mark-foot") == 2  # between two answers, where most stands in it
    desk.keyboard.press("]")
    desk.wait_for_url("**/grade/3/**")  # and its load, after which keys are heard
    desk.keyboard.press("[")
    desk.wait_for_url("**/grade/2/**")
    desk.goto(url("desk", answers[1]))

    desk.keyboard.press("ArrowUp")
    assert desk.evaluate(NAME) == "Argument"
    desk.keyboard.press("2")
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("0")
    expect(desk.locator("[data-level-says]")).to_have_text("Evidence: 0, Not shown")
    expect(desk.locator("[data-score]")).to_have_text("2")
    desk.keyboard.press("o")
    assert desk.evaluate(HERE) == "comment"
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    assert desk.evaluate("document.activeElement.getAttribute('aria-current')") == "true"

    desk.evaluate(SELECT, ["two", "sides"])
    desk.keyboard.press("c")
    assert desk.evaluate(HERE) == "new-body"
    desk.keyboard.type("Which two?")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("article.comment:focus")).to_contain_text("Which two?")
    desk.keyboard.press("c")
    assert desk.evaluate(HERE) == "new-paragraph"

    desk.keyboard.press("Escape")
    assert desk.evaluate("document.activeElement.matches('.pane')")
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert axe(desk) == []
    desk.keyboard.press("j")  # nothing under a dialog
    desk.get_by_role("switch").press("Space")
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    heading(desk, 2)
    expect(desk.get_by_role("dialog")).to_be_hidden()
    desk.get_by_role("link", name="Shortcuts").click()
    expect(desk.get_by_role("switch")).not_to_be_checked()


def test_typed_feedback_outlives_a_reload_and_is_nobody_elses(desk, cast, answers, live_server):
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.get_by_label("3, Secure").nth(1).check()
    desk.get_by_label("Comment on this answer").fill("Half a thou")
    desk.evaluate(SELECT, ["two", "sides"])
    desk.get_by_label("New comment").fill("Which")

    desk.reload()
    expect(desk.get_by_label("Comment on this answer")).to_have_value("Half a thou")
    expect(desk.get_by_label("3, Secure").nth(1)).to_be_checked()
    expect(desk.get_by_text("‘two sides’")).to_be_visible()
    expect(desk.get_by_text("What you typed here before is back.").filter(visible=True)).to_have_count(2)

    desk.get_by_role("button", name="Add", exact=True).click()
    expect(desk.locator("article.comment")).to_contain_text("Which")
    desk.reload()
    expect(desk.get_by_label("Comment on this answer")).to_have_value("Half a thou")
    expect(desk.get_by_label("New comment")).to_have_value("")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_role("banner").get_by_text("Draft grade saved")).to_be_visible()
    assert (Comment.objects.anchored().get().quote, Comment.objects.on_the_whole().get().body) == (
        "two sides", "Half a thou",
    )  # fmt: skip
    assert desk.evaluate(KEPT) == []

    desk.get_by_label("Comment on this answer").fill("Only mine")
    assert len(desk.evaluate(KEPT)) == 1
    desk.context.add_cookies([session_cookie(cast.assistant, live_server.url)])
    desk.reload()
    expect(desk.get_by_label("Comment on this answer")).to_have_value("Half a thou")
    assert desk.evaluate(KEPT) == []


def test_what_comes_back_overwrites_nobody_and_a_failed_save_keeps_all(desk, cast, answers, troubles):
    desk.on("dialog", lambda dialog: dialog.accept())
    troubles.expect("Failed to load resource|ERR_INTERNET_DISCONNECTED|409|htmx:")
    desk.get_by_label("Comment on this answer").fill("Mine.")
    desk.context.set_offline(True)
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("alert").filter(has_text="Not saved.")).to_be_visible()
    desk.context.set_offline(False)
    judge(answers[0], by=cast.assistant, points=1, comment="Theirs.")
    desk.reload()
    expect(desk.get_by_label("Comment on this answer")).to_have_value("Mine.")
    for _each in range(3):
        desk.keyboard.press("3")
        desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_text("saved a grade while you had this answer open")).to_be_visible()
    expect(desk.get_by_label("Comment on this answer")).to_have_value("Mine.")
    assert Comment.objects.get().body == "Theirs."
    desk.get_by_role("link", name="Keep theirs").click()
    expect(desk.get_by_label("Comment on this answer")).to_have_value("Theirs.")


def test_on_a_phone_next_ungraded_is_at_hand_and_the_bank_is_searched(cast, answers, work, open_page):
    """At 390 px, two classes in one queue: a choice made there, walked by thumb; comments found by typing."""
    place(cast.teacher, cast.other_class, "teacher")
    Assignment.objects.filter(pk=cast.other_assignment.pk).update(lesson_version=cast.assignment.lesson_version)
    cast.other_assignment.refresh_from_db()
    other = answer_to(work(cast.other_assignment, cast.other_student))
    Answer.objects.filter(pk=other.pk).update(desk_number=3)
    other.refresh_from_db()
    judge(answers[1], by=cast.teacher, points=3, comment="Name the fact.")
    judge(answers[2], by=cast.teacher, points=1, comment="Say who.")
    classes.make_group(cast.school_class, name="Table 1")  # so that one may choose which answers
    page = open_page(cast.teacher, size=PHONE)
    page.goto(url("desk", answers[0]))
    assert [page.evaluate(BESIDE, name) for name in (".keys-link", ".order-menu")] == [True, True]
    assert page.evaluate(ROWS, ".bench-bar") == 2
    page.locator(".order-menu summary", has_text="By question").click()
    page.get_by_role("button", name="2 classes in one queue").click()
    page.get_by_role("link", name="Next ungraded").click()
    page.wait_for_url(f"**{url('desk', other)}")

    page.get_by_role("link", name="Comment bank").click()
    expect(page.locator("#bank [data-says]")).to_have_text(["Name the fact.", "Say who."])
    expect(page.locator("#bank button").first).to_be_focused()  # it has settled
    page.get_by_label("Find in all your comments").fill("fact")
    expect(page.locator("#bank [data-says]")).to_have_text(["Name the fact."])
    page.keyboard.press("Enter")
    expect(page.get_by_label("Comment on this answer")).to_have_value("Name the fact.")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
