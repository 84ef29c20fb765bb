"""How static files are named and kept for serving."""

from functools import lru_cache
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class FixedNames(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # the library carries no types
    """Compressed and named by content. A process asks for each file’s address once: it never changes while it runs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url = lru_cache(maxsize=1024)(super().url)
