"""Servers that are broken on purpose, one fault each: FAULTS_TWIN names it. The checker has to find every one out.

Nothing of this is part of Margin: the product is loaded whole and then spoiled.
"""

import copy
import hashlib
import json
import os
import threading
import time
import uuid
from datetime import datetime
from typing import Any

from classroom.wsgi import application  # isort: skip  it loads Django

from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from classroom import http
from classroom.grading.actions import grades
from classroom.grading.models import Grade
from classroom.http import Refused
from classroom.submissions import actions
from classroom.submissions.actions import pace, writing
from classroom.submissions.actions.handing_in import hand_in
from classroom.submissions.models import Answer, Submission, TurnIn
from classroom.submissions.moments import Moments, moments_of

LATER = 0.25  # seconds between the acknowledgement and the commit of a twin that is in a hurry

really_save = actions.save_answer
really_grade = grades.save_grade
really_unavailable = http.unavailable


def _as_if_saved(answer: Answer, text: str, base: int, at: datetime) -> Answer:
    claimed = copy.copy(answer)
    claimed.text, claimed.revision, claimed.saved_at = text, base + 1, at
    return claimed


def acknowledges_before_commit() -> None:
    """Says "saved" at once and writes a moment later."""

    def later(answer: Answer, facts: dict[str, Any]) -> None:
        time.sleep(LATER)
        while Answer.objects.get(pk=answer.pk).revision < facts["base"]:
            time.sleep(0.02)  # the one before is still on its way
        answer.refresh_from_db(fields=["revision", "text", "window_at", "window_saves"])
        really_save(answer, **facts)
        connection.close()

    def save(answer: Answer, **facts: Any) -> Answer:
        threading.Thread(target=later, args=[copy.copy(answer), facts], daemon=True).start()
        return _as_if_saved(answer, **facts)

    actions.save_answer = save


def skips_the_revision_check() -> None:
    """The last one to write wins."""

    def write(answer: Answer, text: str, base: int, at: datetime) -> tuple[bool, Answer]:
        current = Answer.objects.get(pk=answer.pk)
        return writing._store(current, text, at), current  # a vandal knows no privacy

    writing._write = write


def skips_the_revision_check_of_grades() -> None:
    """Takes whatever stands for what the grader started from: the last one to save wins."""

    def save(answer: Answer, *, base: int, **said: Any) -> Grade:
        while True:
            standing = Grade.objects.counting().filter(answer=answer).values_list("revision", flat=True).first()
            try:
                return really_grade(answer, base=standing or 0, **said)
            except Refused as refusal:
                if not refusal.state:
                    raise

    grades.save_grade = save


def lowers_the_sync_setting() -> None:
    """SQLite hands its pages to the kernel and doesn't wait for the disk."""

    def careless(connection: Any, **kwargs: Any) -> None:
        connection.cursor().execute("PRAGMA synchronous=OFF")

    connection_created.connect(careless, weak=False)


def says_saved_when_the_database_is_away() -> None:
    """Takes a failure for a success, whether the save met it or already the session that was read before."""

    def claim(request: HttpRequest) -> HttpResponse:
        if not request.path.endswith("/autosave/"):
            return really_unavailable(request)
        sent = json.loads(request.body)
        digest = hashlib.sha256(sent["text"].encode()).hexdigest()
        return JsonResponse({"revision": sent["base"] + 1, "sha256": digest, "time": "12:00:00"})

    http.unavailable = claim


def reads_the_clock_again() -> None:
    """Judges lateness by the moment of writing and not by the arrival."""

    def is_late(self: Moments, at: datetime) -> bool:
        time.sleep(0.1)
        return self.due < timezone.now()

    Moments.is_late = is_late


def turns_in_twice() -> None:
    """Takes a repeated click for a second act."""

    @transaction.atomic
    def turn_in(submission: Submission, *, by: Any, at: datetime, **kwargs: Any) -> TurnIn:
        work = Submission.objects.for_change().get(pk=submission.pk)
        moments = moments_of(work)
        work.turn_ins.filter(taken_back_at=None).update(taken_back_at=at, taken_back_by=by)
        Submission.objects.filter(pk=work.pk).update(state=Submission.State.DRAFT, turn_in=None)
        return hand_in(work, TurnIn(token=uuid.uuid4(), at=at, late=moments.is_late(at), by=by), moments, at=at)

    actions.turn_in = turn_in


def takes_any_number_of_saves() -> None:
    """Has no limit for a flood."""
    pace.SAVES = 10**9


TWINS = [
    acknowledges_before_commit,
    skips_the_revision_check,
    skips_the_revision_check_of_grades,
    lowers_the_sync_setting,
    says_saved_when_the_database_is_away,
    reads_the_clock_again,
    turns_in_twice,
    takes_any_number_of_saves,
]
{twin.__name__: twin for twin in TWINS}[os.environ["FAULTS_TWIN"]]()

__all__ = ["application"]
