"""Questions about work. `visible_to` says what a person may know of, `text_visible_to` whose words they may read."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, FilteredRelation, Q

from classroom.classes.models import SchoolClass

if TYPE_CHECKING:
    from datetime import datetime

    from classroom.accounts.models import User
    from classroom.classes.models import Assignment

    from .models import Answer, AnswerRevision, Excuse, Notes, RevisionRequest, Submission, TurnIn


def came_in(path: str = "") -> Q:
    """For answers, or rows that `path` leads to answers from: something to judge came in, as words or on paper.

    The opposite of `Answer.is_blank`, of work that is turned in.
    """
    return Q(**{f"{path}words__gt": 0}) | Q(**{f"{path}submission__turn_in__how": "paper"})


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Attempts."""

    def visible_to(self, user: "User") -> "SubmissionQuerySet":
        """The student's own, and all of a class the person teaches or assists in (drafts without their text)."""
        staffed = SchoolClass.objects.staffed_by(user)
        return self.filter(Q(student=user) | Q(assignment__school_class__in=staffed))

    def turned_in(self) -> "SubmissionQuerySet":
        """Handed in and not a draft again; returned ones too."""
        return self.exclude(state="draft")

    def newest_attempts(self) -> "SubmissionQuerySet":
        """Of each student and assignment, the attempt that counts for state and count."""
        later = self.model._default_manager.filter(
            assignment=models.OuterRef("assignment"),
            student=models.OuterRef("student"),
            attempt__gt=models.OuterRef("attempt"),
        )
        return self.filter(~models.Exists(later))

    def newest_turned_in(self) -> "SubmissionQuerySet":
        """Of each student and assignment, the attempt that was handed in last."""
        later = self.model._default_manager.exclude(state="draft").filter(
            assignment=models.OuterRef("assignment"),
            student=models.OuterRef("student"),
            attempt__gt=models.OuterRef("attempt"),
        )
        return self.turned_in().filter(~models.Exists(later))

    def for_home(self, user: "User") -> "SubmissionQuerySet":
        """The student's newest attempts with all that a home page says of them, in three queries."""
        return (
            self.filter(student=user)
            .newest_attempts()
            .select_related("assignment__school_class", "lesson_version", "turn_in")
            .prefetch_related("answers__question")
        )

    def for_change(self) -> "SubmissionQuerySet":
        """Locked until the transaction ends, with class and student and the student's own dates (decision 17).

        What a rival may write is not joined: PostgreSQL, done waiting for the lock, would hand out the joined row of
        before.
        """
        return self.with_dates().select_for_update(of=("self",))

    def with_dates(self) -> "SubmissionQuerySet":
        """With class and student, and `own_due` as `Assignment.with_extension_of` tells of one: for `moments_of`."""
        own = Q(assignment__extensions__student=F("student"))
        return (
            self.select_related("assignment__school_class", "student")
            .annotate(own_extension=FilteredRelation("assignment__extensions", condition=own))
            .annotate(own_due=F("own_extension__due_at"))
        )

    def newest_of(self, assignment: "Assignment", student: "User") -> "SubmissionQuerySet":
        """The student's attempts at the assignment, the newest first."""
        return self.filter(assignment=assignment, student=student).order_by("-attempt")

    def state_counts(self) -> dict[str, int]:
        """How many newest attempts are in each state: draft, turned_in, returned. One query."""
        counted = self.newest_attempts().order_by().values_list("state").annotate(models.Count("pk"))
        return {"draft": 0, "turned_in": 0, "returned": 0} | dict(counted)


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers."""

    def visible_to(self, user: "User") -> "AnswerQuerySet":
        """The person's own, and all of a class the person teaches or assists in: state, words and last change."""
        staffed = SchoolClass.objects.staffed_by(user)
        return self.filter(Q(submission__student=user) | Q(assignment__school_class__in=staffed))

    def of_students_now(self) -> "AnswerQuerySet":
        """In classes where their writer still is a student."""
        return self.filter(
            submission__assignment__school_class__enrollments__person=F("submission__student"),
            submission__assignment__school_class__enrollments__role="student",
            submission__assignment__school_class__enrollments__ended_at=None,
        )

    def dated(self) -> "AnswerQuerySet":
        """With attempt, assignment and class, and what `dated_assignment` tells: the writer's extension, `own_due`.

        All by way of the attempt: SQLite would else look through every answer to the assignment for one person's.
        """
        writers = Q(submission__assignment__extensions__student=F("submission__student"))
        own = FilteredRelation("submission__assignment__extensions", condition=writers)
        dated = self.annotate(own_extension=own, own_due=F("own_extension__due_at")).order_by()
        return dated.select_related("submission__assignment__school_class", "submission__revision_request")

    def of_student_at(self, student: "User", class_id: str, slug: str) -> "AnswerQuerySet":
        """The student's own, of every attempt at the assignment that has this address."""
        here = Q(submission__assignment__school_class__public_id=class_id, submission__assignment__slug=slug)
        return self.filter(here, submission__student=student)

    def in_order(self) -> "AnswerQuerySet":
        """With their questions, in the order of the lesson."""
        return self.select_related("question").order_by("question__position")

    def written_anew(self) -> "AnswerQuerySet":
        """Those of their attempt itself; what it only carries on was judged before."""
        return self.filter(carried_from=None)

    def to_thin(self, before: "datetime") -> "AnswerQuerySet":
        """Those whose history was not thinned up to that moment and has grown since it was."""
        grown = Q(thinned_to__lt=before, thinned_to__lte=F("saved_at"))
        return self.filter(Q(thinned_to=None) | grown, revision__gt=1)

    def text_visible_to(self, user: "User") -> "AnswerQuerySet":
        """Whose words the person may read: drafts are private until turned in or collected (decision 14)."""
        return self.visible_to(user).filter(Q(submission__student=user) | ~Q(submission__state="draft"))


class AnswerRevisionQuerySet(models.QuerySet["AnswerRevision"]):
    """The history behind answers."""

    def visible_to(self, user: "User") -> "AnswerRevisionQuerySet":
        """The student's own history; staff read only what was handed in, through the turn-in."""
        return self.filter(answer__submission__student=user)

    def for_history(self) -> "AnswerRevisionQuerySet":
        """Newest first and without texts; each knows how it was handed in, if it was, and the length before it.

        `words_before` is the length of the text that it was written over, or of the last one before that is still kept.
        """
        rows = self.model._default_manager
        before = rows.filter(answer=models.OuterRef("answer"), revision__lte=models.OuterRef("base"))
        words_before = before.order_by("-revision").values("words")[:1]
        handed_in = rows.filter(pk=models.OuterRef("pk"), turn_ins__isnull=False)
        told = self.annotate(words_before=models.Subquery(words_before), handed_in=models.Exists(handed_in))
        on_paper = rows.filter(pk=models.OuterRef("pk"), turn_ins__how="paper")
        return told.annotate(on_paper=models.Exists(on_paper)).defer("text").order_by("-pk")


class TurnInQuerySet(models.QuerySet["TurnIn"]):
    """Acts of handing in."""

    def visible_to(self, user: "User") -> "TurnInQuerySet":
        """The student's own, and those of a class the person teaches or assists in."""
        staffed = SchoolClass.objects.staffed_by(user)
        return self.filter(Q(submission__student=user) | Q(submission__assignment__school_class__in=staffed))

    def for_receipt(self, student: "User", assignment: "Assignment") -> "TurnInQuerySet":
        """The student's own for this assignment, newest first."""
        own = self.filter(submission__student=student, submission__assignment=assignment)
        return own.select_related("submission", "by")


class NotesQuerySet(models.QuerySet["Notes"]):
    """What students write down for themselves."""

    def visible_to(self, user: "User") -> "NotesQuerySet":
        """The person's own, whatever else they may see."""
        return self.filter(student=user)

    def own(self, student: "User", assignment: "Assignment") -> "Notes":
        """The person's notes on that assignment; empty ones that are not stored where there are none. One query."""
        found = self.visible_to(student).filter(assignment=assignment).first()
        return found or self.model(assignment=assignment, student=student)


class ExcuseQuerySet(models.QuerySet["Excuse"]):
    """What students are excused from."""

    def standing(self) -> "ExcuseQuerySet":
        """Not ended."""
        return self.filter(ended_at=None)


class RevisionRequestQuerySet(models.QuerySet["RevisionRequest"]):
    """What teachers ask for again."""

    def visible_to(self, user: "User") -> "RevisionRequestQuerySet":
        """Those of classes the person teaches or assists in; a student meets their own through the work."""
        return self.filter(submission__assignment__school_class__in=SchoolClass.objects.staffed_by(user))

    def in_force(self) -> "RevisionRequestQuerySet":
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def open_at(self, at: "datetime") -> "RevisionRequestQuerySet":
        """In force and not past their due time, of work whose student knows that it came back."""
        return self.in_force().filter(due_at__gte=at, submission__state="returned", submission__returned_from__lte=at)

    def to_do(self, at: "datetime") -> "RevisionRequestQuerySet":
        """The open ones whose attempt is not begun, or a draft."""
        later = models.Q(submission__carried_to=None) | models.Q(submission__carried_to__state="draft")
        return self.open_at(at).filter(later)
