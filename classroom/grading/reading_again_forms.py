"""Input of reading an answer again: a mark, and whether it is to count."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .desk_forms import FAR
from .grade_form import GradeForm


class AgainForm(GradeForm):
    """The new mark alone: the comment to the student is not written twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("comment", "reason", "done"):
            del self.fields[name]

    def judgement(self) -> dict[str, Any]:
        """What the action takes, by the names it takes it by."""
        names = ("read", "adjustment", "adjustment_reason")
        return {"levels": self.levels, "notes": self.notes} | {name: self.cleaned_data[name] for name in names}


class LetCountForm(forms.Form):
    """That the new mark is to count, in place of the one that was shown beside it."""

    base = forms.IntegerField(min_value=1, max_value=FAR, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why it is corrected"), required=False, max_length=300)
