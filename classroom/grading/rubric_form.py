"""Input of a new edition of a rubric: every criterion and level of the one it is made from, and room for one more."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lessons.checks import MOST, Problem
from lessons.document import CriterionText, LevelText, criteria_of, one_line
from lessons.editions import STEPS, problems
from lessons.keys import key_of
from lessons.models import Question, Rubric

from .carrying import NewCriterion, NewEdition
from .desk_forms import FAR, FreePointsField
from .points import shown

NEW_LEVELS = 4  # rows of a criterion that is added


@dataclass(frozen=True)
class LevelRow:
    """The fields of one level; `was` is its position so far, None for one that may be added."""

    prefix: str
    was: int | None
    fields: tuple[forms.BoundField, ...] = ()


@dataclass(frozen=True)
class CriterionRow:
    """The fields of one criterion; `key` is the one it has, empty for one that may be added."""

    prefix: str
    key: str
    levels: tuple[LevelRow, ...]
    name: str = ""
    fields: tuple[forms.BoundField, ...] = ()
    out: forms.BoundField | None = None


class BasisForm(forms.Form):
    """The edition that the page is made from; what can't be read counts as the one in force."""

    made_from = forms.IntegerField(min_value=1, max_value=9999, required=False)


class RubricForm(forms.Form):
    """A whole rubric. A level without a name is left out; levels stand in the order of their points."""

    made_from = forms.IntegerField(min_value=1, max_value=9999, widget=forms.HiddenInput)
    base = forms.IntegerField(min_value=1, max_value=FAR, widget=forms.HiddenInput)
    correction = forms.CharField(label=_("Why the released ones are corrected"), max_length=250, required=False)

    def __init__(self, *args: Any, question: Question, rubric: Rubric, base: int, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s"} | kwargs)
        self.question, self.rubric = question, rubric
        self.initial = {"made_from": rubric.edition, "base": base}
        self.layout = [self._criterion(at, text) for at, text in enumerate(criteria_of(rubric), 1)]
        if len(self.layout) < MOST["criteria"]:
            self.layout.append(self._criterion(len(self.layout) + 1, None))
        self.edition: NewEdition | None = None

    def _criterion(self, at: int, text: CriterionText | None) -> CriterionRow:
        prefix = f"c{at}"
        called = text.name if text else _("New criterion")
        self._line(f"{prefix}-name", _("Criterion"), 80, text.name if text else "")
        self._line(f"{prefix}-description", _("What it looks at"), 300, text.description if text else "")
        if text:
            self.fields[f"{prefix}-out"] = forms.BooleanField(label=_("Take this criterion out"), required=False)
        there = list(text.levels) if text else []
        rows = len(there) + (len(there) < STEPS[1]) if text else NEW_LEVELS
        levels = [
            self._level(f"{prefix}-l{n}", called, n, there[n - 1] if n <= len(there) else None)
            for n in range(1, rows + 1)
        ]
        return CriterionRow(prefix, text.key if text else "", tuple(levels), text.name if text else "")

    def _level(self, prefix: str, called: Any, at: int, text: LevelText | None) -> LevelRow:
        """Its fields; their labels say of what, for the list of what is wrong stands far from them."""
        of = {"criterion": called, "n": at}
        points = FreePointsField(label=_("%(criterion)s, points of level %(n)s") % of, required=False)
        self.fields[f"{prefix}-points"] = points
        self.initial[f"{prefix}-points"] = shown(text.points) if text else ""
        self._line(f"{prefix}-name", _("%(criterion)s, level %(n)s") % of, 40, text.name if text else "")
        shows = _("%(criterion)s, what level %(n)s shows") % of
        self._line(f"{prefix}-description", shows, 500, text.description if text else "")
        return LevelRow(prefix, at if text else None)

    def _line(self, name: str, label: Any, longest: int, value: str) -> None:
        self.fields[name] = forms.CharField(label=label, max_length=longest, required=False)
        self.initial[name] = value

    @property
    def rows(self) -> list[CriterionRow]:
        """Each criterion with its fields."""
        return [self._with_fields(row) for row in self.layout]

    def _with_fields(self, row: CriterionRow) -> CriterionRow:
        names = ("points", "name", "description")
        levels = (replace(each, fields=tuple(self[f"{each.prefix}-{name}"] for name in names)) for each in row.levels)
        own = tuple(self[f"{row.prefix}-{name}"] for name in ("name", "description"))
        out = self[f"{row.prefix}-out"] if row.key else None
        return replace(row, levels=tuple(levels), fields=own, out=out)

    def clean(self) -> dict[str, Any]:
        """Makes the edition; says at each field what keeps it from standing."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return values
        kept = [(row, self._levels(row)) for row in self.layout if self._is_kept(row)]
        taken = {row.key for row, _levels in kept}
        criteria = tuple(self._new_criterion(row, levels, taken) for row, levels in kept)
        edition = NewEdition(self.rubric.edition, self.question.points, criteria)
        for problem in problems(edition.texts, self.question.points.normalize()):
            self.add_error(_field_of(problem, kept), problem.text)
        self.edition = edition
        return values

    def _is_kept(self, row: CriterionRow) -> bool:
        if row.key:
            return not self.cleaned_data[f"{row.prefix}-out"]
        filled = (name for name in self.fields if name.startswith(f"{row.prefix}-"))
        return any(self.cleaned_data.get(name) not in {None, ""} for name in filled)

    def _levels(self, row: CriterionRow) -> list[LevelRow]:
        """Those with a name, and those that were begun and miss one, by their points."""
        rows = [each for each in row.levels if self._said(each, "name") or (each.was is None and self._is_begun(each))]
        return sorted(rows, key=self._points)

    def _is_begun(self, row: LevelRow) -> bool:
        return bool(self._said(row, "description")) or self.cleaned_data[f"{row.prefix}-points"] is not None

    def _new_criterion(self, row: CriterionRow, levels: list[LevelRow], taken: set[str]) -> NewCriterion:
        name = one_line(self.cleaned_data[f"{row.prefix}-name"])
        description = one_line(self.cleaned_data[f"{row.prefix}-description"])
        steps = tuple(
            LevelText(self._said(each, "name"), self._points(each), self._said(each, "description")) for each in levels
        )
        text = CriterionText(row.key or _free_key(name, taken), name, description, steps)
        return NewCriterion(text, tuple(each.was for each in levels))

    def _said(self, row: LevelRow, name: str) -> str:
        return one_line(self.cleaned_data[f"{row.prefix}-{name}"])

    def _points(self, row: LevelRow) -> Decimal:
        points: Decimal | None = self.cleaned_data[f"{row.prefix}-points"]
        return (points or Decimal(0)).normalize()

    @property
    def sent(self) -> Iterator[tuple[str, str]]:
        """All that was sent of the rubric itself, to be sent again."""
        for name in self.fields:
            value = self.data.get(name)
            if name != "correction" and value is not None:
                yield name, value

    @property
    def in_force(self) -> Iterator[tuple[str, Any]]:
        """What is sent when nothing was changed."""
        for name, field in self.fields.items():
            value = self.get_initial_for_field(field, name)
            if value is not None:
                yield name, value

    def start_over_from(self, edition: int) -> None:
        """Keep all that was typed, but replace that edition knowingly."""
        sent = {name: self.data.get(name) for name in self.data}
        self.data = sent | {"base": str(edition)}


def _field_of(problem: Problem, kept: list[tuple[CriterionRow, list[LevelRow]]]) -> str | None:
    """The field that the problem is about; None for one of the whole rubric."""
    match problem.path:
        case ("criteria", int(at), "levels", int(step)):
            prefix = kept[at][1][step].prefix
        case ("criteria", int(at)):
            prefix = kept[at][0].prefix
        case _:
            return None
    field = problem.field if problem.field in {"name", "description", "points"} else "name"
    return f"{prefix}-{field}"


def _free_key(name: str, taken: set[str]) -> str:
    """A key that the name stands for and that no criterion of the rubric has."""
    wanted = key_of(name)[:30].strip("-").lstrip("0123456789-") or "criterion"
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key
