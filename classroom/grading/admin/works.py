"""Submissions in the admin: who is how far, and once names are shown, one student's work with the letter on it."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from classroom.classes.admin.manners import AssignmentFilter, ClassFilter, TaughtReadOnly
from classroom.grading.actions import letters
from classroom.grading.admin import hiding, pages
from classroom.grading.admin.excuses import excuses_of
from classroom.grading.admin.filters import STAGES, LateFilter, WorkStateFilter, staged
from classroom.grading.blind import readable
from classroom.grading.desk_forms import LetterForm
from classroom.grading.models import Grade, Letter
from classroom.grading.whole import judged_as
from classroom.http import BadValue, Refused, conflict
from classroom.submissions.models import Answer, Submission, TurnIn

TEMPLATE = "admin/submissions/submission/change_form.html"


@admin.register(Submission)
class SubmissionAdmin(TaughtReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Attempts by student. While names are hidden nothing here leads on to an answer."""

    list_display = ("student", "assignment", "state", "attempt", "words", "late", "letter_written")
    list_filter = (ClassFilter, AssignmentFilter, WorkStateFilter, LateFilter)
    list_select_related = ("student", "assignment__school_class", "assignment__lesson_version", "turn_in", "letter")
    search_fields = ("student__name", "student__username", "assignment__school_class__name")
    search_help_text = _("Name, login name or class")
    ordering = ("assignment", "student__name", "attempt")
    sortable_by = ("student", "attempt")
    class_path = "assignment__school_class"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the words of all answers, which stay out of sight where they could tell whose an answer is."""
        user: Any = request.user
        sums = Answer.objects.filter(submission=OuterRef("pk")).order_by().values("submission").annotate(n=Sum("words"))
        rows = super().get_queryset(request).annotate(word_count=Subquery(sums.values("n")))
        return hiding.with_names(rows, user, assignment="assignment", student="student")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One student's work; POST saves the letter on it."""
        work = self.get_object(request, unquote(object_id))
        timezone.activate(work.assignment.school_class.zone)
        if request.method == "POST":
            return self._save(request, work)
        pages.look(request, work.student, f"submission {work.pk}")
        return self._page(request, work)

    def _save(self, request: Any, work: Any) -> HttpResponse:
        pages.need(request, "grading.add_letter", "grading.change_letter")
        form = LetterForm(request.POST)
        if not work.named:
            return conflict(request, Refused(str(_("Show the names first."))), back=request.path)
        if not form.is_valid():
            return self._page(request, work, status=400, form=form)
        try:
            said = {name: form.cleaned_data[name] for name in ("base", "body")}
            letters.save_letter(work, by=request.user, at=request.arrived, **said)
        except BadValue as problem:
            pages.put_problem(form, problem)
            return self._page(request, work, status=400, form=form)
        except Refused as refusal:
            form.start_over_from(refusal.state)
            return self._page(request, work, status=409, form=form, refusal=refusal)
        messages.success(request, _("Letter saved. The student reads it once the work is released."))
        return redirect("admin:submissions_submission_change", work.pk)

    def _page(self, request: HttpRequest, work: Any, *, form: LetterForm | None = None, **more: Any) -> HttpResponse:
        context = {
            "work": work,
            "turn_ins": TurnIn.objects.filter(submission=work).select_related("by", "taken_back_by"),
            "excuses": excuses_of(work),
            "answers": self._answers(work) if work.named else [],
            "form": form or _letter_form(work),
            "may_write": request.user.has_perms(["grading.add_letter", "grading.change_letter"]),
        }
        return pages.render(self, request, TEMPLATE, title=work.student.get_full_name(), **context | more)

    def _answers(self, work: Submission) -> list[Any]:
        points = readable(Grade.objects.counting()).filter(answer=OuterRef("pk")).values("points")[:1]
        answers = (
            Answer.objects.filter(pk__in=judged_as(Answer.objects.filter(submission=work)))
            .in_order()
            .select_related("assignment__school_class")
        )
        found = list(answers.defer("text").annotate(stage=staged(), given=Subquery(points)))
        for answer in found:
            answer.url = hiding.answer_url(answer)  # type: ignore[attr-defined]  # read by the template
            answer.stage_name = STAGES[answer.stage]  # type: ignore[attr-defined]  # as above
        return found

    @admin.display(description=_("words"))
    def words(self, work: Any) -> str:
        """What staff may know of a draft, and of the rest once names stand on the desk too."""
        return str(work.word_count or 0) if work.named or work.is_draft else str(_("hidden"))

    @admin.display(description=_("late"))
    def late(self, work: Submission) -> str:
        return str(_("Late")) if work.turn_in is not None and work.turn_in.late else ""

    @admin.display(description=_("letter"))
    def letter_written(self, work: Any) -> str:
        letter = getattr(work, "letter", None)
        return str(_("Written")) if letter is not None and letter.body else ""


def _letter_form(work: Any) -> LetterForm:
    letter = Letter.objects.filter(submission=work).first() if work.named else None
    return LetterForm(initial={"base": letter.revision, "body": letter.body} if letter else {"base": 0})


@admin.register(Letter)
class LetterAdmin(TaughtReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Letters on whole submissions, where names are shown; each is written on its submission's page."""

    list_display = ("__str__", "student_name", "assignment", "author", "saved_at")
    list_filter = (ClassFilter, AssignmentFilter)
    list_select_related = (
        "author",
        "submission__assignment__school_class",
        "submission__assignment__lesson_version",
    )
    search_fields = ("body",)
    search_help_text = _("Words of a letter, or a student’s name")
    ordering = ("-saved_at", "pk")
    sortable_by = ("saved_at",)
    class_path = "submission__assignment__school_class"
    assignment_path = "submission__assignment"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those whose students' names this person sees."""
        user: Any = request.user
        rows = super().get_queryset(request)
        named = hiding.with_names(rows, user, assignment="submission__assignment", student="submission__student")
        return named.filter(named=True)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word must be found."""
        for word in search_term.split():
            queryset = queryset.filter(Q(body__icontains=word) | Q(student_name__icontains=word))
        return queryset, False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """On to the submission, where the letter can be read and changed."""
        letter = self.get_object(request, unquote(object_id))
        return redirect("admin:submissions_submission_change", letter.submission_id)

    @admin.display(description=_("student"), ordering="student_name")
    def student_name(self, letter: Any) -> str:
        name: str = letter.student_name
        return name

    @admin.display(description=_("assignment"))
    def assignment(self, letter: Letter) -> str:
        return str(letter.submission.assignment)
