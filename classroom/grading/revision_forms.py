"""Input of asking for a revision, and of saying what became of a comment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classroom.classes.forms import ClassTimeField
from classroom.submissions.models import RevisionRequest
from lessons.models import Question

from .actions.answered import LONGEST
from .models import Comment

FAR = 2**31 - 1


class RevisionForm(forms.Form):
    """Which questions, until when, and a word of why; `base` is the key of what was asked when the page was opened."""

    base = forms.IntegerField(min_value=1, max_value=FAR, required=False, widget=forms.HiddenInput)
    questions = forms.MultipleChoiceField(
        label=_("Questions to be written again"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The others stay as they were returned and keep their grade."),
        error_messages={"required": _("Choose the questions to be written again.")},
    )
    due_at = ClassTimeField(label=_("Due"), help_text=_("Nothing is taken after this time. You can change it later."))
    body = forms.CharField(
        label=_("Word to the student"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why you ask. It stands with the feedback."),
        error_messages={"required": _("Say why you ask.")},
    )

    def __init__(self, *args: Any, asked_of: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked_of = asked_of
        named = [(str(each.position), f"{each.position}. {each.short_title}") for each in asked_of]
        self.fields["questions"].choices = named  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        """What the action takes, by the names it takes it by."""
        said = self.cleaned_data
        chosen = [each for each in self.asked_of if str(each.position) in said["questions"]]
        return {"questions": chosen, "due_at": said["due_at"], "words": said["body"], "base": said["base"]}

    def start_over_from(self, base: int | None) -> None:
        """What was typed now stands against what somebody else has asked since."""
        data: Any = self.data
        self.data = data.copy()
        self.data["base"] = "" if base is None else str(base)  # type: ignore[index]  # a QueryDict of one's own


def initial(standing: RevisionRequest | None, questions: Sequence[Question], due_at: datetime) -> dict[str, Any]:
    """What the form begins with: what is asked now, or these questions until then. One query for the former."""
    if standing is None:
        return {"questions": [str(each.position) for each in questions], "due_at": due_at}
    numbers = [str(number) for number in standing.questions.values_list("position", flat=True)]
    return {"base": standing.pk, "questions": numbers, "due_at": standing.due_at, "body": standing.words}


class BaseForm(forms.Form):
    """What was asked when the page was opened."""

    base = forms.IntegerField(min_value=1, max_value=FAR, required=False, widget=forms.HiddenInput)


class AnsweredForm(forms.Form):
    """What became of a comment, and why nothing did."""

    state = forms.ChoiceField(choices=Comment.State)
    comment = forms.CharField(max_length=LONGEST, required=False)


class ViewForm(forms.Form):
    """How the changes are shown, of which attempt; for staff, of the answer with which number."""

    view = forms.ChoiceField(choices=[("side", "side"), ("new", "new")], required=False)
    attempt = forms.IntegerField(min_value=1, max_value=32767, required=False)
    answer = forms.IntegerField(min_value=1, max_value=FAR, required=False)
