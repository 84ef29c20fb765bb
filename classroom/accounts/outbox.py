"""Sends what people were told. Each message is claimed by one conditional UPDATE, so two workers send it once.

A worker that dies between claim and sending leaves the message to be tried again: mail is at least once. Who has no
confirmed address is told nothing here, and the message is done.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template

from .models import Message

log = logging.getLogger(__name__)

BATCH = 100
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]


def send_due(at: datetime) -> int:
    """Send what is due, a batch at most, and say how many messages were taken up."""
    due = Message.objects.due(at).select_related("person").order_by("send_after", "pk")[:BATCH]
    return sum(_send(message, at) for message in due if _claim(message, at))


def _claim(message: Message, at: datetime) -> bool:
    """Take the message up, and put off the next try; False if another worker was quicker, or it was cancelled."""
    waiting = Message.objects.due(at).filter(pk=message.pk, attempts=message.attempts)
    wait = WAITS[min(message.attempts, len(WAITS) - 1)]
    return bool(waiting.update(attempts=F("attempts") + 1, send_after=at + wait))


def _send(message: Message, at: datetime) -> bool:
    address = message.person.email if message.person else message.address
    sent = Message.objects.filter(pk=message.pk)
    if not address:
        sent.update(sent_at=at)
        return True
    try:
        written(message, address).send()
    except (SMTPException, OSError, TemplateDoesNotExist) as problem:
        log.warning("message %s (%s) was not sent, try %s: %s", message.pk, message.kind, message.attempts + 1, problem)
        if message.attempts + 1 >= len(WAITS):
            sent.update(cancelled_at=at)
        return True
    sent.update(sent_at=at)
    return True


def written(message: Message, address: str) -> EmailMessage:
    """The mail: the first line of its template is the subject, the rest the text."""
    words = {**message.context, "person": message.person, "site": site()}
    text = get_template(f"messages/{message.kind}.txt").template.render(Context(words, autoescape=False))  # type: ignore[attr-defined]  # Django's own engine
    subject, _newline, body = text.strip().partition("\n")
    return EmailMessage(subject.strip(), body.strip() + "\n", to=[address])


def site() -> str:
    """Where Margin is reached from outside: the first trusted origin, or this machine."""
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        if "*" not in origin:
            return f"{urlsplit(origin).scheme}://{urlsplit(origin).netloc}"
    hosts = [host for host in settings.ALLOWED_HOSTS if host not in {"localhost", "127.0.0.1", "[::1]", "testserver"}]
    return f"https://{hosts[0]}" if hosts else f"http://127.0.0.1:{settings.PORT}"
