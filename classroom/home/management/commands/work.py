"""`manage.py work`: sends messages every few seconds and does the housekeeping of each minute, until it is stopped."""

import logging
import signal
import threading
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from classroom.accounts import outbox
from classroom.submissions.actions import remind, thin_histories, turn_in_what_closed

log = logging.getLogger(__name__)

PAUSE = 3  # seconds
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
        except (OperationalError, InterfaceError) as problem:
            log.warning("the database is away: %s", problem)
            close_old_connections()

    def go(self, at: datetime) -> None:
        """One round."""
        outbox.send_due(at)
        if self._last_minute is None or at - self._last_minute >= MINUTE:
            self._last_minute = at
            self._tick(at)

    def _tick(self, at: datetime) -> None:
        turn_in_what_closed(at)
        remind(at=at)
        if self._last_day is None or at - self._last_day >= DAY:
            self._last_day = at
            self._thins = True
            import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        if self._thins:  # some answers a minute, so that no message waits for it
            self._thins = thin_histories(at=at) > 0
