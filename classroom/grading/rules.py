"""Who may judge, and who sees the names behind the answers. Whether it is the moment is for the actions to refuse."""

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef
from django.db.models.expressions import Combinable

from classroom.accounts.models import User
from classroom.classes.models import Assignment, Enrollment, SchoolClass
from classroom.classes.rules import grades, learns, learnt, teaches

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


def may_change_rubric(user: User, school_class: SchoolClass) -> bool:
    """Teachers; assistants grade by the rubric there is (decision 3)."""
    return teaches(user, school_class)


def may_allocate(user: User, school_class: SchoolClass) -> bool:
    """Teachers: say who grades what."""
    return teaches(user, school_class)


def may_export(user: User, school_class: SchoolClass) -> bool:
    """Teachers: a file with every grade, name and school number is a copy of the roster, and it leaves the house."""
    return teaches(user, school_class)


def may_wrap_up(user: User, school_class: SchoolClass) -> bool:
    """Teachers and assistants, once names are shown to them."""
    return grades(user, school_class)


def may_read_feedback(user: User, school_class: SchoolClass) -> bool:
    """Students, also after their place has ended; which feedback is for ReleaseItem.visible_to to say."""
    return learnt(user, school_class)


def may_ask_second_look(user: User, school_class: SchoolClass) -> bool:
    """Students, while their place lasts."""
    return learns(user, school_class)


def may_decide(user: User, school_class: SchoolClass) -> bool:
    """Teachers: a decision on a second look goes out as a correction, and only they release."""
    return teaches(user, school_class)


def teacher_here(user: User) -> Exists:
    """For a queryset of assignments: whether the person teaches their class now."""
    places = Enrollment.objects.active().filter(person=user, role=Enrollment.Role.TEACHER)
    return Exists(places.filter(school_class=OuterRef("school_class")))


def names_open(user: User) -> Combinable:
    """For a queryset of assignments: whether this teacher chose to see the names behind the answers."""
    chosen = NamesShown.objects.filter(assignment=OuterRef("pk"), by=user, hidden_again_at=None)
    return ExpressionWrapper(Exists(chosen) & teacher_here(user), output_field=BooleanField())


def sees_names(user: User, assignment: Assignment) -> bool:
    """Whether names stand beside the answers for this person now; at most one query."""
    return not assignment.names_hidden or Assignment.objects.filter(names_open(user), pk=assignment.pk).exists()
