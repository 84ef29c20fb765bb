"""What an uploaded grading file would change, kept in the page until it is confirmed: signed, for one teacher and hour.

Nothing of the file is stored on the server. What is kept starts from the grades that the page shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.http import BadValue

from .entries import Change, Entry, Row
from .grading_file_reading import Address

MOST_CHANGES = 200  # in one transaction: students' saves wait for it
GOOD_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Line:
    """One change of the preview; `field` names its answer in the form, `problem` is what stood in its way."""

    change: Change
    chosen: bool
    problem: str = ""

    @property
    def field(self) -> str:
        """The value of its checkbox."""
        return field_of(self.change.row)


class UploadForm(forms.Form):
    """A file, however it is called."""

    file = forms.FileField(label=gettext_lazy("Grading file, CSV or XLSX"), allow_empty_file=True)


class ApplyForm(forms.Form):
    """What was looked at, and which of it is wanted; what isn't in it is left out of account."""

    seen = forms.CharField(widget=forms.HiddenInput)
    take = forms.Field(required=False, widget=forms.SelectMultiple)
    reason = forms.CharField(label=gettext_lazy("Why released grades are corrected"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s"} | kwargs)

    def takes(self, row: Row) -> bool:
        """Whether this answer's change was ticked."""
        return field_of(row) in (self.cleaned_data.get("take") or [])


def field_of(row: Row) -> str:
    """What names the answer in the form: question and desk number."""
    return f"{row.answer.question_key}.{row.answer.desk_number}"


def lines(changes: Sequence[Change]) -> list[Line]:
    """All that would change; a conflict is not chosen by itself. Raises BadValue for more than go at once."""
    if len(changes) > MOST_CHANGES:
        said = _("The file changes %(number)s grades; up to %(most)s go at once. Leave the cells of the others blank.")
        raise BadValue("file", said % {"number": len(changes), "most": MOST_CHANGES})
    return [Line(change, chosen=not change.conflict) for change in changes]


def kept(shown: Sequence[Line], *, by: User, assignment: Assignment) -> str:
    """The entries, each starting from the grade that the preview shows."""
    rows = [
        [
            line.change.row.answer.question_key,
            line.change.row.answer.desk_number,
            None if line.change.entry.points is None else str(line.change.entry.points),
            line.change.entry.comment,
            line.change.row.revision,
            line.change.entry.read,
        ]
        for line in shown
    ]
    return signing.dumps(rows, salt=_salt(by, assignment), compress=True)


def seen(text: str, answers: Mapping[Address, Row], *, by: User, assignment: Assignment) -> list[tuple[Row, Entry]]:
    """The entries again. Raises BadValue for what is too old, of somebody else or another lesson, or made up."""
    try:
        rows = signing.loads(text, salt=_salt(by, assignment), max_age=GOOD_FOR)
    except signing.BadSignature as problem:
        raise BadValue("file", _("That was looked at too long ago. Upload the file once more.")) from problem
    found = [
        (answers.get((key, number)), Entry(points and Decimal(points), said, base, read))
        for key, number, points, said, base, read in rows
    ]
    if any(row is None for row, _entry in found):
        raise BadValue("file", _("Some of this work is no longer handed in. Upload the file once more."))
    return [(row, entry) for row, entry in found if row]


def _salt(by: User, assignment: Assignment) -> str:
    return f"grading file {by.pk} {assignment.pk}"
