"""Ask a student for a revision, and ask no more: by name from their own page, or from the desk by number alone."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from classroom.access import signed_in
from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.grading.revision_forms import BaseForm, RevisionForm, initial
from classroom.http import BadValue, Refused, SignedInRequest, conflict
from classroom.submissions import actions, rules
from classroom.submissions.models import RevisionRequest, Submission
from lessons.models import Question

from .place import Place, find_answer
from .student import find_seat

WEEK = timedelta(days=7)
EVENING = time(17, 0)
ask_and_do = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Asking:
    """Whom is asked, as the page may call them, and where the page leads."""

    place: Place
    student: User
    called: str
    back: str
    withdraw_url: str
    only: str = ""  # the key of the one question that the teacher came from
    says_class: bool = True

    @cached_property
    def work(self) -> Submission | None:
        """The newest attempt that came back: the one that is asked for again."""
        attempts = Submission.objects.newest_of(self.place.assignment, self.student)
        newest = attempts.select_related("carried_from").first()
        work = newest.carried_from if newest is not None and newest.is_draft else newest
        if work is not None:
            work.assignment, work.student = self.place.assignment, self.student
        return work

    @cached_property
    def standing(self) -> RevisionRequest | None:
        """What is asked already."""
        return actions.standing(self.work) if self.work else None

    @cached_property
    def questions(self) -> list[Question]:
        """Those that could be asked for."""
        version = self.work.lesson_version_id if self.work else None
        return list(Question.objects.filter(version=version).order_by("position"))

    @property
    def first_wish(self) -> list[Question]:
        """What is ticked when nothing is asked yet."""
        return [each for each in self.questions if self.only in ("", each.key)]


@signed_in
@ask_and_do
def of_student(request: SignedInRequest, class_id: str, slug: str, enrollment: int) -> HttpResponse:
    """Ask one student, from their page."""
    return _ask(request, _by_name(request, class_id, slug, enrollment))


@signed_in
@ask_and_do
def withdraw_of_student(request: SignedInRequest, class_id: str, slug: str, enrollment: int) -> HttpResponse:
    """Ask that student no more."""
    return _withdraw(request, _by_name(request, class_id, slug, enrollment))


@signed_in
@ask_and_do
def of_answer(request: SignedInRequest, class_id: str, slug: str, *, n: int, desk: int) -> HttpResponse:
    """Ask whoever wrote that answer, from the desk."""
    return _ask(request, _by_number(request, class_id, slug, n=n, desk=desk))


@signed_in
@ask_and_do
def withdraw_of_answer(request: SignedInRequest, class_id: str, slug: str, *, n: int, desk: int) -> HttpResponse:
    """Ask them no more."""
    return _withdraw(request, _by_number(request, class_id, slug, n=n, desk=desk))


def _by_name(request: SignedInRequest, class_id: str, slug: str, enrollment: int) -> Asking:
    seat = find_seat(request, class_id, slug, enrollment)
    withdraw = seat.place.url("revision-withdraw", enrollment)
    return Asking(seat.place, seat.student, seat.student.get_full_name(), seat.url, withdraw)


def _by_number(request: SignedInRequest, class_id: str, slug: str, *, n: int, desk: int) -> Asking:
    """No name, while names are hidden, and no class in a queue of several."""
    place = find_answer(request, class_id=class_id, slug=slug, n=n, desk=desk, may=rules.may_act_for_students)
    student = place.answer.submission.student
    called = student.get_full_name() if place.names else _("the student of answer %s") % desk
    withdraw, back = place.desk_url("desk-revision-withdraw"), place.desk_url("desk")
    return Asking(place, student, called, back, withdraw, place.question.key, place.says_class)


def _ask(request: SignedInRequest, asking: Asking) -> HttpResponse:
    """GET asks for the details; POST asks the student, and says what stood in the way."""
    work = asking.work
    if work is None:
        return conflict(request, Refused(_("Nothing has been turned in here yet.")), back=asking.back)
    try:
        if request.method != "POST":
            actions.refuse_asking(work)
            begin = initial(asking.standing, asking.first_wish, _in_a_week(request.arrived, asking.place.assignment))
            return _page(request, asking, RevisionForm(asked_of=asking.questions, initial=begin))
        form = RevisionForm(request.POST, asked_of=asking.questions)
        if not form.is_valid():
            return _page(request, asking, form, status=400)
        return _do(request, asking, work, form)
    except Refused as refusal:
        return conflict(request, refusal, back=asking.back)


def _do(request: SignedInRequest, asking: Asking, work: Submission, form: RevisionForm) -> HttpResponse:
    try:
        actions.ask_again(work, **form.asked, by=request.user, at=request.arrived)
    except BadValue as problem:
        form.add_error(problem.field, problem.problem)
        return _page(request, asking, form, status=400)
    except Refused as refusal:
        if not refusal.state:
            raise
        form.start_over_from(refusal.state["base"])
        return _page(request, asking, form, status=409, theirs=refusal.state)
    messages.success(request, _("Asked for. The student is told, and starts from the old text."))
    return redirect(asking.back)


def _withdraw(request: SignedInRequest, asking: Asking) -> HttpResponse:
    work = asking.work
    if work is None:
        return conflict(request, Refused(_("Nothing is asked for again here.")), back=asking.back)
    try:
        if request.method != "POST":
            asked = actions.refuse_withdrawing(work)
            context = {"asking": asking, "place": asking.place, "back": asking.back, "base": asked.pk, "danger": True}
            return render(request, "grading/revision_withdraw.html", context)
        form = BaseForm(request.POST)
        base = form.cleaned_data["base"] if form.is_valid() else None
        actions.withdraw_revision(work, base=base, by=request.user, at=request.arrived)
    except Refused as refusal:
        return conflict(request, refusal, back=asking.back)
    messages.success(request, _("No longer asked for."))
    return redirect(asking.back)


def _page(
    request: SignedInRequest, asking: Asking, form: RevisionForm, *, status: int = 200, **more: object
) -> HttpResponse:
    assignment = asking.place.assignment
    context = {
        "asking": asking,
        "place": asking.place,
        "back": asking.back,
        "form": form,
        "model_answers": assignment.model_answer == Assignment.ModelAnswer.RETURNED,
        **more,
    }
    return render(request, "grading/revision.html", context, status=status)


def _in_a_week(at: datetime, assignment: Assignment) -> datetime:
    """Seven days on at five in the afternoon, by the class's clock."""
    zone = assignment.school_class.zone
    return datetime.combine((timezone.localtime(at, zone) + WEEK).date(), EVENING, zone)
