"""The settings of the benchmarks, with a server that says of each answer how long it worked on it."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tests.benchmarks.settings import *  # noqa: F403  only the middleware differs
from tests.benchmarks.settings import MIDDLEWARE as USUAL

MIDDLEWARE = ["tests.benchmarks.timed.server_timing", *USUAL]


def server_timing(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Outermost, so that all of Margin's own work is in it, and the database's."""

    def timed(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = answer(request)
        response["Server-Timing"] = f"app;dur={(time.perf_counter() - began) * 1000:.2f}"
        return response

    return timed
