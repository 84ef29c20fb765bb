"""What a student finds on the desk: to write, come back, waiting. Five queries; one more where a revision waits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf, Right
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classroom.accounts.models import User
from classroom.classes import promises
from classroom.classes.models import Assignment, Enrollment, SchoolClass
from classroom.grading.models import ReleaseItem
from classroom.submissions.excuses import is_excused
from classroom.submissions.models import Answer, Submission, TurnIn

from . import days
from .feedback import came_back, feedback_row
from .revisions import asked_again, revision_row
from .rows import Row, open_state, sentences

MOST = 20  # of each list; what lies beyond is on the page of lessons
TAIL, LAST_WORDS = 200, 8


@dataclass(frozen=True)
class CarryOn:
    """The answer that was written last, and its last words."""

    number: int
    title: str
    words: str
    url: str


@dataclass(frozen=True)
class StudentDesk:
    """All that the page shows of a student's side."""

    this_week: list[Row] = field(default_factory=list)
    later: list[Row] = field(default_factory=list)
    back: list[Row] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)
    classes: list[Any] = field(default_factory=list)
    carry_on: CarryOn | None = None

    @property
    def is_idle(self) -> bool:
        """Nothing to write, nothing waiting, nothing come back."""
        return not (self.this_week or self.later or self.back or self.waiting)


def student_desk(user: User, at: datetime) -> StudentDesk:
    """The desk of somebody who learns, or has learnt, somewhere."""
    to_write, classes = list(to_do(user, at)[:MOST]), list(_classes(user, at)[:MOST])
    again = list(asked_again(user, at)[:MOST]) if any(each.asks_again for each in classes) else []
    open_now = [*to_write, *(asked.submission.assignment for asked in again)]
    answers = list(_draft_answers(user, open_now)) if open_now else []
    rows = [(each.due_for, _to_do_row(each, answers, user, at)) for each in to_write]
    rows += [(asked.due_at, revision_row(asked, user, at)) for asked in again]
    rows.sort(key=itemgetter(0))
    return StudentDesk(
        this_week=[row for due, row in rows if due < at + days.WEEK],
        later=[row for due, row in rows if due >= at + days.WEEK],
        back=[feedback_row(item, user, at) for item in came_back(user, at)[:MOST]],
        waiting=[_waiting_row(work, user, at) for work in _waiting(user, at)[:MOST]],
        classes=classes,
        carry_on=_carry_on(answers, [each for each in open_now if not getattr(each, "excused", False)]),
    )


def to_do(user: User, at: datetime) -> QuerySet[Any]:
    """What the person can still write, by due time: begun and not turned in, or not begun.

    What is asked for again is `asked_again`. Adds `begun` and `excused`: what somebody need not write stays here, and
    says so.
    """
    own = Submission.objects.filter(assignment=OuterRef("pk"), student=user)
    open_now = Q(due_for__gte=at) | Q(late_policy=Assignment.LatePolicy.ACCEPT, closes_for__gte=at)
    learnt = Assignment.objects.visible_to(user).filter(school_class__in=SchoolClass.objects.learnt_in_by(user))
    dated: QuerySet[Any] = learnt.with_dates_for(user).annotate(
        begun=Exists(own.filter(state="draft", revision_request=None)),
        any=Exists(own),
        excused=is_excused(assignment="pk", student=user.pk),
    )
    wanted = dated.filter(open_now, Q(begun=True) | Q(any=False), opens_at__lte=at)
    return wanted.select_related("school_class", "lesson_version").order_by("due_for", "pk")


def _draft_answers(user: User, assignments: list[Any]) -> QuerySet[Any]:
    """The person's answers in these drafts, with the end of each text alone; the latest written first."""
    drafts = Answer.objects.filter(
        submission__student=user,
        submission__state=Submission.State.DRAFT,
        assignment__in=assignments,
        carried_from=None,
    )
    short = drafts.annotate(tail=Right("text", TAIL)).defer("text").select_related("question")
    return short.order_by("-saved_at", "-pk")


def _waiting(user: User, at: datetime) -> QuerySet[Submission]:
    """Turned in, with nothing released to the student yet."""
    released = ReleaseItem.objects.in_force(at).filter(submission=OuterRef("pk"))
    own = Submission.objects.filter(~Exists(released), student=user).turned_in()
    known = own.filter(assignment__school_class__in=SchoolClass.objects.visible_to(user).values("pk"))
    return known.select_related("assignment__school_class", "assignment__lesson_version", "turn_in").order_by(
        "-turn_in__at"
    )


def _classes(user: User, at: datetime) -> QuerySet[Any]:
    """The classes in which the person learns: what the first teacher is called, and whether a revision is asked for."""
    places = Enrollment.objects.active().filter(school_class=OuterRef("pk"), role=Enrollment.Role.TEACHER)
    first = places.order_by("joined_at", "pk").annotate(
        called=Coalesce(NullIf("person__known_as", Value("")), "person__name")
    )
    asked = asked_again(user, at).order_by().filter(submission__assignment__school_class=OuterRef("pk"))
    told = {"teacher": Subquery(first.values("called")[:1]), "asks_again": Exists(asked)}
    return SchoolClass.objects.learnt_in_by(user).annotate(**told)


def _to_do_row(assignment: Any, answers: Iterable[Answer], user: User, at: datetime) -> Row:
    own = [answer for answer in answers if answer.assignment_id == assignment.pk]
    ready = sum(answer.question.guide_min <= answer.words <= answer.question.guide_max for answer in own)
    state, label = open_state(begun=assignment.begun, excused=assignment.excused)
    place = assignment.school_class
    said = ngettext("%(ready)s of %(count)s answer ready", "%(ready)s of %(count)s answers ready", len(own))
    progress = said % {"ready": ready, "count": len(own)} if own else ""
    told = [days.due(assignment.due_for, at, place.zone), user.named(place.zone), progress]
    return Row(
        title=assignment.lesson_version.title,
        url=assignment.get_absolute_url(),
        hint=sentences([place.name, *([_("You need not turn anything in")] if assignment.excused else told)]),
        state=state,
        label=label,
    )


def _waiting_row(work: Submission, user: User, at: datetime) -> Row:
    assignment, act = work.assignment, work.turn_in
    place = assignment.school_class
    moment = days.near(act.at, at, place.zone) if act else ""
    said = {
        TurnIn.By.COLLECTED: _("Collected by your teacher on %s"),
        TurnIn.By.PAPER: _("Handed in on paper on %s"),
    }.get(TurnIn.By(act.how) if act else TurnIn.By.STUDENT, _("Turned in on %s")) % moment
    return Row(
        title=assignment.lesson_version.title,
        url=reverse("submissions:receipt", args=[place.public_id, assignment.slug]),
        hint=sentences(
            [place.name, said, user.named(place.zone), _("Late") if act and act.late else "", _expected(work, at)]
        ),
        state="turned-in",
        label=_("Turned in"),
    )


def _expected(work: Submission, at: datetime) -> str:
    """Feedback expected by 4 December; said of the first attempt."""
    act = work.turn_in
    return promises.expected(work.assignment, at, came_in=act.at) if act and work.attempt == 1 else ""


def _carry_on(answers: list[Any], to_write: list[Any]) -> CarryOn | None:
    """Where the person stopped; None when no draft holds a word."""
    wanted = {each.pk: each for each in to_write}
    answer = next((answer for answer in answers if answer.words and answer.assignment_id in wanted), None)
    if answer is None:
        return None
    assignment = wanted[answer.assignment_id]
    place = [assignment.school_class.public_id, assignment.slug, answer.question.position]
    url = reverse("submissions:answer", args=place)
    return CarryOn(answer.question.position, answer.question.short_title, last_words(answer.tail), url)


def last_words(tail: str) -> str:
    """The last few words of a text, with an ellipsis where more stands before them."""
    words = tail.split()
    return " ".join(words if len(words) <= LAST_WORDS else ["…", *words[-LAST_WORDS:]])
