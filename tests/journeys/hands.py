"""One answer graded whole at the desk, by keys or with the mouse: three levels, a comment on words, one from the bank.

What the hands do is counted as they do it, and what the browser asks of the server as it asks. Used by a journey and by
`tests.benchmarks.hands`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import resolve
from playwright.sync_api import Page, Request, Response, expect

TIMING = "app;dur="
PLACE = """([number, words]) => {
  const walker = document.createTreeWalker(document.getElementById(`p${number}`), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    const [line] = range.getClientRects();
    return [line.left, line.top + line.height / 2, line.right];
  }
}"""


class Judgement(NamedTuple):
    """What one answer is told."""

    levels: str  # a digit for each criterion
    paragraph: int
    words: str
    body: str
    letter: str  # of a suggestion of the bank


@dataclass
class Asked:
    """What one answer asked of the server."""

    pages: list[str] = field(default_factory=list)  # a navigation, or the save whose reply is the next answer's page
    fetches: list[str] = field(default_factory=list)
    took: dict[str, float] = field(default_factory=dict)  # milliseconds by the server's own clock, where it says them


@dataclass
class Hands:
    """Somebody's hands on one page."""

    page: Page
    keys: int = 0  # that command
    letters: int = 0  # that write
    clicks: int = 0
    drags: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += 1
            self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        self.letters += len(words)
        self.page.keyboard.type(words)

    def click(self, role: str, name: str, **more: object) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=True, **more).click()  # type: ignore[arg-type]  # a Literal

    def draw_over(self, paragraph: int, words: str) -> None:
        self.drags += 1
        left, top, right = self.page.evaluate(PLACE, [paragraph, words])
        self.page.mouse.move(left + 0.5, top)
        self.page.mouse.down()
        self.page.mouse.move(right, top, steps=4)
        self.page.mouse.up()


def by_keys(hands: Hands, says: Judgement) -> None:
    """Nothing here touches the mouse, and each key goes where the one before left the focus."""
    hands.press(*" ArrowDown ".join(says.levels).split())
    hands.press("c", *["ArrowDown"] * (says.paragraph - 1), "Tab")
    hands.write(says.words)
    hands.press("Tab", "Tab")
    hands.write(says.body)
    hands.press("Control+Enter")
    expect(hands.page.locator("article.comment:focus")).to_contain_text(says.body)
    hands.press("b")
    expect(hands.page.locator(".bank button").first).to_be_focused()
    hands.press(says.letter)
    expect(hands.page.get_by_label("Comment on this answer")).to_be_focused()
    hands.press("Control+Enter")


def by_mouse(hands: Hands, says: Judgement) -> None:
    """The same, with the keyboard for the words alone."""
    for number, level in enumerate(says.levels):
        hands.clicks += 1
        hands.page.locator("#grade .levels").nth(number).locator(f"[data-key='{level}'] + label").click()
    hands.draw_over(says.paragraph, says.words)
    hands.click("textbox", "New comment")
    hands.write(says.body)
    hands.click("button", "Add")
    expect(hands.page.locator("article.comment:focus")).to_contain_text(says.body)
    hands.click("link", "Comment bank")
    hands.clicks += 1
    hands.page.locator(f"[data-letter='{says.letter}']").click()
    hands.click("button", "Save, next answer")


def called(request: Request) -> str:
    """The verb and the name of the address, such as "POST grading:desk"; nothing for a file."""
    path = urlsplit(request.url).path
    return "" if path.startswith(settings.STATIC_URL) else f"{request.method} {resolve(path).view_name}"


@contextmanager
def listening(page: Page) -> Iterator[Asked]:
    """Everything that the page asks of its server meanwhile; files that never change are kept by the browser."""
    asked = Asked()

    def request(each: Request) -> None:
        if name := called(each):
            whole = "hx-request" in each.headers and "hx-target" not in each.headers  # its reply takes the page's place
            (asked.pages if whole or each.is_navigation_request() else asked.fetches).append(name)

    def response(each: Response) -> None:
        timing = each.headers.get("server-timing", "")
        if (name := called(each.request)) and timing.startswith(TIMING):
            asked.took[name] = float(timing.removeprefix(TIMING))

    page.on("request", request)
    page.on("response", response)
    yield asked
    page.remove_listener("request", request)
    page.remove_listener("response", response)
