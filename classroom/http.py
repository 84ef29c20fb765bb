"""How Margin answers: the request's one clock, refusals, and what a script or a signed-out person is told.

Knows no app. The table of answers is in docs/answers.md.
"""

import json
import re
import sys
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import defaults

from .waited import waited

if TYPE_CHECKING:
    from classroom.accounts.models import User

Answerer = Callable[[HttpRequest], HttpResponse]

TYPED = ("text", "body", "comment", "reason", "word")  # the fields of all forms that hold sentences, also comment-…
NOTED = re.compile(r"points-.+|c[0-9]+-.+")  # points, and the criteria of a rubric: each is kept with its field's name
SESSION_REFRESH = 600  # seconds: a session is written again at most this often, and never by an autosave


class ArrivedRequest(HttpRequest):
    """A request whose arrival was read from the server's clock, once, and which has an id for the logs."""

    arrived: datetime
    id: str


class SignedInRequest(ArrivedRequest):
    """A request of somebody who has signed in."""

    user: "User"  # narrower than Django's: the door let nobody else in


class Refused(Exception):  # noqa: N818  a refusal is an answer, not a fault
    """The right person at the wrong moment: says why and what to do. Answered with 409.

    `kept` is a text of the person's own that was not stored and must not be lost; `state` is what the server holds now,
    for a script that asked.
    """

    def __init__(self, reason: str, *, kept: str = "", state: dict[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.kept = kept
        self.state = state or {}


class BadValue(Exception):  # noqa: N818  an answer, not a fault
    """A value that can't be stored, with the field it came from. Answered with 400, or 413 when it is too large."""

    def __init__(self, field: str, problem: str, *, status: int = 400) -> None:
        super().__init__(problem)
        self.field = field
        self.problem = problem
        self.status = status


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asked: it gets JSON and never a page."""
    return request.headers.get("Accept", "").startswith("application/json")


def is_scripted(request: HttpRequest) -> bool:
    """Whether a script will read the answer, as JSON or as a fragment."""
    return wants_json(request) or request.headers.get("HX-Request") == "true"


def conflict(request: HttpRequest, refusal: Refused, *, back: str = "") -> HttpResponse:
    """409 with the reason, the text that was not stored and, for a script, the server's state."""
    if wants_json(request):
        return JsonResponse({"reason": refusal.reason, **refusal.state}, status=409)
    kept = refusal.kept or typed(request)
    context = {"reason": refusal.reason, "kept": kept, "back": back or request.path}
    return render(request, "409.html", context, status=409)


def bad_value(request: HttpRequest, problem: BadValue, *, back: str = "") -> HttpResponse:
    """400 or 413 naming the field, with what was sent left to the caller's page."""
    if wants_json(request):
        return JsonResponse({"field": problem.field, "reason": problem.problem}, status=problem.status)
    context = {"reason": problem.problem, "back": back or request.path}
    return render(request, "400.html", context, status=problem.status)


def way_back(request: HttpRequest, wanted: str, *, otherwise: str) -> str:
    """The path of this site that was asked for, or another one instead of a foreign host and of what is no path."""
    hosts = {request.get_host()}
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure())
    return wanted if safe else otherwise


def gone_back(request: HttpRequest, wanted: str, *, otherwise: str) -> HttpResponse:
    """Back to where a form stood; 204 for a script, which has left no page."""
    if wants_json(request):
        return HttpResponse(status=204)
    return redirect(way_back(request, wanted, otherwise=otherwise))


def json_object(request: HttpRequest) -> dict[str, Any]:
    """The body as one JSON object. Raises BadValue for anything else, duplicate keys and stray NaN included."""
    try:
        body = json.loads(request.body, object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
    except (ValueError, RecursionError, RawPostDataException) as problem:  # the last: it was read as a form
        raise BadValue("body", _("The body is not one JSON object.")) from problem
    if not isinstance(body, dict):
        raise BadValue("body", _("The body is not one JSON object."))
    return body


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def arrival(get_response: Answerer) -> Answerer:
    """Middleware, outermost: reads the server's clock once a request, and gives the request an id.

    It arrived when the server took it in, however long it then waited for a thread.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        request.arrived = timezone.now() - waited()  # type: ignore[attr-defined]  # ArrivedRequest
        request.id = uuid.uuid4().hex  # type: ignore[attr-defined]  # ArrivedRequest
        timezone.deactivate()
        response = get_response(request)
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]  # ArrivedRequest
        return response

    return answer


class database_away:  # noqa: N801  a middleware, named like its function siblings
    """Middleware: a database that is away, locked or full is a 503 with Retry-After, never a 500 and never "saved"."""

    def __init__(self, get_response: Answerer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        return unavailable(request) if isinstance(problem, OperationalError | InterfaceError) else None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a request that can't be read; one larger than Margin reads is 413, whoever asked for its body."""
    if not isinstance(exception, RequestDataTooBig):
        return defaults.bad_request(request, exception)
    reason = _("One form can hold %s, and this was more.") % filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if is_scripted(request):
        return JsonResponse({"field": "body", "reason": reason}, status=413)
    return HttpResponse(render_to_string("413.html", {"reason": reason}), status=413)


def no_right(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to who belongs there but whose part does not allow it, or does so no more; with all that was typed."""
    reason = _(
        "Your part in this class doesn’t allow this. It may be for teachers, or your place in the class has ended."
    )
    if is_scripted(request):
        return JsonResponse({"reason": reason}, status=403)
    return render(request, "403.html", {"reason": reason, "kept": typed(request)}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to what nobody foresaw; a database lost inside a middleware is still a 503."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    if is_scripted(request):
        return JsonResponse({"reason": "server_error"}, status=500)
    return HttpResponseServerError(render_to_string("500.html"))


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: not saved, try again in five seconds. Touches neither session nor database."""
    reason = _("Margin can't reach its database. Nothing was saved; try again in a moment.")
    if is_scripted(request):
        response: HttpResponse = JsonResponse({"reason": reason}, status=503)
    else:
        response = HttpResponse(render_to_string("503.html", {"reason": reason}), status=503)
    response["Retry-After"] = "5"
    return response


def private_pages(get_response: Answerer) -> Answerer:
    """Middleware: pages with people in them are not stored by browsers or proxies, and sessions slide slowly."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
            patch_cache_control(response, no_store=True, private=True)
            _slide_session(request)
        return response

    return answer


def _slide_session(request: HttpRequest) -> None:
    if request.method != "GET" or is_scripted(request):
        return
    now = int(timezone.now().timestamp())
    if now - request.session.get("seen", 0) >= SESSION_REFRESH:
        request.session["seen"] = now


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A stale or missing token. A signed-out script learns 401 first, a signed-in one that the token is the trouble."""
    if is_scripted(request):
        return not_signed_in() if not request.user.is_authenticated else JsonResponse({"reason": "csrf"}, status=403)
    return render(request, "403_csrf.html", {"kept": typed(request)}, status=403)


def not_signed_in() -> JsonResponse:
    """401 for a script; a page redirects to sign-in instead."""
    return JsonResponse({"reason": "signed_out"}, status=401)


def typed(request: HttpRequest) -> str:
    """What somebody wrote in the form that was sent, which must not be lost when nothing is stored."""
    names = [name for kind in TYPED for name in request.POST if name == kind or name.startswith(f"{kind}-")]
    noted = [f"{name}: {said}" for name, said in request.POST.items() if said and NOTED.fullmatch(name)]
    return "\n\n".join(filter(None, [*(request.POST.get(name) for name in names), "\n".join(noted)]))


def is_of_another(request: HttpRequest) -> bool:
    """Whether the page that sends was opened by somebody else: on a shared computer the cookie is the next one's."""
    own = str(request.user.pk)
    return {request.headers.get("X-Person", own), request.POST.get("person", own)} != {own}


def other_person(request: HttpRequest) -> HttpResponse:
    """403 for what `is_of_another`, with the text kept."""
    if is_scripted(request):
        return JsonResponse({"reason": "other_person"}, status=403)
    return render(request, "403_person.html", {"kept": typed(request)}, status=403)
