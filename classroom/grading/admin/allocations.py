"""Who grades what, to read. It is set on a page of the product."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from classroom.classes.admin.manners import AssignmentFilter, ClassFilter, TaughtReadOnly
from classroom.grading.models import Allocation


@admin.register(Allocation)
class AllocationAdmin(TaughtReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """How answers are shared out, and among whom."""

    list_display = ("assignment", "by", "graders", "set_by", "set_at")
    list_filter = (ClassFilter, AssignmentFilter)
    list_select_related = ("assignment__school_class", "assignment__lesson_version", "set_by")
    ordering = ("-set_at", "pk")
    sortable_by = ("set_at",)
    fields = readonly_fields = ("assignment", "by", "graders", "set_by", "set_at")
    class_path = "assignment__school_class"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the graders, in one more query."""
        return super().get_queryset(request).prefetch_related("parts__grader")

    @admin.display(description=_("graders"))
    def graders(self, allocation: Allocation) -> str:
        return ", ".join(sorted({part.grader.get_full_name() for part in allocation.parts.all()}))
