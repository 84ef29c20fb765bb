"""What every test can ask for."""

import gc
import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.db import SessionStore
from django.template import Context, Template
from django.test import Client
from django.test.signals import template_rendered

from lessons import reading

# What these prove holds on every database and Django alike, so it is proved once.
SAME_EVERYWHERE = (
    "tests/frame/",
    "tests/grading/test_anchors.py",
    "tests/grading/test_leaks.py",
    "tests/grading/test_plots.py",
    "tests/grading/test_reading.py",
    "tests/home/test_essays.py",
    "tests/home/test_start.py",
    "tests/home/test_supervisor.py",
    "tests/lessons/test_content.py",
    "tests/lessons/test_export.py",
    "tests/lessons/test_parser.py",
    "tests/lessons/test_rendering.py",
    "tests/lessons/test_templates.py",
    "tests/submissions/test_text.py",
    "tests/submissions/test_thinning.py",
    "tests/submissions/test_words.py",
    "tests/test_requirements.py",
)

# Hundreds of requests, to see from outside how they are answered.
SWEEPS = (
    "tests/admin/test_admin_access.py",
    "tests/admin/test_malformed_requests.py",
    "tests/grading/test_leaks.py",
    "tests/test_access_matrix.py",
    "tests/test_forged_requests.py",
    "tests/test_malformed_input.py",
    "tests/test_unpublished.py",
)

# The sweeps that send what no page would send. PostgreSQL refuses all that SQLite does, and a NUL besides.
NONSENSE = ("tests/admin/test_malformed_requests.py", "tests/test_forged_requests.py", "tests/test_malformed_input.py")

pytest_plugins = ["tests.cast", "tests.engines"]


def pytest_configure() -> None:
    """Playwright's synchronous interface runs an event loop in the tests' own thread, where Django refuses the ORM."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_finish() -> None:
    """What was imported lives as long as the run: to look through it for garbage took a fifteenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)


@pytest.hookimpl(wrapper=True, tryfirst=True)  # marked before -m chooses, and put in order after all others did
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """What asks for a browser, is proved once, or is a sweep is marked so: see the markers in pyproject.toml.

    What takes long comes first, so that at the end no worker is alone with it.
    """
    begun: set[str] = set()
    for item in items:
        test = item.nodeid.partition("[")[0]
        if test in begun:
            item.add_marker(pytest.mark.further)
        begun.add(test)
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        place = str(item.path.relative_to(item.config.rootpath))
        if place.startswith(SAME_EVERYWHERE):
            item.add_marker(pytest.mark.once)
        if place in SWEEPS:
            item.add_marker(pytest.mark.sweep)
        if place in NONSENSE:
            item.add_marker(pytest.mark.nonsense)
    yield
    items.sort(key=lambda item: (not item.get_closest_marker("faults"), not item.get_closest_marker("browser")))


@pytest.fixture(autouse=True, scope="session")
def signed_in_by_one_row() -> Iterator[None]:
    """`force_login` as one INSERT in place of Django's six statements: thousands of requests begin with it."""

    def sign_in(client: Client, user: AbstractBaseUser, backend: str | None = None) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = backend or settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", sign_in)
        yield


@pytest.fixture(autouse=True)
def nothing_read_before() -> None:
    """Each test begins as a new process does: no published version has been read."""
    reading.forget()


@pytest.fixture(autouse=True)
def plainly_rendered(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test client keeps a copy of the context of what a view renders, and not of each part that is included there.

    A sweep reads statuses and bodies alone: for it, none is kept.
    """
    sweeps = request.node.get_closest_marker("sweep") is not None

    def render(template: Template, context: Context) -> str:
        if template is context.template and not sweeps:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    monkeypatch.setattr(Template, "_render", render)
