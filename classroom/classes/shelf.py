"""What stands ready to be set for a class."""

from django.db.models import OuterRef, QuerySet, Subquery

from lessons.models import LessonVersion

from .models import Assignment


def settable() -> QuerySet[LessonVersion]:
    """The newest published version of each lesson that was not withdrawn."""
    newest = LessonVersion.objects.published().filter(lesson=OuterRef("lesson")).order_by("-number")
    offered = LessonVersion.objects.published().filter(lesson__withdrawn_at=None)
    return offered.filter(pk=Subquery(newest.values("pk")[:1])).select_related("lesson").order_by("title", "pk")


def newer_than_set(assignment: Assignment) -> LessonVersion | None:
    """The newest published version of the assignment's lesson, if the class doesn't use it already; one query."""
    version = assignment.lesson_version
    newer = LessonVersion.objects.published().filter(lesson=version.lesson_id, number__gt=version.number)
    return newer.filter(lesson__withdrawn_at=None).select_related("lesson").order_by("-number").first()
