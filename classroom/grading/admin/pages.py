"""What every page and list of the admin about somebody's work has: the admin's frame, and a row in the log of looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from classroom.accounts.actions import log_look
from classroom.accounts.models import User
from classroom.http import BadValue
from classroom.submissions.models import Answer

if TYPE_CHECKING:
    Behind = ModelAdmin[Any]
else:
    Behind = object


class TellsOfWork(Behind):
    """A list that says points, or what somebody wrote: each student whose work is on its page was looked at."""

    def answer_of(self, row: Any) -> Answer:
        """The answer that a row is about; its submission and student come along."""
        answer: Answer = row.answer
        return answer

    def changelist_view(self, request: Any, extra_context: Any = None) -> HttpResponse:
        """The list; who looked is kept before it is shown."""
        response: HttpResponse = super().changelist_view(request, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data:
            students = {self.answer_of(row).submission.student for row in response.context_data["cl"].result_list}
            what = f"list of {self.opts.verbose_name_plural} in the admin"
            log_look(request.user, students, what=what, at=request.arrived, request_id=request.id)
        return response


def render(
    tool: ModelAdmin[Any], request: HttpRequest, template: str, *, status: int = 200, **context: Any
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
