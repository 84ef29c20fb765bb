"""A PostgreSQL of one's own that syncs each commit, which an experiment may stop, kill or make careless."""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ["listen_addresses=", "jit=off", "max_connections=60", "fsync=on"]


def programs() -> Path | None:
    """The folder of the server's programs, if they are here."""
    found = subprocess.run([ROOT / "tests/postgres.sh", "--found"], capture_output=True, text=True, check=False)
    return Path(found.stdout.strip()) if found.returncode == 0 else None


def descendants(pid: int) -> list[int]:
    """The process and all below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in descendants(int(child)))]


class Cluster:
    """Runs from the start on, with an empty database named `world`; in `on`, or wherever temporary files go."""

    def __init__(self, on: Path | None = None) -> None:
        found = programs()
        assert found is not None, "PostgreSQL's server programs were not found"
        self.programs = found
        self.folder = Path(tempfile.mkdtemp(prefix="margin-faults-pg-", dir=on))
        self.data = self.folder / "data"
        self.owner: str | None = None
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            self.owner = "nobody"
            shutil.chown(self.folder, self.owner)
        atexit.register(self.remove)
        self._run("initdb", "-D", str(self.data), "-U", "margin", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        self.start()
        self.admin("CREATE DATABASE world")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        user = {} if self.owner is None else {"user": self.owner, "group": pwd.getpwnam(self.owner).pw_gid}
        subprocess.run(
            command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **user
        )  # type: ignore[call-overload]  # of user and group

    def address(self, database: str) -> str:
        return f"postgres://margin@/{self.folder}/{database}"

    def connect(self, database: str) -> Any:
        import psycopg  # noqa: PLC0415  only where there is a PostgreSQL

        return psycopg.connect(host=str(self.folder), user="margin", dbname=database)

    def admin(self, statement: str, database: str = "postgres") -> None:
        """One statement by the owner of everything."""
        command = [self.programs / "psql", "-h", self.folder, "-U", "margin", "-d", database, "-qc", statement]
        subprocess.run(command, check=True, capture_output=True)

    def start(self) -> None:
        said = " ".join(f"-c {setting}" for setting in [*SETTINGS, f"unix_socket_directories={self.folder}"])
        log = str(self.folder / "data" / "server.log")
        self._run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-o", said, "-l", log, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop")

    def kill(self) -> None:
        """SIGKILL for every process of it at one moment; what only its memory held is gone."""
        pids = descendants(self.pid())
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        for _try in range(200):
            if not any(_is_alive(pid) for pid in pids):
                break
            time.sleep(0.05)
        for lock in [self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL*")]:
            lock.unlink(missing_ok=True)  # a zombie that nobody buries would still count as its owner

    def pid(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def careless(self) -> None:
        """Acknowledge before the log is on the disk, and leave it in memory as long as can be."""
        self.admin("ALTER SYSTEM SET synchronous_commit = off")
        self.admin("ALTER SYSTEM SET wal_writer_delay = '10s'")
        self.admin("SELECT pg_reload_conf()")

    def revive(self) -> None:
        """Runs, also if it went down by itself."""
        if not (self.data / "postmaster.pid").exists() or not _is_alive(self.pid()):
            self.start()

    def restore(self) -> None:
        """Runs again, carefully."""
        self.revive()
        self.admin("ALTER SYSTEM RESET ALL")
        self.admin("SELECT pg_reload_conf()")

    def remove(self) -> None:
        """Gone, whatever state it was in."""
        atexit.unregister(self.remove)
        if (self.data / "postmaster.pid").exists():
            self.kill()
        shutil.rmtree(self.folder)


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
