"""Whom an address of the release page means."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from classroom.classes.group_forms import DIGITS
from classroom.classes.models import Group, SchoolClass

from .audience import Audience

MOST = 200  # chosen one by one


class PlacesField(forms.Field):
    """Numbers of places in a class, each ticked by itself."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> tuple[int, ...]:
        typed = set(value or [])
        if len(typed) > MOST:
            raise ValidationError(_("Choose at most %s students, or a group.") % MOST)
        if not all(number.isascii() and number.isdigit() and len(number) <= DIGITS for number in typed):
            raise ValidationError(_("Choose students from the list."))
        return tuple(sorted(int(number) for number in typed))


class AudienceForm(forms.Form):
    """What the address says. What makes no sense is no audience at all: nothing is released to others instead."""

    group = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    student = PlacesField(required=False)

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in groups}
        named = [(key, group.name) for key, group in self.groups.items()]
        self.fields["group"].choices = [("", _("The whole class")), *named]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def audience(self) -> Audience:
        """Call after `is_valid`."""
        if self.cleaned_data["student"]:
            return Audience(chosen=self.cleaned_data["student"])
        return Audience(group=self.groups.get(self.cleaned_data["group"]))


def groups_of(school_class: SchoolClass) -> list[Group]:
    """The groups of the class by name; one query."""
    return list(Group.objects.filter(school_class=school_class).order_by("name"))
