"""The worker: each message once, tried again later, silent for whoever has no address; housekeeping once a day."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import call_command

from classroom.accounts import actions, outbox
from classroom.accounts.models import Message
from classroom.classes.models import Assignment, SchoolClass
from tests.cast import Cast, write_answers
from tests.factories import NOW

CONTEXT = {"lesson": "Tom & Jerry's", "class_name": "10B", "due": "Friday", "zone": "UTC", "path": "/c/x/y/"}


@pytest.fixture
def message(cast: Cast) -> Message:
    actions.tell(cast.student, "extension", about="extension 1", context=CONTEXT, at=NOW)
    return Message.objects.get()


class AwayBackend(locmem.EmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, messages: object) -> int:
        raise SMTPServerDisconnected("gone")


def test_a_message_is_sent_once_as_plain_text(message: Message) -> None:
    counts = [outbox.send_due(NOW), outbox.send_due(NOW), outbox.send_due(NOW + timedelta(days=9))]

    message.refresh_from_db()
    sent = mail.outbox[0]
    assert (counts, len(mail.outbox), message.sent_at) == ([1, 0, 0], 1, NOW)
    assert (sent.subject, sent.to) == ("More time for Tom & Jerry's", ["linh@school.example"])
    assert sent.body == (
        "Hello Linh,\n\nyou have more time for Tom & Jerry's in 10B: until Friday (UTC).\n\nhttp://127.0.0.1:8000/c/x/y/\n"
    )


def test_a_message_waits_for_its_time_and_a_cancelled_one_is_not_sent(cast: Cast) -> None:
    later = NOW + timedelta(minutes=5)
    actions.tell(cast.student, "extension", about="later", context=CONTEXT, at=NOW, send_after=later)
    actions.tell(cast.student, "extension", about="cancelled", context=CONTEXT, at=NOW)
    actions.take_back_messages("extension", about=["cancelled"], at=NOW)

    assert [outbox.send_due(NOW), outbox.send_due(later)] == [0, 1]


def test_who_has_no_address_is_told_nothing_and_the_message_is_done(cast: Cast) -> None:
    actions.tell(cast.classmate, "extension", about="extension 1", context=CONTEXT, at=NOW)

    outbox.send_due(NOW)

    assert (Message.objects.get().sent_at, mail.outbox) == (NOW, [])


def test_an_address_without_a_person_is_written_to(cast: Cast) -> None:
    words = {"teacher": "Ms Marsh", "class_name": "10B", "path": "/join/invitation/x/"}
    actions.tell_address("new@school.example", "invitation", about="invitation 1", context=words, at=NOW)

    outbox.send_due(NOW)

    assert [(sent.subject, sent.to) for sent in mail.outbox] == [
        ("Ms Marsh invites you to 10B", ["new@school.example"])
    ]


def test_a_failed_message_is_tried_later_and_later_and_given_up(message: Message, settings: object) -> None:
    settings.EMAIL_BACKEND = "tests.accounts.test_work.AwayBackend"  # type: ignore[attr-defined]  # pytest-django's
    at, waits = NOW, []
    for _try in range(len(outbox.WAITS)):
        outbox.send_due(at)
        message.refresh_from_db()
        waits.append(message.send_after - at)
        at = message.send_after

    assert waits == outbox.WAITS
    assert (message.sent_at, message.attempts, message.cancelled_at is None) == (None, len(outbox.WAITS), False)


def test_a_message_that_another_worker_has_claimed_is_left_to_it(message: Message) -> None:
    hurried = NOW + timedelta(minutes=2)

    assert [outbox._claim(message, NOW), outbox._claim(message, hurried)] == [True, False]


def test_one_round_sends_and_clears_sessions_that_have_run_out(message: Message) -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=NOW - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=NOW + timedelta(days=1))

    with time_machine.travel(NOW, tick=False):
        call_command("work", once=True)

    assert (len(mail.outbox), [session.session_key for session in Session.objects.all()]) == (1, ["new"])


def test_the_worker_stops_when_told_to() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "classroom.settings.test"}
    worker = subprocess.Popen([sys.executable, "manage.py", "work"], env=environment, stderr=subprocess.PIPE, text=True)
    assert worker.stderr is not None
    said = worker.stderr.readline()
    started = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    rest = worker.communicate(timeout=20)[1]

    assert ("at work" in said, "has stopped" in rest, worker.returncode) == (True, True, 0)
    assert time.monotonic() - started < 10


def test_a_job_that_fails_is_logged_and_the_others_are_done(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    write_answers(cast.assignment, cast.student)
    Assignment.objects.update(turns_in_at_closing=True)
    SchoolClass.objects.filter(pk=cast.school_class.pk).update(time_zone="Nowhere")
    Session.objects.create(session_key="old", session_data="", expire_date=NOW - timedelta(days=1))

    with time_machine.travel(NOW + timedelta(days=9), tick=False):
        call_command("work", once=True)

    assert Session.objects.count() == 0
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        "turn_in_what_closed failed"
    ]
