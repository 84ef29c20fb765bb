"""Comments in the admin: found in a list, said otherwise or taken away through the actions of the desk."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from classroom.classes.admin.manners import AssignmentFilter, ClassFilter, TaughtReadOnly
from classroom.grading.actions import comments as actions
from classroom.grading.admin import hiding, pages
from classroom.grading.admin.filters import CommentKindFilter, QuestionFilter
from classroom.grading.blind import is_blind, readable
from classroom.grading.desk_forms import BaseForm, CommentEditForm
from classroom.grading.models import Comment
from classroom.http import BadValue, Refused, conflict

EDIT, DELETE = "admin/grading/comment/change_form.html", "admin/grading/comment/delete_confirmation.html"


@admin.register(Comment)
class CommentAdmin(pages.TellsOfWork, TaughtReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Comments that stand; new ones are written on the answer's page, where its words are."""

    list_display = ("__str__", "answer_number", "question", "assignment", "kind", "words", "author")
    list_filter = (ClassFilter, AssignmentFilter, QuestionFilter, CommentKindFilter)
    list_select_related = (
        "answer__assignment__school_class",
        "answer__assignment__lesson_version",
        "answer__question",
        "answer__submission__student",
        "author",
    )
    search_fields = ("body",)
    search_help_text = _("Words of a comment, or a number on the desk")
    ordering = ("answer__assignment", "answer__question__position", "answer__desk_number", "start", "pk")
    sortable_by = ()
    class_path = "answer__assignment__school_class"
    assignment_path = "answer__assignment"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those that stand and that no second look hides; what was deleted is kept out of sight."""
        return readable(super().get_queryset(request)).filter(deleted_at=None).defer("answer__text")

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

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Say it otherwise: on the whole answer this is done with its grade, so the way leads there."""
        if request.method == "POST" and (gone := self._gone(request, object_id)):
            return conflict(request, gone)  # with what was typed
        comment = self._found(request, object_id)
        if not comment.is_anchored:
            return redirect(hiding.answer_url(comment.answer))
        initial = {"base": comment.revision, "kind": comment.kind, "body": comment.body}
        if request.method != "POST":
            self._look(request, comment)
            return self._page(request, comment, CommentEditForm(initial=initial))
        pages.need(request, "grading.change_comment")
        return self._change(request, comment, CommentEditForm(request.POST))

    def _change(self, request: Any, comment: Comment, form: CommentEditForm) -> HttpResponse:
        if not form.is_valid():
            return self._page(request, comment, form, status=400)
        try:
            actions.edit_comment(comment, by=request.user, **form.cleaned_data)
        except BadValue as problem:
            pages.put_problem(form, problem)
            return self._page(request, comment, form, status=400)
        except Refused as refusal:
            form.start_over_from(refusal.state)
            return self._page(request, comment, form, status=409, refusal=refusal)
        messages.success(request, _("The comment was changed."))
        return redirect(f"{hiding.answer_url(comment.answer)}#comments")

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Ask first, then take it away; it is kept, out of sight."""
        comment = self._found(request, object_id)
        pages.need(request, "grading.delete_comment")
        if not comment.is_anchored:
            return redirect(hiding.answer_url(comment.answer))
        form = BaseForm(request.POST if request.method == "POST" else None, initial={"base": comment.revision})
        if request.method == "POST" and form.is_valid():
            return self._delete(request, comment, form.cleaned_data["base"])
        if request.method != "POST":
            self._look(request, comment)
        return self._page(request, comment, form, template=DELETE, status=400 if form.errors else 200)

    def _delete(self, request: Any, comment: Comment, base: int) -> HttpResponse:
        try:
            actions.delete_comment(comment, base=base, at=request.arrived)
        except Refused as refusal:
            form = BaseForm(initial={"base": refusal.state.get("revision", base)})
            comment.refresh_from_db()
            return self._page(request, comment, form, template=DELETE, status=409, refusal=refusal)
        messages.success(request, _("The comment was taken away."))
        return redirect(f"{hiding.answer_url(comment.answer)}#comments")

    def _found(self, request: HttpRequest, object_id: str) -> Comment:
        comment: Comment = self.get_object(request, unquote(object_id))
        timezone.activate(comment.answer.assignment.school_class.zone)
        return comment

    def _gone(self, request: HttpRequest, object_id: str) -> Refused | None:
        """Why it is one of theirs and can't be changed: it was deleted, or a second look hides it."""
        rows = super().get_queryset(request).annotate(blind=is_blind("answer"))
        found = rows.filter(pk=int(object_id)).first() if object_id.isdecimal() else None
        if found is None:
            return None
        if found.deleted_at:
            return actions.deleted(kept="")
        hidden = _("A second look at this answer is open, and hides what was said of it.")
        return Refused(str(hidden)) if found.blind else None

    def _look(self, request: HttpRequest, comment: Comment) -> None:
        pages.look(request, comment.answer.submission.student, f"comment {comment.pk}")

    def _page(
        self, request: HttpRequest, comment: Comment, form: Any, *, template: str = EDIT, **more: Any
    ) -> HttpResponse:
        answer = comment.answer
        context = {"comment": comment, "answer": answer, "address": hiding.address_of(answer), "form": form}
        return pages.render(self, request, template, title=str(answer), **context | more)

    @admin.display(description=_("answer"))
    def answer_number(self, comment: Comment) -> str:
        return str(comment.answer)

    @admin.display(description=_("question"))
    def question(self, comment: Comment) -> str:
        return f"{comment.answer.question.position}. {comment.answer.question.short_title}"

    @admin.display(description=_("assignment"))
    def assignment(self, comment: Comment) -> str:
        return str(comment.answer.assignment)

    @admin.display(description=_("on"))
    def words(self, comment: Comment) -> str:
        return f"“{comment.quote[:60]}”" if comment.is_anchored else str(_("the whole answer"))
