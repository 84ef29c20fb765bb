"""Second looks and notes for staff, to read. Both are written on the grading desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from classroom.classes.admin.manners import AssignmentFilter, ClassFilter
from classroom.grading.admin import hiding, pages
from classroom.grading.admin.filters import QuestionFilter
from classroom.grading.admin.records import WITH_ANSWER, OnAnAnswer
from classroom.grading.models import RegradeRequest, StaffNote


class OnAnAnswerToRead(OnAnAnswer):
    """Rows that have a page of their own, in their class's time; who looked is kept."""

    list_filter = (ClassFilter, AssignmentFilter, QuestionFilter)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        timezone.activate(row.answer.assignment.school_class.zone)
        pages.look(request, row.answer.submission.student, f"{row._meta.model_name} {row.pk}")
        return row

    @admin.display(description=_("when"))
    def when(self, row: Any) -> str:
        """The day alone while names are hidden."""
        return date_format(timezone.localtime(row.at), "j F Y, H:i" if row.named else "j F Y")

    @admin.display(description=_("answer"))
    def answer_link(self, row: Any) -> str:
        return format_html('<a href="{}">{}</a>', hiding.answer_url(row.answer), row.answer)


@admin.register(RegradeRequest)
class RegradeRequestAdmin(OnAnAnswerToRead, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """What students asked to be looked at again, and what became of it; never a mark."""

    list_display = ("when", "answer_number", "question", "assignment", "state", "outcome")
    list_select_related = (*WITH_ANSWER, "ended_by")
    ordering = ("-at", "-pk")
    fields = readonly_fields = (
        "when", "answer_link", "question", "assignment", "student", "reason", "state", "outcome", "word", "who",
    )  # fmt: skip

    def hidden_now(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Nothing: what was asked is what the second reader reads first."""
        return rows

    @admin.display(description=_("student"))
    def student(self, asked: Any) -> str:
        return asked.student_name or str(_("hidden"))

    @admin.display(description=_("decided by"))
    def who(self, asked: RegradeRequest) -> str:
        decided = asked.state == RegradeRequest.State.DECIDED and asked.ended_by
        return asked.ended_by.get_full_name() if decided and asked.ended_by else ""


@admin.register(StaffNote)
class StaffNoteAdmin(OnAnAnswerToRead, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Notes for staff, those that were taken away too."""

    list_display = ("__str__", "answer_number", "question", "assignment", "author", "when", "deleted")
    list_select_related = (*WITH_ANSWER, "author", "deleted_by")
    search_help_text = _("Words of a note, or a number on the desk")
    ordering = ("-at", "-pk")
    fields = readonly_fields = ("when", "answer_link", "question", "assignment", "author", "body", "deleted")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word must be found."""
        for word in search_term.split():
            found = Q(body__icontains=word)
            if word.isdecimal() and len(word) < 10:
                found |= Q(answer__desk_number=int(word))
            queryset = queryset.filter(found)
        return queryset, False

    @admin.display(description=_("taken away by"))
    def deleted(self, note: StaffNote) -> str:
        return note.deleted_by.get_full_name() if note.deleted_by else ""
