"""What one grader goes through at the desk: all answers, their own part, or a group's; and what colleagues have open.

Everything is a condition for the queries that run anyway, so none of it costs the desk a query.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import groupby
from operator import attrgetter, or_
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, Left, NullIf, StrIndex

from classroom.accounts.models import User
from classroom.classes.models import Assignment, Enrollment, Group
from classroom.classes.querysets import STAFF
from lessons.models import Question

from .models import Allocation, Lease, Part

OWN, ALL = "own", "all"


@dataclass(frozen=True)
class Looking:
    """One grader before one assignment at one moment; `chosen` is OWN, ALL or the key of a group.

    The assignment carries what `known_to` adds. `at_question` says whether they turned to one question of it: who
    comes to it on a way through other classes, or goes from student to student, did not.
    """

    assignment: Any
    user: User
    at: datetime
    chosen: str
    at_question: bool

    @property
    def through(self) -> str:
        """What is gone through now: one's own part, unless there is none or something else was chosen.

        Where the parts are questions, the question that one turned to is gone through as a whole.
        """
        if self.chosen != OWN:
            return self.chosen
        is_whole = self.at_question and self.assignment.allotted == Allocation.By.QUESTION
        return OWN if self.assignment.has_part and not is_whole else ALL

    def first_of(self, questions: list[Question]) -> Question | None:
        """Where to begin among these: with a question of one's own where the parts are questions. One query then."""
        own = set()
        if self.assignment.has_part and self.assignment.allotted == Allocation.By.QUESTION:
            parts = Part.objects.filter(allocation__assignment=self.assignment, grader=self.user)
            own = set(parts.values_list("question_key", flat=True))
        return next((each for each in questions if each.key in own), next(iter(questions), None))

    @property
    def offers(self) -> bool:
        """Whether there is anything to choose from."""
        return bool(self.assignment.has_part or self.assignment.has_groups)

    @property
    def answers(self) -> Q:
        """The answers gone through; one's own part is whatever is nobody else's."""
        if self.through == ALL:
            return Q()
        if self.through == OWN:
            return ~Q(Exists(parts_of().exclude(grader=self.user)))
        group = Group.objects.filter(school_class=self.assignment.school_class_id, pk=int(self.through))
        in_group = Enrollment.objects.filter(group__in=group, person=OuterRef("submission__student"))
        return Q(Exists(in_group)) | ~Q(Exists(group))  # one that is gone leaves all


@dataclass(frozen=True)
class Sight:
    """What one grader goes through on one way: of each assignment on it, never none, what they chose there."""

    each: list[Looking]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return all(looking.through == ALL for looking in self.each)

    @property
    def answers(self) -> Q:
        """The answers gone through."""
        if self.is_whole:
            return Q()
        through = attrgetter("through")
        alike = [list(some) for _through, some in groupby(sorted(self.each, key=through), key=through)]
        return reduce(or_, (Q(assignment__in=[one.assignment.pk for one in some]) & some[0].answers for some in alike))

    @property
    def free(self) -> Q:
        """Those not open on a colleague's desk."""
        return ~Q(Exists(leases_of_others(self.each[0].user, self.each[0].at)))

    @property
    def open_by(self) -> Subquery:
        """How to speak of a colleague who has each open."""
        return open_by(self.each[0].user, self.each[0].at)


def leases_of_others(user: User, at: datetime) -> QuerySet[Lease]:
    """For a queryset of answers: what says that a colleague has each open at that moment."""
    return Lease.objects.filter(answer=OuterRef("pk"), until__gt=at).exclude(holder=user)


def open_by(user: User, at: datetime) -> Subquery:
    """For a queryset of answers: how to speak of a colleague who has each open; None where nobody has."""
    return Subquery(leases_of_others(user, at).order_by("-until").values_list(short_name("holder"))[:1])


def known_to(user: User) -> dict[str, Any]:
    """For a queryset of assignments: `allotted` (how, None when it is not), `has_part` and `has_groups`."""
    allocation = Allocation.objects.filter(assignment=OuterRef("pk"))
    return {
        "allotted": Subquery(allocation.values("by")[:1]),
        "has_part": Exists(allocation.filter(parts__grader=user)),
        "has_groups": Exists(Group.objects.filter(school_class=OuterRef("school_class"))),
    }


def grader_of_question(assignment: Assignment) -> Subquery:
    """For a queryset of questions: how to speak of the one whose part the whole question is; None when nobody's."""
    whole = _standing().filter(allocation__assignment=assignment, question_key=OuterRef("key"), first=None)
    return Subquery(whole.values_list(short_name("grader"))[:1])


def short_name(person: str) -> Case:
    """`User.get_short_name` in SQL, of the person at that end of a relation."""
    name = Coalesce(NullIf(f"{person}__name", Value("")), f"{person}__username")
    first = Left(name, StrIndex(Concat(name, Value(" ")), Value(" ")) - 1)
    unsaid = When(**{f"{person}__known_as": ""}, then=first)
    return Case(unsaid, default=F(f"{person}__known_as"), output_field=CharField())


def _standing() -> QuerySet[Part]:
    """The parts of those who still grade in the class; of whoever left, they are everybody's."""
    return Part.objects.filter(
        grader__enrollments__school_class=F("allocation__assignment__school_class"),
        grader__enrollments__role__in=STAFF,
        grader__enrollments__ended_at=None,
    )


def parts_of() -> QuerySet[Part]:
    """For a queryset of answers: the part in which each lies."""
    question = Q(question_key="") | Q(question_key=OuterRef("question_key"))
    begins = Q(first=None) | Q(first__lte=OuterRef("desk_number"))
    ends = Q(last=None) | Q(last__gte=OuterRef("desk_number"))
    student = Q(group=None) | Q(group__enrollments__person=OuterRef("submission__student"))
    return _standing().filter(question, begins, ends, allocation__assignment=OuterRef("assignment")).filter(student)
