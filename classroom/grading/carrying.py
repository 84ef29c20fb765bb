"""From one edition of a rubric to the next: which marks go over, which are open again. Values only, no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from lessons.document import CriterionText, LevelText

from .judgement import CENT
from .models import CriterionMark, Grade

Carriage = int | Decimal | None  # the number of a level of the new edition, free points, or "Not shown"


@dataclass(frozen=True)
class NewCriterion:
    """A criterion of the new edition; `was` names the level each of its levels has been, None for a new one."""

    text: CriterionText
    was: tuple[int | None, ...]

    @property
    def highest(self) -> Decimal:
        return max(level.points for level in self.text.levels)

    @property
    def is_new(self) -> bool:
        """Whether the edition it is made from has no such criterion."""
        return not any(self.was)

    def number_of(self, position: int) -> int | None:
        """The number here of what was the level at that position of the edition it is made from."""
        return next((number for number, was in enumerate(self.was, 1) if was == position), None)

    def number_named(self, name: str) -> int | None:
        """The number here of the level with that name."""
        return next((number for number, level in enumerate(self.text.levels, 1) if level.name == name), None)


@dataclass(frozen=True)
class NewEdition:
    """What is to come into force: made from the edition `made_from`, for a question worth `points`."""

    made_from: int
    points: Decimal
    criteria: tuple[NewCriterion, ...]

    @property
    def texts(self) -> tuple[CriterionText, ...]:
        """As the lesson keeps it."""
        return tuple(criterion.text for criterion in self.criteria)


@dataclass(frozen=True)
class Carried:
    """A grade under the new edition, by the keys of its criteria; `opened` are the names of those to decide again."""

    choices: dict[str, Carriage]
    notes: dict[str, str]
    opened: tuple[str, ...]
    points: Decimal | None
    fits: bool
    done: bool


def carry(grade: Grade, marks: Iterable[CriterionMark], new: NewEdition) -> Carried:
    """What the grade becomes. Its words and adjustment stay; a sum that can't stand leaves it open, without points."""
    by_key = {mark.criterion.key: mark for mark in marks}
    decided = {key for key, mark in by_key.items() if mark.points is not None}
    same = grade.rubric.edition == new.made_from
    choices: dict[str, Carriage] = {}
    for criterion in new.criteria:
        mark = by_key.get(criterion.text.key)
        if mark is not None and criterion.text.key in decided:
            choices |= _carried(mark, criterion, same=same)
    whole = grade.is_done and decided <= choices.keys()
    waiting = (each for each in new.criteria if each.text.key not in choices)
    opened = tuple(each.text.name for each in waiting if not whole or _asks(each, decided, same=same))
    points = _sum(choices, grade, new)
    if points is None and grade.is_done and not opened:
        points = CENT * 0
    fits = points is None or 0 <= points <= new.points
    notes = {each.text.key: _words(by_key.get(each.text.key)) for each in new.criteria}
    done = grade.is_done and not opened and fits
    return Carried(
        choices, {key: said for key, said in notes.items() if said}, opened, points if fits else None, fits, done
    )


def _asks(criterion: NewCriterion, decided: set[str], *, same: bool) -> bool:
    """Whether a done grade that lost nothing has to decide it: what it left undecided as points is not asked again."""
    return bool(decided) and (criterion.is_new or not same)


def _carried(mark: CriterionMark, criterion: NewCriterion, *, same: bool) -> dict[str, Carriage]:
    key, points = criterion.text.key, mark.points or Decimal(0)
    if mark.level is None:
        return {key: points or None} if points <= criterion.highest else {}
    level = mark.level
    number = criterion.number_of(level.position) if same else criterion.number_named(level.name)
    return {} if number is None else {key: number}


def _sum(choices: dict[str, Carriage], grade: Grade, new: NewEdition) -> Decimal | None:
    if not choices and not grade.adjustment:
        return None
    levels: dict[str, tuple[LevelText, ...]] = {each.text.key: each.text.levels for each in new.criteria}
    worth = [levels[key][at - 1].points if isinstance(at, int) else at or Decimal(0) for key, at in choices.items()]
    return (sum(worth, Decimal(0)) + grade.adjustment).quantize(CENT)


def _words(mark: CriterionMark | None) -> str:
    return mark.comment if mark else ""
