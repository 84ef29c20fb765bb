"""Verbs: share the answers of an assignment out among its graders. The only place where allocations change."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment, Group
from classroom.grading.models import Allocation, Part
from classroom.http import Refused
from classroom.submissions.actions.attempts import WIDTHS
from classroom.submissions.models import Answer
from lessons.models import Question

By = Allocation.By


def by_question(assignment: Assignment, graders: Mapping[str, User], *, by: User, at: datetime) -> Allocation:
    """Each of these questions, named by key, is one grader's; the others stay everybody's."""
    parts = [Part(question_key=key, grader=who) for key, who in graders.items()]
    return _share_out(Allocation(assignment=assignment, by=By.QUESTION, set_by=by, set_at=at), parts)


def by_group(assignment: Assignment, graders: Mapping[Group, User], *, by: User, at: datetime) -> Allocation:
    """The students of each of these groups are one grader's."""
    parts = [Part(group=group, grader=who) for group, who in graders.items()]
    return _share_out(Allocation(assignment=assignment, by=By.GROUP, set_by=by, set_at=at), parts)


def by_share(
    assignment: Assignment, graders: Sequence[User], *, by: User, at: datetime, anew: bool = False
) -> Allocation:
    """Each of these graders gets an equal run of the desk numbers of every question.

    The runs are cut so that they are equal now, of all work begun; numbers are random, so later work spreads evenly.
    Among the same graders they stay as they were cut, unless they are wanted `anew`.
    """
    if len(set(graders)) < 2:
        raise Refused(_("Shares are for two graders or more."))
    questions = Question.objects.filter(version=assignment.lesson_version_id).order_by("position")
    keys = list(questions.values_list("key", flat=True))
    standing = Allocation.objects.filter(assignment=assignment, by=By.SHARE).first()
    if standing and not anew and _runs_of(standing) == {(key, who.pk) for key in keys for who in graders}:
        return standing
    parts = [part for key in keys for part in _runs(assignment, key, graders)]
    return _share_out(Allocation(assignment=assignment, by=By.SHARE, set_by=by, set_at=at), parts)


@transaction.atomic
def to_everybody(assignment: Assignment) -> None:
    """No part is anybody's own again."""
    Allocation.objects.filter(assignment=assignment).delete()


def _runs_of(allocation: Allocation) -> set[tuple[str, int]]:
    return set(allocation.parts.values_list("question_key", "grader"))


def _runs(assignment: Assignment, question_key: str, graders: Sequence[User]) -> list[Part]:
    answers = Answer.objects.filter(assignment=assignment, question_key=question_key)
    numbers = list(answers.order_by("desk_number").values_list("desk_number", flat=True))
    begins = [0, *(_cut(numbers, place, len(graders)) for place in range(1, len(graders)))]
    ends: list[int | None] = [*(begin - 1 for begin in begins[1:]), None]
    return [
        Part(question_key=question_key, grader=grader, first=first, last=last)
        for grader, first, last in zip(graders, begins, ends, strict=True)
    ]


def _cut(numbers: list[int], place: int, graders: int) -> int:
    """The desk number with which a share begins. With fewer answers than graders it is cut from all there may be."""
    if len(numbers) >= graders:
        return numbers[round(len(numbers) * place / graders)]
    width = WIDTHS[0]
    return width // 9 + width * place // graders


@transaction.atomic
def _share_out(wanted: Allocation, parts: list[Part]) -> Allocation:
    """In place of what stood before; two acts at once wait for each other."""
    if not parts:
        raise Refused(_("Choose a grader for one part at least."))
    Assignment.objects.select_for_update().get(pk=wanted.assignment_id)
    Allocation.objects.filter(assignment=wanted.assignment).delete()
    wanted.save()
    for part in parts:
        part.allocation = wanted
    Part.objects.bulk_create(parts)
    return wanted
