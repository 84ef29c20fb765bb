"""One stylesheet for every page, joined from one file a concern: on a slow line each file more is a wait more.

A finder of static files, so that server, collecting and tests all meet the same file.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, relpath
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, find
from django.core.files.storage import FileSystemStorage, Storage

NAME = "css/margin.css"

# In the order that the cascade counts on: lists before lesson, print last.
SHEETS = (
    "vendor/bootstrap/bootstrap.min.css",
    "vendor/fonts/fonts.css",
    "css/tokens.css",
    "css/ground.css",
    "css/frame.css",
    "css/forms.css",
    "css/states.css",
    "css/lists.css",
    "css/lesson.css",
    "css/writing.css",
    "css/feedback.css",
    "css/grading.css",
    "css/rubric.css",
    "css/plots.css",
    "css/gates.css",
    "css/text.css",
    "css/motion.css",
    "css/print.css",
)

ADDRESS = re.compile(r"""url\((["']?)\./([^)"']+)\1\)""")


class OneSheet(BaseFinder):
    """Finds the joined sheet, brought in line with its sources each time it is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=settings.DATA_DIR / "joined")

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing can be set wrong."""
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        """Where the sheet lies, if it is what is asked for; a list of places where all are wanted."""
        if path != NAME:
            return []
        place = self._join()
        return [place] if find_all else place

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        """The sheet, for collecting."""
        self._join()
        yield NAME, self.storage

    def _join(self) -> str:
        """Write the sheet where its sources have changed, in one move: others may be reading it."""
        place = Path(self.storage.path(NAME))
        wanted = "\n".join(_sheet(name) for name in SHEETS)
        if not place.exists() or place.read_text(encoding="utf-8") != wanted:
            place.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=place.parent, encoding="utf-8", delete=False) as fresh:
                fresh.write(wanted)
            Path(fresh.name).replace(place)
        return str(place)


def _sheet(name: str) -> str:
    """One source, its own addresses told from where the joined sheet lies."""
    source = Path(str(find(name))).read_text(encoding="utf-8")
    return ADDRESS.sub(lambda told: f"url({relpath(join(dirname(name), told[2]), dirname(NAME))})", source)
