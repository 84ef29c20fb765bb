"""The questions asked of lessons, named as one speaks."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from lessons.models import Lesson, LessonVersion

READ = ("sections", "facts", "terms", "resources", "questions")


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Lessons as identities, whatever their versions."""

    def offered(self) -> Self:
        """Not withdrawn, and with something published: what can be set for a class."""
        return self.filter(withdrawn_at__isnull=True, versions__published_at__isnull=False).distinct()

    def owned_by(self, user: Any) -> Self:
        """Those whose author is this person."""
        return self.filter(owner=user)


class LessonVersionQuerySet(models.QuerySet["LessonVersion"]):
    """Editions of lessons, drafts among them until they are filtered out."""

    def published(self) -> Self:
        """What readers may see; never changes again."""
        return self.filter(published_at__isnull=False)

    def draft(self) -> Self:
        """What authors are still working on: at most one for each lesson."""
        return self.filter(published_at__isnull=True)

    def newest_first(self) -> Self:
        """The draft, then the published ones from the latest back."""
        return self.order_by(models.F("number").desc(nulls_first=True))

    def for_reading(self) -> Self:
        """Everything the reading page shows of a version, in one fixed number of queries."""
        return self.select_related("lesson").prefetch_related(*READ)

    def whole(self) -> Self:
        """Every part with rubrics and levels, for copying, comparing and writing out."""
        return self.select_related("lesson").prefetch_related(*READ, "questions__rubrics__criteria__levels")
