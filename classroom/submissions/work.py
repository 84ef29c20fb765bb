"""One student's work on one assignment at one moment: what the pages of reading and writing show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classroom.accounts.models import User
from classroom.classes import promises
from classroom.classes.models import Assignment
from lessons.models import LessonVersion
from lessons.reading import with_parts

from . import rules, sentences
from .closing import holds_something
from .excuses import holding
from .models import Answer, Excuse, RevisionRequest, Submission
from .moments import Moments, moments_for
from .revisions import open_request
from .tasks import Task, make_task


@dataclass(frozen=True)
class Work:
    """An attempt, or the absence of one, with a task for each question in order."""

    assignment: Assignment
    version: LessonVersion
    submission: Submission | None
    tasks: list[Task]
    moments: Moments
    at: datetime
    is_newest: bool = True
    excuse: Excuse | None = None
    is_closing: bool = False  # time is up, and it is being turned in by itself
    asked: RevisionRequest | None = None  # what the student can begin to write again

    @property
    def attempt(self) -> int:
        return self.submission.attempt if self.submission else 1

    @property
    def is_open(self) -> bool:
        """Whether something can be written in it now; the place in the class is for the rules to ask about."""
        draft = self.submission is None or self.submission.is_draft
        return draft and self.is_newest and self.moments.allows_writing(self.at)

    @property
    def is_turned_in(self) -> bool:
        return self.submission is not None and self.submission.is_turned_in

    @property
    def is_returned(self) -> bool:
        """Whether the student may know that it came back."""
        return self.submission is not None and self.submission.is_known_returned(self.at)

    @property
    def how_it_came_in(self) -> str:
        """Ms Marsh collected your draft on Friday 27 November at 17:20. Empty for what the student turned in."""
        act = self.submission.turn_in if self.submission else None
        return sentences.how_it_came_in(act, self.moments) if act else ""

    @property
    def feedback_expected(self) -> str:
        """Feedback expected by 4 December: until it is there, of the first attempt. Empty where no day is promised."""
        if self.is_returned or self.attempt > 1 or self.excuse:
            return ""
        act = self.submission.turn_in if self.submission else None
        return promises.expected(self.assignment, self.at, came_in=act.at if act else self.at)

    @property
    def excused_by(self) -> str:
        """By whom and when the student was excused; empty when not."""
        return sentences.excused_by(self.excuse, self.moments) if self.excuse else ""

    @property
    def at_closing(self) -> str:
        """What happens by itself when time is up; empty where nothing does."""
        return "" if self.excused_by else sentences.at_closing(self.moments)

    @property
    def may_take_back(self) -> bool:
        return self.submission is not None and rules.may_take_back(self.submission, self.moments, at=self.at)

    @cached_property
    def reading_began(self) -> str:
        """Ms Marsh has begun reading: until the work comes back. Empty before that. One query."""
        began = self.submission is not None and self.submission.grading_began_at is not None
        return sentences.has_begun_reading(self.assignment.school_class) if began and not self.is_returned else ""

    @property
    def may_begin_another(self) -> bool:
        """Whether the assignment itself allows it; what a teacher asks for again goes first."""
        if self.submission is None or not self.is_newest or self.asked:
            return False
        own = moments_for(self.assignment, self.submission.student)
        return rules.may_begin_another(self.submission, own, at=self.at)

    @property
    def revision(self) -> RevisionRequest | None:
        """What this attempt was begun for; None for one that the assignment itself allows."""
        return self.submission.revision_request if self.submission and self.submission.revision_request_id else None

    @property
    def asked_again(self) -> str:
        """Ms Marsh asks you to revise question 2 until Tuesday 8 December at 17:00. Empty where nothing is asked."""
        return sentences.asked_again(self.asked, self.moments, len(self.tasks)) if self.asked else ""

    @property
    def revise_label(self) -> str:
        """Revise question 2: what begins the revision."""
        return sentences.revise_label(self.asked, len(self.tasks)) if self.asked else ""

    @property
    def revising(self) -> str:
        """What the attempt was begun for: You are revising question 2. Empty for one that the assignment allows."""
        numbers = [task.number for task in self.tasks if not task.is_carried]
        return sentences.revising(numbers, len(self.tasks)) if self.revision else ""

    @property
    def may_ask_for_time(self) -> bool:
        """Whether a later due time would be of use and can be asked for; the place is for the rules to ask about."""
        draft = self.submission is None or (self.submission.is_draft and not self.revision)
        return draft and self.is_newest and self.moments.opens <= self.at <= self.moments.closes

    @property
    def is_late(self) -> bool:
        """Whether turning in now would say late."""
        return self.moments.is_late(self.at)

    @property
    def why_not(self) -> str:
        """Why nothing can be written now."""
        if self.is_closing:
            return sentences.being_turned_in(self.moments)
        closed = self.moments.why_not(self.at)
        return closed or _("Your place in this class has ended. Your work stays here to read.")

    @property
    def due_said(self) -> str:
        """Friday 27 November at 17:00."""
        return self.moments.said(self.moments.due)

    @property
    def next_attempt(self) -> int:
        return self.attempt + 1

    @property
    def turn_in_label(self) -> str:
        """Turn in three answers: those that hold a word."""
        number = sum(task.words > 0 for task in self.tasks)
        if not number:
            return _("Turn in")
        if self.revision:
            return _("Turn in revision")
        words = {2: _("two"), 3: _("three"), 4: _("four"), 5: _("five"), 6: _("six")}
        said = ngettext("Turn in your answer", "Turn in %(number)s answers", number)
        return said % {"number": words.get(number, str(number))} if number > 1 else said

    @property
    def next_task(self) -> Task | None:
        """The first question that still wants writing, or the first of all."""
        unready = (task for task in self.tasks if task.state in {"draft", "not-started"})
        to_write = (task for task in self.tasks if not task.is_carried)
        return next(unready, next(to_write, None))

    @property
    def is_ready(self) -> bool:
        """Whether no question wants writing any more."""
        return all(task.state == "ready" for task in self.tasks if not task.is_carried)

    @property
    def summary(self) -> str:
        """1 ready, 1 in draft, 1 to start."""
        counts = Counter(task.state for task in self.tasks)
        said = [
            (_("%s returned"), counts["returned"]),
            (_("%s turned in"), counts["turned-in"]),
            (_("%s ready"), counts["ready"]),
            (_("%s in draft"), counts["draft"]),
            (_("%s to start"), counts["not-started"]),
        ]
        return ", ".join(words % count for words, count in said if count)

    @property
    def advice(self) -> list[Task]:
        """The tasks about which the check page has something to say."""
        return [task for task in self.tasks if task.advice and not task.is_carried]

    def task(self, number: int) -> Task:
        """The task at that position. Raises Http404 when the lesson has no such question."""
        for task in self.tasks:
            if task.number == number:
                return task
        raise Http404

    def after(self, task: Task) -> Task | None:
        """The next question, if there is one; while something is being written, the next to write."""
        later = (other for other in self.tasks if other.number > task.number)
        return next((other for other in later if not (self.is_open and other.is_carried)), None)


def find_work(assignment: Assignment, student: User, *, at: datetime, attempt: int | None = None) -> Work:
    """The student's newest attempt, or the one asked for. Raises Http404 when that does not exist. One query.

    More are run when the version was not read before, the assignment has moved on from it, or it came without dates or
    `own_excuse` or what is asked again; and for work that is turned in.
    """
    attempts: dict[int, list[Answer]] = {}
    for answer in _answers(assignment, student):
        answer.submission.assignment = assignment
        attempts.setdefault(answer.submission.attempt, []).append(answer)
    if attempt is not None and attempt not in attempts:
        raise Http404
    newest = max(attempts, default=1)
    shown = attempts.get(attempt or newest, [])
    submission = shown[0].submission if shown else None
    version = _version(assignment, submission)
    written = {answer.question_id: answer for answer in shown}
    if submission is not None:
        submission.student = student
    moments = moments_for(assignment, student, submission)
    excuse = _excuse(assignment, student)
    return Work(
        assignment=assignment,
        version=version,
        submission=submission,
        tasks=[make_task(question, written.get(question.pk), submission, at) for question in version.questions.all()],
        moments=moments,
        at=at,
        is_newest=attempt in (None, newest),
        excuse=excuse,
        asked=_asked(submission, shown, at) if attempt in (None, newest) else None,
        is_closing=(
            submission is not None
            and submission.is_draft
            and excuse is None
            and moments.turns_in
            and moments.has_ended(at)
            and holds_something(submission, shown)
            and rules.may_write(student, assignment.school_class)
        ),
    )


def _answers(assignment: Assignment, student: User) -> Iterable[Answer]:
    """Those of every attempt; none are asked for when they came with the assignment."""
    if hasattr(assignment, "own_answers"):
        own: list[Answer] = assignment.own_answers
        return own
    asked = Answer.objects.filter(submission__assignment=assignment, submission__student=student)
    return asked.select_related("submission__revision_request").order_by()


def _asked(submission: Submission | None, shown: list[Answer], at: datetime) -> RevisionRequest | None:
    """What is asked again of the newest attempt; not looked for when the answers came along and say that nothing is."""
    if submission is None or not shown or getattr(shown[0], "asked", submission.pk) is None:
        return None
    asked = open_request(submission, at)
    return asked if asked and rules.may_write(submission.student, submission.assignment.school_class) else None


def _excuse(assignment: Assignment, student: User) -> Excuse | None:
    """The excuse that holds; asked for only when the assignment came without `own_excuse` or with one."""
    if getattr(assignment, "own_excuse", student) is None:
        return None
    return holding().filter(assignment=assignment, student=student).select_related("by").first()


def _version(assignment: Assignment, submission: Submission | None) -> LessonVersion:
    if submission is None or submission.lesson_version_id == assignment.lesson_version_id:
        return with_parts(assignment.lesson_version)
    return with_parts(LessonVersion.objects.select_related("lesson").get(pk=submission.lesson_version_id))
