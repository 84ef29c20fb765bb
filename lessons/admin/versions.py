"""Versions: a draft with all its parts on one page, preview, publishing, and the published ones to read."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db.models import QuerySet, TextField
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from classroom.http import Refused
from lessons import actions
from lessons.admin import pages
from lessons.admin.deleting import gone_with
from lessons.admin.filters import has_come
from lessons.admin.ordering import OrderedForm, OrderedFormSet
from lessons.admin.rights import AuthorsOnly
from lessons.models import KeyFact, KeyTerm, Lesson, LessonVersion, Question, Resource, Rubric, Section
from lessons.rules import keeps_all_lessons


class PartInline(AuthorsOnly):
    """Parts of a version, in order; fixed with it."""

    form: Any = OrderedForm
    formset: Any = OrderedFormSet
    formfield_overrides = {TextField: {"widget": Textarea(attrs={"rows": 3, "cols": 90})}}
    lesson_path = "version__lesson"

    def lesson_of(self, thing: LessonVersion) -> Lesson:
        return thing.lesson

    def is_fixed(self, thing: LessonVersion) -> bool:
        return not thing.is_draft


class SectionInline(PartInline, admin.StackedInline):  # type: ignore[type-arg]  # not generic at run time
    model = Section
    fields = (("position", "key", "heading"), "body")
    formfield_overrides = {TextField: {"widget": Textarea(attrs={"rows": 12, "cols": 110})}}
    extra = 1


class KeyFactInline(PartInline, admin.StackedInline):  # type: ignore[type-arg]  # not generic at run time
    model = KeyFact
    fields = ("position", "text")
    extra = 1


class KeyTermInline(PartInline, admin.StackedInline):  # type: ignore[type-arg]  # not generic at run time
    model = KeyTerm
    fields = (("position", "key", "term"), "definition")
    extra = 1


class ResourceInline(PartInline, admin.StackedInline):  # type: ignore[type-arg]  # not generic at run time
    model = Resource
    fields = (("position", "title", "author"), "note")
    extra = 1


class QuestionInline(PartInline, admin.StackedInline):  # type: ignore[type-arg]  # not generic at run time
    """Questions; the link leads on to the rubric."""

    model = Question
    fields = (
        ("position", "key", "short_title"),
        "prompt",
        ("points", "guide_min", "guide_max"),
        "guidance",
        "model_answer",
    )
    extra = 1
    show_change_link = True


@admin.register(LessonVersion)
class LessonVersionAdmin(AuthorsOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Write a draft, look at it as readers would, publish it."""

    change_form_template = "lessons/admin/version_change.html"
    list_display = ("title", "lesson", "state", "published_at", "published_by")
    list_display_links = ("title",)
    list_filter = (
        ("published_at", has_come(_("Drafts"), _("Published"))),
        "language",
        ("lesson__owner", RelatedOnlyFieldListFilter),
    )
    list_select_related = ("lesson", "published_by")
    search_fields = ("title", "unit", "lesson__slug")
    readonly_fields = ("number", "published_at", "published_by", "reading_minutes")
    fieldsets = (
        (None, {"fields": ("lesson", "title", ("unit", "language"), "licence", "note", "lede")}),
        (_("Fun fact"), {"fields": ("fact_title", "fact_body")}),
        (_("Published"), {"fields": (("number", "published_at", "published_by"), "reading_minutes")}),
    )
    inlines = (SectionInline, KeyFactInline, KeyTermInline, QuestionInline, ResourceInline)
    actions = ("publish_drafts",)
    lesson_path = "lesson"
    parts = ("sections", "facts", "terms", "questions", "resources")

    def lesson_of(self, thing: LessonVersion) -> Lesson:
        return thing.lesson

    def is_fixed(self, thing: LessonVersion) -> bool:
        return not thing.is_draft

    def get_urls(self) -> list[URLPattern]:
        """The pages around a version stand before the admin's own."""
        own = [
            path("<int:pk>/preview/", self.admin_site.admin_view(self.preview), name="lessons_preview"),
            path("<int:pk>/file/", self.admin_site.admin_view(self.file), name="lessons_file"),
            path("<int:pk>/publish/", self.admin_site.admin_view(self.publish), name="lessons_publish"),
            path("<int:pk>/start-draft/", self.admin_site.admin_view(self.start_draft), name="lessons_start_draft"),
        ]
        return [*own, *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: LessonVersion | None = None) -> tuple[str, ...]:
        """A version stays with its lesson."""
        return (*self.readonly_fields, "lesson") if obj else self.readonly_fields

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A first draft is for a lesson of one's own that has no draft yet."""
        if db_field.name == "lesson":
            lessons = Lesson.objects.exclude(versions__in=LessonVersion.objects.draft())
            kwargs["queryset"] = lessons if keeps_all_lessons(request.user) else lessons.filter(owner=request.user.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: LessonVersion | None) -> Any:
        """Parts come once the version itself is there."""
        return super().get_inlines(request, obj) if obj else ()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A draft and its parts; no class has it yet."""
        return gone_with(objs, self.parts)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Every new question brings its rubric along."""
        super().save_related(request, form, formsets, change)
        for question in Question.objects.filter(version=form.instance, rubrics=None):
            Rubric.objects.create(question=question)

    def response_change(self, request: HttpRequest, obj: LessonVersion) -> HttpResponse:
        """After saving: on to the preview, or straight to publishing, where a button asked for it."""
        if "_preview" in request.POST:
            return redirect("admin:lessons_preview", obj.pk)
        if "_publish" in request.POST:
            return self._publish(request, obj)
        return super().response_change(request, obj)

    @admin.display(description=_("state"), ordering="number")
    def state(self, version: LessonVersion) -> str:
        return version.label

    @admin.action(description=_("Publish the chosen drafts"))
    def publish_drafts(self, request: HttpRequest, versions: QuerySet[LessonVersion]) -> None:
        for version in versions:
            self._publish(request, version)

    def _publish(self, request: HttpRequest, version: LessonVersion) -> HttpResponseRedirect:
        """Publish and say so, or say what is missing; then show the version."""
        try:
            published = actions.publish(version, by=request.user, at=timezone.now())
        except Refused as refusal:
            self.message_user(request, refusal.reason, messages.ERROR)
        else:
            self.log_change(request, published, "Published")
            self.message_user(request, _("%s: published.") % published, messages.SUCCESS)
        return redirect("admin:lessons_lessonversion_change", version.pk)

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The version as readers get it, and what still keeps it from them."""
        return pages.preview(request, pages.fetch(self, request, pk))

    def file(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The version as a lesson file to keep, mail and load again."""
        return pages.file(request, pages.fetch(self, request, pk))

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish from the preview; only by POST."""
        return pages.only_post(request) or self._publish(request, pages.fetch(self, request, pk))

    def start_draft(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin the next version from the newest; only by POST."""
        if refused := pages.only_post(request):
            return refused
        version = pages.fetch(self, request, pk)
        try:
            draft = actions.start_draft(version.lesson, by=request.user)
        except Refused as refusal:
            self.message_user(request, refusal.reason, messages.ERROR)
            return redirect(reverse("admin:lessons_lessonversion_change", args=[version.pk]))
        self.log_addition(request, draft, "Draft started")
        return redirect("admin:lessons_lessonversion_change", draft.pk)
