"""Questions and how they are judged: a question's page, and one page for its whole rubric."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from lessons.admin.deleting import gone_with
from lessons.admin.filters import has_come
from lessons.admin.ordering import OrderedForm, OrderedFormSet
from lessons.admin.rights import AuthorsOnly
from lessons.checks import LEVELS
from lessons.models import Criterion, Lesson, Level, Question, Rubric

LEVEL_FIELDS = ("name", "points", "description")


def level_fields(at: int) -> tuple[forms.Field, forms.Field, forms.Field]:
    """What is asked about one level: its name, its points, what it shows."""
    return (
        forms.CharField(label=_("Level %s, name") % at, max_length=40),
        forms.DecimalField(label=_("Level %s, points") % at, min_value=Decimal(0), max_digits=6, decimal_places=2),
        forms.CharField(
            label=_("Level %s, what it shows") % at,
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        ),
    )


class CriterionForm(OrderedForm):
    """A criterion with its four levels, so that a rubric is one page and needs no script."""

    level1_name, level1_points, level1_description = level_fields(1)
    level2_name, level2_points, level2_description = level_fields(2)
    level3_name, level3_points, level3_description = level_fields(3)
    level4_name, level4_points, level4_description = level_fields(4)

    class Meta:
        model = Criterion
        fields = ("position", "key", "name", "description")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = list(self.instance.levels.all()) if self.instance.pk else []
        for at in range(LEVELS):
            for name in LEVEL_FIELDS:
                self.initial.setdefault(f"level{at + 1}_{name}", getattr(levels[at], name) if at < len(levels) else "")

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]  # untyped in the stubs
        self.instance.levels.all().delete()
        Level.objects.bulk_create(
            Level(
                criterion=self.instance,
                position=at,
                **{name: self.cleaned_data[f"level{at}_{name}"] for name in LEVEL_FIELDS},
            )
            for at in range(1, LEVELS + 1)
        )


class CriterionInline(AuthorsOnly, admin.StackedInline):  # type: ignore[type-arg]  # not generic at run time
    """The criteria of a rubric, each with its levels."""

    model = Criterion
    form = CriterionForm
    formset = OrderedFormSet
    extra = 1
    readonly_fields = ("steps",)
    lesson_path = "rubric__question__version__lesson"

    def lesson_of(self, thing: Rubric) -> Lesson:
        return thing.question.version.lesson

    def is_fixed(self, thing: Rubric) -> bool:
        return thing.is_fixed

    def get_queryset(self, request: HttpRequest) -> QuerySet[Criterion]:
        return super().get_queryset(request).prefetch_related("levels")

    def get_fieldsets(self, request: HttpRequest, obj: Rubric | None = None) -> Any:
        """Fields for the levels while they may change, their text afterward."""
        about = (None, {"fields": (("position", "key"), "name", "description")})
        if obj is None or obj.is_fixed:
            return (about, (None, {"fields": ("steps",)}))
        lines = [
            line
            for at in range(1, LEVELS + 1)
            for line in ((f"level{at}_name", f"level{at}_points"), f"level{at}_description")
        ]
        return (about, (_("Levels, from the lowest up"), {"fields": lines}))

    @admin.display(description=_("levels"))
    def steps(self, criterion: Criterion) -> str:
        steps = ((level.name, level.points, level.description) for level in criterion.levels.all())
        return format_html_join("", "<p>{} ({}): {}</p>", steps)


@admin.register(Rubric)
class RubricAdmin(AuthorsOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """One edition of a rubric on one page; reached from its question."""

    list_display = ("__str__", "lesson", "sealed_at")
    list_filter = (("sealed_at", has_come(_("May change"), _("Sealed"))),)
    list_select_related = ("question__version__lesson",)
    search_fields = ("question__short_title", "question__version__title")
    readonly_fields = ("question", "edition", "sealed_at")
    inlines = (CriterionInline,)
    lesson_path = "question__version__lesson"

    def lesson_of(self, thing: Rubric) -> Lesson:
        return thing.question.version.lesson

    def is_fixed(self, thing: Rubric) -> bool:
        return thing.is_fixed

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A question brings its rubric along."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """And takes it along when it goes."""
        return False

    @admin.display(description=_("version"), ordering="question__version")
    def lesson(self, rubric: Rubric) -> str:
        return str(rubric.question.version)


class RubricInline(AuthorsOnly, admin.StackedInline):  # type: ignore[type-arg]  # not generic at run time
    """The way from a question to its rubric."""

    model = Rubric
    fields = readonly_fields = ("edition", "sealed_at")
    extra = 0
    show_change_link = True
    lesson_path = "question__version__lesson"

    def lesson_of(self, thing: Question) -> Lesson:
        return thing.version.lesson

    def is_fixed(self, thing: Question) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The question's own page makes the first edition."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A question without a rubric can't be judged."""
        return False


@admin.register(Question)
class QuestionAdmin(AuthorsOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """A question with guidance and model answer; its rubric is one link further."""

    list_display = ("short_title", "version", "position", "points")
    list_filter = (("version__published_at", has_come(_("In a draft"), _("Published"))),)
    list_select_related = ("version__lesson",)
    search_fields = ("short_title", "prompt", "version__title", "version__lesson__slug")
    readonly_fields = ("version",)
    fields = (
        "version",
        ("position", "key"),
        "short_title",
        "prompt",
        ("points", "guide_min", "guide_max"),
        "guidance",
        "model_answer",
    )
    inlines = (RubricInline,)
    lesson_path = "version__lesson"

    def lesson_of(self, thing: Question) -> Lesson:
        return thing.version.lesson

    def is_fixed(self, thing: Question) -> bool:
        return thing.is_fixed

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Questions begin on their version's page, where their order shows."""
        return False

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A question of a draft and its rubric; nobody has answered it yet."""
        return gone_with(objs, ("rubrics",))
