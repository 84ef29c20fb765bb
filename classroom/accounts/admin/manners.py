"""How Margin's own tables behave in the admin: nothing is deleted there, and what isn't there for somebody is a 404."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from classroom.http import Refused, conflict

if TYPE_CHECKING:
    Behind = admin.ModelAdmin[Any]
    Filter = admin.SimpleListFilter
else:
    Behind = object
    Filter = admin.SimpleListFilter

LONGEST = 200  # of a value in the address of a list


class Kept(Behind):
    """Rows that nobody deletes; an address asks for no more than the filters beside the list."""

    list_per_page = 50
    show_full_result_count = False
    view_on_site = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what both the list and a row's own page name of other tables."""
        rows: QuerySet[Any] = super().get_queryset(request)
        related = self.list_select_related
        return rows if isinstance(related, bool) or not related else rows.select_related(*related)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row this person may see, else 404, the same for one that does not exist."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """What an action refuses is a 409 with the reason; nothing of it is stored."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            return conflict(request, refusal)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """The list's own filters and its days: a field asked for by name could tell what the page hides."""
        own = {getattr(offered, "parameter_name", None) for offered in self.list_filter}
        days = {f"{self.date_hierarchy}__{unit}" for unit in ("year", "month", "day")}
        return lookup in own | (days if self.date_hierarchy else set())


class ReadOnly(Kept):
    """Rows to read: they come about elsewhere."""

    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OneOf(Filter):
    """A filter by one value; a value that can't be one leads back to the whole list. `tool` is the list's own admin."""

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.tool = model_admin
        super().__init__(request, params, model, model_admin)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What the value leaves."""
        value = self.value()
        if value is None:
            return queryset
        if "\0" in value or len(value) > LONGEST:
            raise IncorrectLookupParameters
        return self.narrowed(queryset, value)

    def narrowed(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows that have this value. Raises IncorrectLookupParameters for what can't be one."""
        raise NotImplementedError
