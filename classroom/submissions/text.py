"""What a person's text is when it is stored: their own code points, with LF line ends and nothing else changed."""

import re

from django.utils.translation import gettext as _

from classroom.http import BadValue

LIMIT = 200_000  # code points
NOTES_LIMIT = 50_000
HALF = re.compile("[\ud800-\udfff]")


def as_stored(text: str, *, field: str = "text", limit: int = LIMIT) -> str:
    """The text with LF line ends. Raises BadValue (400) for what can't be stored, (413) for what is too long."""
    stored = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(stored) > limit:
        raise BadValue(field, _too_long(len(stored), limit), status=413)
    if "\x00" in stored:
        raise BadValue(field, _("The text holds a null character, which can't be stored. Remove it and save again."))
    if HALF.search(stored):
        raise BadValue(field, _("The text holds half of a character, which can't be stored. Remove it and save again."))
    return stored


def _too_long(length: int, limit: int) -> str:
    said = _("The text has %(length)s characters; %(limit)s can be stored. Nothing was saved; shorten it.")
    return said % {"length": f"{length:,}", "limit": f"{limit:,}"}
