"""The page of lessons: what is set for a student, and what a teacher writes and may set."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment, SchoolClass
from classroom.grading.models import ReleaseItem
from classroom.submissions.excuses import is_excused
from classroom.submissions.models import Submission
from lessons.models import Lesson, LessonVersion

from . import days
from .revisions import is_revising
from .rows import Row, open_state, sentences


def set_for(user: User, at: datetime) -> QuerySet[Any]:
    """What is or was set for the person as a student, the latest due first, with how far the person is."""
    own = Submission.objects.filter(assignment=OuterRef("pk"), student=user)
    released = ReleaseItem.objects.visible_to(user, at).filter(submission__assignment=OuterRef("pk"))
    learnt = SchoolClass.objects.filter(enrollments__person=user, enrollments__role="student")
    visible = Assignment.objects.visible_to(user).filter(school_class__in=learnt, opens_at__lte=at)
    stated: QuerySet[Any] = visible.with_dates_for(user).annotate(
        begun=Exists(own.filter(state=Submission.State.DRAFT)),
        handed_in=Exists(own.turned_in()),
        released=Exists(released),
        revising=is_revising(user, at),
        excused=is_excused(assignment="pk", student=user.pk),
    )
    return stated.select_related("school_class", "lesson_version").order_by("-due_for", "-pk")


def student_row(assignment: Any, user: User, at: datetime) -> Row:
    """One lesson that is set, in the state its student may know of."""
    place = assignment.school_class
    state, label = open_state(begun=assignment.begun, excused=assignment.excused)
    if not assignment.begun and assignment.handed_in:
        state, label = ("returned", _("Returned")) if assignment.released else ("turned-in", _("Turned in"))
    if assignment.revising:
        state, label = "revising", _("Revising")
    return Row(
        title=assignment.lesson_version.title,
        url=assignment.get_absolute_url(),
        hint=sentences([place.name, days.due(assignment.due_for, at, place.zone), user.named(place.zone)]),
        state=state,
        label=label,
    )


@dataclass(frozen=True)
class LessonRow:
    """One lesson as its author or a teacher meets it."""

    pk: int
    slug: str
    title: str
    edition: str
    own: bool
    draft: int | None
    published: int | None

    @property
    def edit_url(self) -> str:
        """The authors' tool: at the draft, or where the lesson starts one."""
        if self.draft:
            return reverse("admin:lessons_lessonversion_change", args=[self.draft])
        return reverse("admin:lessons_lesson_change", args=[self.pk])


def for_teachers(user: User) -> QuerySet[Any]:
    """The person's own lessons, drafts included, and every published one of others that is still offered."""
    versions = LessonVersion.objects.filter(lesson=OuterRef("pk")).order_by("-number")
    published, drafts = versions.published(), versions.draft()
    known = Lesson.objects.annotate(
        published=Subquery(published.values("pk")[:1]),
        number=Subquery(published.values("number")[:1]),
        title=Subquery(published.values("title")[:1]),
        draft_pk=Subquery(drafts.values("pk")[:1]),
        draft_title=Subquery(drafts.values("title")[:1]),
    )
    offered = Q(published__isnull=False, withdrawn_at=None)
    return known.filter(offered | Q(owner=user)).order_by("slug")


def lesson_row(lesson: Any, user: User) -> LessonRow:
    """What the page says of one lesson; a draft is shown to its owner alone."""
    own = lesson.owner_id == user.pk
    draft = lesson.draft_pk if own else None
    editions = [_("Version %s") % lesson.number] if lesson.published else []
    editions += [_("Draft not published")] if draft else []
    editions += [_("Withdrawn")] if lesson.withdrawn_at else []
    published = lesson.published if lesson.withdrawn_at is None else None
    title = lesson.title or lesson.draft_title or lesson.slug
    return LessonRow(lesson.pk, lesson.slug, title, ". ".join(editions), own, draft, published)
