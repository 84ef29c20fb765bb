"""Who was excused from what, by whom and why, to read. A student is excused, and the excuse ended, in the product."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from classroom.classes.admin.manners import AssignmentFilter, ClassFilter, TaughtReadOnly
from classroom.submissions.models import Excuse, Submission

from . import pages


def excuses_of(work: Submission) -> QuerySet[Excuse]:
    """Those of the student from the assignment, also ended ones, the newest first."""
    own = Excuse.objects.filter(assignment=work.assignment_id, student=work.student_id)
    return own.select_related("by", "ended_by")


@admin.register(Excuse)
class ExcuseAdmin(TaughtReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Excuses, also ended ones. They say nothing of an answer, so names stand here as on the overview.

    Why is told on the page of one, and who looked there is logged.
    """

    list_display = ("student_name", "what", "at", "who", "ended_at")
    list_filter = (ClassFilter, AssignmentFilter)
    list_select_related = (
        "student",
        "by",
        "ended_by",
        "assignment__school_class",
        "assignment__lesson_version",
    )
    search_fields = ("student__name", "student__username", "assignment__school_class__name")
    search_help_text = _("Name, login name or class")
    ordering = ("-at", "-pk")
    sortable_by = ("at",)
    class_path = "assignment__school_class"
    fields = readonly_fields = (
        "student_name", "what", "at", "who", "reason", "ended_at", "ended", "end_reason", "page",
    )  # fmt: skip

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The excuse in its class's time; who looked is kept."""
        excuse = super().get_object(request, object_id, from_field)
        timezone.activate(excuse.assignment.school_class.zone)
        pages.look(request, excuse.student, f"excuse {excuse.pk}")
        return excuse

    @admin.display(description=_("student"))
    def student_name(self, excuse: Excuse) -> str:
        return excuse.student.get_full_name()

    @admin.display(description=_("assignment"))
    def what(self, excuse: Excuse) -> str:
        return str(excuse.assignment)

    @admin.display(description=_("by"))
    def who(self, excuse: Excuse) -> str:
        return excuse.by.get_full_name()

    @admin.display(description=_("ended by"))
    def ended(self, excuse: Excuse) -> str:
        return excuse.ended_by.get_full_name() if excuse.ended_by else ""

    @admin.display(description=_("page"))
    def page(self, excuse: Excuse) -> str:
        place = [excuse.assignment.school_class.public_id, excuse.assignment.slug]
        return format_html('<a href="{}">{}</a>', reverse("grading:overview", args=place), _("Class overview"))
