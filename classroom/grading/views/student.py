"""One student of the class and one assignment: where they stand, what a teacher can do, and what was done."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from classroom.access import signed_in
from classroom.accounts.models import User
from classroom.grading import class_states
from classroom.grading.student_history import history
from classroom.http import Refused, SignedInRequest
from classroom.submissions import actions, rules
from classroom.submissions.models import Excuse, Submission
from classroom.submissions.moments import Moments, moments_for

from .place import Place, find_assignment


@dataclass(frozen=True)
class Seat:
    """One active student as the overview counts them, before one teacher at one moment."""

    place: Place
    row: Any  # of class_states.listed, with `excuse_stands`: not ended, though it may rest beside work that is in
    teacher: User
    at: datetime

    @property
    def student(self) -> User:
        person: User = self.row.person
        return person

    @property
    def called(self) -> dict[str, str]:
        """The student's name, for sentences."""
        return {"name": self.student.get_full_name()}

    @cached_property
    def work(self) -> Submission | None:
        """The newest attempt with its turn-in; one query."""
        attempts = Submission.objects.newest_of(self.place.assignment, self.student)
        work = attempts.select_related("turn_in", "carried_from", "revision_request").first()
        if work is not None:
            work.assignment, work.student = self.place.assignment, self.student
        return work

    @property
    def moments(self) -> Moments:
        """The student's own dates for the newest attempt, for the teacher to read."""
        return moments_for(self.place.assignment, self.student, self.work).read_by(self.teacher)

    @property
    def is_being_written(self) -> bool:
        """Whether there is a draft that its student has time for."""
        return self.work is not None and self.work.is_draft and not self.moments.has_ended(self.at)

    @property
    def tells_words(self) -> bool:
        """Whether the page counts a draft's words: while names are hidden not those that a next attempt began with."""
        return self.work is not None and self.work.is_draft and (self.place.names or self.work.attempt == 1)

    @property
    def url(self) -> str:
        """The address of the student's page here."""
        return self.place.url("student", self.row.pk)

    def offers(self, name: str) -> bool:
        """Whether what that address does could be done now."""
        try:
            CHECKS[name](self)
        except Refused:
            return False
        return True

    @property
    def offered(self) -> dict[str, bool]:
        """What can be done now, by the names of the addresses."""
        return {name.replace("-", "_"): self.offers(name) for name in CHECKS}


def _excuse(seat: Seat) -> None:
    if seat.row.excused:
        raise Refused(_("%(name)s is excused already.") % seat.called)
    actions.refuse_excusing(seat.work)


def _revision(seat: Seat) -> None:
    """The newest attempt, if it came back, or the one that the draft was begun from."""
    work = seat.work.carried_from if seat.work is not None and seat.work.is_draft else seat.work
    if work is None:
        raise Refused(_("Nothing has been turned in here yet."))
    work.assignment, work.student = seat.place.assignment, seat.student
    actions.refuse_asking(work)


def _end_excuse(seat: Seat) -> None:
    if not seat.row.excuse_stands:
        raise Refused(actions.not_excused(seat.student))


CHECKS: dict[str, Any] = {
    "collect": lambda seat: actions.collectable(seat.work, seat.student, by=seat.teacher, at=seat.at),
    "paper": lambda seat: actions.refuse_paper(seat.work, seat.student),
    "turning-in-undo": lambda seat: actions.undoable(seat.work),
    "excuse": _excuse,
    "revision": _revision,
    "excuse-end": _end_excuse,
}


def find_seat(request: SignedInRequest, class_id: str, slug: str, enrollment: int) -> Seat:
    """One active student of the class, for a teacher of it: four queries."""
    place = find_assignment(request, class_id, slug, may=rules.may_act_for_students)
    rows = class_states.listed(place.assignment, request.arrived, shown=class_states.SHOWN[class_states.EVERYONE])
    stands = Excuse.objects.standing().filter(assignment=place.assignment, student=OuterRef("person"))
    row = get_object_or_404(rows.annotate(excuse_stands=Exists(stands)), pk=enrollment)
    place.assignment.own_due = row.set_due  # type: ignore[attr-defined]  # for `moments_for`, which need not ask then
    return Seat(place, row, request.user, request.arrived)


@signed_in
@require_safe
def student(request: SignedInRequest, class_id: str, slug: str, enrollment: int) -> HttpResponse:
    """The page; it shows no answer, and no exact time while names are hidden."""
    seat = find_seat(request, class_id, slug, enrollment)
    seat.row.word = class_states.WORDS[seat.row.state]
    context = {
        "place": seat.place,
        "seat": seat,
        "row": seat.row,
        "offered": seat.offered,
        "history": history(seat.place.assignment, seat.student),
    }
    return render(request, "grading/student.html", context)
