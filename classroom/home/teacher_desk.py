"""What a teacher or assistant finds on the desk: what waits, the classes, this week's dates. Four queries."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classroom.accounts.models import User
from classroom.classes import promises
from classroom.classes.models import Assignment, Enrollment, Extension, SchoolClass
from classroom.prepared import prepared
from classroom.submissions.excuses import holding
from classroom.submissions.models import Submission

from . import days
from .rows import Row, sentences
from .waiting import Waiting, waiting

MOST = 20  # of each list; every class is on the page of classes


@dataclass(frozen=True)
class ClassRow:
    """A class with what is set for it now, and how many have turned in of the `students` who are not excused."""

    name: str
    time_zone: str
    url: str
    gradebook: str
    lesson: str
    turned_in: int
    students: int

    @property
    def at_least_one(self) -> int:
        """The full length of the bar, which can't be nothing."""
        return max(1, self.students)

    @property
    def progress(self) -> str:
        """19 of 24 turned in."""
        return _("%(count)s of %(students)s turned in") % {"count": self.turned_in, "students": self.students}


@dataclass(frozen=True)
class TeacherDesk:
    """All that the page shows of a teacher's side."""

    waiting: list[Row] = field(default_factory=list)
    classes: list[ClassRow] = field(default_factory=list)
    dates: list[tuple[str, str]] = field(default_factory=list)


def counted(things: QuerySet[Any], by: str) -> Coalesce:
    """How many rows of a correlated queryset there are, as one column; 0 when there are none."""
    counts = things.order_by().values(by).annotate(number=Count("pk", distinct=True)).values("number")
    return Coalesce(Subquery(counts[:1], output_field=IntegerField()), 0)


def _learning() -> QuerySet[Any]:
    """Whoever still learns in the class that the outer submission belongs to."""
    return (
        Enrollment.objects.active()
        .students()
        .filter(school_class=OuterRef("assignment__school_class"))
        .values("person")
    )


def _students_in() -> Coalesce:
    """Of the outer assignment, how many students of now have turned in."""
    turned_in = Submission.objects.turned_in().filter(assignment=OuterRef("pk"), student__in=_learning())
    students = turned_in.order_by().values("assignment").annotate(number=Count("student", distinct=True))
    return Coalesce(Subquery(students.values("number")[:1], output_field=IntegerField()), 0)


TURNED_IN = _students_in()
EXCUSED = counted(holding().filter(assignment=OuterRef("pk"), student__in=_learning()), "assignment")


def teacher_desk(user: User, at: datetime) -> TeacherDesk:
    """The desk of somebody who teaches or assists in a class; empty for anybody else, at one query."""
    classes = _classes(user, at)
    if not classes:
        return TeacherDesk()
    waits = waiting(user, most=MOST)
    shown = list(_shown(user, [*(each.current for each in classes), *waits], at)[: 4 * MOST])
    by_key = {each.pk: each for each in shown}
    return TeacherDesk(
        waiting=[row for key, each in waits.items() for row in _waiting_rows(by_key[key], each, at)],
        classes=[_class_row(each, by_key.get(each.current)) for each in classes],
        dates=_dates(shown, user, at),
    )


@prepared
def _classes(user: User, at: datetime) -> QuerySet[Any, Any]:
    """The person's classes with the assignment that opened last in each, and the number of students."""
    opened = Assignment.objects.filter(school_class=OuterRef("pk"), opens_at__lte=at).order_by("-opens_at", "-pk")
    students = Enrollment.objects.active().students().filter(school_class=OuterRef("pk"))
    taught = SchoolClass.objects.staffed_by(user).filter(archived_at=None)
    found = taught.annotate(current=Subquery(opened.values("pk")[:1]), students=counted(students, "school_class"))
    return found[:MOST]


def _shown(user: User, wanted: list[int | None], at: datetime) -> QuerySet[Any]:
    """Those assignments first, and the others that fall due or have an extension end within the week."""
    week = (at, at + days.WEEK)
    extensions = Extension.objects.filter(assignment=OuterRef("pk"), due_at__range=week)
    soonest = Subquery(extensions.order_by("due_at").values("due_at")[:1])
    going_on = SchoolClass.objects.staffed_by(user).filter(archived_at=None)
    staffed = Assignment.objects.filter(school_class__in=going_on)
    dated = staffed.annotate(extension_ends=soonest, extensions_end=counted(extensions, "assignment"))
    asked_for = Q(pk__in=wanted)
    near = dated.filter(asked_for | Q(due_at__range=week) | Q(extension_ends__isnull=False))
    return (
        near.annotate(turned_in=TURNED_IN, excused=EXCUSED)
        .select_related("school_class", "lesson_version")
        .order_by(Case(When(asked_for, then=0), default=1), "due_at", "pk")
    )


def _waiting_rows(work: Any, waits: Waiting, at: datetime) -> list[Row]:
    place = [work.school_class.public_id, work.slug]
    rows = _promised(work, waits, at)
    if waits.asking and waits.may_release:
        title = ngettext("%s student asks for more time", "%s students ask for more time", waits.asking) % waits.asking
        hint = _("%(school_class)s, %(lesson)s") % _named(work)
        rows.append(Row(title, reverse("classes:extensions", args=place), hint, "extended", _("To answer")))
    looks = waits.looks if waits.may_release else waits.unread
    if looks:
        title = ngettext("%s answer waits for a second look", "%s answers wait for a second look", looks) % looks
        hint = _("%(school_class)s, %(lesson)s") % _named(work)
        rows.append(Row(title, reverse("grading:second-looks", args=place), hint, "turned-in", _("Second look")))
    if waits.to_grade and waits.oldest:
        title = ngettext("Grade %s student’s answers", "Grade %s students’ answers", waits.to_grade) % waits.to_grade
        where = _("%(school_class)s, %(lesson)s") % _named(work)
        oldest = _("Oldest turned in %s") % days.ago(waits.oldest, at, work.school_class.zone)
        url = reverse("grading:queue", args=[*place, waits.first])
        rows.append(Row(title, url, sentences([where, oldest]), "turned-in", _("To grade")))
    if waits.to_release and waits.may_release:
        title = ngettext("Release %s grade", "Release %s grades", waits.to_release) % waits.to_release
        where = _("%(school_class)s, %(lesson)s") % _named(work)
        hint = sentences([where, _("All their answers are graded")])
        rows.append(Row(title, reverse("grading:release", args=place), hint, "graded", _("Not released")))
    return rows


def _promised(work: Any, waits: Waiting, at: datetime) -> list[Row]:
    """That a promised day has passed and somebody who could count on it still waits; said to teachers, kindly."""
    still = waits.since is not None and promises.holds_for(work, waits.since)
    if not (still and waits.may_release and promises.is_past(work, at)):
        return []
    title = _("Feedback was expected by %s") % promises.said(work)
    hint = sentences(
        [_("%(school_class)s, %(lesson)s") % _named(work), _("Release what is ready, or name another day")]
    )
    url = reverse("classes:assignment", args=[work.school_class.public_id, work.slug])
    return [Row(title, url, hint, "extended", _("Promised"))]


def _named(work: Any) -> dict[str, str]:
    return {"school_class": work.school_class.name, "lesson": work.lesson_version.title}


def _class_row(school_class: Any, assignment: Any) -> ClassRow:
    place = school_class.name, school_class.time_zone
    gradebook = reverse("grading:gradebook", args=[school_class.public_id])
    if assignment is None:
        return ClassRow(*place, school_class.get_absolute_url(), gradebook, "", 0, school_class.students)
    url = reverse("grading:overview", args=[school_class.public_id, assignment.slug])
    to_turn_in = school_class.students - assignment.excused
    return ClassRow(*place, url, gradebook, assignment.lesson_version.title, assignment.turned_in, to_turn_in)


def _dates(assignments: list[Any], user: User, at: datetime) -> list[tuple[str, str]]:
    """Day and what happens on it, within the week, in the order of time."""
    found = []
    for each in assignments:
        zone, name = each.school_class.zone, each.school_class.name
        if at <= each.due_at < at + days.WEEK:
            said = _("%(school_class)s due, %(time)s") % {"school_class": name, "time": days.time(each.due_at, zone)}
            said = sentences([said, user.named(zone)])
            found.append((each.due_at, days.short_day(each.due_at, zone), said))
        if each.extension_ends:
            words = ngettext("%s extension ends", "%s extensions end", each.extensions_end)
            found.append((each.extension_ends, days.short_day(each.extension_ends, zone), words % each.extensions_end))
    return [(day, said) for _moment, day, said in sorted(found)]
