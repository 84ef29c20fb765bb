"""What one entry of a grade's history says was changed, in words."""

from typing import Any

from django.utils.translation import gettext as _

from .models import Grade
from .points import mark_in_words, shown

Change = tuple[str, str, str]


def of(old: dict[str, Any] | None, new: dict[str, Any]) -> list[Change]:
    """What differs, as label, before and after; criteria by their keys."""
    before, after = _said(old or {}), _said(new)
    if old and old["rubric"] != new["rubric"]:
        editions = [_("Edition %s") % values["rubric"] for values in (old, new)]
        return [(_("Rubric"), editions[0], editions[1]), *_differences(before, after)]
    return _differences(before, after)


def _differences(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    labels = [*after, *(label for label in before if label not in after)]
    pairs = [(label, before.get(label, ""), after.get(label, "")) for label in labels]
    return [(label, was, now) for label, was, now in pairs if was != now]


def _said(values: dict[str, Any]) -> dict[str, str]:
    if not values:
        return {}
    marks = {key.replace("-", " ").capitalize(): _mark(mark) for key, mark in values["marks"].items()}
    adjustment = "" if not float(values["adjustment"]) else shown(values["adjustment"])
    return {
        _("State"): str(Grade.State(values["state"]).label),
        _("Points"): shown(values["points"]) if values["points"] else "",
        **marks,
        _("Adjustment"): f"{adjustment} {values['adjustment_reason']}".strip(),
        _("Comment"): values["comment"],
    }


def _mark(mark: dict[str, str | None]) -> str:
    words = mark_in_words(mark["points"], mark["level"])
    return f"{words}\n“{mark['comment']}”" if mark.get("comment") else words
