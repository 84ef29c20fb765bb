"""Input of points for many answers at once. What can't be read is said at its own field; the rest is for the action."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classroom.http import BadValue, Refused

from .desk_forms import FAR
from .entries import Change, Entry, Row
from .points import shown, written

MOST = 150  # answers in one form
SENT = re.compile(r"points-([a-z][a-z0-9-]{0,39})-([0-9]{1,9})")


class EnteredPoints(forms.CharField):
    """Points from 0 to those of the question, exact, with "."; empty is None."""

    def __init__(self, *, most: Decimal, **kwargs: Any) -> None:
        super().__init__(**{"required": False} | kwargs)
        self.most = most

    def to_python(self, value: Any) -> Any:
        """The Decimal that was written."""
        text = super().to_python(value)
        return read_points(text, self.most) if text else None


def read_points(text: str, most: Decimal) -> Decimal:
    """The points that were written. Raises ValidationError for what is no number or not from 0 to `most`."""
    points = written(text)
    if points is None:
        raise forms.ValidationError(_("Write points as a number with a point, such as 9 or 9.5."))
    if points > most:
        raise forms.ValidationError(_("Points are from 0 to %(most)s."), params={"most": shown(most)})
    return points


class PointsForm(forms.Form):
    """A cell for each answer, the revisions that were on screen and, after a conflict, whether to keep theirs."""

    reason = forms.CharField(label=_("Why released grades are corrected"), required=False, max_length=300)

    def __init__(self, *args: Any, rows: Sequence[Row], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s"} | kwargs)
        several = len({row.place[0] for row in rows}) > 1
        self.entry_rows = rows
        self.theirs: dict[str, Row] = {}
        for row in rows:
            number = _number(row)
            points = "" if row.points is None else shown(row.points)
            label = self.label_of(row, several=several)
            self.fields[f"points-{number}"] = EnteredPoints(
                label=label, most=row.answer.question.points, initial=points
            )
            for name, value in (("base", row.revision), ("read", row.read)):
                hidden = forms.IntegerField(min_value=0, max_value=FAR, initial=value, widget=forms.HiddenInput)
                self.fields[f"{name}-{number}"] = hidden
            self.fields[f"keep-{number}"] = forms.BooleanField(required=False)

    @staticmethod
    def sent(data: Mapping[str, Any]) -> list[tuple[str, int]]:
        """The places of the answers that points were sent for (`Row.place`)."""
        return [(match[1], int(match[2])) for match in map(SENT.fullmatch, data) if match]

    @staticmethod
    def name_of(place: tuple[str, int]) -> str:
        """The name of the cell for the answer at that place."""
        return f"points-{place[0]}-{place[1]}"

    @staticmethod
    def label_of(row: Row, *, several: bool) -> str:
        """What the cell is called, on a page of one or `several` questions."""
        label = _("Points for %s") % row.who
        return (
            _("%(label)s, question %(n)s") % {"label": label, "n": row.answer.question.position} if several else label
        )

    def clean(self) -> dict[str, Any]:
        """A grade that stood on the page is not taken away by an empty cell."""
        for row in self.entry_rows:
            name = f"points-{_number(row)}"
            emptied = name in self.cleaned_data and self.cleaned_data[name] is None and not self._kept(row)
            if emptied and row.points is not None and self.cleaned_data.get(self._base(row)) == row.revision:
                self.add_error(name, _("A grade can’t be emptied. Write 0 for no points."))
        return self.cleaned_data

    def _base(self, row: Row) -> str:
        return f"base-{_number(row)}"

    def _kept(self, row: Row) -> bool:
        return bool(self.cleaned_data.get(f"keep-{_number(row)}"))

    @property
    def entered(self) -> list[tuple[Row, Entry]]:
        """What was entered, without the cells where somebody else's points are to stay."""
        values = self.cleaned_data
        return [
            (row, Entry(values[f"points-{number}"], "", values[f"base-{number}"], values[f"read-{number}"]))
            for row in self.entry_rows
            for number in [_number(row)]
            if not self._kept(row)
        ]

    def meet(self, conflicts: Sequence[Change]) -> None:
        """Show what somebody else saved beside what was typed, and start over from there: saving again replaces it."""
        sent = {name: self.data.get(name) for name in self.data}
        for change in conflicts:
            number = _number(change.row)
            self.theirs[number] = change.row
            sent[f"base-{number}"] = str(change.row.revision)
        self.data = sent

    def put(self, problems: Mapping[int, BadValue | Refused]) -> None:
        """Say at each cell what stands in its way, for once: what was told is known. A missing reason at the reason."""
        sent = {name: self.data.get(name) for name in self.data}
        for row in self.entry_rows:
            problem = problems.get(row.answer.pk)
            if isinstance(problem, BadValue) and problem.field == "reason":
                if not self.has_error("reason"):
                    self.add_error("reason", problem.problem)
            elif problem:
                said = problem.problem if isinstance(problem, BadValue) else problem.reason
                self.add_error(f"points-{_number(row)}", said)
                sent[f"read-{_number(row)}"] = str(row.read)
        self.data = sent

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each answer with its fields, and the row of what somebody else saved meanwhile."""
        return [
            {
                "row": row,
                "points": self[f"points-{number}"],
                "hidden": [self[f"base-{number}"], self[f"read-{number}"]],
                "keep": self[f"keep-{number}"],
                "theirs": self.theirs.get(number),
            }
            for row in self.entry_rows
            for number in [_number(row)]
        ]

    @property
    def asks_why(self) -> bool:
        """Whether some of the work has been released."""
        return any(row.is_released for row in self.entry_rows)


def _number(row: Row) -> str:
    """What the names of its fields end in."""
    return "-".join(map(str, row.place))
