"""What a teacher does for one student: collect the draft, record paper, undo both, excuse, end the excuse.

Each is a page that asks first; POST does it. Nothing here shows a word of an answer.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from classroom.access import signed_in
from classroom.grading.student_forms import BackToDraftForm, PaperForm, ReasonForm
from classroom.http import BadValue, Refused, SignedInRequest, conflict
from classroom.submissions import actions

from .sheet import put_problem
from .student import CHECKS, Seat, find_seat

ask_and_do = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Act:
    """What one of these pages asks, says and does; `name` is that of its address."""

    name: str
    form: forms.Form
    action: Callable[..., object]
    question: str
    consequence: list[str]  # sentences; empty ones are left out
    verb: str
    done: str
    danger: bool = False


@signed_in
@ask_and_do
def collect(request: SignedInRequest, class_id: str, slug: str, enrollment: int) -> HttpResponse:
    """Turn in a draft whose time is up."""
    seat = find_seat(request, class_id, slug, enrollment)
    act = Act(
        name="collect",
        form=ReasonForm(request.POST or None),
        action=actions.collect,
        question=_("Collect %(name)s’s draft?") % seat.called,
        consequence=[
            _("The answers are turned in as they were saved, and can be graded.")
            + " "
            + _("%(name)s is told, and can no longer change them.") % seat.called,
            _("They are marked late.") if seat.moments.is_late(seat.moments.ends) else "",
            _told_apart(seat),
        ],
        verb=_("Collect the draft"),
        done=_("Collected. %(name)s is told.") % seat.called,
    )
    return _ask_or_do(request, seat, act)


@signed_in
@ask_and_do
def paper(request: SignedInRequest, class_id: str, slug: str, enrollment: int) -> HttpResponse:
    """Record that the work came in on paper."""
    seat = find_seat(request, class_id, slug, enrollment)
    now = request.arrived.replace(second=0, microsecond=0)
    kept = _("What %(name)s has written here stays in their own history and is not graded.") % seat.called
    act = Act(
        name="paper",
        form=PaperForm(request.POST or None, initial={"handed_in_at": now}),
        action=actions.record_paper,
        question=_("Has %(name)s handed this in on paper?") % seat.called,
        consequence=[
            _("It counts as turned in. The desk says “Handed in on paper” where a text would stand.")
            + " "
            + _("%(name)s is told.") % seat.called,
            kept if seat.row.words else "",
            _told_apart(seat),
            _("Times are %s.") % seat.place.school_class.time_zone,
        ],
        verb=_("Record the paper"),
        done=_("Recorded. %(name)s is told.") % seat.called,
    )
    return _ask_or_do(request, seat, act)


@signed_in
@ask_and_do
def undo(request: SignedInRequest, class_id: str, slug: str, enrollment: int) -> HttpResponse:
    """Make a draft again what was collected, or recorded as paper, by mistake."""
    seat = find_seat(request, class_id, slug, enrollment)
    ended = seat.moments.has_ended(seat.at)
    again = _(
        "Time is up, so within a minute or two Margin turns in what was saved. To prevent it, give more time first."
    )
    act = Act(
        name="turning-in-undo",
        form=forms.Form(request.POST),
        action=actions.undo_turning_in,
        question=_("Make %(name)s’s work a draft again?") % seat.called,
        consequence=[
            _("It is no longer turned in, and nobody grades it. The draft is as it was; the history keeps both."),
            _("%(name)s is told.") % seat.called,
            "" if ended else _("%(name)s can go on writing.") % seat.called,
            again if ended and seat.moments.turns_in else "",
        ],
        verb=_("Make it a draft again"),
        done=_("%(name)s’s work is a draft again, and they are told.") % seat.called,
        danger=True,
    )
    return _ask_or_do(request, seat, act)


@signed_in
@ask_and_do
def excuse(request: SignedInRequest, class_id: str, slug: str, enrollment: int) -> HttpResponse:
    """Excuse the student from the assignment."""
    seat = find_seat(request, class_id, slug, enrollment)
    form = BackToDraftForm if seat.row.handed_in else ReasonForm
    back = _("%(name)s has turned in. Those answers become a draft again, which nobody grades or reads.") % seat.called
    act = Act(
        name="excuse",
        form=form(request.POST or None),
        action=actions.excuse,
        question=_("Excuse %(name)s from this assignment?") % seat.called,
        consequence=[
            _("%(name)s need not turn anything in, counts as excused and never as missing, and is told.") % seat.called,
            back if seat.row.handed_in else "",
            _("If %(name)s turns in all the same, that counts.") % seat.called,
        ],
        verb=_("Excuse %(name)s") % seat.called,
        done=_("%(name)s is excused, and told.") % seat.called,
    )
    return _ask_or_do(request, seat, act)


@signed_in
@ask_and_do
def end_excuse(request: SignedInRequest, class_id: str, slug: str, enrollment: int) -> HttpResponse:
    """The student is to hand in again."""
    seat = find_seat(request, class_id, slug, enrollment)
    due = {"due": seat.moments.said(seat.moments.due)} | seat.called
    missing = _("Their time is up, so they count as missing unless you give them more time.")
    act = Act(
        name="excuse-end",
        form=ReasonForm(request.POST or None),
        action=actions.end_excuse,
        question=_("End %(name)s’s excuse?") % seat.called,
        consequence=[_("Work is in and counts, so nothing changes for %(name)s.") % seat.called]
        if seat.row.handed_in
        else [
            _("%(name)s is told that it is to be turned in after all. Due time: %(due)s.") % due,
            _("What only the excuse made a draft is turned in again as it was, unless it has changed since."),
            missing if seat.moments.has_ended(seat.at) else "",
        ],
        verb=_("End the excuse"),
        done=_("%(name)s is no longer excused.") % seat.called,
    )
    return _ask_or_do(request, seat, act)


def _told_apart(seat: Seat) -> str:
    """What it means for the desk that something is turned in by name; empty when names are shown there anyway."""
    if seat.place.names:
        return ""
    return _(
        "Names are hidden while you grade. Answers that come to the desk now can be told from those already there."
    )


def _ask_or_do(request: SignedInRequest, seat: Seat, act: Act) -> HttpResponse:
    """GET asks, POST does it and goes back to the student; a refusal is 409, a value that can't stand 400."""
    try:
        if request.method != "POST":
            CHECKS[act.name](seat)
        elif act.form.is_valid():
            given = {"by": request.user, "at": request.arrived} | act.form.cleaned_data
            act.action(seat.place.assignment, seat.student, **given)
            messages.success(request, act.done)
            return redirect(seat.url)
    except BadValue as problem:
        put_problem(act.form, problem)
    except Refused as refusal:
        refusal.kept = act.form.cleaned_data.get("reason", "") if request.method == "POST" else ""
        return conflict(request, refusal, back=seat.url)
    context = {"place": seat.place, "back": seat.url, "act": act, "form": act.form, "danger": act.danger}
    status = 400 if request.method == "POST" else 200
    return render(request, "grading/student_act.html", context, status=status)
