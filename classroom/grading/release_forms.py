"""Input of the release page: when students see it, what blanks count, and why something is corrected."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classroom.classes.forms import ClassTimeField

from .readiness import Readiness

GRACE = timedelta(minutes=10)  # in which a release can be cancelled before anybody sees it
LONGEST_REASON = 300


class ReleaseForm(forms.Form):
    """When, and what was agreed to: the numbers on the page it stands on."""

    SOON, NOW, CHOSEN = "soon", "now", "chosen"
    WHEN = (
        (SOON, _("In ten minutes. You can cancel until then.")),
        (NOW, _("Now")),
        (CHOSEN, _("At a time you choose")),
    )

    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)
    blank = forms.BooleanField(
        label=_("Questions without an answer count 0 points."),
        error_messages={"required": _("Tick this first: those students get 0 points for what they left empty.")},
    )
    when = forms.ChoiceField(label=_("When students see it"), choices=WHEN, initial=SOON, widget=forms.RadioSelect)
    visible_at = ClassTimeField(
        label=_("Day and time, if you choose one"), required=False, help_text=_("In the time of the class.")
    )
    reason = forms.CharField(
        label=_("Why you correct what was released"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Students read it with their corrected feedback."),
    )

    def __init__(self, *args: Any, readiness: Readiness, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.fields["seen"].initial = readiness.seen
        self.fields["reason"].required = not readiness.new
        if not readiness.blank:
            del self.fields["blank"]
        if not readiness.corrected:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if {"when", "visible_at"} & self.errors.keys():
            return values
        chosen = values.get("visible_at")
        if values["when"] != self.CHOSEN:
            if chosen:
                self.add_error("visible_at", _("Choose “At a time you choose” as well, or leave this empty."))
        elif chosen is None:
            self.add_error("visible_at", _("Choose a day and a time."))
        elif chosen < self.at:
            self.add_error("visible_at", _("This time has passed. Choose a later one."))
        return values

    @property
    def visible_from(self) -> datetime:
        """The moment from which students see it; in ten minutes ends with a whole minute, as it is said."""
        when = self.cleaned_data["when"]
        if when == self.NOW:
            return self.at
        if when == self.CHOSEN:
            chosen: datetime = self.cleaned_data["visible_at"]
            return chosen
        return whole_minute(self.at + GRACE)

    @property
    def why(self) -> str:
        """The reason for corrections; empty when they stay for later."""
        return str(self.cleaned_data.get("reason", ""))


def whole_minute(moment: datetime) -> datetime:
    """That moment, or the next whole minute."""
    begun = moment.replace(second=0, microsecond=0)
    return begun if begun == moment else begun + timedelta(minutes=1)
