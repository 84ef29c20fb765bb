"""What teachers type about groups."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from .models import Enrollment, Group, SchoolClass

DIGITS = 15  # of a row's number, so that it fits every database


class GroupForm(forms.Form):
    """The name of a group, which no other group of the class has."""

    name = forms.CharField(label=_("Name of the group"), max_length=60)

    def __init__(self, *args: Any, school_class: SchoolClass, group: Group | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = school_class.groups.exclude(pk=group.pk) if group else school_class.groups.all()

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.others.filter(name=name).exists():
            raise forms.ValidationError(_("There is a group called %s in this class already.") % name)
        return name


class ListedField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic for the checker alone
    """Rows ticked in a list; one that has left the list since is passed over, for it changes nothing any more."""

    def clean(self, value: Any) -> Any:
        keys = [key for key in value or [] if key.isascii() and key.isdigit() and len(key) <= DIGITS]
        return self.queryset.filter(pk__in=keys)  # type: ignore[union-attr]  # it is set by the form


class MembersForm(forms.Form):
    """Who is to be in a group (`inside`) of those on the page, and who was when the page was made (`was`)."""

    inside = ListedField(queryset=Enrollment.objects.none(), required=False)
    was = ListedField(queryset=Enrollment.objects.none(), required=False)

    def __init__(self, *args: Any, students: QuerySet[Enrollment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("inside", "was"):
            self.fields[name].queryset = students  # type: ignore[attr-defined]  # a choice of rows

    @property
    def come(self) -> set[Enrollment]:
        """Whom somebody ticked."""
        return set(self.cleaned_data["inside"]) - set(self.cleaned_data["was"])

    @property
    def go(self) -> set[Enrollment]:
        """Whose tick somebody took away."""
        return set(self.cleaned_data["was"]) - set(self.cleaned_data["inside"])
