"""How one mark came to be what the student reads: made of released copies and of nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from .freezing import Frozen
from .models import ReleaseItem
from .points import mark_in_words, shown

MOST = 50  # of the newest releases of one work
Change = tuple[str, str, str]


@dataclass(frozen=True)
class Step:
    """One release that said something new of this question: when, by whom, why; each change from what to what."""

    at: datetime
    by: str
    why: str
    points: str
    of: str
    changes: list[Change]


def steps(item: ReleaseItem, question_key: str, *, at: datetime) -> list[Step]:
    """Those of the work that the student may read by this item, the newest first. One query."""
    items = ReleaseItem.objects.in_force(at).filter(submission=item.submission, pk__lte=item.pk)
    newest = list(items.select_related("release").order_by("-pk")[:MOST])
    return list(reversed(list(_steps(reversed(newest), question_key))))


def _steps(items: Iterable[Any], question_key: str) -> Iterable[Step]:
    before: Frozen | None = None
    for item in items:
        part = next((part for part in item.frozen["answers"] if part["key"] == question_key), None)
        if part is None:
            continue
        changes = _changes(before, part) if before else []
        if before is None or changes:
            release, points = item.release, shown(part["points"])
            why = release.reason if before else ""
            yield Step(release.visible_from, item.frozen["teacher"], why, points, shown(part["of"]), changes)
        before = part


def _changes(before: Frozen, after: Frozen) -> list[Change]:
    old, new = _said(before), _said(after)
    labels = [*new, *(label for label in old if label not in new)]
    pairs = [(label, old.get(label, "–"), new.get(label, "–")) for label in labels]
    changes = [(label, was, now) for label, was, now in pairs if was != now]
    if before["comments"] != after["comments"]:
        numbers = [str(len(part["comments"])) for part in (before, after)]
        changes.append((_("Comments on words"), numbers[0], _("%s, some of them changed") % numbers[1]))
    return changes


def _said(part: Frozen) -> dict[str, str]:
    """What the student reads of it, label by label."""
    said = {_("Points"): shown(part["points"])}
    said |= {mark["name"]: _mark(mark) for mark in part["marks"]}
    if part["reason"]:
        said[_("Adjustment")] = f"{shown(part['adjustment'])}, {part['reason']}"
    if part["comment"]:
        said[_("Comment on this answer")] = part["comment"]
    return said


def _mark(mark: Frozen) -> str:
    words = mark_in_words(mark["points"], mark["level"])
    return f"{words}\n“{mark['comment']}”" if mark.get("comment") else words
