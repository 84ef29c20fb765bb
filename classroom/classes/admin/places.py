"""Classes and who is in them. A place is ended, never deleted; the class's page in the product does the daily work."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from classroom.accounts.admin.manners import OneOf
from classroom.accounts.forms import time_zones
from classroom.classes.actions import classes, places
from classroom.classes.admin.manners import ClassFilter, Taught, TaughtReadOnly
from classroom.classes.models import Enrollment, Invitation, SchoolClass
from classroom.http import Refused

Via = Enrollment.Via


class ClassForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A class's name and time zone."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)

    class Meta:
        model = SchoolClass
        fields = ("name", "time_zone")


@admin.register(SchoolClass)
class SchoolClassAdmin(Taught, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Classes; begun in the product, where their code, roster and assignments are looked after."""

    form = ClassForm
    list_display = ("name", "time_zone", "people", "created_by", "archived_at")
    list_select_related = ("created_by",)
    search_fields = ("name", "public_id")
    ordering = ("name", "pk")
    fields = ("name", "time_zone", "people_link", "work_link", "product_link")
    readonly_fields = ("people_link", "work_link", "product_link")
    actions = None
    class_path = "pk"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of people in each."""
        active = Count("enrollments", filter=Q(enrollments__ended_at=None), distinct=True)
        rows: QuerySet[Any] = super().get_queryset(request).annotate(people_count=active)
        return rows

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A class is begun by its first teacher, in the product."""
        return False

    def save_model(self, request: HttpRequest, obj: SchoolClass, form: Any, change: bool) -> None:
        classes.change_class(obj, name=obj.name, time_zone=obj.time_zone)

    @admin.display(description=_("people"))
    def people(self, school_class: Any) -> int:
        count: int = school_class.people_count
        return count

    @admin.display(description=_("people"))
    def people_link(self, school_class: SchoolClass) -> str:
        return _narrowed("classes_enrollment", school_class, _("Places in this class"))

    @admin.display(description=_("work"))
    def work_link(self, school_class: SchoolClass) -> str:
        return _narrowed("submissions_submission", school_class, _("Submissions in this class"))

    @admin.display(description=_("page"))
    def product_link(self, school_class: SchoolClass) -> str:
        return format_html('<a href="{}">{}</a>', school_class.get_absolute_url(), _("Page of the class"))


def _narrowed(table: str, school_class: SchoolClass, label: Any) -> str:
    url = reverse(f"admin:{table}_changelist")
    return format_html('<a href="{}?class={}">{}</a>', url, school_class.public_id, label)


class RoleFilter(OneOf):
    """By role, or ended places alone."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [*Enrollment.Role.choices, ("ended", _("Ended"))]

    def narrowed(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.exclude(ended_at=None) if value == "ended" else rows.filter(role=value, ended_at=None)


@admin.register(Enrollment)
class EnrollmentAdmin(Taught, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Places in classes. Superusers give, change, end and restore them; teachers do so on the class's roster."""

    list_display = ("person", "school_class", "role", "school_number", "joined_at", "ended_at")
    list_filter = (ClassFilter, RoleFilter)
    list_select_related = ("person", "school_class")
    search_fields = ("person__name", "person__username", "school_number", "school_class__name")
    autocomplete_fields = ("school_class", "person")
    fields = ("school_class", "person", "role", "school_number", "via", "joined_at", "ended_at")
    ordering = ("school_class__name", "person__name", "pk")
    actions = ("end_places", "restore_places")

    class Media:
        js = ("admin/js/jquery.init.js", "admin/js/autocomplete.js", "js/choice-names.js")  # each needs the one before

    def get_readonly_fields(self, request: HttpRequest, obj: Enrollment | None = None) -> tuple[str, ...]:
        """Whose place it is stays."""
        made = ("via", "joined_at", "ended_at")
        return (*made, "school_class", "person") if obj else made

    def save_model(self, request: Any, obj: Enrollment, form: Any, change: bool) -> None:
        """Through the actions; `obj` is then what they stored."""
        if change:
            places.change_place(obj, role=obj.role, school_number=obj.school_number)
            return
        given = {"role": obj.role, "via": Via.ADDED, "school_number": obj.school_number}
        obj.pk = places.enroll(obj.school_class, obj.person, at=request.arrived, **given).pk

    @admin.action(description=_("End these places; work stays"), permissions=["change"])
    def end_places(self, request: Any, chosen: QuerySet[Enrollment]) -> None:
        for place in chosen:
            try:
                places.end_enrollment(place, at=request.arrived)
            except Refused as refusal:
                self.message_user(request, f"{place}: {refusal.reason}", messages.ERROR)
            else:
                self.log_change(request, place, "Ended")
                self.message_user(request, _("%s: ended.") % place, messages.SUCCESS)

    @admin.action(description=_("Restore these places"), permissions=["change"])
    def restore_places(self, request: HttpRequest, chosen: QuerySet[Enrollment]) -> None:
        for place in chosen:
            places.restore_enrollment(place)
            self.log_change(request, place, "Restored")
            self.message_user(request, _("%s: restored.") % place, messages.SUCCESS)


@admin.register(Invitation)
class InvitationAdmin(TaughtReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Places kept for addresses; sent and withdrawn on the class's roster."""

    list_display = ("email", "school_class", "role", "invited_at", "bound_at", "withdrawn_at")
    list_filter = (ClassFilter,)
    list_select_related = ("school_class",)
    search_fields = ("email", "school_class__name")
    fields = readonly_fields = ("email", "class_name", "role", "invited_at", "bound_at", "withdrawn_at")

    @admin.display(description=_("class"))
    def class_name(self, invitation: Invitation) -> str:
        return invitation.school_class.name
