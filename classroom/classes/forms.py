"""What people type about classes. Each form names its fields; whatever else was posted is never read."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from classroom.accounts.forms import LoginNameField, time_zones
from lessons.models import LessonVersion

from .models import CODE_LETTERS, Assignment, Enrollment, SchoolClass

FIRST_YEAR, LAST_YEAR = 2000, 2100


class ClassTimeField(forms.DateTimeField):
    """A moment as the class's clock shows it (the view activates its zone). Of an hour that comes twice, the first."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {"skipped": _("The clocks skip this time. Choose one an hour later or earlier.")}

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            typed = datetime.fromisoformat(str(value).strip())
        except ValueError as problem:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from problem
        if typed.tzinfo is not None or not FIRST_YEAR <= typed.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        zone = timezone.get_current_timezone()
        moment = typed.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) != typed:
            raise ValidationError(self.error_messages["skipped"], code="skipped")
        return moment


class CodeForm(forms.Form):
    """A class code as people type it: capital or small, with or without the dash."""

    code = forms.CharField(
        label=_("Class code"),
        max_length=12,
        help_text=_("Six letters and digits, without 0, O, 1 and I. Capital or small letters both work."),
        widget=forms.TextInput(
            attrs={
                "class": "code-input",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        return written_code(self.cleaned_data["code"])


def written_code(typed: str) -> str:
    """The code as it is stored: capitals, without dash and blanks."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def spoken(typed: str) -> str:
    """The code as it stands on the board: HKW-4RT."""
    code = written_code(typed)
    return f"{code[:3]}-{code[3:]}" if code[3:] else code


def unknown_code(typed: str) -> str:
    """What to say when no class uses a code: which letters can't be right, or where to look."""
    impossible = sorted({letter for letter in written_code(typed) if letter not in CODE_LETTERS})
    said = str(_("No class uses %s.") % spoken(typed))
    if impossible:
        return f"{said} {_('Codes have no %s. Look at the board again.') % ', '.join(impossible)}"
    return f"{said} {_('Check the last letter with your teacher.')}"


class ClassForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class is not generic when it runs
    """Name and time zone of a class."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Due times are entered and shown in it, for everybody in the class.")
    )

    class Meta:
        model = SchoolClass
        fields = ["name", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zones()  # type: ignore[attr-defined]  # a ChoiceField


class ExpiryForm(forms.Form):
    """When the code stops letting people in."""

    expires_at = ClassTimeField(
        label=_("The code lets people in until"), required=False, help_text=_("Left empty, it never runs out.")
    )


class SearchForm(forms.Form):
    """Part of a name, login name or school number; people in the class or those taken out."""

    q = forms.CharField(label=_("Find somebody"), required=False, max_length=80)
    ended = forms.BooleanField(required=False)


class InvitationForm(forms.Form):
    """Whom to keep a place for."""

    email = forms.EmailField(label=_("Email"))
    role = forms.ChoiceField(label=_("Role"), choices=Enrollment.Role.choices, initial=Enrollment.Role.STUDENT)
    school_number = forms.CharField(label=_("School number"), max_length=40, required=False)


class PupilForm(forms.Form):
    """A pupil without mail."""

    name = forms.CharField(label=_("Full name"), max_length=120)
    username = LoginNameField(label=_("Login name"), help_text=_("Stands on the slip. The pupil signs in with it."))
    school_number = forms.CharField(label=_("School number"), max_length=40, required=False)


class PlaceForm(forms.Form):
    """Somebody's role and school number."""

    role = forms.ChoiceField(label=_("Role"), choices=Enrollment.Role.choices)
    school_number = forms.CharField(label=_("School number"), max_length=40, required=False)


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class is not generic when it runs
    """Dates and policies of an assignment, in the class's time."""

    opens_at = ClassTimeField(label=_("Opens"))
    due_at = ClassTimeField(label=_("Due"))
    closes_at = ClassTimeField(label=_("Closes"), help_text=_("The last moment for late work."))
    feedback_by = forms.DateField(
        label=_("Feedback expected by"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("A day that you promise. Students read it until their feedback is there."),
    )
    attempts = forms.IntegerField(label=_("Attempts"), min_value=1, max_value=9, initial=1)
    second_look_days = forms.IntegerField(
        label=_("Days to ask for a second look"),
        min_value=0,
        max_value=60,
        initial=14,
        help_text=_(
            "So long after feedback came back, students may ask for a second look at the mark of an answer. "
            "0: they can’t."
        ),
    )

    class Meta:
        model = Assignment
        fields = ["opens_at", "due_at", "closes_at", "feedback_by", "late_policy", "turns_in_at_closing", "attempts",
                  "model_answer", "second_look_days", "names_hidden"]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        opens, due, closes = (values.get(name) for name in ("opens_at", "due_at", "closes_at"))
        if opens and due and opens >= due:
            self.add_error("due_at", _("The due time comes after the opening."))
        if due and closes and due > closes:
            self.add_error("closes_at", _("It closes at the due time or later."))
        promised = values.get("feedback_by")
        if promised and due and promised < timezone.localtime(due).date():
            self.add_error("feedback_by", _("Promise the day on which the work is due, or a later one."))
        return values

    def _post_clean(self) -> None:
        """The action writes; the instance is only where the form begins."""


class AssignForm(TermsForm):
    """Which lesson to set, and on what terms."""

    version = forms.ModelChoiceField(label=_("Lesson"), queryset=LessonVersion.objects.none(), empty_label=None)
    field_order = ["version"]

    def __init__(self, *args: Any, versions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]  # a ModelChoiceField


class ExtensionForm(forms.Form):
    """One student's later due time."""

    due_at = ClassTimeField(label=_("New due time"))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Only teachers of the class read it.")
    )


class WishForm(forms.Form):
    """The due time a student wishes for; `after` is the one they have, or now."""

    due_at = ClassTimeField(label=_("New due time"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("If you want to give one. Teachers of the class read it, classmates never."),
    )

    def __init__(self, *args: Any, after: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._after = after

    def clean_due_at(self) -> datetime:
        due_at: datetime = self.cleaned_data["due_at"]
        if due_at <= self._after:
            local = timezone.localtime(self._after)
            raise ValidationError(_("Choose a time after %s.") % date_format(local, "l j F, H:i"))
        return due_at


class GivenForm(WishForm):
    """The due time a student gets who asked, and a word to them; `after` is the one they have."""

    reason = None  # type: ignore[assignment]  # Django's way to leave a field out
    word = forms.CharField(label=_("A word to the student"), max_length=300, required=False)


class DeclinedForm(forms.Form):
    """Why a student gets no more time."""

    word = forms.CharField(
        label=_("A word to the student"),
        max_length=300,
        help_text=_("They read it on the page of the lesson."),
        error_messages={"required": _("Say why in a few words: the student reads it.")},
    )


class StandingForm(forms.Form):
    """So many days more at every due time of the class."""

    days = forms.IntegerField(label=_("Days more"), min_value=1, max_value=60, initial=1)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Only teachers of the class read it.")
    )
