"""Which work can be released: all answers done; new ones, and released ones that were changed since."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from classroom.classes.models import Assignment
from classroom.submissions.excuses import is_excused
from classroom.submissions.models import Answer, Submission
from classroom.submissions.querysets import came_in
from lessons.models import Question
from lessons.reading import with_parts

from .audience import WHOLE, Audience
from .models import Comment, Grade, Letter, ReleaseItem

NEW = Q(state=Submission.State.TURNED_IN, ungraded=False)
CORRECTED = Q(state=Submission.State.RETURNED, ungraded=False) & ~Q(changes=F("released_changes"))


@dataclass(frozen=True)
class Readiness:
    """How much of an assignment's work a release now would take, and what it would leave for later.

    Of the students of new work, `mailed` are told by e-mail; `closed` can't be told, for their account is closed.
    `changes` grows with whatever is changed about what is ready, and `keys` tells which works that is.
    """

    new: int
    corrected: int
    blank: int
    mailed: int
    closed: int
    half_graded: int
    to_grade: int
    drafts: int
    changes: int = 0
    keys: int = 0

    @property
    def told(self) -> int:
        """How many students learn of it on their own page alone, for no address of theirs is known."""
        return self.new - self.mailed - self.closed

    @property
    def seen(self) -> str:
        """What somebody who looked at these numbers agreed to."""
        return f"{self.new}.{self.corrected}.{self.blank}.{self.changes}.{self.keys}"


def works(assignment: Assignment, audience: Audience = WHOLE) -> QuerySet[Any]:
    """All attempts, each with `ungraded`, `touched`, `blanks`, `excused`, `changes` and `released_changes`."""
    answers = Answer.objects.filter(submission=OuterRef("pk"))
    newest = ReleaseItem.objects.standing().filter(submission=OuterRef("pk")).order_by("-pk")
    own = audience.of(Submission.objects.filter(assignment=assignment), assignment.school_class_id)
    told: QuerySet[Any] = own.annotate(
        ungraded=Exists(ungraded(answers)),
        touched=Exists(Grade.objects.counting().filter(answer__submission=OuterRef("pk"))),
        blanks=Exists(answers.exclude(came_in())),
        excused=is_excused(),
        changes=changes(),
        released_changes=Subquery(newest.values("changes")[:1]),
    )
    return told


def ungraded(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Of these, the ones that came in, as words or on paper, and have no finished grade.

    What an attempt only carries on was judged, and returned, before it began.
    """
    done = Grade.objects.counting().filter(answer=OuterRef("pk"), state=Grade.State.DONE)
    return answers.filter(~Exists(done), carried_from=None).filter(came_in())


def changes() -> Any:
    """For a queryset of submissions: how often grades, comments and letter were changed; it only ever grows.

    The judgement of answers that an attempt carries on is part of it. Of several grades of an answer the one that
    counts; whichever takes its place has a higher revision.
    """
    own, carried = "answer__submission", "answer__carried_to__submission"
    return (
        _sum(Grade.objects.counting().filter(**{own: OuterRef("pk")}), own)
        + _sum(Grade.objects.counting().filter(**{carried: OuterRef("pk")}), carried)
        + _sum(Comment.objects.filter(**{own: OuterRef("pk")}), own)
        + _sum(Comment.objects.filter(**{carried: OuterRef("pk")}), carried)
        + _sum(Letter.objects.filter(submission=OuterRef("pk")), "submission")
    )


def _sum(rows: QuerySet[Any], by: str) -> Coalesce:
    total = rows.order_by().values(by).annotate(total=Sum("revision")).values("total")
    return Coalesce(Subquery(total[:1], output_field=IntegerField()), 0)


def readiness(assignment: Assignment, audience: Audience = WHOLE) -> Readiness:
    """The numbers, in one query."""
    waiting = Q(state=Submission.State.TURNED_IN, ungraded=True)
    mailed = ~Q(student__email="") & Q(student__is_active=True)
    counts = works(assignment, audience).aggregate(
        new=Count("pk", filter=NEW),
        corrected=Count("pk", filter=CORRECTED),
        blank=Count("pk", filter=NEW & Q(blanks=True)),
        mailed=Count("pk", filter=NEW & mailed),
        closed=Count("pk", filter=NEW & Q(student__is_active=False)),
        half_graded=Count("pk", filter=waiting & Q(touched=True)),
        to_grade=Count("pk", filter=waiting & Q(touched=False)),
        drafts=Count("pk", filter=Q(state=Submission.State.DRAFT, excused=False)),
        changed=Sum("changes", filter=NEW | CORRECTED, default=0),
        keys=Sum("pk", filter=NEW | CORRECTED, default=0),
    )
    return Readiness(changes=counts.pop("changed"), **counts)


def is_released(assignment: Assignment, audience: Audience = WHOLE) -> bool:
    """Whether any of it was released, and not all taken back; one query."""
    returned = Submission.objects.filter(assignment=assignment, state=Submission.State.RETURNED)
    return audience.of(returned, assignment.school_class_id).exists()


def is_left(assignment: Assignment, audience: Audience = WHOLE) -> bool:
    """Whether work that is in has not been released; one query."""
    turned_in = Submission.objects.turned_in().filter(assignment=assignment).exclude(state=Submission.State.RETURNED)
    return audience.of(turned_in, assignment.school_class_id).exists()


def ready(assignment: Assignment, audience: Audience = WHOLE, *, corrected: bool) -> QuerySet[Any]:
    """The work itself: what is new, and with `corrected` what was changed since it was released."""
    return works(assignment, audience).filter(NEW | CORRECTED if corrected else NEW)


@dataclass(frozen=True)
class Unfinished:
    """One question: how many answers a release would leave for later, and of how many of them a grade was begun."""

    question: Question
    number: int
    begun: int


def unfinished(assignment: Assignment, audience: Audience = WHOLE) -> list[Unfinished]:
    """The questions with something to grade, in order. One query, and those that read a version for the first time."""
    handed_in = Submission.objects.filter(assignment=assignment, state=Submission.State.TURNED_IN)
    waiting = ungraded(Answer.objects.filter(submission__in=audience.of(handed_in, assignment.school_class_id)))
    begun = Exists(Grade.objects.counting().filter(answer=OuterRef("pk")))
    counts = waiting.order_by().annotate(begun=begun).values_list("question_key", "begun").annotate(number=Count("pk"))
    found = {(key, is_begun): number for key, is_begun, number in counts}
    rows = [
        Unfinished(question, found.get((question.key, False), 0) + half, half)
        for question in with_parts(assignment.lesson_version).questions.all()
        for half in [found.get((question.key, True), 0)]
    ]
    return [row for row in rows if row.number]
