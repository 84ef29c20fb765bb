"""Why a teacher did something for a student: asked each time, kept for good, read by staff alone."""

from django.utils.translation import gettext as _

from classroom.http import BadValue

LONGEST = 300


def need_reason(reason: str) -> None:
    """Raises BadValue for a reason that is missing or too long to be kept."""
    if not reason.strip():
        raise BadValue("reason", _("Say why. It stays in the history, for teachers alone."))
    if len(reason) > LONGEST:
        raise BadValue("reason", _("A reason may have up to %(most)s characters.") % {"most": LONGEST})
