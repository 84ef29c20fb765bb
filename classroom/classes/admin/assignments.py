"""What is set for classes, and single students' later dates. Times are those of the class."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from classroom.classes import actions
from classroom.classes.admin.manners import AssignmentFilter, ClassFilter, Taught
from classroom.classes.models import Assignment, Extension

# One input for a date with its time: a split one has no label for each half.
MOMENT = forms.DateTimeInput(format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": "1"})
MOMENTS: dict[Any, Any] = {models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MOMENT}}
TERMS = ("opens_at", "due_at", "closes_at", "feedback_by", "late_policy", "turns_in_at_closing", "attempts",
         "model_answer", "second_look_days", "names_hidden")  # fmt: skip


@admin.register(Assignment)
class AssignmentAdmin(Taught, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Dates and policies. Setting a lesson, moving to a newer version and releasing are done in the product."""

    list_display = ("__str__", "opens_at", "due_at", "closes_at", "late_policy", "names_hidden")
    list_filter = (ClassFilter,)
    list_select_related = ("school_class", "lesson_version")
    search_fields = ("slug", "lesson_version__title", "school_class__name")
    ordering = ("-due_at", "-pk")
    date_hierarchy = "due_at"
    formfield_overrides = MOMENTS
    fields = ("class_name", "lesson", ("opens_at", "due_at", "closes_at"), "feedback_by", "late_policy",
              "turns_in_at_closing", "attempts", "model_answer", "second_look_days", "names_hidden", "zone",
              "work_link", "product_link")  # fmt: skip
    readonly_fields = ("class_name", "lesson", "zone", "work_link", "product_link")
    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A lesson is set in the product."""
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The assignment; times are read and entered in the class's zone from here on."""
        assignment = super().get_object(request, object_id, from_field)
        timezone.activate(assignment.school_class.zone)
        return assignment

    def save_model(self, request: HttpRequest, obj: Assignment, form: Any, change: bool) -> None:
        actions.change_assignment(obj, **{name: form.cleaned_data[name] for name in TERMS})

    @admin.display(description=_("class"))
    def class_name(self, assignment: Assignment) -> str:
        return assignment.school_class.name

    @admin.display(description=_("lesson"))
    def lesson(self, assignment: Assignment) -> str:
        return str(assignment.lesson_version)

    @admin.display(description=_("time zone"))
    def zone(self, assignment: Assignment) -> str:
        return assignment.school_class.time_zone

    @admin.display(description=_("work"))
    def work_link(self, assignment: Assignment) -> str:
        url = reverse("admin:submissions_submission_changelist")
        value = f"{assignment.school_class.public_id}.{assignment.slug}"
        return format_html('<a href="{}?assignment={}">{}</a>', url, value, _("Submissions"))

    @admin.display(description=_("page"))
    def product_link(self, assignment: Assignment) -> str:
        url = reverse("classes:assignment", args=[assignment.school_class.public_id, assignment.slug])
        return format_html('<a href="{}">{}</a>', url, _("Page of the assignment"))


class ExtensionForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The time given by hand for this assignment alone, empty where only a standing extension makes one, and why."""

    by_hand = forms.DateTimeField(label=_("Due time given by hand"), widget=MOMENT)

    class Meta:
        model = Extension
        fields = ("reason",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["by_hand"] = self.instance.by_hand
        self.fields["by_hand"].required = self.instance.by_hand is not None


@admin.register(Extension)
class ExtensionAdmin(Taught, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Later dates that were given; a new one is given on the assignment's page in the product."""

    form = ExtensionForm
    formfield_overrides = MOMENTS
    list_display = ("student", "assignment", "due_at", "reason", "given_by")
    list_filter = (ClassFilter, AssignmentFilter)
    list_select_related = ("student", "given_by", "assignment__school_class", "assignment__lesson_version")
    search_fields = ("student__name", "student__username", "assignment__school_class__name")
    ordering = ("-due_at", "-pk")
    fields = ("student_name", "what", "due_at", "by_hand", "reason", "giver")
    readonly_fields = ("student_name", "what", "due_at", "giver")
    actions = None
    class_path = "assignment__school_class"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The product's page offers the right students."""
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The extension; times are the class's from here on."""
        extension = super().get_object(request, object_id, from_field)
        timezone.activate(extension.assignment.school_class.zone)
        return extension

    def save_model(self, request: Any, obj: Extension, form: Any, change: bool) -> None:
        due_at = form.cleaned_data["by_hand"]
        if due_at and "by_hand" in form.changed_data:
            given = {"by": request.user, "at": request.arrived}
            actions.give_extension(obj.assignment, obj.student, due_at=due_at, reason=obj.reason, **given)
        elif "reason" in form.changed_data:
            actions.explain_extension(obj, obj.reason)

    @admin.display(description=_("student"))
    def student_name(self, extension: Extension) -> str:
        return extension.student.get_full_name()

    @admin.display(description=_("assignment"))
    def what(self, extension: Extension) -> str:
        return str(extension.assignment)

    @admin.display(description=_("given by"))
    def giver(self, extension: Extension) -> str:
        return extension.given_by.get_full_name()
