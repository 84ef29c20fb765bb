"""Who was asked to write what again, by whom, until when and why, to read. It is asked and withdrawn in the product."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from classroom.classes.admin.manners import AssignmentFilter, ClassFilter, TaughtReadOnly
from classroom.submissions.models import RevisionRequest

from . import pages


@admin.register(RevisionRequest)
class RevisionRequestAdmin(TaughtReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Requests, also withdrawn ones. They lead to no answer, so names stand here as on the overview."""

    list_display = ("student_name", "what", "due_at", "at", "who", "withdrawn_at")
    list_filter = (ClassFilter, AssignmentFilter)
    list_select_related = (
        "submission__student",
        "submission__assignment__school_class",
        "submission__assignment__lesson_version",
        "by",
    )
    search_fields = (
        "submission__student__name",
        "submission__student__username",
        "submission__assignment__school_class__name",
    )
    search_help_text = _("Name, login name or class")
    ordering = ("-at", "-pk")
    sortable_by = ("at", "due_at")
    class_path = "submission__assignment__school_class"
    assignment_path = "submission__assignment"
    fields = readonly_fields = (
        "student_name",
        "what",
        "asked",
        "due_at",
        "words",
        "at",
        "who",
        "withdrawn_at",
        "ended",
    )

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The request in its class's time; who looked is kept."""
        asked = super().get_object(request, object_id, from_field)
        timezone.activate(asked.school_class.zone)
        pages.look(request, asked.submission.student, f"revision request {asked.pk}")
        return asked

    @admin.display(description=_("student"))
    def student_name(self, asked: RevisionRequest) -> str:
        return asked.submission.student.get_full_name()

    @admin.display(description=_("assignment"))
    def what(self, asked: RevisionRequest) -> str:
        return str(asked.submission.assignment)

    @admin.display(description=_("questions"))
    def asked(self, asked: RevisionRequest) -> str:
        return ", ".join(
            str(number) for number in asked.questions.order_by("position").values_list("position", flat=True)
        )

    @admin.display(description=_("by"))
    def who(self, asked: RevisionRequest) -> str:
        return asked.by.get_full_name()

    @admin.display(description=_("withdrawn by"))
    def ended(self, asked: RevisionRequest) -> str:
        return asked.withdrawn_by.get_full_name() if asked.withdrawn_by else ""
