"""Input of what a teacher does for one student. Why is always asked; nobody but teachers reads it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from classroom.classes.forms import ClassTimeField
from classroom.submissions.actions.reasons import LONGEST


class ReasonForm(forms.Form):
    """Why it is done."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        help_text=_("Stays in the history. Teachers of the class read it, the student doesn’t."),
        error_messages={"required": _("Say why. It stays in the history, for teachers alone.")},
    )


class BackToDraftForm(ReasonForm):
    """Why, and that work which is in becomes a draft again."""

    back_to_draft = forms.BooleanField(
        label=_("Make the answers that are turned in drafts again"),
        error_messages={"required": _("Tick this first: what is turned in becomes a draft, and nobody grades it.")},
    )


class PaperForm(ReasonForm):
    """When the paper was handed in, and why it was on paper."""

    handed_in_at = ClassTimeField(label=_("Handed in"), help_text=_("Decides whether it is late."))
    field_order = ["handed_in_at"]
