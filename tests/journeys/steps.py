"""What people do in a journey, found as they find it: by role and by label. Each step works with script and without."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.factories import PASSWORD

SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")
LESSON = "The 2019 Hanoi Summit"
LAST_QUESTION = 3


@dataclass(frozen=True)
class Remark:
    """A comment on words of one paragraph."""

    paragraph: int
    words: str
    kind: str
    body: str


def sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Login name or email").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def make_class(page: Page, name: str) -> str:
    """Make a class; answers its code as the teacher reads it off the screen."""
    page.goto("/")
    page.get_by_role("link", name=re.compile("New class|Create a class")).first.click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Time zone").select_option("Europe/London")
    page.get_by_role("button", name="Create class").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    return page.get_by_text(re.compile(r"^[A-Z2-9]{3}-[A-Z2-9]{3}$")).inner_text()


def set_lesson(page: Page) -> None:
    """Set the published lesson on the terms that the form offers."""
    page.get_by_role("link", name="Set a lesson").click()
    page.get_by_label("Lesson").select_option(index=0)
    page.get_by_role("button", name="Set this lesson").click()
    expect(page.get_by_text(f"{LESSON} is set.")).to_be_visible()


def join_with_new_account(page: Page, code: str, *, name: str, username: str) -> None:
    page.goto("/join/")
    page.get_by_label("Class code").fill(code.lower())
    page.get_by_role("button", name="Find my class").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Login name").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("^Join ")).click()
    expect(page.get_by_text(re.compile("^You are in "))).to_be_visible()


def read_lesson(page: Page) -> None:
    """From one's own desk into the lesson, down to its questions."""
    page.goto("/")
    page.get_by_role("link", name=LESSON).first.click()
    expect(page.get_by_role("heading", name=LESSON, level=1)).to_be_visible()
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Review questions").click()
    page.get_by_role("link", name="Start question 1").click()


def write(page: Page, number: int, text: str, *, script: bool) -> None:
    """Write one answer, see that it is saved, and go on. Without script, Save now saves it."""
    box = page.get_by_label(f"Your answer to question {number}")
    box.fill(text)
    if not script:
        page.get_by_role("button", name="Save now").click()
    expect(page.get_by_text(SAVED).first).to_be_visible()
    expect(box).to_have_value(text)
    page.get_by_role("button", name="Next question" if number < LAST_QUESTION else "Check and turn in").click()


def check_and_turn_in(page: Page, texts: list[str]) -> str:
    """Read all answers through, say that they are one's own, hand them in; answers the receipt's number."""
    expect(page.get_by_role("heading", name="Read it through once more")).to_be_visible()
    for number, text in enumerate(texts, 1):
        shown = page.get_by_role("region", name=f"Question {number}").locator(".answer-read")
        assert shown.inner_text() == text
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name=re.compile("^Turn in ")).click()
    expect(page.get_by_role("heading", name="Your answers are turned in")).to_be_visible()
    return page.locator("[data-receipt]").inner_text()


def open_desk(page: Page) -> None:
    """From one's own desk to the first answer that waits for a grade."""
    page.goto("/")
    page.get_by_role("region", name="Waiting for you").get_by_role("link").first.click()
    expect(page.get_by_text("Names hidden")).to_be_visible()


def open_question(page: Page, number: int) -> None:
    """On the desk, to another question."""
    page.get_by_role("navigation", name="Question").get_by_role("link", name=f"Question {number}").click()
    expect(page.get_by_role("heading", name=re.compile("^Answer "), level=2)).to_be_visible()


def choose_words(page: Page, remark: Remark) -> None:
    """Draw over the words with the mouse."""
    box = page.evaluate(
        """([number, words]) => {
            const paragraph = document.getElementById(`p${number}`);
            const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                paragraph.scrollIntoView({block: "center"});
                const lines = [...range.getClientRects()];
                const [first, last] = [lines[0], lines.at(-1)];
                return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
            }
        }""",
        [remark.paragraph, remark.words],
    )
    page.mouse.move(box[0] + 0.5, box[1])
    page.mouse.down()
    page.mouse.move(box[2], box[3], steps=4)
    page.mouse.up()
    expect(page.get_by_text(f"‘{remark.words}’").first).to_be_visible()


def comment(page: Page, remark: Remark, *, script: bool) -> None:
    """A comment beside its words: drawn over with the mouse, or named by paragraph and words."""
    form = page.get_by_role("form", name="Comment on words")
    if script:
        choose_words(page, remark)
    else:
        form.get_by_label("Paragraph").select_option(f"¶{remark.paragraph}")
        form.get_by_label("Words that it is about").fill(remark.words)
    form.get_by_text(remark.kind, exact=True).click()
    form.get_by_label("New comment").fill(remark.body)
    form.get_by_role("button", name="Add", exact=True).click()
    see_comment(page, remark)


def see_comment(page: Page, remark: Remark) -> None:
    """The words are marked in their paragraph, and the comment stands beside them."""
    marked = page.get_by_role("paragraph").locator("mark")
    note = page.get_by_role("article").filter(has_text=remark.body)
    expect(note).to_contain_text(f"On ‘{remark.words}’: {remark.kind}.")
    expect(marked).to_have_text(f"{remark.words}1")
    words, beside = marked.bounding_box(), note.bounding_box()
    assert words is not None
    assert beside is not None
    assert words["x"] + words["width"] <= beside["x"]
    assert abs(words["y"] - beside["y"]) < 120


def grade(page: Page, levels: dict[str, str], *, said: str, points: str) -> None:
    """Mark by the rubric, say something on the answer, and save it as done."""
    pane = page.get_by_role("form", name="Grade")
    for criterion, level in levels.items():
        pane.get_by_role("group", name=criterion).get_by_role("radio", name=level).check()
    pane.get_by_label("Comment on this answer").fill(said)
    pane.get_by_role("button", name="Save, next answer").click()
    expect(page.get_by_role("navigation", name="Answers")).to_contain_text(f"{points} of 12")


def write_letter(page: Page, name: str, letter: str) -> None:
    """On the wrap-up page, once names are shown."""
    page.goto("/")
    page.get_by_role("region", name="Classes").get_by_role("link", name="World History 10B").click()
    page.get_by_role("link", name="Wrap up").click()
    page.get_by_role("link", name="Show names").first.click()
    page.get_by_role("button", name="Show names").click()
    page.get_by_role("link", name=name).click()
    page.get_by_label(re.compile("on the whole of the work$")).fill(letter)
    page.get_by_role("button", name="Save letter").click()
    expect(page.get_by_label(re.compile("on the whole of the work$"))).to_have_value(letter)


def release_now(page: Page) -> None:
    """Let the one student whose work is graded see it at once."""
    page.goto("/")
    page.get_by_role("region", name="Classes").get_by_role("link", name="World History 10B").click()
    page.get_by_role("link", name="Release to students…").click()
    page.get_by_role("radio", name="Now").check()
    page.get_by_role("button", name="Release 1 grade").click()
    expect(page.get_by_text(re.compile("see this|Visible since")).first).to_be_visible()


def open_feedback(page: Page) -> None:
    """From one's own desk to what came back."""
    page.goto("/")
    page.get_by_role("region", name="Back from your teacher").get_by_role("link", name=LESSON).click()
    expect(page.get_by_role("heading", name="Your feedback")).to_be_visible()


def read_question(page: Page, title: str, *, points: str, said: str, levels: dict[str, str]) -> None:
    """One question of the feedback: its points, the comment on the answer, and the level of each criterion."""
    tab = page.get_by_role("navigation", name="Questions").get_by_role("link", name=title)
    expect(tab).to_contain_text(f"{points} of 12")
    tab.click()
    expect(page.get_by_role("main").get_by_text(said, exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name=f"How the {points} points add up")).to_be_visible()
    for criterion, level in levels.items():
        expect(page.get_by_role("listitem").filter(has_text=re.compile(rf"^\s*{criterion}"))).to_contain_text(level)
