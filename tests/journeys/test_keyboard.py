"""Writing and grading with the keyboard alone: everything is reached, in order, and nothing holds the focus."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from classroom.grading.actions import releases, second_looks
from classroom.grading.models import Comment, Grade
from classroom.submissions.models import Answer
from tests.factories import NOW
from tests.grading.conftest import judge

FOCUSED = """() => {
    const it = document.activeElement;
    if (it === document.body || it === document.documentElement) return null;
    const label = it.getAttribute("aria-label") ?? it.labels?.[0]?.innerText ?? it.innerText ?? "";
    return label.trim().replace(/\\s+/g, " ") || it.id || it.name || it.tagName;
}"""
RING = """() => {
    const it = document.activeElement;
    if (it === document.body) return "";
    const { outlineStyle, outlineWidth } = getComputedStyle(it.closest(".level") ?? it);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 3 ? "ring" : it.name || it.id;
}"""
SKIP = "Skip to main content"
MOST = 150  # presses of one key on one page


def stops(page, key="Tab", last=None):
    """Where one comes by pressing the key again and again, until `last` or off the page. Fails if never."""
    reached = []
    for _press in range(MOST):
        page.keyboard.press(key)
        name = page.evaluate(FOCUSED)
        if name is None:
            return reached
        reached.append(name)
        if name == last:
            return reached
    raise AssertionError(f"The focus is held: {reached}")


def go_to(page, name):
    """Press Tab until the focus is there."""
    for _press in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            return
    raise AssertionError(f"Never reached: {name}")


def in_order(names, wanted):
    """Those of the names that were asked for, in the order they were reached."""
    return [name for name in names if name in wanted]


@pytest.fixture
def at(ticking_clock, transactional_db, cast):
    def address(name, *args):
        return reverse(name, args=[cast.school_class.public_id, "hanoi", *args])

    return address


@pytest.fixture
def desk(at, cast, work):
    submission = work(cast.assignment, cast.student)
    answer = Answer.objects.get(submission=submission, question_key="q1")
    return at("grading:desk", 1, answer.desk_number)


def test_writing_page_is_walked_in_order_and_back(open_page, cast, at):
    page = open_page(cast.student)
    page.goto(at("submissions:answer", 1))

    there = stops(page)
    back = stops(page, "Shift+Tab", last=SKIP)

    assert there[0] == SKIP
    wanted = ["Lesson text", "Your answer to question 1", "Rubric", "Save now", "Next question"]
    assert in_order(there, wanted) == wanted
    assert back == there[::-1]


def test_skip_link_leads_past_the_bar(open_page, cast, at):
    page = open_page(cast.student)
    page.goto(at("submissions:answer", 1))

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_an_answer_is_written_saved_and_left_by_keys(open_page, cast, at):
    page = open_page(cast.student)
    page.goto(at("submissions:answer", 1))

    go_to(page, "Your answer to question 1")
    page.keyboard.type("Neither would go first.")
    go_to(page, "Save now")
    page.keyboard.press("Enter")
    expect(page.locator("#savestate")).to_contain_text("Saved")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{at('submissions:answer', 2)}")
    assert Answer.objects.get(question_key="q1").text == "Neither would go first."


def test_desk_is_walked_in_order_and_back(open_page, cast, desk):
    page = open_page(cast.teacher)
    page.goto(desk)

    there = stops(page)
    back = stops(page, "Shift+Tab", last=SKIP)

    assert there[0] == SKIP
    wanted = ["New comment", "Add", "Rubric and comment", "Comment on this answer", "Save, next answer", "Save"]
    assert in_order(there, wanted) == wanted
    assert sorted(back) == sorted(there)  # of unchosen radios Shift+Tab reaches the last, Tab the first


def test_levels_are_chosen_with_arrows_and_saved_by_keys(open_page, cast, desk):
    page = open_page(cast.teacher)
    page.goto(desk)

    go_to(page, "Rubric and comment")
    for downs in (3, 1, 2):  # a group is one stop; its first level is chosen with Space
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.type") != "radio":  # free points and words stand between
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        for _level in range(downs):
            page.keyboard.press("ArrowDown")
    go_to(page, "Comment on this answer")
    page.keyboard.type("Clear.")
    go_to(page, "Save, next answer")
    page.keyboard.press("Enter")
    page.wait_for_load_state()

    expect(page.get_by_role("navigation", name="Answers")).to_contain_text("9 of 12")
    assert Grade.objects.get().points == 9
    assert Comment.objects.get().body == "Clear."


CONTROLS = """() => {
    const all = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
    const seen = [...all].filter((each) => each.checkVisibility({ visibilityProperty: true }));
    const name = (each) => each.getAttribute("aria-label") ?? each.labels?.[0]?.innerText ?? each.innerText;
    return seen.map((each) => [each.tagName, name(each).trim()]);
}"""
NUMBERS = [["BUTTON", f"¶{number}, refer to this paragraph"] for number in (1, 2)]
BY_SCRIPT = {
    "answer": [["INPUT", "Find in lesson"], *NUMBERS],
    "desk": [],
}  # the browser searches too; numbers are typed


@pytest.mark.parametrize("screen", ["answer", "desk"])
def test_no_control_needs_script(open_page, cast, at, desk, screen):
    who, address = (cast.classmate, at("submissions:answer", 1)) if screen == "answer" else (cast.teacher, desk)
    with_script, without = open_page(who), open_page(who, script=False)
    with_script.goto(address)
    without.goto(address)

    more = [each for each in with_script.evaluate(CONTROLS) if each not in without.evaluate(CONTROLS)]

    assert more == BY_SCRIPT[screen]


@pytest.mark.parametrize("name, args", [("grading:rubric", [1]), ("grading:allocation", []), ("grading:again", None)])
def test_wherever_the_focus_is_a_ring_of_three_pixels_says_so(at, cast, work, open_page, name, args):
    """Checkboxes, radio buttons, levels and fields alike."""
    answer = Answer.objects.get(submission=work(cast.assignment, cast.student), question_key="q1")
    judge(answer, by=cast.teacher, points=3)
    page = open_page(cast.teacher)
    page.goto(at(name, *([1, answer.desk_number] if args is None else args)))
    reached = []
    while len(reached) < MOST:
        page.keyboard.press("Tab")
        if not (ring := page.evaluate(RING)):
            break
        reached.append(ring)

    assert (set(reached), len(reached) > 8) == ({"ring"}, True)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize(
    "name, button",
    [("grading:again", "Enter it and see both"), ("grading:second-look", "Enter the second mark")],
    ids=["again", "second look"],
)
def test_enter_in_a_field_does_not_enter_a_mark_that_stands(at, cast, work, open_page, name, button, script):
    answer = Answer.objects.get(submission=work(cast.assignment, cast.student), question_key="q1")
    for each in Answer.objects.filter(submission=answer.submission):
        judge(each, by=cast.teacher, points=3)
    if name == "grading:second-look":
        releases.release(cast.assignment, [answer.submission], by=cast.teacher, at=NOW, visible_from=NOW)
        second_looks.ask(answer, by=cast.student, at=NOW, reason="I name two sides.")
    page = open_page(cast.teacher, script=script)
    page.goto(at(name, 1, answer.desk_number))
    for criterion in page.get_by_role("group").filter(has=page.get_by_label("3, Secure")).all():
        criterion.get_by_label("3, Secure").check()
    page.get_by_text("Add or take away points").click()
    points = page.get_by_label("Points added or taken away")
    points.fill("0")

    points.press("Enter")
    page.get_by_role("button", name=button).click()

    expect(page.get_by_role("heading", name="Both marks", exact=True)).to_be_visible()
    assert Grade.objects.filter(answer=answer, counts=False).count() == 1
