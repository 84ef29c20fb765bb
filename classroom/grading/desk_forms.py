"""Input of the grading desk and the wrap-up. They clean words and numbers; whether it can stand is for the actions."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import anchors
from .actions import comments, letters
from .models import Comment

EXACT = re.compile(r"([+−-]?)([0-9]{1,4}(?:\.[0-9]{1,2})?)")
FAR = 999_999_999  # beyond every text and every revision


class PointsField(forms.CharField):
    """Signed points as an exact decimal with ".", such as 1, -0.5 or +2.25. Empty is 0."""

    default_error_messages = {"points": _("Write points as a number with a point, such as 1 or -0.5.")}

    def to_python(self, value: Any) -> Any:
        """The Decimal that was written; nothing is rounded."""
        text = super().to_python(value)
        if not text:
            return Decimal(0)
        match = EXACT.fullmatch(text)
        if match is None:
            raise forms.ValidationError(self.error_messages["points"], code="points")
        return Decimal(match[2]) * (-1 if match[1] in {"-", "−"} else 1)


class FreePointsField(PointsField):
    """Points without a sign; None when empty."""

    default_error_messages = {"points": _("Write points as a number with a point, such as 1 or 2.5.")}

    def to_python(self, value: Any) -> Any:
        """The Decimal that was written, from 0 up."""
        if value in self.empty_values:
            return None
        points = super().to_python(value)
        if points < 0:
            raise forms.ValidationError(self.error_messages["points"], code="points")
        return points


class WordsField(forms.CharField):
    """Words of a text: line ends as LF, outer spaces gone."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """The text with one kind of line end."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class Rebased(forms.Form):
    """A form that names the revision it started from, in `base`."""

    def start_over_from(self, state: dict[str, Any]) -> None:
        """Keep all that was typed, but start from the revision now in force: saving again replaces it knowingly."""
        sent = {name: self.data.get(name) for name in self.data}
        self.data = sent | {"base": str(state.get("revision", 0))}


class ReadAgain(forms.Form):
    """A form that names the revision of the text that was read, in `read`."""

    def must_read(self, revision: int, *, reason: str) -> None:
        """Say that the text is another one now, and keep all that was typed; only a place in the old text goes."""
        self.add_error(None, reason)
        sent = {name: self.data.get(name) for name in self.data}
        self.data = sent | {"read": str(revision), "start": "", "end": ""}


class CommentForm(ReadAgain):
    """A comment on words: selected by a script (`start` and `end`), or a paragraph and the words typed."""

    read = forms.IntegerField(min_value=0, max_value=FAR, widget=forms.HiddenInput)
    start = forms.IntegerField(min_value=0, max_value=FAR, required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(min_value=0, max_value=FAR, required=False, widget=forms.HiddenInput)
    paragraph = forms.ChoiceField(label=_("Paragraph"), required=False)
    words = WordsField(label=_("Words that it is about"), required=False, widget=forms.TextInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=Comment.Kind)
    body = WordsField(label=_("New comment"), max_length=comments.LONGEST)

    def __init__(self, *args: Any, paragraphs: int, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "new-%s"} | kwargs)
        numbers = range(1, max(paragraphs, 1) + 1)
        self.fields["paragraph"].choices = [(number, f"¶{number}") for number in numbers]  # type: ignore[attr-defined]

    @property
    def place(self) -> anchors.Selection | anchors.Words:
        """Where the comment is to stand."""
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        if start is not None and end is not None:
            return anchors.Selection(start, end)
        return anchors.Words(int(self.cleaned_data["paragraph"] or 1), self.cleaned_data["words"])


class CommentEditForm(Rebased):
    """A comment said otherwise."""

    base = forms.IntegerField(min_value=1, max_value=FAR, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=Comment.Kind)
    body = WordsField(label=_("Comment"), max_length=comments.LONGEST)


class RewordForm(forms.Form):
    """A comment said otherwise in all its uses; `seen` names those on the page."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    body = WordsField(label=_("Say instead"), max_length=comments.LONGEST)

    def words(self) -> dict[str, str]:
        """What the action takes, by the names it takes it by."""
        return {"into": self.cleaned_data["body"], "seen": self.cleaned_data["seen"]}

    def look_again(self, seen: str, *, reason: str) -> None:
        """Say that the uses are others now, keep what was typed, and start over from them."""
        self.add_error(None, reason)
        self.data = {name: self.data.get(name) for name in self.data} | {"seen": seen}


class BaseForm(forms.Form):
    """The revision that somebody had on screen."""

    base = forms.IntegerField(min_value=1, max_value=FAR, widget=forms.HiddenInput)


class LetterForm(Rebased):
    """The letter on a whole submission."""

    base = forms.IntegerField(min_value=0, max_value=FAR, widget=forms.HiddenInput)
    attempt = forms.IntegerField(min_value=1, max_value=FAR, required=False, widget=forms.HiddenInput)
    body = WordsField(label=_("Letter"), required=False, max_length=letters.LONGEST)


class PageForm(forms.Form):
    """Which page of a list; what can't be read counts as none."""

    page = forms.IntegerField(min_value=1, max_value=FAR, required=False)
