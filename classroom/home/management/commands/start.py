"""What `make run` calls: make everything ready, then serve, with the worker beside the server, until told to stop."""

import signal
import socket
import sys
import time
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from classroom import durability
from classroom.home import static_files
from classroom.home.checks import START
from classroom.home.demo.accounts import who_can_sign_in
from classroom.home.supervisor import Child, Supervisor
from classroom.settings.environment import BASE_DIR

HOST = "127.0.0.1"
UP_WITHIN = 30.0  # seconds
INTERRUPTED = 128 + signal.SIGINT  # what a shell says of a command that was interrupted


class Command(BaseCommand):
    """Prepare the database and serve; a wrong setting or a busy port is one line and nothing else."""

    help = "Makes everything ready and serves Margin, with its worker, until SIGINT or SIGTERM."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self._refuse_busy_port()
        try:
            self._prepare()
        except DatabaseError as problem:
            said = " ".join(str(problem).split())
            raise CommandError(f"DATABASE_URL: the database refuses ({said}).") from problem
        except KeyboardInterrupt:
            stopped = "Stopped before anything was served. The next start goes on from here."
            raise CommandError(stopped, returncode=INTERRUPTED) from None
        connections.close_all()
        code = Supervisor(self._children(), self.stderr.write).run(self._welcome)
        if code:
            sys.exit(code)

    def _refuse_busy_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, settings.PORT))
            except OSError as problem:
                reason = problem.strerror.lower() if problem.strerror else "refused"
                raise CommandError(
                    f"PORT: {HOST}:{settings.PORT} can’t be used ({reason}). Try another port."
                ) from problem

    def _prepare(self) -> None:
        """Settings, tables, static files, the lesson, the demo: each step changes nothing that is right already."""
        faults = [message for message in checks.run_checks() if message.is_serious()]
        if faults:
            raise CommandError(" ".join(f"{fault.msg}" for fault in faults))
        for line in durability.verify():
            self.stdout.write(line)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        self._refuse_unfit()
        static_files.collect()
        call_command("load_lessons", publish=True, stdout=self.stdout)
        if settings.DEMO_ALLOWED:
            call_command("demo", stdout=self.stdout)

    def _refuse_unfit(self) -> None:
        faults = checks.run_checks(tags=[START], include_deployment_checks=True)
        if serious := [fault for fault in faults if fault.is_serious()]:
            raise CommandError(" ".join(f"{fault.msg}" for fault in serious))

    def _children(self) -> list[Child]:
        server = [sys.executable, "-m", "gunicorn", "-c", "python:classroom.server", "classroom.wsgi"]
        worker = [sys.executable, str(BASE_DIR / "manage.py"), "work"]
        return [Child("web server", server, vital=True), Child("worker", worker, vital=False)]

    def _welcome(self) -> None:
        """Once the server answers: where it is, where mail goes and who can sign in."""
        until = time.monotonic() + UP_WITHIN
        while time.monotonic() < until and not _answers():
            time.sleep(0.1)
        self.stdout.write(f"\nMargin is at http://{HOST}:{settings.PORT}\n")
        self.stdout.write(_where_mail_goes())
        if settings.DEMO_ALLOWED:
            self.stdout.write(who_can_sign_in())
        self.stdout.flush()


def _answers() -> bool:
    try:
        with socket.create_connection((HOST, settings.PORT), timeout=1):
            return True
    except OSError:
        return False


def _where_mail_goes() -> str:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if folder and settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return f"Mail is written to files in {folder}"
    return f"Mail is sent through {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
