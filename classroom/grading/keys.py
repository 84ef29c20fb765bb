"""The keys of the grading desk: what each does, and whether those without Ctrl are on in this browser."""

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COOKIE, OFF = "keys", "off"
KEYS: list[tuple[Promise, list[str]]] = [
    (_("Next answer"), ["j"]),
    (_("Previous answer"), ["k"]),
    (_("Next ungraded answer"), ["u"]),
    (_("Next, previous criterion"), ["↓", "↑"]),
    (_("Set level"), ["1", "2", "3", "4"]),
    (_("Not shown"), ["0"]),
    (_("Comment on selected text"), ["c"]),
    (_("Comment on the answer"), ["o"]),
    (_("Insert from the comment bank, then the letter there"), ["b"]),
    (_("Save and go to next; in a comment, add it"), ["Ctrl", "Enter"]),
    (_("Previous, next question"), ["[", "]"]),
    (_("Close, back to the list"), ["Esc"]),
    (_("This list"), ["?"]),
]


class KeysForm(forms.Form):
    """Whether single keys are on, and where to go back to."""

    on = forms.BooleanField(required=False)
    next = forms.CharField(required=False)


def are_on(request: HttpRequest) -> bool:
    """Whether single keys are on in this browser; they are until somebody turns them off."""
    return request.COOKIES.get(COOKIE) != OFF
