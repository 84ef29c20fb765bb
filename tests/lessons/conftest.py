"""The shipped lesson, as a file, as a document and as a draft; and a small lesson for the rest."""

from pathlib import Path

import pytest

from lessons import actions
from lessons.document import Document
from lessons.models import LessonVersion
from lessons.parser import parse
from tests.lessons.small import SMALL

SHIPPED = Path(actions.__file__).parent / "content" / "the-2019-hanoi-summit.md"


@pytest.fixture
def shipped() -> Path:
    """The file of the lesson that comes along."""
    return SHIPPED


@pytest.fixture
def hanoi(shipped: Path) -> Document:
    """The lesson that comes along."""
    return parse(shipped.read_bytes(), shipped.name)


@pytest.fixture
def small() -> Document:
    """A lesson of two sections and one question."""
    return parse(SMALL.encode(), "small.md")


@pytest.fixture
def draft(db: None, small: Document) -> LessonVersion:
    """The small lesson as a draft nobody owns."""
    return actions.write_draft(small)
