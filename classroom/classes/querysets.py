"""Questions about classes, places in them, and what is set. `visible_to` decides what a person may know of."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest

if TYPE_CHECKING:
    from classroom.accounts.models import User

    from .models import Assignment, Enrollment, Invitation, SchoolClass
    from .more_time import ExtensionRequest, StandingExtension

STAFF = ["assistant", "teacher"]
PLACE = {"person": "person_id", "role": "role", "end": "ended_at"}


def later_due(extended: Combinable, general: Combinable) -> Coalesce:
    """A student's due time: the extension where there is one and it is later. What the class overtook rests."""
    return Coalesce(Greatest(extended, general), general)


class SchoolClassQuerySet(models.QuerySet["SchoolClass"]):
    """Classes, by who is in them."""

    def visible_to(self, user: "User") -> "SchoolClassQuerySet":
        """Those in which the person has a place, or had one as a student; the place comes along, for the rules to read.

        `own_person`, `own_role` and `own_end` are whose place it is, the role, and when it ended.
        """
        tie = Q(enrollments__ended_at=None) | Q(enrollments__role="student")
        place = {f"own_{name}": F(f"enrollments__{field}") for name, field in PLACE.items()}
        return self.filter(tie, enrollments__person=user).annotate(**place)

    def taught_by(self, user: "User") -> "SchoolClassQuerySet":
        """Those in which the person is a teacher now."""
        return self._with_place(user, ["teacher"])

    def staffed_by(self, user: "User") -> "SchoolClassQuerySet":
        """Those in which the person is a teacher or an assistant now."""
        return self._with_place(user, STAFF)

    def learnt_in_by(self, user: "User") -> "SchoolClassQuerySet":
        """Those in which the person is a student now."""
        return self._with_place(user, ["student"])

    def letting_in(self, code: str, at: datetime) -> "SchoolClassQuerySet":
        """The one whose code this is, if it lets people in at that moment."""
        in_time = Q(code_expires_at=None) | Q(code_expires_at__gt=at)
        return self.filter(in_time, code=code, code_paused=False, archived_at=None)

    def with_student_count(self) -> "SchoolClassQuerySet":
        """Adds `students`, how many learn in it now."""
        return self.annotate(
            students=models.Count("enrollments", Q(enrollments__role="student", enrollments__ended_at=None))
        )

    def _with_place(self, user: "User", roles: list[str]) -> "SchoolClassQuerySet":
        return self.filter(enrollments__person=user, enrollments__role__in=roles, enrollments__ended_at=None)


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    """Places in classes."""

    def active(self) -> "EnrollmentQuerySet":
        """Those that have not ended."""
        return self.filter(ended_at=None)

    def students(self) -> "EnrollmentQuerySet":
        """Those of students."""
        return self.filter(role="student")

    def of(self, user: "User") -> "EnrollmentQuerySet":
        """The person's own places in classes that go on, with how many learn there."""
        learning = Q(school_class__enrollments__role="student", school_class__enrollments__ended_at=None)
        own = self.active().filter(person=user, school_class__archived_at=None)
        return own.select_related("school_class").annotate(students=models.Count("school_class__enrollments", learning))

    def with_standing(self) -> "EnrollmentQuerySet":
        """Adds `days`, how many more at every due time; None without a standing extension."""
        held = Q(standing_extensions__ended_at=None)
        own = FilteredRelation("standing_extensions", condition=held)
        return self.annotate(standing=own, days=F("standing__days"))

    def matching(self, typed: str) -> "EnrollmentQuerySet":
        """Those whose name, login name or school number holds what was typed."""
        return self.filter(
            Q(person__name__icontains=typed) | Q(person__username__icontains=typed) | Q(school_number__icontains=typed)
        )

    def by_code_since(self, moment: datetime) -> "EnrollmentQuerySet":
        """Students who came in by the code since then and are still there."""
        return self.active().students().filter(via="code", joined_at__gte=moment)

    def visible_to(self, user: "User") -> "EnrollmentQuerySet":
        """Those of the classes the person teaches; assistants and students see no roster."""
        return self.filter(
            school_class__enrollments__person=user,
            school_class__enrollments__role="teacher",
            school_class__enrollments__ended_at=None,
        )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Places kept for addresses."""

    def open(self) -> "InvitationQuerySet":
        """Neither taken nor withdrawn."""
        return self.filter(bound_at=None, withdrawn_at=None)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """What is set for classes."""

    def visible_to(self, user: "User") -> "AssignmentQuerySet":
        """Those of the person's classes, and those with own work in them.

        A withdrawn lesson stays for staff and for those who have work in it; a removed student keeps what has own work.
        """
        own_work = Q(pk__in=self.model._default_manager.filter(submissions__student=user).values("pk"))
        placed = Q(school_class__enrollments__person=user)
        active = Q(school_class__enrollments__ended_at=None)
        student = Q(school_class__enrollments__role="student")
        shown = Q(lesson_version__lesson__withdrawn_at=None) | Q(school_class__enrollments__role__in=STAFF)
        return self.filter(placed & (active & shown | student & own_work))

    def with_withdrawal(self) -> "AssignmentQuerySet":
        """Adds `withdrawn_at`, when the lesson was withdrawn: for `rules.is_shown`."""
        return self.annotate(withdrawn_at=F("lesson_version__lesson__withdrawn_at"))

    def with_dates_for(self, user: "User") -> "AssignmentQuerySet":
        """Adds `due_for` and `closes_for`, the person's effective due and closing times (decision 17), in SQL."""
        due = later_due(F("own_due"), F("due_at"))
        return self.with_extension_of(user).annotate(due_for=due, closes_for=Greatest(due, "closes_at"))

    def with_extension_of(self, user: "User") -> "AssignmentQuerySet":
        """Adds `own_due`, the due time of the person's extension, None without one: what `moments_for` reckons from."""
        own = FilteredRelation("extensions", condition=Q(extensions__student=user))
        return self.annotate(own_extension=own, own_due=F("own_extension__due_at"))


class StandingExtensionQuerySet(models.QuerySet["StandingExtension"]):
    """Standing extensions."""

    def holding(self) -> "StandingExtensionQuerySet":
        """Those that have not ended, of students who are in the class now."""
        return self.filter(ended_at=None, enrollment__ended_at=None, enrollment__role="student")


class ExtensionRequestQuerySet(models.QuerySet["ExtensionRequest"]):
    """Requests for more time."""

    def open(self) -> "ExtensionRequestQuerySet":
        """Those that wait for an answer."""
        return self.filter(state="open")

    def waiting(self) -> "ExtensionRequestQuerySet":
        """The open ones of students who are in the class now: what a teacher is asked to answer."""
        return self.open().filter(
            assignment__school_class__enrollments__person=F("student"),
            assignment__school_class__enrollments__role="student",
            assignment__school_class__enrollments__ended_at=None,
        )
