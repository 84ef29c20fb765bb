"""A real browser that forgives nothing: a script error, a CSP report or a request to another host fails the test."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin
from django.http import HttpRequest, HttpResponseBase
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from classroom.accounts.models import User
from tests.browser import ARGUMENTS, installed_browser
from tests.cast import Cast
from tests.factories import NOW

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

RUN_AXE = """
async ({options, tags, colours}) => {
  if (!("axe" in window)) return null;
  await document.fonts.ready;
  const ofColour = axe.getRules(tags).filter((rule) => rule.tags.includes("cat.color")).map((rule) => rule.ruleId);
  const runOnly = colours ? {type: "rule", values: ofColour} : {type: "tag", values: tags};
  return (await axe.run(document, {...options, runOnly})).violations;
}
"""

OpenPage = Callable[..., Page]

PATIENCE = 20_000  # milliseconds: several browsers share two cores, and a late answer is no wrong one
expect.set_options(timeout=PATIENCE)


@dataclass
class Troubles:
    """What went wrong in the pages of one test. What a test brings about on purpose it expects, as a pattern."""

    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Let troubles that match `pattern` pass; one that never comes fails the test."""
        self.expected.append(pattern)

    def allow(self, pattern: str) -> None:
        """Let troubles that match `pattern` pass; a page that is closed at once may not live to tell of its own."""
        self.allowed.append(pattern)

    def unexpected(self) -> list[str]:
        known = self.expected + self.allowed
        return [trouble for trouble in self.seen if not any(re.search(each, trouble) for each in known)]

    def missing(self) -> list[str]:
        return [
            f"expected, but never came: {each}"
            for each in self.expected
            if not any(re.search(each, trouble) for trouble in self.seen)
        ]

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.seen.append(f"script error: {error.error}"))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:  # Chromium writes CSP reports here too
            self.seen.append(f"console {message.type}: {message.text} ({message.location.get('url')})")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in {"localhost", "127.0.0.1"}:
            self.seen.append(f"request to another host: {request.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser a worker; each page of a test has a context of its own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed_browser(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    """Fails the test at its end for every trouble it did not expect."""
    troubles = Troubles()
    yield troubles
    wrong = troubles.unexpected() + troubles.missing()
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="session", autouse=True)
def static_files_are_kept() -> Iterator[None]:
    """A browser keeps them as it does in production, where each carries its content's name and never changes."""
    served = StaticFilesHandlerMixin.serve

    def serve(handler: StaticFilesHandlerMixin, request: HttpRequest) -> HttpResponseBase:
        response = served(handler, request)
        response["Cache-Control"] = "max-age=315360000, immutable"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandlerMixin, "serve", serve)
        yield


@pytest.fixture
def open_page(browser: Browser, troubles: Troubles, live_server: Any) -> Iterator[OpenPage]:
    """Opens pages: `open_page(user, size=PHONE, dark=True, script=False, **context)`; paths are relative to the server.

    `user` is signed in without a form. Each page stands for one device: it shares no cookie with another.
    """
    contexts: list[BrowserContext] = []

    def opened(
        user: User | None = None, *, size: Any = DESKTOP, dark: bool = False, script: bool = True, **more: Any
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=size,
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/London",
            **more,
        )
        context.set_default_timeout(PATIENCE)
        troubles.watch(context)
        contexts.append(context)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])  # type: ignore[list-item]  # a TypedDict
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def session_cookie(user: User, url: str) -> dict[str, str]:
    """The cookie of a new session of `user`, for a browser."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A desktop page, nobody signed in."""
    return open_page()


@pytest.fixture
def plain_page(open_page: OpenPage) -> Page:
    """A desktop page without script, nobody signed in."""
    return open_page(script=False)


@pytest.fixture
def ticking_clock() -> Iterator[None]:
    """The server's clock begins at NOW, where the cast's assignments are open, and goes on."""
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def live_cast(transactional_db: None, cast: Cast) -> Cast:
    """The cast, with an assignment that is open by the real clock and by NOW."""
    now, assignment = timezone.now(), cast.assignment
    assignment.opens_at = min(now, NOW) - timedelta(days=1)
    assignment.due_at = assignment.closes_at = max(now, NOW) + timedelta(days=1)
    assignment.save()
    return cast


def in_all_looks(page: Page) -> Iterator[tuple[str, bool]]:
    """Shows the page on a desk and a phone in both themes: each look's name, and whether only its colours are new."""
    for size in (DESKTOP, PHONE):
        for theme in ("light", "dark"):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            yield f"{size['width']} {theme}", theme == "dark"


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """`assert axe(page) == []`: what axe-core finds wrong in the page, a line each. The page needs script on.

    `axe(page, colours=True)` asks its rules about colour alone, for a page that was looked at in another theme.
    """
    source = Axe().axe_script
    options = {"resultTypes": ["violations"], "preload": False}  # it would fetch and style by itself

    def violations(page: Page, *, colours: bool = False) -> list[str]:
        asked = {"options": options, "tags": WCAG, "colours": colours}
        found = page.evaluate(RUN_AXE, asked)
        if found is None:
            page.evaluate(source)
            found = page.evaluate(RUN_AXE, asked)
        return [
            f"{rule['id']}: {node['target']} {node['html'][:120]} {' '.join(node['failureSummary'].split())}"
            for rule in found
            for node in rule["nodes"]
        ]

    return violations
