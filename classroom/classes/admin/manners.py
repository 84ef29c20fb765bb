"""What somebody meets in the admin: a teacher the classes taught now, an administrator all of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from classroom.accounts.admin.manners import Kept, OneOf, ReadOnly
from classroom.classes.models import Assignment, SchoolClass

MOST = 100  # offered in a filter; the search finds the others


def classes_for(request: HttpRequest) -> QuerySet[SchoolClass]:
    """The classes of which this person may see anything in the admin; assisting in one is not enough."""
    user: Any = request.user
    return SchoolClass.objects.all() if user.is_superuser else SchoolClass.objects.taught_by(user)


class Taught(Kept):
    """Rows of these classes alone; `class_path` leads from the model to its class, `assignment_path` to what is set."""

    class_path = "school_class"
    assignment_path = "assignment"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Of all classes for a superuser, else of those taught now."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(**{f"{self.class_path}__in": classes_for(request)})


class TaughtReadOnly(Taught, ReadOnly):
    """The same, to read."""


class ClassFilter(OneOf):
    """By class, named by its public id."""

    title = _("class")
    parameter_name = "class"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return list(classes_for(request).order_by("name", "pk").values_list("public_id", "name")[:MOST])

    def narrowed(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{self.tool.class_path}__in": SchoolClass.objects.filter(public_id=value)})


class AssignmentFilter(OneOf):
    """By assignment, named as in its address: the class's public id and its own slug."""

    title = _("assignment")
    parameter_name = "assignment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        offered = Assignment.objects.filter(school_class__in=classes_for(request))
        newest = offered.select_related("school_class", "lesson_version").order_by("-due_at", "-pk")[:MOST]
        return [(f"{one.school_class.public_id}.{one.slug}", str(one)) for one in newest]

    def narrowed(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        public_id, _dot, slug = value.partition(".")
        wanted = Assignment.objects.filter(school_class__public_id=public_id, slug=slug)
        return rows.filter(**{f"{self.tool.assignment_path}__in": wanted})
