"""People in the admin, for superusers: found by name, login name or e-mail; rights given and taken by named actions."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from classroom.accounts import actions
from classroom.accounts.admin.manners import Kept
from classroom.accounts.forms import time_zones
from classroom.accounts.models import User, case_folded
from classroom.accounts.site_rights import CONTENT_ADMINISTRATORS, TEACHERS
from classroom.http import Refused


class PersonForm(UserChangeForm):  # type: ignore[type-arg]  # not generic at run time
    """A person's own fields, as they will be stored; an address entered here counts as confirmed."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, choices=lambda: [("", "–"), *time_zones()])

    class Meta:
        model = User
        fields = ("username", "name", "known_as", "email", "time_zone", "is_active")

    def clean_username(self) -> str:
        """So that a second LINH is told at the field."""
        return case_folded(self.cleaned_data["username"])

    def clean_email(self) -> str:
        """The same for an address."""
        address: str = self.cleaned_data["email"]
        return address.lower()


class NewPersonForm(AdminUserCreationForm):  # type: ignore[type-arg]  # not generic at run time
    """A new person, without any right."""

    class Meta:
        model = User
        fields = ("username", "name")

    def clean_username(self) -> str:
        """So that a second LINH is told at the field."""
        self.cleaned_data["username"] = case_folded(self.cleaned_data["username"])
        name: str = super().clean_username()
        return name


class RightsFilter(admin.SimpleListFilter):
    """By right over the site."""

    title = _("rights")
    parameter_name = "rights"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("teachers", TEACHERS), ("content", CONTENT_ADMINISTRATORS), ("administrators", _("Administrators"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        groups = {"teachers": TEACHERS, "content": CONTENT_ADMINISTRATORS}
        wanted = self.value() or ""
        if wanted == "administrators":
            return queryset.filter(is_superuser=True)
        return queryset.filter(groups__name=groups[wanted]) if wanted in groups else queryset


@admin.register(User)
class PersonAdmin(Kept, UserAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Nobody is deleted here: a person who left is made inactive, and work stays."""

    form = PersonForm
    add_form = NewPersonForm
    list_display = ("name", "username", "email", "rights", "is_active", "last_login")
    list_filter = (RightsFilter, "is_active")
    search_fields = ("name", "username", "email")
    ordering = ("name", "pk")
    filter_horizontal = ()
    readonly_fields = ("rights", "last_login", "date_joined", "erased_at", "looks")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("name", "known_as", "email", "time_zone", "is_active")}),
        (
            _("Rights"),
            {"fields": ("rights",), "description": _("Given and taken in the list of people, as an action.")},
        ),
        (_("History"), {"fields": ("looks", "last_login", "date_joined", "erased_at")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "name", "usable_password", "password1", "password2")}),)
    actions = (
        "make_teachers",
        "unmake_teachers",
        "make_content_administrators",
        "unmake_content_administrators",
        "make_superusers",
        "unmake_superusers",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With their groups, in one more query."""
        people: QuerySet[User] = super().get_queryset(request)
        return people.prefetch_related("groups")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup == "is_active__exact" or super().lookup_allowed(lookup, value, request)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """An address that an administrator enters is a confirmed one."""
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            actions.settle_address(obj)

    @admin.display(description=_("rights"))
    def rights(self, person: User) -> str:
        """Groups by name, and whether all rights are there."""
        names = sorted(group.name for group in person.groups.all())
        return ", ".join([*([str(_("Administrator"))] if person.is_superuser else []), *names])

    @admin.display(description=_("access log"))
    def looks(self, person: User) -> str:
        log = reverse("admin:accounts_accesslog_changelist")
        return format_html(
            '<a href="{}?subject={}">{}</a> · <a href="{}?viewer={}">{}</a>',
            log, person.pk, _("Who looked at this person’s work"), log, person.pk, _("Whose work they looked at"),
        )  # fmt: skip

    @admin.action(description=_("Make teachers"), permissions=["change"])
    def make_teachers(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(request, people, actions.make_teacher, "Made a teacher")

    @admin.action(description=_("Take teachers’ rights away"), permissions=["change"])
    def unmake_teachers(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(request, people, actions.unmake_teacher, "No longer a teacher")

    @admin.action(description=_("Make content administrators"), permissions=["change"])
    def make_content_administrators(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(request, people, actions.make_content_administrator, "Made a content administrator")

    @admin.action(description=_("Take content administrators’ rights away"), permissions=["change"])
    def unmake_content_administrators(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(request, people, actions.unmake_content_administrator, "No longer a content administrator")

    @admin.action(description=_("Make administrators, with all rights"), permissions=["change"])
    def make_superusers(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(request, people, actions.make_superuser, "Made an administrator")

    @admin.action(description=_("Take administrators’ rights away"), permissions=["change"])
    def unmake_superusers(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(request, people, actions.unmake_superuser, "No longer an administrator")

    def _each(self, request: HttpRequest, people: QuerySet[User], verb: Callable[[User], User], said: str) -> None:
        """One after the other; a refusal stops nobody else."""
        for person in people:
            try:
                verb(person)
            except Refused as refusal:
                self.message_user(request, f"{person}: {refusal.reason}", messages.ERROR)
            else:
                self.log_change(request, person, said)
                self.message_user(request, _("%s: done.") % person, messages.SUCCESS)
