"""The same deed by several threads at the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from classroom.http import Refused

THREADS = 4


def together(deed: Callable[[int], object], threads: int = THREADS) -> list[object]:
    """What the deed answers when it is done by all threads at once; a refusal is an answer, a fault is not."""
    barrier = Barrier(threads)

    def one(number: int) -> object:
        barrier.wait(timeout=20)
        try:
            return deed(number)
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(threads)))


def reasons(answers: list[object]) -> list[str]:
    """What the refused ones were told."""
    return [answer.reason for answer in answers if isinstance(answer, Refused)]
