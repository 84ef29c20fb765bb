"""Input of second marking: who marks how much twice, and what is settled on."""

from datetime import UTC
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment

from .actions import second_marking
from .allocation_forms import graders_of
from .desk_forms import FreePointsField, WordsField
from .models import SecondMarking, Settlement
from .models.second_marking import MOST_APART
from .second_look_forms import DecisionForm


class AppointForm(forms.Form):
    """Who marks about one in every so many answers again, and how far two marks may be apart."""

    marker = forms.ModelChoiceField(
        label=_("Second marker"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody: each answer is marked once"),
    )
    every = forms.IntegerField(
        label=_("Mark one answer in every"),
        min_value=1,
        max_value=MOST_APART,
        help_text=_("1 is every answer, 5 about one in five. Which ones is drawn by chance."),
    )
    tolerance = FreePointsField(
        label=_("Points that two marks may be apart and still agree"),
        required=False,
        help_text=_("Empty is 0: any difference has to be settled."),
    )
    base = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marker: Any = self.fields["marker"]
        marker.queryset = graders_of(assignment)
        marker.label_from_instance = lambda grader: grader.get_full_name()

    def clean_base(self) -> Any:
        """When that was, if it is a moment at all: years before the first overflow."""
        base = self.cleaned_data["base"]
        try:
            return base and base.astimezone(UTC)
        except OverflowError as beyond:
            raise forms.ValidationError(_("Reload the page.")) from beyond

    def start_over_from(self, marking: SecondMarking | None) -> None:
        """Keep what was chosen, but replace what stands now knowingly."""
        sent = {name: self.data.get(name) for name in self.data}
        self.data = sent | {"base": as_it_stands(marking).get("base", "")}


def as_it_stands(marking: SecondMarking | None) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    if marking is None:
        return {"every": 5, "tolerance": "1"}
    set_now = {"base": marking.set_at.isoformat(), "marker": marking.marker_id, "every": marking.every}
    return set_now | {"tolerance": f"{marking.tolerance.normalize():f}"}


class SettleForm(DecisionForm):
    """What is to count of two marks, and why; for the history of the mark."""

    text = WordsField(
        label=_("Why"),
        max_length=second_marking.LONGEST_WORD,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the history of the mark; once the work is released, the student can read it there."),
        error_messages={"required": _("Say why in a few words.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = Settlement.Outcome.choices  # type: ignore[attr-defined]  # a ChoiceField

    def settled(self) -> dict[str, Any]:
        """What the action takes, by the names it takes it by."""
        decision = self.decision
        said = {"outcome": decision.outcome, "points": decision.points, "word": decision.word}
        return said | {"base": self.cleaned_data["base"]}
