"""How long the request of this thread waited until a thread was free for it: that is no delay of whoever sent it.

Known to the server that takes requests in (`server.py`); nothing that a browser or a proxy says can change it.
"""

import threading
from datetime import timedelta


class _Wait(threading.local):
    seconds = 0.0


_wait = _Wait()


def begin(seconds: float) -> None:
    """What this thread takes up now had waited so long."""
    _wait.seconds = seconds


def waited() -> timedelta:
    """Of the request that this thread answers; nothing where no server says so."""
    return timedelta(seconds=_wait.seconds)
