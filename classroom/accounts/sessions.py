"""How long a session lasts: four weeks without a visit (SESSION_COOKIE_AGE), and 90 days however often one comes.

On a shared computer: until the browser closes, and four hours at the longest.
"""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest

from classroom.http import Answerer

LONGEST = 60 * 60 * 24 * 90  # seconds
LONGEST_SHARED = 60 * 60 * 4  # seconds: an afternoon at school
BEGAN = "began"
SHARED = "shared"


def begin(sender: object, request: HttpRequest, **kwargs: Any) -> None:
    """At sign-in: note when the session began."""
    arrived = getattr(request, "arrived", None)
    if arrived is not None:
        request.session[BEGAN] = int(arrived.timestamp())


def shorten(request: HttpRequest) -> None:
    """After sign-in on a computer that others use."""
    request.session.set_expiry(0)
    request.session[SHARED] = True


def absolute_limit(get_response: Answerer) -> Answerer:
    """Middleware: a session that began too long ago is over; what follows meets a signed-out person."""

    def answer(request: HttpRequest) -> Any:
        began = request.session.get(BEGAN)
        longest = LONGEST_SHARED if SHARED in request.session else LONGEST
        if began is not None and request.arrived.timestamp() - began > longest:  # type: ignore[attr-defined]  # ArrivedRequest
            logout(request)
        return get_response(request)

    return answer
