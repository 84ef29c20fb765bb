"""Experiment 4: a real browser, and what may happen to it (D3, U4, W1). All of it in real time.

What is typed goes in by key strokes, so that every pause of the saver and of the device's copy counts. The server is
the real one, the network goes by Chromium's own offline switch, and a crash is SIGKILL for all of the browser.
"""

import functools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, expect, sync_playwright

from tests.browser import ARGUMENTS, installed_browser
from tests.faults.cluster import descendants
from tests.faults.outcome import Outcome
from tests.faults.places import Place
from tests.faults.server import Server

WORDS = ["the", "two", "sides", "wanted", "things", "in", "a", "different", "order"]
AT_MOST = 5.0  # seconds of typing that a killed browser may take along
PATIENCE = 40_000  # milliseconds
STATE = "#savestate"
BOX = "Your answer"


# Pages that are broken on purpose, by a script that runs before theirs.
SPOILS = {
    "": "",
    "keeps nothing on the device": "Object.defineProperty(window, 'indexedDB', { value: { open: () => ({}) } });",
    "leaves the page when the session ends": """const real = window.fetch;
      window.fetch = async (...asked) => {
        const reply = await real(...asked);
        if (reply.status === 401) location.reload();
        return reply;
      };""",
}


def watched(experiment: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """What the browser waited for in vain is what is wrong."""

    @functools.wraps(experiment)
    def run(place: Place, **facts: Any) -> Outcome:
        try:
            return experiment(place, **facts)
        except (AssertionError, Error) as problem:
            return Outcome([" ".join(str(problem).split())])

    return run


def serving(place: Place, *, twin: str = "") -> Server:
    """A server that has the scripts and styles of its pages."""
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, env=os.environ | place.env, check=True)
    return Server(place, twin=twin)


@contextmanager
def browsing(place: Place, server: Server, spoil: str = "") -> Iterator[BrowserContext]:
    """A browser with a profile on disk, in which the first student is signed in; another `with` opens it again."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(place.folder / "profile"),
            executable_path=installed_browser(),
            args=ARGUMENTS,
            base_url=f"http://127.0.0.1:{server.port}",
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(SPOILS[spoil])
        sign_in(context, place, server)
        yield context
        with suppress(Error):  # it may be dead already
            context.close()


def sign_in(context: BrowserContext, place: Place, server: Server) -> None:
    """The session that the world made."""
    cookies = dict(each.split("=", 1) for each in place.students[0]["headers"]["Cookie"].split("; "))
    url = f"http://127.0.0.1:{server.port}"
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])


def page_of(place: Place, question: int = 1) -> str:
    return str(place.students[0]["paths"][question - 1]).removesuffix("autosave/")


def stored(place: Place, question: int = 1) -> str:
    """The text that stands, asked without Django."""
    asked = f"""SELECT a.text FROM submissions_answer a JOIN submissions_submission s ON s.id = a.submission_id
      JOIN accounts_user u ON u.id = s.student_id JOIN lessons_question q ON q.id = a.question_id
     WHERE u.username = 'faults-0' AND q.position = {question}"""
    return str(place.rows(asked)[0][0])


def history(place: Place, question: int = 1) -> list[str]:
    asked = f"""SELECT r.text FROM submissions_answerrevision r JOIN submissions_answer a ON a.id = r.answer_id
      JOIN submissions_submission s ON s.id = a.submission_id JOIN accounts_user u ON u.id = s.student_id
      JOIN lessons_question q ON q.id = a.question_id
     WHERE u.username = 'faults-0' AND q.position = {question} ORDER BY r.id"""
    return [str(text) for (text,) in place.rows(asked)]


def box(page: Page) -> Any:
    return page.get_by_role("textbox", name=BOX).first


def type_words(page: Page, seconds: float, words_a_second: float = 1.0) -> None:
    """Words by key strokes, at the end of what stands there, for so long."""
    box(page).press("Control+End")
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        began = time.monotonic()
        page.keyboard.type(f"{WORDS[number % len(WORDS)]}{number} ")
        number += 1
        page.wait_for_timeout(max(1, 1000 * (began + 1 / words_a_second - time.monotonic())))


def wait_for_saved(page: Page) -> None:
    expect(page.locator(STATE)).to_have_attribute("data-state", "saved", timeout=PATIENCE)


@watched
def network_cut(place: Place, *, spoil: str = "", minutes: float) -> Outcome:
    """Somebody types for so long without a network, reloads in the middle, and all of it is stored in the end."""
    with serving(place) as server, browsing(place, server, spoil) as context:
        page = context.new_page()
        page.goto(page_of(place))
        type_words(page, 3)
        wait_for_saved(page)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        context.set_offline(True)
        began = time.monotonic()
        type_words(page, 2)
        expect(page.locator(STATE)).to_contain_text("On device", timeout=10_000)
        noticed = time.monotonic() - began
        type_words(page, minutes * 30)
        before = box(page).input_value()
        page.wait_for_timeout(1500)
        page.reload()
        expect(box(page)).to_have_value(before)
        type_words(page, minutes * 30)
        text = box(page).input_value()
        page.wait_for_timeout(1500)
        back = time.monotonic()
        context.set_offline(False)
        until = back + 30
        while stored(place) != text and time.monotonic() < until:
            page.wait_for_timeout(100)
        took = time.monotonic() - back
    wrong = [] if stored(place) == text else [f"{len(stored(place))} of {len(text)} characters are stored after 30 s"]
    wrong += [] if history(place).count(text) == 1 else [f"stored {history(place).count(text)} times"]
    facts = {"words": len(text.split()), "said after": f"{noticed:.1f} s", "stored after": f"{took:.1f} s"}
    return Outcome(wrong, facts)


@watched
def session_deleted(place: Place, *, spoil: str = "", runs: int, keys: int = 40) -> Outcome:
    """The session goes at a random key stroke; sign-in happens elsewhere; the same text is saved without a reload."""
    wrong = []
    with serving(place) as server, browsing(place, server, spoil) as context:
        page = context.new_page()
        page.goto(page_of(place))
        for run in range(runs):
            box(page).fill("")
            at, said = random.randrange(keys), f"Run {run}: " + "".join(random.choices("abcdefghij éñ🕊", k=keys))
            for number, letter in enumerate(said):
                if number == at:
                    context.clear_cookies(name="sessionid")
                page.keyboard.type(letter, delay=10)
            expect(page.get_by_text("Sign in again to save.")).to_be_visible(timeout=PATIENCE)
            sign_in(context, place, server)
            wait_for_saved(page)
            if stored(place) != said or box(page).input_value() != said:
                wrong.append(f"run {run}: stored {stored(place)!r} for {said!r}")
    return Outcome(wrong, {"runs": runs})


@watched
def two_tabs(place: Place, *, twin: str = "", seconds: float) -> Outcome:
    """Two tabs of one answer are typed in by turns; the older one is asked, and no typed text is ever lost."""
    typed, asked = [], 0
    with serving(place, twin=twin) as server, browsing(place, server) as context:
        tabs = [context.new_page(), context.new_page()]
        for tab in tabs:
            tab.goto(page_of(place))
        until, number = time.monotonic() + seconds, 0
        while time.monotonic() < until:
            tab = tabs[number % 2]
            tab.bring_to_front()
            typed.append(f"Turn {number} of tab {number % 2} {random.random()}.")
            box(tab).fill(typed[-1])
            number += 1
            expect(tab.locator(f"{STATE}[data-state=saved]").or_(compare(tab)).first).to_be_visible()
            tab.wait_for_timeout(900)
            if compare(tab).is_visible():
                asked += 1
                compare(tab).click()
                tab.get_by_role("button", name="Keep this one").click()
                expect(box(tab)).to_have_value(typed[-1])
    kept = history(place)
    wrong = [f"lost: {text}" for text in typed if text not in kept]
    wrong += [] if stored(place) == typed[-1] else ["the last text does not stand"]
    wrong += [] if asked == number - 1 else [f"asked {asked} times about {number - 1} texts of the other tab"]
    return Outcome(wrong, {"turns": number, "asked": asked})


def compare(page: Page) -> Any:
    return page.get_by_role("button", name="Compare the two versions")


@watched
def browser_killed(place: Place, *, spoil: str = "", seconds: float) -> Outcome:
    """SIGKILL for the whole browser in the midst of typing without a network; then it is opened again."""
    with serving(place) as server:
        with browsing(place, server, spoil) as context:
            page = context.new_page()
            page.goto(page_of(place))
            type_words(page, 2)
            wait_for_saved(page)
            context.set_offline(True)
            stamps = []
            box(page).press("Control+End")
            until, number = time.monotonic() + seconds, 0
            while time.monotonic() < until:
                page.keyboard.type(f"word{number} ")
                stamps.append((time.monotonic(), f"word{number} "))
                number += 1
                page.wait_for_timeout(120)
            killed = time.monotonic()
            kill_browser(place)
        with browsing(place, server) as context:
            page = context.new_page()
            page.goto(page_of(place))
            until = time.monotonic() + 30
            while (text := box(page).input_value()) != stored(place) and time.monotonic() < until:
                page.wait_for_timeout(100)
            page.wait_for_timeout(1000)
            text, found = box(page).input_value(), stored(place)
    missing = [killed - at for at, word in stamps if word not in text]
    wrong = [f"{missing[0]:.1f} s of typing are lost"] if missing and missing[0] > AT_MOST else []
    wrong += [] if found == text else ["what came back is not what is stored"]
    return Outcome(wrong, {"words": len(stamps), "lost": f"{missing[0] if missing else 0:.1f} s of typing"})


def kill_browser(place: Place) -> None:
    """Every process of the browser at once; Playwright's own driver stays."""
    profile = f"--user-data-dir={place.folder / 'profile'}".encode()
    for pid in descendants(os.getpid()):
        with suppress(OSError):  # a child of one that was killed before it
            if profile in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                for each in descendants(pid):
                    os.kill(each, signal.SIGKILL)
