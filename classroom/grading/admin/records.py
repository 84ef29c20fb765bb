"""Grades, their history and releases, to read. A grade is given on its answer's page, a release made in the product."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from classroom.classes.admin.manners import AssignmentFilter, ClassFilter, TaughtReadOnly
from classroom.grading.admin import hiding, pages
from classroom.grading.admin.filters import GradeStateFilter, PathFilter, QuestionFilter
from classroom.grading.blind import readable
from classroom.grading.models import Grade, GradeEvent, Release
from classroom.grading.points import shown

WITH_ANSWER: tuple[str, ...] = (
    "answer__assignment__school_class",
    "answer__assignment__lesson_version",
    "answer__question",
    "answer__submission__student",
)


class OnAnAnswer(pages.TellsOfWork, TaughtReadOnly):
    """Rows about an answer, which is named by its number on the desk alone."""

    list_select_related = WITH_ANSWER
    search_fields = ("answer__desk_number",)
    search_help_text = _("Number on the desk, or question")
    sortable_by = ()
    class_path = "answer__assignment__school_class"
    assignment_path = "answer__assignment"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With whether names are shown; without any text, and without what a second look hides now."""
        user: Any = request.user
        rows = self.hidden_now(super().get_queryset(request)).defer("answer__text")
        return hiding.with_names(rows, user, assignment="answer__assignment", student="answer__submission__student")

    def hidden_now(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows without those that would tell a second reader of the first mark."""
        return readable(rows)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word must be found."""
        for word in search_term.split():
            found = Q(answer__question__short_title__icontains=word)
            if word.isdecimal() and len(word) < 10:
                found |= Q(answer__desk_number=int(word))
            queryset = queryset.filter(found)
        return queryset, False

    @admin.display(description=_("answer"))
    def answer_number(self, row: Any) -> str:
        return str(row.answer)

    @admin.display(description=_("question"))
    def question(self, row: Any) -> str:
        return f"{row.answer.question.position}. {row.answer.question.short_title}"

    @admin.display(description=_("assignment"))
    def assignment(self, row: Any) -> str:
        return str(row.answer.assignment)


class ByAnswer(ChangeList):
    """A list whose links lead to the answer that each row is about."""

    def url_for_result(self, result: Any) -> str:
        return hiding.answer_url(result.answer)


@admin.register(Grade)
class GradeAdmin(OnAnAnswer, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Judgements; each is made and changed on its answer's page."""

    list_display = ("answer_number", "question", "assignment", "state", "given", "purpose", "counts", "grader")
    list_filter = (ClassFilter, AssignmentFilter, QuestionFilter, GradeStateFilter)
    list_select_related = (*WITH_ANSWER, "grader")
    ordering = ("answer__assignment", "answer__question__position", "answer__desk_number", "pk")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ByAnswer

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """On to the answer."""
        return redirect(hiding.answer_url(self.get_object(request, unquote(object_id)).answer))

    @admin.display(description=_("points"))
    def given(self, grade: Grade) -> str:
        return shown(grade.points)


@admin.register(GradeEvent)
class GradeEventAdmin(OnAnAnswer, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Every change of a grade, by whatever path. Only added to; the database refuses anything else."""

    list_display = ("when", "answer_number", "question", "assignment", "who", "path", "change", "reason")
    list_filter = (ClassFilter, AssignmentFilter, QuestionFilter, PathFilter)
    list_select_related = (*WITH_ANSWER, "by")
    ordering = ("-at", "-pk")
    date_hierarchy = "at"
    fields = readonly_fields = (
        "when", "answer_link", "question", "assignment", "who", "path", "reason", "old", "new",
    )  # fmt: skip

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The event in its class's time; who looked is kept."""
        event = super().get_object(request, object_id, from_field)
        timezone.activate(event.answer.assignment.school_class.zone)
        pages.look(request, event.answer.submission.student, f"grade event {event.pk}")
        return event

    @admin.display(description=_("when"))
    def when(self, event: Any) -> str:
        """The day alone while names are hidden."""
        return date_format(timezone.localtime(event.at), "j F Y, H:i" if event.named else "j F Y")

    @admin.display(description=_("who"))
    def who(self, event: GradeEvent) -> str:
        return event.by.get_full_name()

    @admin.display(description=_("points"))
    def change(self, event: GradeEvent) -> str:
        return f"{shown((event.old or {}).get('points'))} → {shown(event.new['points'])}"

    @admin.display(description=_("answer"))
    def answer_link(self, event: GradeEvent) -> str:
        return format_html('<a href="{}">{}</a>', hiding.answer_url(event.answer), event.answer)


@admin.register(Release)
class ReleaseAdmin(TaughtReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Who let students see what, and when. Releasing and undoing are done in the product."""

    list_display = ("what", "who", "at", "visible_from", "works", "undone_at")
    list_filter = (ClassFilter, AssignmentFilter)
    list_select_related = ("assignment__school_class", "assignment__lesson_version", "by", "undone_by")
    ordering = ("-at", "-pk")
    date_hierarchy = "at"
    fields = readonly_fields = ("what", "who", "at", "visible_from", "works", "reason", "undone_at", "undone", "page")
    class_path = "assignment__school_class"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of works in each."""
        rows: QuerySet[Any] = super().get_queryset(request).annotate(item_count=Count("items"))
        return rows

    @admin.display(description=_("assignment"), ordering="assignment")
    def what(self, release: Release) -> str:
        return str(release.assignment)

    @admin.display(description=_("released by"))
    def who(self, release: Release) -> str:
        return release.by.get_full_name()

    @admin.display(description=_("works"))
    def works(self, release: Any) -> int:
        count: int = release.item_count
        return count

    @admin.display(description=_("undone by"))
    def undone(self, release: Release) -> str:
        return release.undone_by.get_full_name() if release.undone_by else ""

    @admin.display(description=_("page"))
    def page(self, release: Release) -> str:
        """Where this is released; open to the class's teachers."""
        assignment = release.assignment
        url = reverse("grading:release", args=[assignment.school_class.public_id, assignment.slug])
        return format_html('<a href="{}">{}</a>', url, _("Release, or see what was released"))
