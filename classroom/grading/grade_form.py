"""Input of a judgement: what is chosen and said of each criterion, points beside the rubric, a comment."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classroom.submissions.models import Answer

from . import bench
from .actions import grades
from .bench import CriterionToMark
from .desk_forms import FAR, FreePointsField, PointsField, ReadAgain, Rebased, WordsField
from .judgement import Choice, Levels, Notes


class EditionForm(forms.Form):
    """The edition of the rubric that was on screen; what can't be read counts as the one of now."""

    edition = forms.IntegerField(min_value=1, max_value=9999, required=False)


@dataclass(frozen=True)
class Row:
    """One criterion with its fields: levels, points instead of a level, words."""

    criterion: CriterionToMark
    levels: forms.BoundField
    points: forms.BoundField
    words: forms.BoundField

    @property
    def is_open(self) -> bool:
        """Whether there is something in the fields below its levels."""
        return bool(self.points.value() or self.words.value() or self.points.errors or self.words.errors)


class GradeForm(Rebased, ReadAgain):
    """The judgement of one answer: each criterion, an adjustment, a comment; done or still a draft."""

    base = forms.IntegerField(min_value=0, max_value=FAR, widget=forms.HiddenInput)
    read = forms.IntegerField(min_value=0, max_value=FAR, widget=forms.HiddenInput)
    edition = forms.IntegerField(min_value=1, max_value=9999, required=False, widget=forms.HiddenInput)
    adjustment = PointsField(label=_("Points added or taken away"), required=False)
    adjustment_reason = forms.CharField(label=_("Why"), required=False, max_length=300)
    comment = WordsField(label=_("Comment on this answer"), required=False, max_length=grades.LONGEST_COMMENT)
    reason = forms.CharField(label=_("Why it is corrected"), required=False, max_length=300)
    done = forms.BooleanField(required=False)

    def __init__(self, *args: Any, criteria: list[CriterionToMark], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s"} | kwargs)
        self.criteria = criteria
        for one in criteria:
            values = ["0", *(str(level.position) for level in one.levels)]
            choices = [(value, value) for value in values]
            self.fields[one.field] = forms.ChoiceField(label=one.name, choices=choices, required=False)
            of = {"name": one.name, "highest": one.highest}
            points = _("Points for %(name)s, 0 to %(highest)s, instead of a level") % of
            self.fields[one.points_field] = FreePointsField(label=points, required=False)
            words = _("Comment on %(name)s") % of
            self.fields[one.words_field] = forms.CharField(label=words, required=False, max_length=grades.LONGEST_NOTE)

    @property
    def levels(self) -> Levels:
        """What each criterion that was decided earned; points that were typed count before a level."""
        chosen = {one.pk: self._chosen(one) for one in self.criteria}
        return {pk: choice for pk, (decided, choice) in chosen.items() if decided}

    def _chosen(self, one: CriterionToMark) -> tuple[bool, Choice]:
        points, level = self.cleaned_data.get(one.points_field), self.cleaned_data.get(one.field)
        return (True, points or None) if isinstance(points, Decimal) else (bool(level), one.level(level or ""))

    @property
    def notes(self) -> Notes:
        """The words under each criterion."""
        return {one.pk: self.cleaned_data.get(one.words_field, "") for one in self.criteria}

    @property
    def rows(self) -> list[Row]:
        """Each criterion with its fields."""
        return [Row(one, self[one.field], self[one.points_field], self[one.words_field]) for one in self.criteria]

    def judgement(self) -> dict[str, Any]:
        """What the action takes, by the names it takes it by."""
        names = ("base", "read", "edition", "adjustment", "adjustment_reason", "comment", "reason", "done")
        return {"levels": self.levels, "notes": self.notes} | {name: self.cleaned_data[name] for name in names}


def as_sent(data: Any, answer: Answer) -> GradeForm:
    """The form as it was sent, read by the edition of the rubric that was on its screen."""
    return GradeForm(data, criteria=on_screen(data, answer))


def on_screen(data: Any, answer: Answer) -> list[CriterionToMark]:
    """The criteria of the edition that the form was sent by, else of the one that judges the answer."""
    wanted = EditionForm(data)
    edition = wanted.cleaned_data["edition"] if wanted.is_valid() else None
    criteria = bench.rubric_of(answer)
    if edition and criteria and edition != criteria[0].edition:
        criteria = bench.edition_of(answer, edition) or criteria
    return criteria


def laid_over(sent: GradeForm, criteria: list[CriterionToMark]) -> GradeForm:
    """What was typed under one edition of the rubric, under another one: each level where one of that name is there.

    Words under a criterion that is gone go into the comment, where they can be seen.
    """
    data = {name: sent.data.get(name) for name in sent.data}
    new = {one.key: one for one in criteria}
    for old in sent.criteria:
        level = old.level(data.get(old.field) or "")
        steps = new[old.key].levels if old.key in new else []
        data[old.field] = next((str(step.position) for step in steps if level and step.name == level.name), "")
    gone = [
        f"{old.name}: {data[old.words_field]}"
        for old in sent.criteria
        if old.key not in new and data.get(old.words_field)
    ]
    data["comment"] = "\n\n".join(filter(None, [data.get("comment"), *gone]))
    return GradeForm(data | {"edition": str(criteria[0].edition)}, criteria=criteria)


def standing(criteria: list[CriterionToMark]) -> dict[str, Any]:
    """What the form shows of the rubric before anything is typed."""
    edition = {"edition": criteria[0].edition} if criteria else {}
    each = [{one.field: one.chosen, one.points_field: one.free, one.words_field: one.said} for one in criteria]
    return {name: value for values in each for name, value in values.items()} | edition
