"""Deploying while people type: the code of before runs on the tables of now, and migrating holds nobody up (D5).

The code of before is that of FAULTS_OLD, a commit, or of the newest one with other migrations. It makes the world and
serves it; then this code migrates a database of a hundred thousand answers beneath it, and takes over.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.faults import checker
from tests.faults.outcome import NotHere, Outcome, figures
from tests.faults.places import Place, make_world
from tests.faults.server import Server, free_port
from tests.faults.typing_people import Typing

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 50
ANSWERS = 100_000
HELD = 5.0  # seconds that a migration may hold the write lock
AFTERWARDS = 8  # seconds that the old code still serves
REFUSED = 30.0  # seconds that saves may be refused
LONG = "'A sentence as long as sentences are, and then another one beside it. '"


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def old_commit() -> str:
    """The commit before the newest one that changed a migration."""
    if named := os.environ.get("FAULTS_OLD"):
        return git("rev-parse", named)
    newest = git("log", "-1", "--format=%H", "--", ":(glob)**/migrations/0*.py")
    return git("rev-parse", f"{newest}^")


def check_out(commit: str, folder: Path) -> Path:
    """That commit's code, with the experiments of this one, which make its world."""
    folder.mkdir()
    tar = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", folder], input=tar, check=True)
    shutil.rmtree(folder / "tests" / "faults", ignore_errors=True)
    shutil.copytree(ROOT / "tests" / "faults", folder / "tests" / "faults")
    return folder


RENAME = "ALTER TABLE submissions_answer RENAME COLUMN"


def run(place: Place, *, twin: str = "") -> Outcome:
    """Old code makes the world and serves; the tables are migrated beneath it; new code takes over.

    The twin's migration renames a column that the old code still writes.
    """
    commit = old_commit()
    old = check_out(commit, place.folder / "old")
    make_empty(place)
    try:
        place.students = make_world(place.env, PEOPLE, at=old)
    except AssertionError as problem:
        raise NotHere(f"the code of {commit[:7]} can't make this world: {str(problem)[-200:]}") from problem
    fill(place)
    port = free_port()
    with Server(place, port=port, at=old) as server:
        typing = Typing(place, server, saves=1, pause=0.6, people=PEOPLE)
        typing.__enter__()
        time.sleep(3)
        began = time.time()
        migrated = subprocess.run(
            [sys.executable, "manage.py", "migrate"],
            cwd=ROOT,
            env=os.environ | place.env,
            capture_output=True,
            text=True,
            check=False,
        )
        took = time.time() - began
        if twin:
            place.rows(f"{RENAME} words TO length")
        time.sleep(AFTERWARDS)
        if twin:
            place.rows(f"{RENAME} length TO words")
        stopped = time.time()
    with Server(place, port=port):
        up = time.time()
        time.sleep(8)
        typing.__exit__(None)
    lines = checker.read(place.ledger)
    held = checker.longest_gap(lines, until=stopped)
    wrong = [*typing.stopped, *checker.check_saves(place), *checker.check_gap(place, REFUSED)]
    wrong += [f"migrating failed: {migrated.stderr[-300:]}"] if migrated.returncode else []
    wrong += [f"nobody could save for {held:.1f} s while migrating"] if held > HELD else []
    applied = [line.strip() for line in migrated.stdout.splitlines() if "OK" in line]
    return Outcome(
        wrong,
        {
            "from": commit[:7],
            "migrations": ", ".join(applied) or "none",
            "migrating took": f"{took:.1f} s",
            "longest gap before the change-over": f"{held:.1f} s",
            "change-over": f"{up - stopped:.1f} s",
            **figures(place),
        },
    )


def make_empty(place: Place) -> None:
    """The same database without a table in it."""
    if place.cluster:
        place.cluster.admin("DROP SCHEMA public CASCADE; CREATE SCHEMA public", str(place.database))
    else:
        Path(place.database).unlink()


def fill(place: Place) -> None:
    """Copies of the first student's work under made-up names, until there are enough."""
    copies = ANSWERS // 3
    numbers = f"WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {copies})"
    [(user, work)] = place.rows(
        "SELECT u.id, s.id FROM accounts_user u JOIN submissions_submission s ON s.student_id = u.id"
        " WHERE u.username = 'faults-0'"
    )
    base = 1_000_000
    text = f"replace('{'x' * 20}', 'x', {LONG})"
    copy_rows(place, numbers, "accounts_user", f"id = {user}", id=f"{base} + n", username="'filled-' || n")
    copy_rows(place, numbers, "submissions_submission", f"id = {work}", id=f"{base} + n", student_id=f"{base} + n")
    copy_rows(
        place, numbers, "submissions_answer", f"submission_id = {work}",
        id=f"{base} + 3 * n + row.id % 3", submission_id=f"{base} + n", desk_number=f"{base} + n", text=text,
    )  # fmt: skip


def copy_rows(place: Place, numbers: str, table: str, where: str, **changed: str) -> None:
    """Each row once for every number, with some columns changed."""
    if place.cluster:
        asked = "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name ="
        columns = [name for (name,) in place.rows(f"{asked} '{table}'")]
    else:
        columns = [row[1] for row in place.rows(f"PRAGMA table_info({table})")]
    values = [changed.get(name, f"row.{name}") for name in columns]
    rows = f"{numbers} SELECT {', '.join(values)} FROM n, {table} row WHERE {where}"
    place.rows(f"INSERT INTO {table} ({', '.join(columns)}) {rows}")
