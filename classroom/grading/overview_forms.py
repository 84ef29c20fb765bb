"""What the overview's list of students can be asked."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import class_states as states

FAR = 1_000_000


class StudentsForm(forms.Form):
    """Which students to show; what makes no sense is left out of account."""

    SHOW = (
        (states.EVERYONE, _("Everyone")),
        (states.NEEDS_GRADING, _("Needs grading")),
        (states.NOTHING_WRITTEN, _("Not started")),
    )

    show = forms.ChoiceField(label=_("Show"), choices=SHOW, required=False)
    q = forms.CharField(label=_("Find a student"), max_length=80, required=False)
    page = forms.IntegerField(min_value=1, max_value=FAR, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        self.asked = {
            "show": values.get("show") or states.EVERYONE,
            "q": values.get("q", ""),
            "page": values.get("page") or 1,
        }
        return values

    @property
    def shown(self) -> Q:
        """The students to show; call after `is_valid`."""
        name = self.asked["q"]
        return states.SHOWN[self.asked["show"]] & (Q(person__name__icontains=name) if name else Q())
