"""Whose names stand in the admin: the desk's rule for whoever grades in the class, and one way to name an answer.

An answer's address is class, assignment, question and desk number, never a primary key: keys follow each other, so one
would lead from a hidden answer to the submission beside it in a named list.
"""

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields import CharField, IntegerField
from django.urls import reverse

from classroom.accounts.models import User
from classroom.classes.models import Assignment, SchoolClass
from classroom.grading.rules import names_open
from classroom.submissions.models import Answer, Submission


def named_assignments(user: User) -> QuerySet[Assignment]:
    """Those whose students' names this person sees: as on the desk, and all for an administrator who grades none."""
    shown = Q(names_hidden=False) | Q(names_open(user))
    if user.is_superuser:
        shown |= ~Q(school_class__in=SchoolClass.objects.staffed_by(user))
    return Assignment.objects.filter(shown)


def with_names(rows: QuerySet[Any], user: User, *, assignment: str, student: str) -> QuerySet[Any]:
    """Adds `named`, whether names stand beside the row, and `student_name`, which is empty where they don't."""
    named = Exists(named_assignments(user).filter(pk=OuterRef(assignment)))
    name = Case(When(named=True, then=F(f"{student}__name")), default=Value(""), output_field=CharField())
    found: QuerySet[Any] = rows.annotate(named=named).annotate(student_name=name)
    return found


def known_words() -> Case:
    """The words of an answer that has `named`; none of a nameless draft, for drafts are counted beside names."""
    hidden = When(named=False, submission__state=Submission.State.DRAFT, then=Value(None))
    return Case(hidden, default=F("words"), output_field=IntegerField())


def address_of(answer: Answer) -> str:
    """How the admin's addresses name an answer; needs its assignment and class."""
    assignment = answer.assignment
    return f"{assignment.school_class.public_id}.{assignment.slug}.{answer.question_key}.{answer.desk_number}"


def found_by(answers: QuerySet[Any], address: str) -> Answer | None:
    """The answer of that address, if there is one among these."""
    parts = address.split(".")
    if len(parts) != 4 or not parts[3].isdecimal() or len(parts[3]) > 9 or "\0" in address:
        return None
    public_id, slug, question_key, desk_number = parts
    found: Answer | None = answers.filter(
        assignment__school_class__public_id=public_id,
        assignment__slug=slug,
        question_key=question_key,
        desk_number=int(desk_number),
    ).first()
    return found


def answer_url(answer: Answer, name: str = "change") -> str:
    """A page of the admin about this answer."""
    return reverse(f"admin:submissions_answer_{name}", args=[address_of(answer)])
