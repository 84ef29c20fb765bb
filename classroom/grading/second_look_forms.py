"""Input of second looks and of notes for staff. They clean words and numbers; what can stand is for the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions import decisions, second_looks, staff_notes
from .actions.decisions import Decision
from .desk_forms import EXACT, FAR, PointsField, WordsField
from .grade_form import GradeForm
from .models import RegradeRequest


class AskForm(forms.Form):
    """Why a student wants an answer looked at again."""

    text = WordsField(
        label=_("What should be looked at again, and why"),
        max_length=second_looks.LONGEST,
        help_text=_("Somebody of your class’s staff marks the answer anew before they see the first mark."),
        error_messages={"required": _("Say in a few words what should be looked at, and why.")},
    )


class SecondMarkForm(GradeForm):
    """The second reader's own judgement; the words are for the staff."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = _("Your remark, for the staff")
        del self.fields["reason"]

    def judgement(self) -> dict[str, Any]:
        """What the action takes, by the names it takes it by."""
        names = ("base", "read", "adjustment", "adjustment_reason", "comment", "done")
        return {"levels": self.levels, "notes": self.notes} | {name: self.cleaned_data[name] for name in names}


class DecisionForm(forms.Form):
    """What is to count, and why."""

    base = forms.IntegerField(min_value=1, max_value=FAR, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("What is to count"),
        choices=RegradeRequest.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is to count.")},
    )
    points = PointsField(label=_("Points, if you agreed on others"), required=False)
    text = WordsField(
        label=_("Why, in words to the student"),
        max_length=decisions.LONGEST_WORD,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The student reads this with the decision."),
        error_messages={"required": _("Say why in a few words: the student reads it.")},
    )

    @property
    def decision(self) -> Decision:
        """What the action takes; points that were left empty are none, not 0."""
        written = EXACT.fullmatch(str(self.data.get("points", "")).strip())
        points = self.cleaned_data["points"] if written else None
        return Decision(self.cleaned_data["outcome"], points, self.cleaned_data["text"])


class NoteForm(forms.Form):
    """A note for the staff of the class."""

    body = WordsField(
        label=_("New note for staff"),
        max_length=staff_notes.LONGEST,
        error_messages={"required": _("Write the note first.")},
    )
