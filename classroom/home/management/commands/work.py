"""`manage.py work`: sends messages every few seconds and does the housekeeping of each minute, until it is stopped."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from classroom.accounts import outbox
from classroom.classes.actions import settle_classes
from classroom.submissions.actions import remind, thin_histories, turn_in_what_closed

log = logging.getLogger(__name__)

PAUSE = 3  # seconds
AWAY = OperationalError, InterfaceError  # what a database that is away raises
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Command(BaseCommand):
    help = "Send messages and keep house until stopped; several may run at once. --once does one round."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do one round and end")

    def handle(self, *args: Any, **options: Any) -> None:
        rounds = Rounds()
        if options["once"]:
            rounds.go(timezone.now())
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: stopped.set())
        log.info("the worker is at work")
        while not stopped.wait(PAUSE):
            rounds.go_safely(timezone.now())
        log.info("the worker has stopped")


class Rounds:
    """What is done each round, each minute, and once a day, a piece a minute."""

    def __init__(self) -> None:
        self._last_minute: datetime | None = None
        self._last_day: datetime | None = None
        self._thins = False

    def go_safely(self, at: datetime) -> None:
        """A database that is away ends this round, not the worker."""
        close_old_connections()
        try:
            self.go(at)
        except AWAY as problem:
            log.warning("the database is away: %s", problem)
            close_old_connections()

    def go(self, at: datetime) -> None:
        """One round."""
        outbox.send_due(at)
        if self._last_minute is None or at - self._last_minute >= MINUTE:
            self._last_minute = at
            self._tick(at)

    def _tick(self, at: datetime) -> None:
        _do(turn_in_what_closed, at)
        _do(remind, at)
        if self._last_day is None or at - self._last_day >= DAY:
            self._last_day = at
            self._thins = True
            _do(_keep_house, at)
        if self._thins:  # some answers a minute, so that no message waits for it
            self._thins = bool(_do(thin_histories, at))


def _keep_house(_at: datetime) -> None:
    settle_classes()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def _do(job: Callable[[datetime], object], at: datetime) -> object:
    """What the job returns; None when it fails, which is logged and stops no other. A database away stops the round."""
    try:
        return job(at)
    except AWAY:
        raise
    except Exception:
        log.exception("%s failed", job.__name__)
        return None
