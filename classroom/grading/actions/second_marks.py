"""Verb: mark an answer a second time, without knowing the first mark."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.grading import rubrics
from classroom.grading.actions.grades import check_judgement, replace_marks, snapshot
from classroom.grading.actions.judged import hold
from classroom.grading.judgement import Judgement, Levels, Notes, as_columns, as_written, keys_of
from classroom.grading.models import Grade, GradeEvent, RegradeRequest
from classroom.http import BadValue, Refused
from classroom.submissions.models import AnswerRevision


@transaction.atomic
def save_second_mark(  # noqa: PLR0913  what a judgement consists of, each by its name
    asked: RegradeRequest,
    *,
    by: User,
    at: datetime,
    base: int,
    levels: Levels,
    adjustment: Decimal,
    adjustment_reason: str,
    comment: str,
    done: bool,
    read: int | None = None,
    notes: Notes | None = None,
) -> Grade:
    """Store the second reader's own mark, which counts for nothing before the decision; `comment` is for the staff.

    It is judged by the edition of the first mark, so that both can be compared. `notes`, the words under criteria, are
    part of the mark: the student reads them once it counts.

    `base` is the revision it started from, 0 for none: another one is Refused with its values in `state`. Once done it
    stands, for from then on the first mark is shown. Raises BadValue for what can't stand.
    """
    answer = asked.answer
    judged = hold(answer, read=read, kept=comment)
    current = open_request(asked, kept=comment)
    if current.is_marked:
        raise Refused(_("The second mark is entered already, and stands."), kept=comment)
    rubric, why = rubrics.judging(answer, current.first), adjustment_reason if adjustment else ""
    words = {pk: written for pk, written in (notes or {}).items() if written}
    said = Judgement(rubric, levels, adjustment, why, comment, done, words)
    check_judgement(said, answer)
    if said.is_blank and current.second is None:
        raise BadValue("", _("Choose a level or write a comment first."))
    old, new = second_snapshot(current), as_written(said, keys_of(rubric))
    if current.second and old == new:
        return current.second
    grade = _write(current, said, judged, by=by, at=at, base=base)
    RegradeRequest.objects.filter(pk=asked.pk).update(second=grade, remark=comment)
    GradeEvent.objects.create(answer=answer, grade=grade, at=at, by=by, old=old, new=new, reason=_("Second look"))
    return grade


def second_snapshot(asked: RegradeRequest) -> dict[str, Any] | None:
    """The second mark as the history keeps it, with the second reader's own remark. Two queries."""
    values = snapshot(asked.second)
    return values | {"comment": asked.remark} if values else None


def _write(
    asked: RegradeRequest, said: Judgement, judged: AnswerRevision, *, by: User, at: datetime, base: int
) -> Grade:
    """One conditional UPDATE, or an INSERT, under the lock of the work."""
    values = {**as_columns(said), "judged": judged, "grader": by, "saved_at": at}
    if asked.second is None and base == 0:
        new = {"answer": asked.answer, "purpose": Grade.Purpose.REGRADE, "counts": False, "created_at": at}
        grade = Grade.objects.create(**new, **values)
    elif asked.second and Grade.objects.filter(pk=asked.second.pk, revision=base).update(revision=base + 1, **values):
        grade = Grade.objects.get(pk=asked.second.pk)
    else:
        raise _stale(asked, kept=said.comment)
    replace_marks(grade, said)
    return grade


def _stale(asked: RegradeRequest, *, kept: str) -> Refused:
    second, values = asked.second, second_snapshot(asked)
    state = {"revision": second.revision, "by": second.grader.get_short_name(), **(values or {})} if second else {}
    return Refused(_("Somebody else has saved a second mark since you opened this."), kept=kept, state=state)


def open_request(asked: RegradeRequest, *, kept: str) -> RegradeRequest:
    """The request as it is now, in held work. Raises Refused unless it is open."""
    related = "first__rubric", "second__grader", "second__rubric", "answer"
    found = RegradeRequest.objects.select_related(*related).get(pk=asked.pk)
    if not found.is_open:
        raise Refused(_("This was decided or withdrawn meanwhile. Nothing was changed."), kept=kept)
    return found
