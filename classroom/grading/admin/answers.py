"""Answers in the admin: a list to search, and one page to read an answer, grade it and comment on it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from classroom.classes.admin.manners import AssignmentFilter, ClassFilter, TaughtReadOnly
from classroom.grading import bench
from classroom.grading.admin import hiding, pages, sheet
from classroom.grading.admin.filters import STAGES, LateFilter, QuestionFilter, StageFilter, staged
from classroom.grading.blind import readable
from classroom.grading.models import Grade
from classroom.grading.points import shown
from classroom.submissions.models import Answer


class ByDeskNumber(ChangeList):
    """A list that names each answer by class, assignment, question and desk number, in link, order and pop-up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_popup = False  # nothing is picked from here; Django would write the keys of the database beside it

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """What looks alike stands by number, never by key: keys follow the order in which students began."""
        asked = [column for column in super().get_ordering(request, queryset) if column not in {"pk", "-pk"}]
        return [*asked, "assignment", "question__position", "desk_number"]

    def url_for_result(self, result: Any) -> str:
        return hiding.answer_url(result)


@admin.register(Answer)
class AnswerAdmin(pages.TellsOfWork, TaughtReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Every answer of the classes taught. Text shows only once it was turned in, names as on the desk."""

    list_display = ("number", "student", "assignment", "asked", "stage", "word_count", "points", "late")
    list_filter = (ClassFilter, AssignmentFilter, QuestionFilter, StageFilter, LateFilter)
    list_select_related = (
        "assignment__school_class",
        "assignment__lesson_version",
        "question",
        "submission__student",
        "submission__turn_in",
    )
    search_fields = ("desk_number",)
    search_help_text = _("Number on the desk, question, class, or name where names are shown")
    ordering = ("assignment", "question__position", "desk_number")
    sortable_by = ("number", "asked", "word_count")
    class_path = "assignment__school_class"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without what an attempt only carries on, and without any text.

        What may be read is what was turned in, and the answer's own page asks for that.
        """
        user: Any = request.user
        points = readable(Grade.objects.counting()).filter(answer=OuterRef("pk")).values("points")
        written = super().get_queryset(request).filter(carried_from=None).defer("text")
        rows = written.annotate(stage=staged(), given=Subquery(points[:1]))
        named = hiding.with_names(rows, user, assignment="assignment", student="submission__student")
        found: QuerySet[Any] = named.annotate(known_words=hiding.known_words())
        return found

    def answer_of(self, row: Answer) -> Answer:
        """Itself."""
        return row

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ByDeskNumber

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word must be found; a name finds nothing where names are hidden."""
        for word in search_term.split():
            found = Q(question__short_title__icontains=word) | Q(assignment__school_class__name__icontains=word)
            found |= Q(student_name__icontains=word)
            if word.isdecimal() and len(word) < 10:
                found |= Q(desk_number=int(word))
            queryset = queryset.filter(found)
        return queryset, False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The answer of that address, ready to be judged (else 404)."""
        answers = bench.for_judging(self.get_queryset(request))
        answers = answers.select_related("assignment__school_class", "assignment__lesson_version")
        found = hiding.found_by(answers, object_id)
        if found is None:
            raise Http404
        return found

    def get_urls(self) -> list[URLPattern]:
        """The form for a comment posts to an address of its own."""
        view = self.admin_site.admin_view(self.comment_view)
        own = path("<path:object_id>/comments/", view, name="submissions_answer_comment")
        return [own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The answer to read; POST saves the grade."""
        place = sheet.Place(self, request, self.get_object(request, unquote(object_id)))
        return sheet.save(place) if request.method == "POST" else sheet.read(place)

    def comment_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Adds a comment on words of the answer."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return sheet.comment(sheet.Place(self, request, self.get_object(request, unquote(object_id))))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The history of the answer's grade."""
        answer = self.get_object(request, unquote(object_id))
        assignment = f"{answer.assignment.school_class.public_id}.{answer.assignment.slug}"
        wanted = f"?assignment={assignment}&question={answer.question.position}&q={answer.desk_number}"
        return redirect(reverse("admin:grading_gradeevent_changelist") + wanted)

    @admin.display(description=_("answer"), ordering="desk_number")
    def number(self, answer: Answer) -> str:
        return str(answer)

    @admin.display(description=_("student"))
    def student(self, answer: Any) -> str:
        return answer.student_name or str(_("hidden"))

    @admin.display(description=_("question"), ordering="question__position")
    def asked(self, answer: Answer) -> str:
        return f"{answer.question.position}. {answer.question.short_title}"

    @admin.display(description=_("state"))
    def stage(self, answer: Any) -> str:
        return str(STAGES[answer.stage])

    @admin.display(description=_("words"), ordering="known_words")
    def word_count(self, answer: Any) -> str:
        return str(_("hidden") if answer.known_words is None else answer.known_words)

    @admin.display(description=_("points"))
    def points(self, answer: Any) -> str:
        highest = shown(answer.question.points)
        return _("%(points)s of %(highest)s") % {"points": shown(answer.given), "highest": highest}

    @admin.display(description=_("late"))
    def late(self, answer: Answer) -> str:
        turn_in = answer.submission.turn_in
        return str(_("Late")) if turn_in is not None and turn_in.late else ""
