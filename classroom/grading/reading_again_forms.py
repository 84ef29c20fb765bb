"""Input of reading an answer again: a mark, and whether it is to count."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions.beside import Marking
from .desk_forms import FAR
from .grade_form import GradeForm


class AgainForm(GradeForm):
    """The new mark alone: the comment to the student is not written twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("comment", "reason", "done"):
            del self.fields[name]

    @property
    def marking(self) -> Marking:
        """What the action takes."""
        said = self.cleaned_data
        return Marking(
            self.levels, said["adjustment"], said["adjustment_reason"], self.notes, said["read"], said["edition"]
        )


class LetCountForm(forms.Form):
    """That the new mark is to count, in place of the one that was shown beside it."""

    base = forms.IntegerField(min_value=1, max_value=FAR, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why it is corrected"), required=False, max_length=300)
