"""Input: the text of one answer, and the turn of the key."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from classroom.http import BadValue

from .opened import Opened
from .tasks import Task
from .text import LIMIT, NOTES_LIMIT, as_stored

HIGHEST = 2**31 - 1  # of a revision, in every database


class TextField(forms.Field):
    """A person's text, exactly as typed but for its line ends; the form's `status` says what was wrong."""

    widget = forms.Textarea

    def to_python(self, value: object) -> str:
        return value if isinstance(value, str) else ""


class SavedText(forms.Form):
    """A text to save, and the revision it started from; `status` says how to answer when it can't be stored."""

    text = TextField(required=False)
    base = forms.IntegerField(min_value=0, max_value=HIGHEST, widget=forms.HiddenInput)
    status = 400
    limit = LIMIT

    def clean_text(self) -> str:
        try:
            return as_stored(self.cleaned_data["text"], limit=self.limit)
        except BadValue as problem:
            self.status = problem.status
            raise ValidationError(problem.problem) from problem


class AnswerForm(SavedText):
    """The text of one answer, what its page was opened on, and where to go after it is saved."""

    version = forms.IntegerField(min_value=1, max_value=HIGHEST, required=False, widget=forms.HiddenInput)
    attempt = forms.IntegerField(min_value=1, max_value=HIGHEST, required=False, widget=forms.HiddenInput)
    go = forms.ChoiceField(choices=[("save", "save"), ("next", "next"), ("changes", "changes")], required=False)

    @property
    def opened(self) -> Opened:
        """What the page was opened on, as far as it said so in numbers."""
        return Opened(self.cleaned_data.get("version"), self.cleaned_data.get("attempt"))


class NotesForm(SavedText):
    """A student's own notes."""

    limit = NOTES_LIMIT


class RestoreForm(forms.Form):
    """The revision that stood when the person chose to put an earlier text in its place."""

    base = forms.IntegerField(min_value=0, max_value=HIGHEST, widget=forms.HiddenInput)


class TurnInForm(forms.Form):
    """A statement of own work, a token that makes a repeated click one act, and the revisions that were on the page."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    own_words = forms.BooleanField(
        label=_("These are my own words, and I have said where I used someone else’s."),
        error_messages={"required": _("Tick this first: it says that the answers are your own.")},
    )

    def __init__(self, *args: object, tasks: Sequence[Task], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through as they came
        self.numbers = [task.number for task in tasks]
        for task in tasks:
            self.fields[f"base-{task.number}"] = forms.IntegerField(
                min_value=0, max_value=HIGHEST, initial=task.revision, widget=forms.HiddenInput
            )

    @property
    def bases(self) -> dict[int, int]:
        """The revision of each answer as it was shown, by question position."""
        return {number: self.cleaned_data[f"base-{number}"] for number in self.numbers}


class ReceiptForm(forms.Form):
    """Which receipt to show; the one in force when nothing is asked."""

    number = forms.CharField(max_length=12, required=False)


class AttemptForm(forms.Form):
    """Which attempt to show; the newest when nothing is asked."""

    attempt = forms.IntegerField(min_value=1, max_value=32767, required=False)


class VersionForm(forms.Form):
    """Which version of the lesson to read; the one now set when nothing is asked."""

    version = forms.IntegerField(min_value=1, max_value=HIGHEST, required=False)
