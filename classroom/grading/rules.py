"""Who may judge, and who sees the names behind the answers. Whether it is the moment is for the actions to refuse."""

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef

from classroom.accounts.models import User
from classroom.classes.models import Assignment, Enrollment, SchoolClass
from classroom.classes.rules import grades, teaches

from .models import NamesShown


def may_grade(user: User, school_class: SchoolClass) -> bool:
    """Teachers and assistants: read, grade and comment."""
    return grades(user, school_class)


def may_show_names(user: User, school_class: SchoolClass) -> bool:
    """Teachers; assistants grade without names where they are hidden (decision 3)."""
    return teaches(user, school_class)


def may_release(user: User, school_class: SchoolClass) -> bool:
    """Teachers."""
    return teaches(user, school_class)


def may_wrap_up(user: User, school_class: SchoolClass) -> bool:
    """Teachers and assistants, once names are shown to them."""
    return grades(user, school_class)


def names_open(user: User) -> ExpressionWrapper[BooleanField]:
    """For a queryset of assignments: whether this teacher chose to see the names behind the answers."""
    chosen = NamesShown.objects.filter(assignment=OuterRef("pk"), by=user, hidden_again_at=None)
    teacher = Enrollment.objects.active().filter(
        school_class=OuterRef("school_class"), person=user, role=Enrollment.Role.TEACHER
    )
    return ExpressionWrapper(Exists(chosen) & Exists(teacher), output_field=BooleanField())


def sees_names(user: User, assignment: Assignment) -> bool:
    """Whether names stand beside the answers for this person now; at most one query."""
    return not assignment.names_hidden or Assignment.objects.filter(names_open(user), pk=assignment.pk).exists()
