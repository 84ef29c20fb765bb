"""What a teacher or assistant finds on the desk: what waits, the classes, this week's dates. Three queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classroom.accounts.models import User
from classroom.classes.models import Assignment, Enrollment, Extension, SchoolClass
from classroom.classes.more_time import ExtensionRequest
from classroom.grading.models import Grade
from classroom.submissions.excuses import holding
from classroom.submissions.models import Answer, Submission
from classroom.submissions.querysets import came_in

from . import days
from .rows import Row, sentences

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

    waiting: list[Row]
    classes: list[ClassRow]
    dates: list[tuple[str, str]]


def teacher_desk(user: User, at: datetime) -> TeacherDesk:
    """The desk of somebody who teaches or assists in a class; empty for anybody else, at one query."""
    classes = list(_classes(user, at)[:MOST])
    if not classes:
        return TeacherDesk([], [], [])
    shown = list(_current_or_near(user, [each.current for each in classes], at)[: 2 * MOST])
    current = {each.pk: each for each in shown}
    return TeacherDesk(
        waiting=[row for work in _waiting(user)[:MOST] for row in _waiting_rows(work, at)],
        classes=[_class_row(each, current.get(each.current)) for each in classes],
        dates=_dates(shown, user, at),
    )


def counted(things: QuerySet[Any], by: str) -> Coalesce:
    """How many rows of a correlated queryset there are, as one column; 0 when there are none."""
    counts = things.order_by().values(by).annotate(number=Count("pk", distinct=True)).values("number")
    return Coalesce(Subquery(counts[:1], output_field=IntegerField()), 0)


def _classes(user: User, at: datetime) -> QuerySet[Any]:
    """The person's classes with the assignment that opened last in each, and the number of students."""
    opened = Assignment.objects.filter(school_class=OuterRef("pk"), opens_at__lte=at).order_by("-opens_at", "-pk")
    students = Enrollment.objects.active().students().filter(school_class=OuterRef("pk"))
    taught = SchoolClass.objects.staffed_by(user).filter(archived_at=None)
    return taught.annotate(current=Subquery(opened.values("pk")[:1]), students=counted(students, "school_class"))


def _current_or_near(user: User, current: list[int | None], at: datetime) -> QuerySet[Any]:
    """Those assignments, and the others that fall due or have an extension end within the week."""
    week = (at, at + days.WEEK)
    extensions = Extension.objects.filter(assignment=OuterRef("pk"), due_at__range=week)
    soonest = Subquery(extensions.order_by("due_at").values("due_at")[:1])
    staffed = Assignment.objects.filter(school_class__in=SchoolClass.objects.staffed_by(user))
    dated = staffed.annotate(extension_ends=soonest, extensions_end=counted(extensions, "assignment"))
    wanted = dated.filter(Q(pk__in=current) | Q(due_at__range=week) | Q(extension_ends__isnull=False))
    turned_in = Submission.objects.turned_in().filter(assignment=OuterRef("pk"), student__in=_learning())
    students = turned_in.order_by().values("assignment").annotate(number=Count("student", distinct=True))
    number = Coalesce(Subquery(students.values("number")[:1], output_field=IntegerField()), 0)
    excused = counted(holding().filter(assignment=OuterRef("pk"), student__in=_learning()), "assignment")
    return (
        wanted.annotate(turned_in=number, excused=excused)
        .select_related("school_class", "lesson_version")
        .order_by("due_at", "pk")
    )


def _learning() -> QuerySet[Any]:
    """Whoever still learns in the class that the outer submission belongs to."""
    return (
        Enrollment.objects.active()
        .students()
        .filter(school_class=OuterRef("assignment__school_class"))
        .values("person")
    )


def ungraded() -> QuerySet[Answer]:
    """Of the outer submission, the answers that came in, as words or on paper, and have no finished grade."""
    done = Grade.objects.counting().filter(answer=OuterRef("pk"), state=Grade.State.DONE)
    return Answer.objects.written_anew().filter(~Exists(done), submission=OuterRef("pk")).filter(came_in())


def _waiting(user: User) -> QuerySet[Any]:
    """The person's assignments with work to grade or, where they teach, to release or to answer; first due first."""
    handed_in = Submission.objects.filter(assignment=OuterRef("pk"), state=Submission.State.TURNED_IN)
    to_grade, to_release = handed_in.filter(Exists(ungraded())), handed_in.filter(~Exists(ungraded()))
    oldest = to_grade.order_by().values("assignment").annotate(at=Min("turn_in__at")).values("at")
    first = to_grade.values("assignment").annotate(n=Min("answers__question__position", filter=_is_ungraded()))
    taught = SchoolClass.objects.taught_by(user).filter(pk=OuterRef("school_class"))
    staffed = Assignment.objects.filter(
        school_class__in=SchoolClass.objects.staffed_by(user), school_class__archived_at=None
    )
    annotated = staffed.annotate(
        may_release=Exists(taught),
        to_grade=counted(to_grade, "assignment"),
        to_release=counted(to_release, "assignment"),
        asking=counted(ExtensionRequest.objects.waiting().filter(assignment=OuterRef("pk")), "assignment"),
        oldest=Subquery(oldest[:1]),
        first=Subquery(first.order_by().values("n")[:1]),
    )
    for_teachers = Q(may_release=True) & (Q(to_release__gt=0) | Q(asking__gt=0))
    wanted = annotated.filter(Q(to_grade__gt=0) | for_teachers)
    return wanted.select_related("school_class", "lesson_version").order_by("due_at", "pk")


def _is_ungraded() -> Q:
    done = Grade.objects.counting().filter(answer=OuterRef("answers__pk"), state=Grade.State.DONE)
    return Q(~Exists(done), answers__carried_from=None) & came_in("answers__")


def _waiting_rows(work: Any, at: datetime) -> list[Row]:
    place = [work.school_class.public_id, work.slug]
    rows = []
    if work.asking and work.may_release:
        title = ngettext("%s student asks for more time", "%s students ask for more time", work.asking) % work.asking
        hint = _("%(school_class)s, %(lesson)s") % _named(work)
        rows.append(Row(title, reverse("classes:extensions", args=place), hint, "extended", _("To answer")))
    if work.to_grade:
        title = ngettext("Grade %s student’s answers", "Grade %s students’ answers", work.to_grade) % work.to_grade
        where = _("%(school_class)s, %(lesson)s") % _named(work)
        oldest = _("Oldest turned in %s") % days.ago(work.oldest, at, work.school_class.zone)
        url = reverse("grading:queue", args=[*place, work.first])
        rows.append(Row(title, url, sentences([where, oldest]), "turned-in", _("To grade")))
    if work.to_release and work.may_release:
        title = ngettext("Release %s grade", "Release %s grades", work.to_release) % work.to_release
        where = _("%(school_class)s, %(lesson)s") % _named(work)
        hint = sentences([where, _("All their answers are graded")])
        rows.append(Row(title, reverse("grading:release", args=place), hint, "graded", _("Not released")))
    return rows


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
