"""Lessons as identities: who owns them, what is published, what is withdrawn."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from classroom.http import Refused
from lessons import actions
from lessons.admin.filters import has_come
from lessons.admin.rights import AuthorsOnly
from lessons.models import Lesson, LessonVersion
from lessons.rules import keeps_all_lessons


@admin.register(Lesson)
class LessonAdmin(AuthorsOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Begin a lesson here; its text is in its versions."""

    list_display = ("title", "owner", "newest_version", "has_draft", "withdrawn_at")
    list_filter = (("withdrawn_at", has_come(_("On offer"), _("Withdrawn"))),)
    list_select_related = ("owner",)
    search_fields = ("slug", "versions__title")
    readonly_fields = ("withdrawn_at",)
    actions = ("start_drafts", "withdraw", "restore")

    def lesson_of(self, thing: Lesson) -> Lesson:
        return thing

    def is_fixed(self, thing: Lesson) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lesson]:
        """With the number of the newest version, whether there is a draft, and how the last one is called."""
        draft = Count("versions", filter=Q(versions__published_at=None, versions__isnull=False), distinct=True)
        lessons: QuerySet[Lesson] = super().get_queryset(request)
        last = LessonVersion.objects.filter(lesson=OuterRef("pk")).order_by("-pk").values("title")[:1]
        return lessons.annotate(newest_number=Max("versions__number"), drafts=draft, called=Subquery(last))

    def get_readonly_fields(self, request: HttpRequest, obj: Lesson | None = None) -> tuple[str, ...]:
        """The slug stays once something is published; teachers own what they make."""
        fixed = ("slug",) if obj and obj.newest_number else ()  # type: ignore[attr-defined]  # annotated above
        return (*self.readonly_fields, *fixed, *(() if keeps_all_lessons(request.user) else ("owner",)))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Owners are people who use this tool."""
        if db_field.name == "owner":
            kwargs["queryset"] = get_user_model().objects.filter(is_staff=True, is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Lesson, form: Any, change: bool) -> None:
        """Whoever begins a lesson owns it, unless they named another."""
        if not change and obj.owner_id is None:
            obj.owner_id = request.user.pk
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A lesson is withdrawn, not deleted, once it has a version."""
        return super().has_delete_permission(request, obj) and obj is not None and not obj.versions.exists()

    @admin.display(description=_("lesson"), ordering="called")
    def title(self, lesson: Any) -> str:
        return str(lesson.called or lesson.slug)

    @admin.display(description=_("newest version"), ordering="newest_number")
    def newest_version(self, lesson: Any) -> int | None:
        number: int | None = lesson.newest_number
        return number

    @admin.display(description=_("draft"), ordering="drafts")
    def has_draft(self, lesson: Any) -> str | None:
        return gettext("begun") if lesson.drafts else None

    @admin.action(description=_("Start a new draft from the newest version"))
    def start_drafts(self, request: HttpRequest, lessons: QuerySet[Lesson]) -> None:
        for lesson in lessons:
            try:
                draft = actions.start_draft(lesson, by=request.user)
            except Refused as refusal:
                self.message_user(request, f"{lesson}: {refusal.reason}", messages.ERROR)
            else:
                self.log_addition(request, draft, "Draft started")
                self.message_user(request, _("%s: draft started.") % lesson, messages.SUCCESS)

    @admin.action(description=_("Withdraw: no new assignments"))
    def withdraw(self, request: HttpRequest, lessons: QuerySet[Lesson]) -> None:
        for lesson in lessons:
            self.log_change(request, actions.withdraw(lesson, by=request.user, at=timezone.now()), "Withdrawn")
            self.message_user(request, _("%s: withdrawn. Work in it stays.") % lesson, messages.SUCCESS)

    @admin.action(description=_("Offer again"))
    def restore(self, request: HttpRequest, lessons: QuerySet[Lesson]) -> None:
        for lesson in lessons:
            self.log_change(request, actions.restore(lesson, by=request.user), "Offered again")
            self.message_user(request, _("%s: offered again.") % lesson, messages.SUCCESS)
