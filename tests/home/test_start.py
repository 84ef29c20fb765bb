"""`make run`'s command as people run it: serves, says who can sign in, ends well, and refuses in one line."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = 150  # seconds for a cold start on a busy machine


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def environment(tmp_path, port):
    """A place of its own, and nothing inherited that would change the start."""
    inherited = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "DEMO_PASSWORD"}}
    own = {"DATA_DIR": str(tmp_path / "data"), "PORT": str(port), "DJANGO_SETTINGS_MODULE": "classroom.settings.dev"}
    return inherited | own


def begun_migrated(folder):
    """Where MIGRATED names a database, as in tests/run.sh, this one begins as a copy of it."""
    if "MIGRATED" in os.environ:
        folder.mkdir()
        shutil.copyfile(os.environ["MIGRATED"], folder / "margin.sqlite3")


def command(*words):
    return [sys.executable, str(ROOT / "manage.py"), *words]


def refused(environment, *words, **changed):
    done = subprocess.run(
        command(*words),
        env=environment | changed,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=ALLOWED,
        check=False,
    )
    assert done.returncode != 0
    return done.stdout + done.stderr


def status(url):
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args):
            return None

    try:
        with urllib.request.build_opener(Stay).open(url, timeout=30) as answer:
            return answer.status, answer.headers.get("Location")
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers.get("Location")


def children_of(pid):
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True)
    return [int(each) for each in found.stdout.split()]


def wait_for(output, words):
    until = time.monotonic() + ALLOWED
    while words not in output.read_text(encoding="utf-8"):
        assert time.monotonic() < until, output.read_text(encoding="utf-8")
        time.sleep(0.2)
    return output.read_text(encoding="utf-8")


def test_it_serves_says_who_can_sign_in_and_stops_all(environment, tmp_path, port):
    output = tmp_path / "output"
    with output.open("w") as writing:
        parent = subprocess.Popen(command("start"), env=environment, cwd=ROOT, stdout=writing, stderr=writing)
    try:
        said = wait_for(output, "Password of all:")
        children = children_of(parent.pid)

        assert status(f"http://127.0.0.1:{port}/") == (302, "/sign-in/?next=/")
        password = re.search(r"Password of all: (\S+)", said)[1]
        kept = (tmp_path / "data" / "demo-accounts.txt").read_text(encoding="utf-8")
        assert f"Password: {password}\n" in kept
        for line in [
            f"Margin is at http://127.0.0.1:{port}",
            f"Mail is written to files in {tmp_path / 'data' / 'mail'}",
            "student1@example.org      has not started",
            "every commit synced",
        ]:
            assert line in said
        assert len(children) == 2
        assert "Traceback" not in said
    finally:
        parent.send_signal(signal.SIGTERM)
        code = parent.wait(60)
    assert code == 0
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


@pytest.fixture
def interruptible():
    """What is started from here obeys Ctrl-C, though a shell began the suite in the background, deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_preparation_is_one_line(environment, tmp_path):
    begun = subprocess.Popen(command("start"), env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + ALLOWED
    while not (tmp_path / "data" / "margin.sqlite3").exists() and time.monotonic() < until:
        time.sleep(0.05)
    begun.send_signal(signal.SIGINT)

    try:
        _out, said = begun.communicate(timeout=ALLOWED)
    finally:
        begun.kill()

    assert (begun.returncode, said.splitlines()[-1:]) == (
        130,
        ["CommandError: Stopped before anything was served. The next start goes on from here."],
    )
    assert "Traceback" not in said


def test_a_busy_port_is_one_line_that_names_it(environment, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        said = refused(environment, "start")

    assert said == f"CommandError: PORT: 127.0.0.1:{port} can’t be used (address already in use). Try another port.\n"


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("DJANGO_SETTINGS_MODULE", "classroom.settings.nix", "there is no classroom.settings.nix."),
        ("PORT", "99999", "PORT: expected a number from 1 to 65535."),
        ("DATABASE_URL", "mysql://a@b/c", "DATABASE_URL: Margin runs on sqlite:///FILE or postgres://"),
        ("DATABASE_URL", "sqlite:////nowhere/at/all.sqlite3", "DATABASE_URL: the database refuses (unable to open"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(environment, name, value, said):
    output = refused(environment, "start", **{name: value})

    assert said in output
    assert len(output.strip().splitlines()) == 1


def test_a_school_server_refuses_demo_accounts(environment, tmp_path):
    script = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from classroom.accounts.models import User
User.objects.create(username="teacher", email="teacher@example.org")
"""
    school = environment | {
        "DJANGO_SETTINGS_MODULE": "classroom.settings.prod",
        "SECRET_KEY": "a-long-key-for-this-test-alone-" * 2,
        "ALLOWED_HOSTS": "margin.example",
        "PYTHONPATH": str(ROOT),
    }
    begun_migrated(tmp_path / "data")
    subprocess.run([sys.executable, "-c", script], env=school, cwd=ROOT, check=True, timeout=ALLOWED)

    said = refused(school, "check", "--deploy")
    served = subprocess.run(
        [sys.executable, "-m", "gunicorn", "-c", "python:classroom.server", "classroom.wsgi"],
        env=school,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=ALLOWED,
        check=False,
    )

    assert "this database holds demo accounts (1)" in said
    assert served.returncode != 0
    assert served.stderr.strip().startswith("Margin can't start: DATABASE_URL: this database holds demo accounts (1)")
    assert len(served.stderr.strip().splitlines()) == 1
