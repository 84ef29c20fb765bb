"""What a key may look like: short, stable, and safe as part of an address and of an id in the page."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

KEY_LENGTH = 40
KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LIKE_A_PARAGRAPH = re.compile(r".*-[0-9]+")
TAKEN_IN_PAGE = frozenset({"facts", "fact", "terms", "more", "questions", "main", "top"})


def validate_key(value: str) -> None:
    """Lower-case letters and digits in words joined by single hyphens, starting with a letter."""
    if len(value) > KEY_LENGTH or not KEY.fullmatch(value):
        raise ValidationError(
            _("Use at most 40 lower-case letters, digits and single hyphens, starting with a letter."), code="key"
        )


def validate_section_key(value: str) -> None:
    """A key that no other id in the page can equal: not a paragraph's, a term's or a fixed part's."""
    validate_key(value)
    if value in TAKEN_IN_PAGE or value.startswith("t-") or LIKE_A_PARAGRAPH.fullmatch(value):
        raise ValidationError(_("The page needs this name for another part; choose a different key."), code="taken")


def key_of(words: str) -> str:
    """The key that words stand for: lower case, joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", words.lower()))
