"""Who may do what in the authors' tool: teachers with lessons they own, content administrators with all."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from lessons.models import Lesson
from lessons.rules import keeps_all_lessons, may_edit, writes_lessons


class AuthorsOnly:
    """For a ModelAdmin or an inline: rights come from the lesson something belongs to, and end when it is published.

    `lesson_path` leads from the model to its lesson; `lesson_of` and `is_fixed` say it of a single object.
    """

    lesson_path = ""

    def lesson_of(self, thing: Any) -> Lesson:
        """The lesson that this object is or belongs to."""
        raise NotImplementedError

    def is_fixed(self, thing: Any) -> bool:
        """Whether this object no longer changes."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Only what belongs to lessons this person may see."""
        things: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]  # the admin class behind this one
        if keeps_all_lessons(request.user):
            return things
        owner = f"{self.lesson_path}__owner" if self.lesson_path else "owner"
        return things.filter(**{owner: request.user.pk})

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Authors find lessons on the first page."""
        return writes_lessons(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Authors see what belongs to lessons they may edit."""
        return writes_lessons(request.user) if obj is None else may_edit(request.user, self.lesson_of(obj))

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Authors add; parts only while what they belong to may change."""
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Authors change their own, while it may change."""
        return self.has_view_permission(request, obj) and (obj is None or not self.is_fixed(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As for changes."""
        return self.has_change_permission(request, obj)
