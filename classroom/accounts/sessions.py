"""How long a session lasts: four weeks without a visit (SESSION_COOKIE_AGE), and 90 days however often one comes."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest

from classroom.http import Answerer

LONGEST = 60 * 60 * 24 * 90  # seconds
BEGAN = "began"


def begin(sender: object, request: HttpRequest, **kwargs: Any) -> None:
    """At sign-in: note when the session began."""
    arrived = getattr(request, "arrived", None)
    if arrived is not None:
        request.session[BEGAN] = int(arrived.timestamp())


def absolute_limit(get_response: Answerer) -> Answerer:
    """Middleware: a session that began too long ago is over; what follows meets a signed-out person."""

    def answer(request: HttpRequest) -> Any:
        began = request.session.get(BEGAN)
        if began is not None and request.arrived.timestamp() - began > LONGEST:  # type: ignore[attr-defined]  # ArrivedRequest
            logout(request)
        return get_response(request)

    return answer
