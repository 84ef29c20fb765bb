"""Parts in a numbered order: their numbers may be exchanged in one go."""

from typing import Any

from django import forms
from django.db.models import F
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

ASIDE = 10_000


class OrderedForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A part whose number another part may still hold: the set of forms sees to it that each is used once."""

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "position"}  # type: ignore[misc]  # untyped in the stubs


class OrderedFormSet(BaseInlineFormSet):  # type: ignore[type-arg]  # not generic at run time
    """Moves every part that changes out of the way before it is saved in its new place."""

    def clean(self) -> None:
        """No two parts stand in the same place."""
        super().clean()
        seen: set[int] = set()
        for form in self.forms:
            place = getattr(form, "cleaned_data", {}).get("position")
            if place is None or form in self.deleted_forms:
                continue
            if place in seen:
                form.add_error("position", _("Another one has this number already."))
            seen.add(place)

    def save(self, commit: bool = True) -> list[Any]:
        """Save the parts; numbers may have changed places."""
        moving = [form.instance.pk for form in self.initial_forms if form.has_changed() or form in self.deleted_forms]
        if commit and moving:
            self.get_queryset().filter(pk__in=moving).update(position=F("position") + ASIDE)
        saved: list[Any] = super().save(commit)
        return saved
