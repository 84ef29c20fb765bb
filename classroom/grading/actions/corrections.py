"""Verb: let a student see the new mark of one answer, and nothing else that was changed since the last release."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.grading.actions.releases import tell_student
from classroom.grading.freezing import CENT, Frozen, freeze
from classroom.grading.models import Release, ReleaseItem
from classroom.http import Refused
from classroom.submissions.models import Answer

JUDGED = ("points", "marks", "adjustment", "reason")  # of a frozen answer: the mark, and no comment


def correct_answer(
    answer: Answer, *, changes: int, by: User, at: datetime, visible_from: datetime, reason: str
) -> ReleaseItem | None:
    """A new item that differs from the standing one in this answer's mark alone; None where that would be the same.

    In the caller's transaction, which holds the work. `changes` is by how much the decision raised the work's count of
    changes: whatever else is not released keeps waiting. Raises Refused while a release waits for its hour.
    """
    submission = answer.submission
    before = ReleaseItem.objects.standing().filter(submission=submission).select_related("release").order_by("-pk")[0]
    frozen = _with_new_mark(before.frozen, answer, by)
    if frozen["answers"] == before.frozen["answers"]:
        ReleaseItem.objects.filter(pk=before.pk).update(changes=before.changes + changes)
        return None
    if before.release.visible_from > at:
        raise Refused(_("A release of this work waits for its hour. Cancel it, or decide once students see it."))
    made = Release.objects.create(
        assignment=submission.assignment, by=by, at=at, visible_from=visible_from, reason=reason
    )
    item = ReleaseItem.objects.create(
        release=made, submission=submission, frozen=frozen, changes=before.changes + changes
    )
    tell_student(item, made, corrected=True, at=at)
    return item


def _with_new_mark(frozen: Frozen, answer: Answer, by: User) -> Frozen:
    """The frozen copy with this answer's mark as it stands now, and the total that follows."""
    now = freeze([answer.submission], by=by)[answer.submission_id]["answers"]
    mark = {name: part[name] for part in now if part["key"] == answer.question_key for name in JUDGED}
    parts: list[dict[str, Any]] = [
        part | mark if part["key"] == answer.question_key else part for part in frozen["answers"]
    ]
    total = sum((Decimal(part["points"]) for part in parts), Decimal(0))
    return {**frozen, "teacher": by.get_short_name(), "answers": parts, "total": str(total.quantize(CENT))}
