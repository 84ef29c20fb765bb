"""How often somebody may guess: counted in the cache that all processes share, refused with 429 and Retry-After.

The figures are ACCOUNT_RATE_LIMITS in the settings. A try is counted before it is judged and given back when it was
right, so guesses sent at the same moment don't slip past.
"""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from classroom.http import wants_json

WAIT = 600  # seconds: the longest window of the limits


class Try:
    """One guess that has been counted."""

    def __init__(self, usage: ratelimit.RateLimitUsage) -> None:
        self._usage = usage

    def give_back(self) -> None:
        """It was right: it counts no longer."""
        self._usage.rollback()


def take(request: HttpRequest, action: str, *, key: str) -> Try:
    """Count one guess at `key`, GET included; answers 429 instead when there were too many."""
    usage = ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True)
    if usage is None:
        raise ImmediateHttpResponse(too_many(request))
    return Try(usage)


def guesser(request: HttpRequest) -> str:
    """Who guesses: the person, or else this browser, so that one pupil can't lock out the room."""
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    return f"browser {request.META.get('CSRF_COOKIE', '')} at {ratelimit.get_ip(request)}"


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429, with the seconds after which another try is worth it; also the accounts library's answer."""
    if wants_json(request):
        response: HttpResponse = JsonResponse({"reason": "too_many"}, status=429)
    else:
        response = render(request, "429.html", status=429)
    response["Retry-After"] = str(WAIT)
    return response
