"""What the overview's list of students can be asked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import Group

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
    group = forms.ChoiceField(label=_("Group"), required=False)
    page = forms.IntegerField(min_value=1, max_value=FAR, required=False)

    def __init__(self, *args: Any, groups: Iterable[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(group.pk), group.name) for group in groups]
        self.fields["group"].choices = [("", _("All groups")), *named]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        self.asked = {
            "show": values.get("show") or states.EVERYONE,
            "q": values.get("q", ""),
            "group": values.get("group", ""),
            "page": values.get("page") or 1,
        }
        return values

    @property
    def shown(self) -> Q:
        """The students to show; call after `is_valid`."""
        name, group = self.asked["q"], self.asked["group"]
        called = Q(person__name__icontains=name) if name else Q()
        return states.SHOWN[self.asked["show"]] & called & (Q(group=group) if group else Q())

    @property
    def query(self) -> dict[str, Any]:
        """What was asked, for addresses that keep it."""
        return {name: self.asked[name] for name in ("show", "q", "group") if self.asked[name]}
