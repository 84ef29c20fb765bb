"""Who may do what in the authors' tool: teachers with lessons they own, content administrators with all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest

from lessons.models import Lesson
from lessons.rules import keeps_all_lessons, may_edit

if TYPE_CHECKING:
    from django.contrib.admin.options import BaseModelAdmin

    Behind = BaseModelAdmin[Any]
else:
    Behind = object


class AuthorsOnly(Behind):
    """For a ModelAdmin or an inline: the site's permissions, narrowed to the author's lessons and to what may change.

    `lesson_path` leads from the model to its lesson; `lesson_of` and `is_fixed` say it of the page's single object.
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
        things: QuerySet[Any] = super().get_queryset(request)
        if beside := getattr(self, "list_select_related", ()):  # on a page as in the list; inlines have none
            things = things.select_related(*beside)
        if keeps_all_lessons(request.user):
            return things
        owner = f"{self.lesson_path}__owner" if self.lesson_path else "owner"
        return things.filter(**{owner: request.user.pk})

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Authors see what belongs to lessons they may edit."""
        return super().has_view_permission(request, obj) and self._is_theirs(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Parts are added only while what they belong to may change."""
        may = self.opts.app_label + ".add_" + str(self.opts.model_name)
        return request.user.has_perm(may) and self._may_change(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Authors change their own, while it may change."""
        return super().has_change_permission(request, obj) and self._may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for changes."""
        return super().has_delete_permission(request, obj) and self._may_change(request, obj)

    def _may_change(self, request: HttpRequest, thing: Any) -> bool:
        return self._is_theirs(request, thing) and (thing is None or not self.is_fixed(thing))

    def _is_theirs(self, request: HttpRequest, thing: Any) -> bool:
        return thing is None or may_edit(request.user, self.lesson_of(thing))
