"""What people type about themselves. Each form names its fields; whatever else was posted is never read."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as library
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from classroom.context import TEXT_LOOKS, THEMES

from . import actions, sessions
from .models import PasswordSlip, User, case_folded

PASSWORD_HINT = _("At least 10 characters, not your name, and not one that many people use.")


def time_zones() -> list[tuple[str, str]]:
    """Every named zone, "Europe/London" read as "Europe/London"; abbreviations and aliases without a place left out."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]


class Plain:
    """The accounts library's fields with labels in place of placeholders."""

    labels: dict[str, Any] = {}
    fields: dict[str, forms.Field]

    def use_labels(self) -> None:
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)


class SignInForm(Plain, library.LoginForm):  # type: ignore[misc]  # the library carries no types
    labels = {"login": _("Login name or email"), "password": _("Password")}
    shared = forms.BooleanField(
        label=_("Shared computer"),
        help_text=_("Signs you out when the browser closes, and after four hours at the latest."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_labels()
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].help_text = ""

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response: HttpResponse = super().login(request, redirect_url)
        if self.cleaned_data["shared"]:
            sessions.shorten(request)
        return response


class ResetForm(Plain, library.ResetPasswordForm):  # type: ignore[misc]  # the library carries no types
    """Mails a link to a confirmed address. An address that waits to be confirmed opens no account."""

    labels = {"email": _("Email")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_labels()

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        self.users = list(User.objects.filter(email=email, is_active=True))
        return email


class NewPasswordForm(Plain, library.ResetPasswordKeyForm):  # type: ignore[misc]  # the library carries no types
    labels = {"password1": _("New password"), "password2": _("New password, again")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_labels()
        self.fields["password1"].help_text = PASSWORD_HINT


class ChangePasswordForm(Plain, library.ChangePasswordForm):  # type: ignore[misc]  # the library carries no types
    labels = {
        "oldpassword": _("Your password now"),
        "password1": _("New password"),
        "password2": _("New password, again"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_labels()
        self.fields["password1"].help_text = PASSWORD_HINT


class AddressForm(Plain, library.AddEmailForm):  # type: ignore[misc]  # the library carries no types
    labels = {"email": _("New email")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_labels()


class AgainForm(Plain, library.ReauthenticateForm):  # type: ignore[misc]  # the library carries no types
    labels = {"password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_labels()
        self.fields["password"].help_text = ""


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class is not generic when it runs
    """How the person is called, in which time zone, and whether reminders come."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("Left empty, each class speaks its own time.")
    )

    class Meta:
        model = User
        fields = ["name", "known_as", "time_zone", "reminders"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "known_as": forms.TextInput(attrs={"autocomplete": "nickname"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [("", _("The class’s own")), *time_zones()]  # type: ignore[attr-defined]


class ThemeForm(forms.Form):
    """Which theme this browser shows, and where to go back to."""

    theme = forms.ChoiceField(choices=[(theme, theme) for theme in THEMES])
    next = forms.CharField(required=False)


class TextLooksForm(forms.Form):
    """How text looks in this browser, any of four together, and where to go back to."""

    looks = forms.MultipleChoiceField(choices=[(look, look) for look in TEXT_LOOKS], required=False)
    next = forms.CharField(required=False)

    def clean_looks(self) -> list[str]:
        """Each once, however often it was sent."""
        return [look for look in TEXT_LOOKS if look in self.cleaned_data["looks"]]


class LoginNameField(forms.CharField):
    """A login name that nobody has: letters, digits, full stop, plus, minus, underscore; stored case-folded."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(max_length=60, widget=forms.TextInput(attrs=attrs), **kwargs)
        self.validators.append(UnicodeUsernameValidator())

    def clean(self, value: Any) -> str:
        name: str = super().clean(case_folded(value) if isinstance(value, str) else value)
        if "@" in name:
            raise forms.ValidationError(_("A login name has no @ in it. Your email goes into its own field."))
        if User.objects.filter(username=name).exists():
            raise forms.ValidationError(_("Somebody has this login name. Try another one, such as %s.") % f"{name}2")
        return name


class AccountForm(forms.Form):
    """A new account, made while joining a class."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    username = LoginNameField(
        label=_("Login name"), help_text=_("You sign in with it. Capital or small letters both work.")
    )
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_("With it you can set a new password yourself. We send a link to confirm it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def account(self) -> dict[str, str]:
        """What the new account is made of; the address waits to be confirmed first."""
        return {key: self.cleaned_data[key] for key in ("username", "name", "password")}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        about = User(username=values.get("username", ""), name=values.get("name", ""), email=values.get("email", ""))
        _check_password(self, values.get("password"), about)
        return values


class InvitedAccountForm(AccountForm):
    """A new account for whoever followed an invitation: the mail has confirmed the address already."""

    email = None  # type: ignore[assignment]  # Django's way to leave a field out


class SlipForm(forms.Form):
    """A login name, the code of a slip, and the new password. Knows its slip once it is valid."""

    username = forms.CharField(
        label=_("Login name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Code on the slip"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    slip: PasswordSlip

    def __init__(self, *args: Any, at: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        _check_password(self, values.get("password"), User(username=values.get("username", "")))
        if self.errors:
            return values
        slip = actions.find_slip(values["username"], values["code"], at=self._at)
        if slip is None:
            raise forms.ValidationError(_("That login name and code don’t match. Check both, or ask for a new slip."))
        self.slip = slip
        return values


def _check_password(form: forms.Form, password: str | None, person: User) -> None:
    if password:
        try:
            validate_password(password, person)
        except forms.ValidationError as problem:
            form.add_error("password", problem)
