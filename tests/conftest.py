"""What every test can ask for."""

import os

import pytest

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
    "tests/submissions/test_words.py",
    "tests/test_requirements.py",
)

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
        if str(item.path.relative_to(item.config.rootpath)).startswith(SAME_EVERYWHERE):
            item.add_marker(pytest.mark.once)


@pytest.fixture(autouse=True)
def nothing_read_before() -> None:
    """Each test begins as a new process does: no published version has been read."""
    reading.forget()
