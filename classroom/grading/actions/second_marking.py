"""Verbs: have a share of the answers marked twice, mark one of them, and settle on a mark where two differ."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.grading import second_marking
from classroom.grading.actions.beside import Marking, put_beside
from classroom.grading.actions.grades import comment_on, leave_to_second_look, save_grade
from classroom.grading.actions.judged import hold
from classroom.grading.actions.reading_again import let_count
from classroom.grading.judgement import by_edition, worth
from classroom.grading.models import Grade, SecondMarking, Settlement
from classroom.grading.points import shown
from classroom.http import BadValue, Refused
from classroom.submissions.models import Answer

LONGEST_WORD = 250
Outcome = Settlement.Outcome


@transaction.atomic
def appoint(  # noqa: PLR0913  who marks how much, on what it stands, and who says so
    assignment: Assignment,
    marker: User,
    *,
    every: int,
    tolerance: Decimal,
    base: datetime | None,
    by: User,
    at: datetime,
) -> SecondMarking:
    """Have `marker` mark about one in `every` answers a second time; marks that were given already stay.

    `base` is when what was on screen had been set, None for nothing. Raises Refused for another one, unless it says the
    same.
    """
    standing = SecondMarking.objects.filter(assignment=assignment, marker=marker, every=every, tolerance=tolerance)
    if same := standing.first():
        return same
    said = {"marker": marker, "every": every, "tolerance": tolerance, "set_by": by, "set_at": at}
    if base is None:
        try:
            with transaction.atomic():
                return SecondMarking.objects.create(assignment=assignment, **said)
        except IntegrityError as taken:
            raise _set_meanwhile() from taken
    if not SecondMarking.objects.filter(assignment=assignment, set_at=base).update(**said):
        raise _set_meanwhile()
    return SecondMarking.objects.get(assignment=assignment)


@transaction.atomic
def dismiss(assignment: Assignment, *, base: datetime | None) -> None:
    """No answer is marked twice any more; marks and settlements that were made stay in the history.

    Raises Refused where it was not set at `base`, as in `appoint`.
    """
    if base is not None:
        SecondMarking.objects.filter(assignment=assignment, set_at=base).delete()
    if SecondMarking.objects.filter(assignment=assignment).exists():
        raise _set_meanwhile()


def _set_meanwhile() -> Refused:
    return Refused(_("A colleague has changed this since you opened it. Save again to replace what stands now."))


@transaction.atomic
def mark_second(answer: Answer, given: Marking, *, by: User, at: datetime) -> Grade:
    """Store the second marker's mark beside the one that counts. Entered once, for from then on both are shown.

    Raises BadValue for what can't stand; Refused for an answer outside the share, while a second look is open, and
    when it was entered already.
    """
    judged = hold(answer, read=given.read)
    leave_to_second_look(answer, kept="")
    marking = second_marking.of(answer.assignment)
    found = second_marking.share(marking).filter(pk=answer.pk).first() if marking and marking.marker == by else None
    if found is None:
        raise Refused(_("This answer is not yours to mark a second time."))
    if found.second is not None:
        raise Refused(_("The second mark is entered already, and stands."))
    counts = Grade.objects.counting().select_related("rubric").get(answer=answer)
    purpose, reason = Grade.Purpose.SECOND, _("Second mark")
    return put_beside(answer, given, purpose=purpose, counts=counts, judged=judged, by=by, at=at, reason=reason)


@transaction.atomic
def settle(  # noqa: PLR0913  what is to count and why, on what it stands, and who says so
    second: Grade, *, outcome: str, points: Decimal | None, word: str, base: int, by: User, at: datetime
) -> Settlement:
    """Let the first mark stand, the second count, or other points that were agreed on; once, with a word of why.

    What changes goes through `save_grade`, with its checks, history and rule of release. `base` is the revision of the
    first mark that was on screen. Raises as `save_grade`, and Refused when it is settled already.
    """
    answer = second.answer
    hold(answer, kept=word)
    _check(outcome, points, word, answer)
    if not Grade.objects.counting().filter(answer=answer, revision=base).exists():
        raise Refused(_("The first mark was changed since you opened this. Read it again."), kept=word)
    try:
        with transaction.atomic():
            settled = Settlement.objects.create(second=second, outcome=outcome, word=word, by=by, at=at)
    except IntegrityError as taken:
        raise Refused(_("This is settled already. Nothing was changed."), kept=word) from taken
    if outcome == Outcome.SECOND:
        let_count(second, base=base, by=by, at=at, reason=word)
    elif points is not None:
        _agree(second, points, word=word, base=base, by=by, at=at)
    return settled


def _check(outcome: str, points: Decimal | None, word: str, answer: Answer) -> None:
    """Raises BadValue for the first thing that can't stand, naming its field."""
    if outcome not in Outcome.values:
        raise BadValue("outcome", _("Choose what is to count."))
    if not word.strip() or len(word) > LONGEST_WORD:
        raise BadValue("text", _("Say why in a few words."))
    if (points is None) != (outcome != Outcome.AGREED):
        raise BadValue("points", _("Points belong to “Other points”, and to nothing else."))
    highest = answer.question.points
    if points is not None and not (points.is_finite() and 0 <= points <= highest):
        raise BadValue("points", _("Points are a number from 0 to %s, such as 9 or 9.5.") % shown(highest))


def _agree(second: Grade, points: Decimal, *, word: str, base: int, by: User, at: datetime) -> None:
    """The second marker's levels, by the edition of the mark that counts, and what makes the points agreed on."""
    counts = Grade.objects.counting().select_related("rubric").get(answer=second.answer)
    said = by_edition(counts.rubric, second, second.marks.select_related("criterion", "level"))
    adjustment = points - sum((worth(choice) for choice in said.levels.values()), Decimal(0))
    save_grade(
        second.answer,
        by=by,
        at=at,
        base=base,
        levels=said.levels,
        adjustment=adjustment,
        adjustment_reason=word,
        comment=comment_on(second.answer_id),
        done=True,
        reason=word,
        as_points=said.as_points,
    )
