"""How static files are named and kept for serving."""

from functools import lru_cache
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django's own switch for modules reads every script, and stumbles over a comment in the one that django-htmx brings.
OWN_MODULES = ("js/*.js", ((r'(?P<matched>from "(?P<url>\./[\w-]+\.js)";)', 'from "%(url)s";'),))


class FixedNames(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # the library carries no types
    """Compressed and named by content, in imports as well.

    A process asks for each file’s address once: it never changes while it runs.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, OWN_MODULES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url = lru_cache(maxsize=1024)(super().url)
