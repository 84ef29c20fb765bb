"""The save a script makes while somebody types: JSON both ways, never a page, and no session write."""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, TypeAlias, cast

from django.core.exceptions import RequestDataTooBig
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.http import BadValue, Refused, SignedInRequest, is_of_another, json_object, not_signed_in
from classroom.prepared import prepared
from classroom.submissions import actions, rules
from classroom.submissions.forms import HIGHEST
from classroom.submissions.models import Answer, Notes
from classroom.submissions.moments import dated_assignment
from classroom.submissions.opened import Opened
from classroom.submissions.text import as_stored

from .answer import open_answer
from .place import fetch_assignment


class Sent(NamedTuple):
    """What a script asks to store: the text, the revision it started from, and what its page was opened on."""

    text: str
    base: int
    opened: Opened


Save: TypeAlias = Callable[[SignedInRequest], dict[str, Any]]


@require_POST
def autosave(request: HttpRequest, class_id: str, slug: str, n: int) -> HttpResponse:
    """200 says which revision is committed and what text it holds; every other answer means "not saved"."""
    return answered(request, partial(_save, class_id=class_id, slug=slug, n=n))


def answered(request: HttpRequest, save: Save) -> HttpResponse:
    """What a script is told of its save, whoever asks and whatever goes wrong."""
    if not request.user.is_authenticated:
        return not_signed_in()
    if is_of_another(request):
        return JsonResponse({"reason": "other_person"}, status=403)
    try:
        return JsonResponse(save(cast("SignedInRequest", request)))
    except BadValue as problem:
        return JsonResponse({"field": problem.field, "reason": problem.problem}, status=problem.status)
    except Refused as refusal:
        return JsonResponse({"reason": refusal.reason, **refusal.state}, status=409)
    except actions.TooFast as flood:
        reason = _("Too many saves at once. The newest text is sent again in a moment.")
        return JsonResponse({"reason": reason}, status=429, headers={"Retry-After": str(flood.retry_after)})


def _save(request: SignedInRequest, *, class_id: str, slug: str, n: int) -> dict[str, Any]:
    answer = _begun(request, class_id, slug, n)
    assignment = answer.assignment if answer else fetch_assignment(request, rules.may_write, class_id, slug)
    sent = read_save(request)
    if answer:
        sent.opened.refuse_other(answer.submission)
    answer = answer or open_answer(request, assignment, n, sent.opened)
    saved = actions.save_answer(answer, text=sent.text, base=sent.base, at=request.arrived)
    return stored(saved, assignment) | {"words": saved.words}


def stored(saved: Answer | Notes, assignment: Assignment) -> dict[str, Any]:
    """Which revision the database holds, of which text, since when in the class's time."""
    when = timezone.localtime(saved.saved_at, assignment.school_class.zone)
    return {
        "revision": saved.revision,
        "sha256": hashlib.sha256(saved.text.encode()).hexdigest(),
        "saved_at": when.isoformat(),
        "time": date_format(when, "H:i:s"),
    }


def _begun(request: SignedInRequest, class_id: str, slug: str, n: int) -> Answer | None:
    """The answer that is being written, in one query; for anything else the whole way decides what the answer is."""
    for answer in own_answers_at(request.user, class_id, slug, n):
        if answer.submission.is_draft:  # one at most; asked here, for SQLite would go by state and not by student
            dated_assignment(answer)
            answer.submission.student = request.user
            return answer
    return None


@prepared
def own_answers_at(student: User, class_id: str, slug: str, n: int) -> QuerySet[Answer]:
    own = Answer.objects.of_students_now().dated().of_student_at(student, class_id, slug)
    return own.filter(question__position=n)


def read_save(request: SignedInRequest) -> Sent:
    """What was sent to be stored. Raises BadValue."""
    try:
        body = json_object(request)
    except RequestDataTooBig as problem:
        raise BadValue("text", _("The text is too long to be stored."), status=413) from problem
    text, base = body.get("text"), _number(body, "base")
    if not isinstance(text, str):
        raise BadValue("text", _("The text is missing."))
    if base is None:
        raise BadValue("base", _("The revision that the text started from is missing."))
    return Sent(as_stored(text), base, Opened(_number(body, "version"), _number(body, "attempt")))


def _number(body: dict[str, Any], name: str) -> int | None:
    """A whole number that a database holds; None when nothing is said. Raises BadValue for anything else."""
    number = body.get(name)
    if number is None or (type(number) is int and 0 <= number <= HIGHEST):
        return number
    raise BadValue(name, _("A whole number is needed here."))
