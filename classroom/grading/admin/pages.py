"""What every page of the admin about somebody's work has: the admin's frame, and a row in the log of looks."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.response import TemplateResponse

from classroom.accounts.actions import log_look
from classroom.accounts.models import User
from classroom.http import BadValue


def render(
    tool: "ModelAdmin[Any]", request: HttpRequest, template: str, *, status: int = 200, **context: Any
) -> TemplateResponse:
    """A page in the admin's frame."""
    frame = {**tool.admin_site.each_context(request), "opts": tool.opts, "has_view_permission": True}
    return TemplateResponse(request, template, frame | context, status=status)


def look(request: Any, student: User, what: str) -> None:
    """One row in the log, for superusers too."""
    log_look(request.user, [student], what=f"{what} in the admin", at=request.arrived, request_id=request.id)


def need(request: HttpRequest, *permissions: str) -> None:
    """403 without these permissions of the site."""
    if not request.user.has_perms(permissions):
        raise PermissionDenied


def put_problem(form: Any, problem: BadValue) -> None:
    """Say what can't stand at its field, or above the form when it has none there."""
    form.add_error(problem.field if problem.field in form.fields else None, problem.problem)
