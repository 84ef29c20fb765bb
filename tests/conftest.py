"""What every test can ask for."""

import os

import pytest

from lessons.reading import published_drawing, published_parts

pytest_plugins = ["tests.cast", "tests.engines"]


def pytest_configure() -> None:
    """Playwright's synchronous interface runs an event loop in the tests' own thread, where Django refuses the ORM."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for a browser is marked so, and can be left out with `-m "not browser"`."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def nothing_read_before() -> None:
    """Each test begins as a new process does: no published version has been read."""
    published_parts.cache_clear()
    published_drawing.cache_clear()
