"""What was looked at and what was told: rows to read, for superusers."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from classroom.accounts.admin.manners import OneOf, ReadOnly
from classroom.accounts.models import AccessLog, Message, User


class PersonFilter(OneOf):
    """By one person, reached from a link; nobody is offered, for the list would hold everybody."""

    field = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        chosen = self.value_of(request)
        people = User.objects.filter(pk=chosen) if chosen else User.objects.none()
        return [(str(person.pk), str(person)) for person in people]

    def narrowed(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{self.parameter_name}_id": _key(value)})

    def value_of(self, request: HttpRequest) -> int | None:
        """The person asked for, before the filter itself has read the address."""
        typed = request.GET.get(str(self.parameter_name))
        return _key(typed) if typed else None


def _key(value: str) -> int:
    if not value.isdecimal() or len(value) > 18:
        raise IncorrectLookupParameters
    return int(value)


class ViewerFilter(PersonFilter):
    title, parameter_name = _("who looked"), "viewer"


class SubjectFilter(PersonFilter):
    title, parameter_name = _("whose work"), "subject"


@admin.register(AccessLog)
class AccessLogAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Who looked at whose work, when; a name narrows the list to that person."""

    list_display = ("at", "who_looked", "whose_work", "what", "request_id")
    list_display_links = ("at",)
    list_filter = (ViewerFilter, SubjectFilter)
    list_select_related = ("viewer", "subject")
    search_fields = ("viewer__name", "viewer__username", "subject__name", "subject__username", "request_id")
    date_hierarchy = "at"
    fields = readonly_fields = ("at", "who_looked", "whose_work", "what", "request_id")

    @admin.display(description=_("who looked"), ordering="viewer__name")
    def who_looked(self, access: AccessLog) -> str:
        return format_html('<a href="?viewer={}">{}</a>', access.viewer_id, access.viewer)

    @admin.display(description=_("whose work"), ordering="subject__name")
    def whose_work(self, access: AccessLog) -> str:
        return format_html('<a href="?subject={}">{}</a>', access.subject_id, access.subject)


class SentFilter(OneOf):
    """By what became of the message."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("waiting", _("Waiting")), ("sent", _("Sent")), ("cancelled", _("Cancelled"))]

    def narrowed(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        became: dict[str, dict[str, Any]] = {
            "waiting": {"sent_at": None, "cancelled_at": None},
            "sent": {"sent_at__isnull": False},
            "cancelled": {"cancelled_at__isnull": False},
        }
        if value not in became:
            raise IncorrectLookupParameters
        return rows.filter(**became[value])


@admin.register(Message)
class MessageAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """What people were told, and what waits; the worker sends it."""

    list_display = ("kind", "to", "about", "send_after", "attempts", "sent_at", "cancelled_at")
    list_filter = (SentFilter,)
    list_select_related = ("person",)
    search_fields = ("kind", "about", "person__name", "person__username", "address")
    ordering = ("-created_at", "-pk")
    date_hierarchy = "created_at"
    fields = readonly_fields = (
        "kind", "to", "about", "context", "created_at", "send_after", "attempts", "sent_at", "cancelled_at",
    )  # fmt: skip

    @admin.display(description=_("to"))
    def to(self, message: Message) -> str:
        return str(message.person) if message.person else message.address
